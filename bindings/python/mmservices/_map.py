"""map: the sample data of a file as memory, without a copy.

Python's own mmap holds the mapping, so that nothing can dangle: it counts the views of its memory.
"""

from __future__ import annotations

import mmap
import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

from mmservices._errors import Error
from mmservices._numbers import cast, numpy
from mmservices._sound_info import Info, info_of
from mmservices._source import Source, path_of

if TYPE_CHECKING:
    from typing_extensions import Self


class _Mode(NamedTuple):
    flags: int
    access: int


_MODES = {
    "r": _Mode(os.O_RDONLY, mmap.ACCESS_READ),
    "c": _Mode(os.O_RDONLY, mmap.ACCESS_COPY),
    "r+": _Mode(os.O_RDWR, mmap.ACCESS_WRITE),
}

# The type codes of items that memoryview and NumPy know, by whether they are floats and how many bytes they have.
_CODES = {
    (False, 1): "B",
    (False, 2): "h",
    (False, 4): "i",
    (False, 8): "q",
    (True, 4): "f",
    (True, 8): "d",
}


class Map:
    """The sample data of a file, mapped into memory: what `map` returns.

    info  what the file holds: an Info.
    mode  'r', 'c' or 'r+'.

    It can be used in a with statement. Leaving that lets go of the memory, which is unmapped when the last view of it
    is gone.
    """

    def __init__(self, file: Any, mode: str) -> None:
        path = path_of(file)
        if path is None:
            raise TypeError(
                f"only a file can be mapped, by its name: str, bytes or os.PathLike, not {type(file).__name__}"
            )
        if mode not in _MODES:
            raise ValueError(f"mode must be 'r', 'c' or 'r+', not {mode!r}")
        self.mode = mode
        self._memory: Optional[mmap.mmap] = None
        self._start = 0
        self.closed = False
        binary = getattr(os, "O_BINARY", 0)
        descriptor = os.open(file, _MODES[mode].flags | binary | getattr(os, "O_CLOEXEC", 0))
        try:
            with Source(descriptor, closefd=False) as source:
                self.info: Info = info_of(source, file)
            size = self.info.data_bytes
            if self._has_items:
                size = self.info.frames * self.info.block_align
            if size:
                self._start = self.info.data_offset % mmap.ALLOCATIONGRANULARITY
                self._memory = mmap.mmap(
                    descriptor,
                    self._start + size,
                    access=_MODES[mode].access,
                    offset=self.info.data_offset - self._start,
                )
        finally:
            os.close(descriptor)

    @property
    def samplerate(self) -> int:
        return self.info.samplerate

    @property
    def bytes(self) -> memoryview:
        """The raw bytes of all frames, as the file has them; of packed encodings those of the blocks."""
        if self.closed:
            raise ValueError("this map is closed")
        if self._memory is None:
            return memoryview(b"" if self.mode == "r" else bytearray())
        return memoryview(self._memory)[self._start :]

    @property
    def view(self) -> memoryview:
        """The samples as a memoryview of shape (frames, channels). Its items are those of the file; samples of 24 bits,
        and of other widths and byte orders for which there is no type, are bytes in a third dimension; those of A-law
        and mu-law are their codes. If there are no frames it is empty and flat. Raises Error for packed encodings."""
        self._check_items()
        raw = self.bytes
        code = self._code
        if not raw:
            return cast(raw, code or "B")
        shape = [self.info.frames, self.info.channels]
        return cast(raw, code, shape) if code else cast(raw, "B", [*shape, self.info.sample_bytes])

    @property
    def samples(self) -> Any:
        """The samples as an array of NumPy of shape (frames, channels), or (frames, channels, bytes) for widths for
        which there is no type; without NumPy the same as view. Raises Error for packed encodings."""
        module = numpy()
        if module is None:
            return self.view
        self._check_items()
        shape: tuple[int, ...] = (self.info.frames, self.info.channels)
        code = _CODES.get(self._kind)
        if code is None:
            return module.frombuffer(self.bytes, "u1").reshape(*shape, self.info.sample_bytes)
        order = ">" if self.info.big_endian else "<"
        return module.frombuffer(self.bytes, module.dtype(code).newbyteorder(order)).reshape(shape)

    @property
    def _code(self) -> Optional[str]:
        """The type code of the samples, if they are items of this machine."""
        if self.info.big_endian != (sys.byteorder == "big") and self.info.sample_bytes > 1:
            return None
        return _CODES.get(self._kind)

    @property
    def _kind(self) -> tuple[bool, int]:
        return self.info.encoding == "IEEE float", self.info.sample_bytes

    @property
    def _has_items(self) -> bool:
        """Whether samples lie side by side, as numbers or codes."""
        return self.info.block_frames == 1 and self.info.subtype != "UNKNOWN"

    def _check_items(self) -> None:
        if not self._has_items:
            raise Error(f"samples of {self.info.encoding} cannot be mapped: they are packed, or not known")

    def flush(self) -> None:
        """Waits until all changes of a map of mode 'r+' are on the disk."""
        if self.closed:
            raise ValueError("this map is closed")
        if self._memory is not None and self.mode == "r+":
            self._memory.flush()

    def close(self) -> None:
        """Unmaps the file. Raises BufferError while there are views of its memory: nothing has changed then."""
        if self._memory is not None:
            try:
                self._memory.close()
            except BufferError:
                raise BufferError("this map cannot be closed while its samples are in use") from None
        self._memory, self.closed = None, True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        value: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self._memory, self.closed = None, True

    def __repr__(self) -> str:
        state = "closed" if self.closed else f"{self.info.frames} frames, {self.info.channels} channels"
        return f"<mmservices.wave.Map of {self.info.name!r}, mode {self.mode!r}: {state}>"


def map(file: Any, mode: str = "r") -> Map:
    """Maps the sample data of a file into memory, without a copy. file is its name: str, bytes or os.PathLike.

    mode says what happens to changes: 'r' allows none, 'c' keeps them in memory, where they end with the map, 'r+'
    makes them in the file.

    If somebody shortens the file, touching the memory behind its end kills the process (SIGBUS), as with any mapping.

    Raises Error and EOFError for files that are none, and OSError.
    """
    return Map(file, mode)
