"""Reads the sample data of a file as bytes, and the chunk objects that show where it stands."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import io
import operator
import os
from threading import Lock, get_ident
from typing import Any, Optional

from mmservices import _abi, _header, _library
from mmservices._chunk import _Chunk
from mmservices._errors import Error
from mmservices._header import Decoder
from mmservices._memory import address, filled
from mmservices._stream import regular_descriptor

# What is read at a time of a file opened by name, for the small reads to come.
_AHEAD = 64 << 10
# Of data whose declared size cannot be checked: the most bytes to make room for before some of them have come.
_BLOCK = 16 << 20
# Of a file opened by name: the most bytes to read in one call, so that Ctrl-C need not wait for more.
_STEP = 64 << 20


class Reader:
    """The sample data of a WAV file.

    A file that Wave_read has opened is read by its descriptor, at the place wanted and ahead of it; the object stays
    where it is until somebody asks for it. Other file objects are read by their methods.

    header       what stands before the data.
    size_read    the position in the data, with the byte behind odd data if that was read, and
    riff_read    the position in the RIFF chunk, both as the chunk objects of the standard library count them.
    lock         is held by a thread that reads.
    """

    def __init__(self, file: Any, by_name: bool) -> None:
        """Reads the header of the WAV file at the current position of file. by_name says that nobody else has the file,
        and that it stands at its beginning."""
        self._file = file
        self._by_name = by_name
        self._forks = _library.forks
        self._file_size = _size(file) if by_name else 0
        self._descriptor: Optional[int] = None
        if self._file_size:
            self._descriptor = file.fileno()
            self.header = _header.of_descriptor(self._descriptor, self._file_size)
        else:
            self.header = _header.of_object(self.file)
        self._end = self.header.data_bytes  # of the data that there are, as far as that is known
        self._riff_ahead = 0  # how much further than the data's the position in the RIFF chunk is
        self._reading: Optional[int] = None  # the thread that is in a method of the object
        self.lock = Lock()  # threads that read by the descriptor, or by the decoder, get different data
        self._move(0)

    def _move(self, position: int, ahead: bytes = b"", at: int = 0) -> None:
        """Sets the position, begin + at. By the descriptor, begin is that of the block that was read ahead and at the
        one within. Else begin is 0."""
        self._pad = 0  # 1 behind the byte that pads odd data
        self._kept: Any = b""  # the part of a frame that came before a read failed, if the object cannot seek
        self._ahead = ahead
        if self._descriptor is not None:
            self._begin, self._at, end = position, at, len(ahead)
        else:
            self._begin, self._at, end = 0, position, self._end
        # How far quick reads go. They leave the last byte of odd data, behind which the pad byte is read.
        self._quick = end - (self.header.data_size % 2 == 1 and self._begin + end == self.header.data_size)

    @property
    def file(self) -> Any:
        """The file object, with the buffer that `open` gives it."""
        if self._by_name and type(self._file) is io.FileIO and not self._file.closed:
            self._file = io.BufferedReader(self._file)
        return self._file

    @file.setter
    def file(self, file: Any) -> None:
        self._file = file

    @property
    def size_read(self) -> int:
        return self._begin + self._at + self._pad

    @size_read.setter
    def size_read(self, position: int) -> None:
        self._move(position)

    @property
    def riff_read(self) -> int:
        return self.header.offset - 8 + self.size_read + self._riff_ahead

    @riff_read.setter
    def riff_read(self, position: int) -> None:
        self._riff_ahead += position - self.riff_read

    def close(self) -> None:
        """Lets go of the descriptor, and of what was read ahead. A file opened by name is closed behind this."""
        self._let_go()
        if self._by_name and self.header.decoder is not None:
            self.header.decoder.close()

    def _let_go(self) -> None:
        pad, self._descriptor = self._pad, None
        self._move(self._begin + self._at)
        self._pad = pad
        if self._by_name:
            self._quick = 0

    def drive(self) -> None:
        """Before others use the file object: puts it where this stands. From then on it is read by its methods."""
        if self._descriptor is not None:
            self._let_go()
            self.file.seek(self.header.offset + self.size_read)

    def check(self, what: str) -> None:
        """Raises the exception for what cannot be done any more."""
        if self._by_name and self._file.closed:
            raise ValueError(f"{what} of closed file")
        if self._forks != _library.forks:
            self._take_over()

    def _take_over(self) -> None:
        """In a child that was forked off since: goes on from where this stands, with an open file of its own or a
        BytesIO, which was copied with the process. The position of any other object may be the parent's as well, and
        what another thread was about stays half done."""
        if not self.lock.locked() and self._reading is None:
            position = self._begin + self._at
            if self._descriptor is not None and self._open_again():
                self._move(position)
                self._forks = _library.forks
                return
            if type(self._file) is io.BytesIO and self.header.decoder is None:
                self._file.seek((self.header.origin or 0) + self.header.offset + position)
                self._move(position)
                self._forks = _library.forks
                return
        raise Error("this file was opened before fork(): open it again in the child process")

    def _open_again(self) -> bool:
        """Puts the same file, opened once more, in the place of the descriptor. Returns whether that was possible."""
        assert self._descriptor is not None
        try:
            own = os.open(f"/proc/self/fd/{self._descriptor}", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            os.dup2(own, self._descriptor, inheritable=False)
        finally:
            os.close(own)
        if self.header.decoder is not None:
            self.header = _header.of_descriptor(self._descriptor, self._file_size)
        return True

    def seek(self, position: Any) -> None:
        """Moves to a position in the data. Raises OSError if the file cannot seek."""
        self.check("seek")
        header = self.header
        if not header.seekable:
            raise OSError("cannot seek")
        if not hasattr(position, "__index__"):
            self.drive()
        if self._descriptor is None:
            self._file.seek((header.origin or 0) + header.offset + position, 0)
            self._riff_ahead = 0
        elif self._begin <= position <= self._begin + len(self._ahead):
            self._at, self._pad = int(position) - self._begin, 0
            return
        self._move(position)

    def read(self, size: Any = -1) -> Any:
        """Reads size bytes, all that is left if size is negative. Returns fewer at the end of the data: bytes, or what
        the file object returned if it all came with one call."""
        if type(size) is int and self._forks == _library.forks:
            # Small reads of a file opened by name come through here. Nothing is called on the way, so that the
            # interpreter lets no other thread come in between.
            start = self._at
            end = start + size
            if start < end <= self._quick:
                if self._descriptor is not None:
                    self._at = end
                    return self._ahead[start:end]
                if size <= _BLOCK:
                    # As _ask: to call it here would cost a tenth of a small read.
                    thread = get_ident()
                    if self._reading == thread:
                        raise _busy()
                    self._reading = thread
                    try:
                        part = self._file.read(size)
                    finally:
                        self._reading = None
                    if len(part) == size:
                        self._at = end
                        return part
                    return self._read_object(size, part)
        left = self._end - self._begin - self._at
        if left <= 0:
            return b""
        if size < 0 or size > left:
            size = left
        self.check("read")
        if not hasattr(size, "__index__"):
            self.drive()
        if self._descriptor is None:
            return self._read_object(size)
        with self.lock:
            return self._read_descriptor(operator.index(size))

    # By the descriptor

    def _read_descriptor(self, size: int) -> bytes:
        self._quick = 0  # the other threads wait
        position = self._begin + self._at
        left = self._end - position
        size = max(0, min(size, left))  # others may have read meanwhile
        data = self._ahead[self._at : self._at + size]
        if len(data) == size:
            self._move(self._begin, self._ahead, self._at + size)
        else:
            ahead = min(left, _AHEAD, _STEP) if size <= _AHEAD // 2 else 0
            block = self._read_bytes(position, max(size, ahead))
            data = block[:size]
            if len(data) < size:
                self._end = position + len(data)
            if len(block) > size:
                self._move(position, block, size)
            else:
                self._move(position + len(data))
        if position + len(data) == self.header.data_size:
            self._pad = self._padded(self._file_size - self.header.offset)
        return data

    def _padded(self, bytes_there: int) -> int:
        """1 if a byte pads the data."""
        return int(self.header.data_size % 2 == 1 and bytes_there > self.header.data_size)

    def _read_bytes(self, position: int, size: int) -> bytes:
        """Reads a piece of the data; less at the end of the file."""
        assert self._descriptor is not None
        position += self.header.offset
        if size > _STEP:
            return filled(size, lambda memory: self._fill(address(memory), size, position))
        data = os.pread(self._descriptor, size, position)
        while len(data) < size and (more := os.pread(self._descriptor, size - len(data), position + len(data))):
            data += more
        return data

    def _fill(self, memory: int, size: int, position: int) -> int:
        done = 0
        while done < size:
            got = self._read_into(memory + done, min(size - done, _STEP), position + done)
            if got == 0:
                break
            done += got
        return done

    def _read_into(self, memory: int, size: int, position: int) -> int:
        assert self._descriptor is not None
        return os.preadv(self._descriptor, [(ctypes.c_char * size).from_address(memory)], position)

    # By the methods of the object

    def _ask(self, size: Any) -> Any:
        """Calls the object's method."""
        thread = get_ident()
        if self._reading == thread:
            raise _busy()
        self._reading = thread
        try:
            return self._file.read(size)
        finally:
            self._reading = None

    def _read_object(self, size: Any, part: Any = None) -> Any:
        """part is what the object returned already, when it was asked for all."""
        parts = [self._kept] if self._kept else []
        got = len(self._kept)
        try:
            while got < size:
                wanted = size - got
                if part is None:
                    if wanted > _BLOCK and not self._are_there(size):
                        wanted = _BLOCK
                    part = self._ask(wanted)
                count = len(part)
                if count > wanted:
                    raise OSError(f"read({wanted}) returned {count} bytes")
                if count == 0:
                    break
                parts.append(part)
                got += count
                part = None
            at_end = self._at + got == self.header.data_size
            pad = len(self._ask(1)) if at_end and self.header.data_size % 2 == 1 else 0
        except BaseException:
            if got:
                self._go_back(b"".join(parts))
            raise
        position = self._at + got
        if got < size:
            self._end = position
        self._move(position)
        self._pad = pad
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _are_there(self, size: int) -> bool:
        """Whether the file is known to have that many bytes."""
        if self.header.measured:
            return True
        descriptor = regular_descriptor(self._file)
        return descriptor is not None and os.fstat(descriptor).st_size >= size

    def _go_back(self, part: bytes) -> None:
        """After a read that failed when a part of it had come: moves back to where it began. If the file cannot seek,
        the frames that came are lost, and only what came of the next one is kept."""
        header = self.header
        if header.seekable:
            with contextlib.suppress(Exception):
                self._file.seek((header.origin or 0) + header.offset + self._at, 0)
                return
        lost = len(part) - len(part) % header.format.frame_bytes
        self._move(self._at + lost)
        self._kept, self._quick = part[lost:], 0


