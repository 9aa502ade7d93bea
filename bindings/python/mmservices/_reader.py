"""A reader of the library (mms_wave_reader) as a Python object that closes itself."""

from __future__ import annotations

import contextlib
import ctypes
import os
from typing import Any, Optional

from mmservices import _abi, _library
from mmservices._errors import Error, call, unknown_sub_format
from mmservices._memory import address, filled
from mmservices._stream import Stream, regular_descriptor
from mmservices._wave_format import KSDATAFORMAT_SUBTYPE_PCM, WAVE_FORMAT_EXTENSIBLE

# The repairs that the standard library's module does not make either.
_REFUSED = _abi.MMS_WAVE_REPAIR_FMT_SHORT | _abi.MMS_WAVE_REPAIR_DATA_FIRST | _abi.MMS_WAVE_REPAIR_BITS

# Of data whose declared size cannot be checked: the most bytes to make room for before some of them have come.
_BLOCK = 16 << 20
# Of a file: the most bytes to read in one call of the library, so that Ctrl-C need not wait for more.
_STEP = 64 << 20


def check_format(info: _abi.mms_wave_info) -> None:
    """Refuses what the library can read, but the standard library's module cannot."""
    if info.tag == WAVE_FORMAT_EXTENSIBLE and bytes(info.sub_format) != KSDATAFORMAT_SUBTYPE_PCM:
        raise unknown_sub_format(bytes(info.sub_format))


