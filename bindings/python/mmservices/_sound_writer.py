"""SoundWriter: a WAV file that is written piece by piece, and is right all the time."""

from __future__ import annotations

import ctypes
import operator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Optional

from mmservices._metadata import Metadata
from mmservices._sink import Mask, Samples, Settings, Sink, check_metadata
from mmservices._sound_info import Info, new_info

if TYPE_CHECKING:
    from typing_extensions import Self


class SoundWriter:
    """Writes a WAV file piece by piece.

        with SoundWriter("long.wav", 48000, 2, "PCM_24", checkpoint_seconds=5) as writer:
            for block in blocks_of_a_microphone:
                writer.write(block)

    file is what it is for write, or None to write to memory, see contents. channels is their number, the other
    parameters are those of write.

    frames is how many frames there will be, if that is known: only a file that cannot seek needs it, and is of unknown
    length else. checkpoint_seconds and checkpoint_bytes say how often the header is corrected meanwhile: at the first
    write after that time, or so many bytes. What was written by then can be read if the recording is cut off. 0: only
    by checkpoint, sync and close.

    If the with statement is left by an exception, the file is completed all the same.
    """

    _sink: Optional[Sink] = None

    def __init__(
        self,
        file: Any,
        samplerate: int,
        channels: int = 1,
        subtype: Optional[str] = None,
        *,
        format: Optional[str] = None,
        frames: int = 0,
        container: Optional[str] = None,
        channel_mask: Mask = 0,
        valid_bits: int = 0,
        right_aligned: bool = False,
        block_align: int = 0,
        metadata: Optional[Metadata] = None,
        plain: bool = False,
        checkpoint_seconds: float = 0,
        checkpoint_bytes: int = 0,
        closefd: bool = True,
    ) -> None:
        settings = Settings(
            samplerate, subtype, format, container, channel_mask, valid_bits, right_aligned, block_align, plain
        )
        channels = operator.index(channels)
        if not 0 < channels < 1 << 16:
            raise ValueError(f"channels must be 1 to 65535, not {channels}")
        form = settings.form(channels)
        options = settings.options(operator.index(frames))
        options.checkpoint_ms = _milliseconds(checkpoint_seconds)
        options.checkpoint_bytes = _bytes(checkpoint_bytes)
        if metadata is not None:
            check_metadata(metadata, form, options)
        self._start(file, Sink(file, form, options, closefd))
        if metadata is not None:
            self.set_metadata(metadata)

    @classmethod
    def reopen(cls, file: Any, *, checkpoint_seconds: float = 0, checkpoint_bytes: int = 0) -> Self:
        """Opens a WAV file that is there, by its name, to go on behind its last frame, or to overwrite frames after
        seek. Its format and its metadata stay."""
        options = Settings(1).options()
        options.checkpoint_ms = _milliseconds(checkpoint_seconds)
        options.checkpoint_bytes = _bytes(checkpoint_bytes)
        self = cls.__new__(cls)
        self._start(file, Sink(file, None, options))
        return self

    def _start(self, file: Any, sink: Sink) -> None:
        self._name = getattr(file, "name", None) if hasattr(file, "write") else file
        self._sink = sink
        self._channels: int = sink.info.channels

    def _open(self) -> Sink:
        if self._sink is None:
            raise ValueError("this file is closed")
        return self._sink

    @property
    def closed(self) -> bool:
        return self._sink is None

    @property
    def info(self) -> Info:
        """What the file holds so far: an Info. Diagnostics are not looked for."""
        return new_info(self._open().info, self._name)

    def write(self, data: Any, *, dtype: Optional[str] = None, planar: bool = False) -> None:
        """Writes frames: data, dtype and planar are those of wave.write."""
        sink = self._open()
        sink.write(Samples(data, dtype, self._channels, planar))

    def seek(self, frame: int) -> None:
        """Moves to a frame, 0 to the number of those written: the next write overwrites frames from there on. Raises
        Error for packed encodings, OSError if the file cannot seek."""
        self._open().do("seek", operator.index(frame))

    def tell(self) -> int:
        """How many frames the file has."""
        frames = ctypes.c_int64()
        self._open().do("tell", frames)
        return frames.value

    def set_metadata(self, metadata: Metadata) -> None:
        """Sets what else is to be in the file: a copy of it, as it is now. Chunks before the audio cannot change any
        more once the first frames were written: Error."""
        self._open().set_metadata(metadata)

    def checkpoint(self) -> None:
        """Makes a complete file of what was written so far. Writing can go on."""
        self._open().do("checkpoint")

    def sync(self) -> None:
        """The same, and waits until it is on the disk."""
        self._open().do("sync")

    def contents(self) -> bytes:
        """The complete file as bytes, if it is written to memory. Writing can go on."""
        return self._open().contents()

    def close(self) -> None:
        """Completes the file, and closes it if it was opened by name."""
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        value: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.__exit__(kind, value, traceback)

    def __del__(self) -> None:
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.__exit__(RuntimeError, None, None)


def _milliseconds(seconds: float) -> int:
    found = round(seconds * 1000)
    if not 0 <= found < 1 << 32:
        raise ValueError(f"checkpoint_seconds must be 0 to 4294967, not {seconds}")
    return max(1, found) if seconds else 0


def _bytes(count: int) -> int:
    found = operator.index(count)
    if not 0 <= found < 1 << 63:
        raise ValueError(f"checkpoint_bytes must not be negative: {count}")
    return found