def _busy() -> Error:
    """The exception for a method of the object that reads the very reader it works for."""
    return Error(_abi.STATUS_TEXT[_abi.MMS_ERROR_BUSY])


def _size(file: Any) -> int:
    """The bytes of a file that `open` made for reading and nobody has altered, if it can be read at any place; else 0.
    Its position is then undefined, but for the methods of a buffer around it."""
    raw = file.raw if type(file) is io.BufferedReader else file
    if type(raw) is not io.FileIO or not hasattr(os, "preadv"):
        return 0
    try:
        size = raw.seek(0, os.SEEK_END)
    except OSError:
        return 0
    if size == 0:
        raw.seek(0)
    return size


class DataChunk(_Chunk):
    """The data chunk of a file, as a Reader reads it."""

    def __init__(self, riff: RIFFChunk, reader: Reader) -> None:
        self._reader = reader
        self._set(riff, b"data", reader.header.data_size, reader.header.offset - 8)
        self.read = reader.read  # type: ignore[method-assign]

    @property
    def size_read(self) -> int:
        return self._reader.size_read

    @size_read.setter
    def size_read(self, position: int) -> None:
        self._reader.size_read = position

    def seek(self, pos: Any, whence: int = 0) -> None:
        self._check_open()
        self._reader.seek(self._target(pos, whence))

    def close(self) -> None:
        try:
            super().close()
        finally:
            self.__dict__.pop("read", None)  # the one of the class refuses