class Reader:
    """An open mms_wave_reader over a Python file object.

    file         the file object.
    stream       its methods as the library drives them, or None while the library reads its descriptor directly.
    info         what the file holds.
    riff_size    bytes of the RIFF chunk, and
    data_size    of the data chunk, as they are declared.
    offset       bytes from the beginning of the WAV file (its RIFF id) to the first frame.
    left         bytes of sample data behind the current position; what the header declares if the length is unknown.
    taken        bytes that the last read took from the file: one more than it returned if it took a pad byte.
    """

    _handle: Optional[int] = None

    def __init__(self, file: Any, direct: bool) -> None:
        """Opens the WAV file at the current position of file. direct says that nobody has touched file yet, so that
        the library may read its descriptor."""
        self.library = _library.current or _library.load()
        self.file = file
        self.stream: Optional[Stream] = None
        self.taken = 0
        self._behind_pad = False  # whether the last read took the pad byte of odd data from a descriptor
        self.info = _abi.mms_wave_info(ctypes.sizeof(_abi.mms_wave_info))
        descriptor = regular_descriptor(file) if direct and hasattr(os, "pread") else None
        if descriptor is not None:
            self._open_descriptor(descriptor)
        else:
            self._open_stream()
        try:
            check_format(self.info)
        except Error:
            self.close()
            raise
        self.block_align = self.info.block_align
        self.left = self.info.data_bytes

    def _open_descriptor(self, descriptor: int) -> None:
        self._open(self.library.mms_wave_reader_open_fd, descriptor)
        self.offset = self.info.data_offset
        self.riff_size = int.from_bytes(os.pread(descriptor, 4, 4), "little")
        self.data_size = int.from_bytes(os.pread(descriptor, 4, self.offset - 4), "little")

    def _open_stream(self) -> None:
        stream = self.stream = Stream(self.file)
        self._open(self.library.mms_wave_reader_open_io, stream.io())
        header, stream.header = stream.header, None
        assert header is not None
        start = 0 if stream.origin is None else stream.origin - 8
        self.offset = stream.position - start
        self.riff_size = int.from_bytes(header.riff_size, "little")
        if len(header.data_size) == 4:
            self.data_size = int.from_bytes(header.data_size, "little")
        else:  # the chunk's header was read in other pieces, behind a chunk that lacks its pad byte
            self.data_size = self.info.frames_declared * self.info.block_align

    def _open(self, function: Any, source: Any) -> None:
        options = _abi.mms_wave_open_options(ctypes.sizeof(_abi.mms_wave_open_options), _REFUSED)
        handle = _abi.mms_wave_reader()
        self._call(function, source, options, ctypes.byref(handle))
        self._handle = handle.value
        self._call(self.library.mms_wave_reader_info, self._handle, self.info)

    def _call(self, function: Any, *arguments: Any) -> None:
        """Calls the library and raises the exception for what it returns."""
        if self.library.forked:
            raise Error("this file was opened before fork(): open it again in the child process")
        if self.stream is not None:
            self.stream.call(function, *arguments)
        else:
            call(function, *arguments)

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Closes the reader, not the file."""
        handle, self._handle = self._handle, None
        if handle is not None and not self.library.forked:
            self.library.mms_wave_reader_close(handle, None)

    @property
    def closed(self) -> bool:
        return self._handle is None

    def drive(self) -> None:
        """Before others use the file object: makes the library read by its methods, if it reads its descriptor, and
        puts it where the library stands."""
        if self.closed or self.stream is not None:
            return
        position = self.info.data_bytes - self.left
        behind_pad = self._behind_pad
        self.close()
        self.file.seek(0)  # the descriptor was moved behind its back, but it has read nothing yet
        self._open_stream()
        self.left = self.info.data_bytes
        self.seek(position // self.block_align)
        if position % self.block_align:
            self.read(position % self.block_align)
        if behind_pad:
            self.file.seek(1, 1)

    def seek(self, frame: int) -> None:
        """Moves to a frame. Those that the header declares but that are missing lie at the end."""
        self._call(self.library.mms_wave_reader_seek, self._handle, min(frame, self.info.frames))
        self.left = max(0, self.info.data_bytes - frame * self.block_align)
        self._behind_pad = False

    def read(self, size: int) -> Any:
        """Reads size bytes, which are whole frames or all that is left. Returns fewer at the end of the file: bytes,
        or what the file object returned if the library took it all from there with one read."""
        before = self.stream.position if self.stream is not None else 0
        if self.info.flags & _abi.MMS_WAVE_LENGTH_UNKNOWN:
            data = self._read_blocks(size)
        else:
            data = self._read_block(size)
        if self.stream is not None:
            self.taken = self.stream.position - before
        else:
            at_end = self.info.data_bytes - self.left == self.data_size
            self._behind_pad = at_end and self.data_size % 2 == 1
            self.taken = len(data) + self._behind_pad
        return data

    def _read_blocks(self, size: int) -> Any:
        blocks: list[Any] = []
        while True:
            wanted = min(size, self._whole_frames(_BLOCK))
            block = self._read_block(wanted)
            if wanted == size and not blocks:
                return block
            blocks.append(block)
            size -= len(block)
            if size == 0 or len(block) < wanted:
                return b"".join(blocks)

    def _read_block(self, size: int) -> Any:
        stream = self.stream

        def fill(memory: Any) -> int:
            if stream is not None or size <= _STEP:
                return self._read_into(memory, size)
            start, done = address(memory), 0
            while done < size:
                got = self._read_into(start + done, min(size - done, self._whole_frames(_STEP)))
                if got == 0:
                    break
                done += got
            return done

        try:
            data = filled(self._room(size), fill)
        except BaseException:
            if stream is None or stream.broken_off:
                self._go_back()
            raise
        got = None if stream is None else stream.got
        self.left -= len(data)
        if len(data) < size:
            self._call(self.library.mms_wave_reader_info, self._handle, self.info)  # which knows the length now
            self.left = 0
        return data if got is None or len(got) != len(data) else got

    def _read_into(self, memory: Any, size: int) -> int:
        got = ctypes.c_uint64()
        self._call(self.library.mms_wave_reader_read_bytes, self._handle, memory, self._room(size), ctypes.byref(got))
        return got.value

    def _room(self, size: int) -> int:
        """The room for size bytes: the library wants it to be whole frames, also for what there is of a cut one."""
        return size + -size % self.block_align

    def _go_back(self) -> None:
        """After a read that failed when a part of it had been done: moves back to where it began, and forgets the
        failure, which the library would tell with the next read. If the file cannot seek, the part is lost."""
        frame = (self.info.data_bytes - self.left) // self.block_align
        with contextlib.suppress(Exception):
            if self.info.flags & _abi.MMS_WAVE_SEEKABLE:
                self.seek(frame)
            else:
                self._call(self.library.mms_wave_reader_read_bytes, self._handle, 0, 0, ctypes.c_uint64())

    def _whole_frames(self, size: int) -> int:
        """The most bytes up to size that are whole frames, but one frame at least."""
        return max(self.block_align, size - size % self.block_align)
