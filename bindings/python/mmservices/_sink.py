"""Where samples are written to: a writer of the library (mms_wave_writer) over whatever callers name as a file."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import operator
import os
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, Optional, Union

from mmservices import _abi, _library
from mmservices._encodings import channel_mask, container_named, guid_of, subtype_named
from mmservices._errors import Error, call
from mmservices._frames import Plane, frames_of, planes_of, pointers
from mmservices._memory import Pinned
from mmservices._numbers import as_buffer, buffer, without_gaps
from mmservices._samples import type_of_items
from mmservices._source import named, path_of
from mmservices._steps import steps
from mmservices._stream import Stream, _calls
from mmservices._texts import payload

if TYPE_CHECKING:
    from typing_extensions import Self

    from mmservices._metadata import Metadata

Mask = Union[int, str, Sequence[str]]


class Settings(NamedTuple):
    """How a file is to be written, as callers say it."""

    samplerate: int
    subtype: Optional[str] = None
    format: Optional[str] = None
    container: Optional[str] = None
    channel_mask: Mask = 0
    valid_bits: int = 0
    right_aligned: bool = False
    block_align: int = 0
    plain: bool = False

    def form(self, channels: int) -> _abi.mms_wave_format:
        """The format. Raises what callers get for arguments that cannot be."""
        tag, bits = subtype_named("PCM_16" if self.subtype is None else self.subtype)
        rate = operator.index(self.samplerate)
        if not 0 < rate < 1 << 32:
            raise ValueError(f"samplerate must be 1 to {(1 << 32) - 1}, not {rate}")
        found = _abi.mms_wave_format(ctypes.sizeof(_abi.mms_wave_format), tag, channels, rate, bits)
        found.valid_bits = _number(self.valid_bits, "valid_bits")
        found.channel_mask = channel_mask(self.channel_mask)
        found.block_align = _number(self.block_align, "block_align")
        if self.right_aligned:
            found.flags, found.sample_bytes = _abi.MMS_WAVE_RIGHT_ALIGNED, 4
        if self._format() == "WAVEX":
            found.tag = _abi.MMS_WAVE_TAG_EXTENSIBLE
            found.sub_format = (ctypes.c_uint8 * 16).from_buffer_copy(guid_of(tag))
        return found

    def options(self, frames: int = 0) -> _abi.mms_wave_write_options:
        """The options for a file that will have so many frames, 0 if that is not known."""
        options = _abi.mms_wave_write_options(ctypes.sizeof(_abi.mms_wave_write_options))
        options.flags = _abi.MMS_WAVE_WRITE_PLAIN if self.plain else 0
        options.frames = frames
        form = self._format()
        container = self.container if form in ("WAV", "WAVEX") else form
        options.container = container_named(container)
        if self.container is not None and container_named(self.container) != options.container:
            raise ValueError(f"format is {form}, but container is {self.container}")
        return options

    def _format(self) -> str:
        if self.format is None:
            return "WAV"
        form = self.format.upper() if isinstance(self.format, str) else ""
        if form not in ("WAV", "WAVEX", "RF64", "BW64", "W64"):
            raise ValueError(f"format must be WAV, WAVEX, RF64, BW64 or W64, not {self.format!r}")
        return form


def _number(value: Any, name: str) -> int:
    number = operator.index(value)
    if not 0 <= number < 1 << 32:
        raise ValueError(f"{name} must be 0 to {(1 << 32) - 1}, not {number}")
    return number


class Samples:
    """What is to be written: planes, with the number of their channels and frames."""

    def __init__(self, data: Any, dtype: Optional[str], channels: Optional[int], planar: bool) -> None:
        planes = [Plane(as_buffer(memory, name), name) for memory, name in planes_of(data, planar, "data")]
        if channels is None:
            channels = len(planes) if planar else _channels_of(planes[0], dtype)
        self.channels = operator.index(channels)
        if not 0 < self.channels < 1 << 16:
            raise ValueError(f"channels must be 1 to 65535, not {self.channels}")
        if planar and self.channels != len(planes):
            raise ValueError(f"data has planes of {len(planes)} channels, but channels is {self.channels}")
        self.kind, self.frames = frames_of(planes, dtype, self.channels // len(planes))
        self.frame_size = self.channels * self.kind.size
        self.planes = [without_gaps(plane.memory) for plane in planes]


def _channels_of(plane: Plane, dtype: Optional[str]) -> int:
    """How many channels the shape of interleaved frames tells of."""
    view = buffer(*plane)
    shape = view.shape or ()
    flat = len(shape) < 2 or (len(shape) == 2 and shape[1] == 3 and type_of_items(view, dtype, plane.name).packed)
    return 1 if flat else shape[1]


class _WritingStream(Stream):
    """A file object that the library writes to."""

    def io(self) -> _abi.mms_io:
        stream = super().io()
        stream.write, stream.flush = _writing_callbacks()
        return stream

    def write(self, buffer: int, size: int) -> int:
        try:
            taken = self.file.write(ctypes.string_at(buffer, size))
        except BaseException as failure:
            return self._failed(failure)
        # Raw files may take less than they are given, and say so. Other objects may say nothing, or anything.
        return int(taken) if isinstance(taken, int) and 0 < taken < size else size

    def flush(self) -> int:
        try:
            getattr(self.file, "flush", int)()
        except BaseException as failure:
            return self._failed(failure)
        return _abi.MMS_OK


@functools.cache
def _writing_callbacks() -> tuple[Any, Any]:
    """The members of mms_io that only writers need."""
    stream: Any = _calls.stream
    return (
        _abi.mms_io_write(lambda key, buffer, size: stream(key).write(buffer, size)),
        _abi.mms_io_flush(lambda key: stream(key).flush()),
    )


class Sink:
    """A WAV file that is open for writing: `file` is a name (str, bytes or os.PathLike), a descriptor, a binary file
    object at its current position, or None for memory. What the caller opened stays open, except descriptors if closefd
    is true. A form of None opens an existing file, by its name, to append.
    """

    def __init__(
        self,
        file: Any,
        form: Optional[_abi.mms_wave_format],
        options: _abi.mms_wave_write_options,
        closefd: bool = True,
    ) -> None:
        self._library = _library.current or _library.load()
        self._invoke: Callable[..., None] = call
        self._handle: Optional[ctypes.c_void_p] = _abi.mms_wave_writer()
        self._stream: Optional[Stream] = None
        self._descriptor: Optional[int] = None
        self._name: Any = None
        try:
            self._open(file, form, options, closefd)
        except BaseException:
            self.abandon()
            raise

    def _open(self, file: Any, form: Any, options: Any, closefd: bool) -> None:
        library = self._library
        path = path_of(file)
        if form is None and path is None:
            raise TypeError(
                "only a file can be opened to change it, by its name: str, bytes or os.PathLike, "
                f"not {type(file).__name__}"
            )
        if path is not None:
            self._name = file
            if form is None:
                self.call(library.mms_wave_writer_open, path, options, self._handle)
            else:
                self.call(library.mms_wave_writer_create, path, form, options, self._handle)
        elif file is None:
            self.call(library.mms_wave_writer_create_memory, form, options, self._handle)
        elif isinstance(file, int) and not isinstance(file, bool):
            self._descriptor = file if closefd else None
            self.call(library.mms_wave_writer_create_fd, file, form, options, self._handle)
        elif hasattr(file, "write"):
            stream = self._stream = _WritingStream(file)
            self._invoke = stream.call
            self.call(library.mms_wave_writer_create_io, stream.io(), form, options, self._handle)
        else:
            raise TypeError(
                "file must be a name (str, bytes or os.PathLike), a descriptor or a binary file object, "
                f"not {type(file).__name__}"
            )

    def call(self, function: Any, *arguments: Any) -> None:
        """Calls the library and raises the exception for what it returns."""
        if self._library.forked:
            raise Error("this file was opened before fork(): only the parent process can go on writing it")
        try:
            self._invoke(function, *arguments)
        except OSError as error:
            raise (error if self._name is None else named(error, self._name)) from None

    def do(self, name: str, *arguments: Any) -> None:
        """Calls mms_wave_writer_... with the writer. Raises ValueError if it is closed."""
        if self._handle is None:
            raise ValueError("this file is closed")
        self.call(getattr(self._library, f"mms_wave_writer_{name}"), self._handle, *arguments)

    @property
    def closed(self) -> bool:
        return self._handle is None

    @property
    def info(self) -> _abi.mms_wave_info:
        """What was written so far."""
        info = _abi.mms_wave_info(ctypes.sizeof(_abi.mms_wave_info))
        self.do("info", info)
        return info

    def set_metadata(self, metadata: Metadata) -> None:
        self.do("set_metadata", metadata.handle)

    def write(self, samples: Samples) -> None:
        """Appends samples."""
        pins: list[Pinned] = []
        try:
            for plane in samples.planes:
                pins.append(Pinned(plane))
            size = samples.frame_size // len(pins)
            for start, count in steps(samples.frames, samples.frame_size):
                places = [pin.address + start * size for pin in pins]
                if len(places) == 1:
                    self.do("write_samples", samples.kind.number, places[0], count)
                else:
                    self.do("write_planar", samples.kind.number, pointers(places), len(places), count)
        finally:
            for pin in pins:
                pin.release()

    def contents(self) -> bytes:
        """The complete file, of a sink to memory."""
        if self._handle is None:
            raise ValueError("this file is closed")
        return payload(self._library.mms_wave_writer_contents, self._handle)

    def close(self) -> None:
        """Completes the file."""
        handle, self._handle = self._handle, None
        try:
            if handle is not None:
                self.call(self._library.mms_wave_writer_close, handle)
        finally:
            self._let_go()

    def abandon(self) -> None:
        """Closes the writer and leaves the file as it is."""
        handle, self._handle = self._handle, None
        if handle is not None and not self._library.forked:
            with contextlib.suppress(Exception):
                self._invoke(self._library.mms_wave_writer_abandon, handle)
        self._let_go()

    def _let_go(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        value: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        if kind is None:
            self.close()
            return
        with contextlib.suppress(Exception):  # what went wrong first counts
            self.close()


def check_metadata(metadata: Metadata, form: _abi.mms_wave_format, options: _abi.mms_wave_write_options) -> None:
    """Raises Error for metadata that a file cannot have, before there is a file."""
    trial = Sink(None, form, options)
    try:
        trial.set_metadata(metadata)
    finally:
        trial.abandon()