class DecodedChunk(_Chunk):
    """The data chunk of a file whose samples are decoded: what it would be if it had them as integers of 16 bits."""

    def __init__(self, riff: RIFFChunk, reader: Reader, decoder: Decoder) -> None:
        self._reader = reader
        self._decoder = decoder
        self._lock = reader.lock
        self._set(riff, b"data", reader.header.data_size, reader.header.offset - 8)
        self.size_read = 0
        self.align = False

    def _check(self, what: str) -> None:
        self._check_open()
        self._reader.check(what)
        decoder = self._reader.header.decoder
        if decoder is not None and decoder is not self._decoder:  # this is a forked child, where the file is open anew
            decoder.seek(self.size_read // self._reader.header.format.frame_bytes)
            self._decoder = decoder

    def read(self, size: Any = -1) -> Any:
        self._check("read")
        with self._lock:
            left = self.chunksize - self.size_read
            return self._read(left if size < 0 else min(operator.index(size), left))

    def _read(self, size: int) -> bytes:
        form = self._reader.header.format
        pieces = []
        while size >= form.frame_bytes:
            frames = min(size, _BLOCK) // form.frame_bytes or 1
            wanted = frames * form.frame_bytes
            piece = filled(wanted, functools.partial(self._fill, frames))
            pieces.append(piece)
            self.size_read += len(piece)
            size -= len(piece)
            if len(piece) < wanted:
                break
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _fill(self, frames: int, memory: Any) -> int:
        form = self._reader.header.format
        return self._decoder.read(memory, frames, frames * form.channels) * form.frame_bytes

    def seek(self, pos: Any, whence: int = 0) -> None:
        self._check("seek")
        if not self._reader.header.seekable:
            raise OSError("cannot seek")
        target = self._target(pos, whence)
        with self._lock:
            self._decoder.seek(target // self._reader.header.format.frame_bytes)
            self.size_read = target


class RIFFChunk(_Chunk):
    """The RIFF chunk of a file. Whoever gets at the file object through it finds it where the reader stands, which from
    then on reads it by its methods."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        origin = reader.header.origin
        self._set(reader._file, b"RIFF", reader.header.riff_size, None if origin is None else origin + 8)

    @property
    def file(self) -> Any:
        self._reader.drive()
        return self._reader.file

    @file.setter
    def file(self, file: Any) -> None:
        self._reader.file = file

    @property
    def size_read(self) -> int:
        return self._reader.riff_read

    @size_read.setter
    def size_read(self, position: int) -> None:
        self._reader.riff_read = position
