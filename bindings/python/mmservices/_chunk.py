"""The chunk object that getfp() returns and that subclasses of Wave_read walk through a file with."""

from __future__ import annotations

import struct
from typing import Any, Optional

_SKIP = 8192  # bytes to read at a time where seeking is not possible


class _Chunk:
    """A window on the payload of a chunk, whose header is read from the current position of file.

    file may be a chunk itself. Reading stops at the end of the payload; the byte behind an odd payload is taken with
    its last byte if align is true.

    Raises EOFError if file ends before the header does.
    """

    def __init__(self, file: Any, align: bool = True, bigendian: bool = True, inclheader: bool = False) -> None:
        name = file.read(4)
        if len(name) < 4:
            raise EOFError
        try:
            (size,) = struct.unpack_from(">L" if bigendian else "<L", file.read(4))
        except struct.error:
            raise EOFError from None
        self._set(file, name, size, _position(file))
        self.size_read = 0  # with the byte behind an odd payload, once that was read
        self.align = align
        if inclheader:
            self.chunksize -= 8

    def _set(self, file: Any, name: bytes, size: int, offset: Optional[int]) -> None:
        """offset is where the payload begins in file, None if that cannot seek."""
        self.file = file
        self.chunkname = name
        self.chunksize = size
        self.align = True
        self.closed = False
        self.seekable = offset is not None
        if offset is not None:
            self.offset = offset

    def getname(self) -> bytes:
        """The four letters of the chunk."""
        return self.chunkname

    def _check_open(self) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file")

    @property
    def _padded(self) -> bool:
        return bool(self.align) and self.chunksize % 2 == 1

    def close(self) -> None:
        """Skips the rest of the chunk. The file stays open."""
        if self.closed:
            return
        try:
            self.skip()
        finally:
            self.closed = True

    def tell(self) -> int:
        """The position in the payload."""
        self._check_open()
        return self.size_read

    def seek(self, pos: int, whence: int = 0) -> None:
        """Moves to a position in the payload, counted from its start (whence 0), from the current one (1) or from the
        end (2). Raises OSError if the file cannot seek, RuntimeError outside the payload."""
        self._check_open()
        if not self.seekable:
            raise OSError("cannot seek")
        target = self._target(pos, whence)
        self.file.seek(self.offset + target, 0)
        self.size_read = target

    def _target(self, pos: Any, whence: int) -> Any:
        """The position in the payload that seek is asked for."""
        if whence == 1:
            pos = pos + self.size_read
        elif whence == 2:
            pos = pos + self.chunksize
        if pos < 0 or pos > self.chunksize:
            raise RuntimeError
        return pos

    def read(self, size: int = -1) -> Any:
        """Reads up to size bytes of the payload; all that is left if size is negative."""
        self._check_open()
        left = self.chunksize - self.size_read
        if left <= 0:
            return b""
        if size < 0 or size > left:
            size = left
        data = self.file.read(size)
        self.size_read += len(data)
        if self.size_read == self.chunksize and self._padded:
            self.size_read += len(self.file.read(1))
        return data

    def skip(self) -> None:
        """Moves behind the chunk, to where the next one begins. Raises EOFError if the file ends before."""
        self._check_open()
        if self.seekable:
            distance = self.chunksize - self.size_read + self._padded
            try:
                self.file.seek(distance, 1)
            except OSError:
                pass
            else:
                self.size_read += distance
                return
        while self.size_read < self.chunksize:
            if not self.read(min(_SKIP, self.chunksize - self.size_read)):
                raise EOFError


def _position(file: Any) -> Optional[int]:
    try:
        position: int = file.tell()
    except (AttributeError, OSError):
        return None
    return position
