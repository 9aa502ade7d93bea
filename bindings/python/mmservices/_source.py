"""Where samples are read from: a reader of the library (mms_wave_reader) over whatever callers name as a file."""

from __future__ import annotations

import contextlib
import ctypes
import io
import mmap
import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, Optional

from mmservices import _abi, _library
from mmservices._encodings import undecodable
from mmservices._errors import Error, exception_for, new_error
from mmservices._frames import Frames, pointers
from mmservices._memory import Pinned
from mmservices._steps import steps
from mmservices._stream import Stream, regular_descriptor

if TYPE_CHECKING:
    from typing_extensions import Self

# From so many bytes on it pays to map a file and to convert from there, which saves that the bytes are copied first.
_WORTH_A_MAP = 4 << 20

# Samples of files that are the library's own types, by whether they are floats and how many bytes they have.
_STORED_TYPES = {
    (False, 1): _abi.MMS_SAMPLE_U8,
    (False, 2): _abi.MMS_SAMPLE_S16,
    (False, 3): _abi.MMS_SAMPLE_S24,
    (False, 4): _abi.MMS_SAMPLE_S32,
    (False, 8): _abi.MMS_SAMPLE_S64,
    (True, 4): _abi.MMS_SAMPLE_F32,
    (True, 8): _abi.MMS_SAMPLE_F64,
}


def path_of(file: Any) -> Optional[bytes]:
    """The name of a file as the library wants it, or None if file is no name."""
    if not isinstance(file, (str, bytes, os.PathLike)):
        return None
    path = os.fsencode(file)
    if b"\0" in path:
        raise ValueError("embedded null byte in the file name")
    return path


def named(error: OSError, file: Any) -> OSError:
    """An OSError with the name of the file."""
    return error if error.errno is None else OSError(error.errno, error.strerror, os.fspath(file))


def open_options(strict: bool, all_frames: bool = False) -> Optional[_abi.mms_wave_open_options]:
    """The options to open with; None for the usual ones."""
    if not strict and not all_frames:
        return None
    options = _abi.mms_wave_open_options(ctypes.sizeof(_abi.mms_wave_open_options))
    options.refuse = _abi.MMS_WAVE_REPAIR_ALL if strict else 0
    options.flags = _abi.MMS_WAVE_OPEN_ALL_FRAMES if all_frames else 0
    return options


class _MeasuredStream(Stream):
    """A stream that tells its size if it can seek."""

    def size(self) -> int:
        try:
            here = self.file.tell()
            self.file.seek(0, os.SEEK_END)
            end = int(self.file.tell())
            self.file.seek(here)
        except (AttributeError, OSError):
            return -1
        except BaseException as failure:
            return self._failed(failure)
        return end


class Source:
    """A WAV file that is open for reading: `file` is a name (str, bytes or os.PathLike), a descriptor, a binary file
    object at its current position, or another buffer than bytes with the bytes of a file. What the caller opened stays
    open, with its position behind the last frame that was read, except descriptors if closefd is true.

    If strict is true, files are refused that need a repair. If all_frames is true, what fills up the last block of a
    packed encoding counts as frames.

    info  what it holds.
    """

    def __init__(self, file: Any, closefd: bool = True, strict: bool = False, all_frames: bool = False) -> None:
        self._options = open_options(strict, all_frames)
        self._library = _library.current or _library.load()
        self._error = new_error()
        self.info = _abi.mms_wave_info(ctypes.sizeof(_abi.mms_wave_info))
        self._handle: Optional[ctypes.c_void_p] = _abi.mms_wave_reader()
        self._stream: Optional[Stream] = None
        self._frame = 0
        self._is_file = False  # that the library has opened, or has the descriptor of
        self._origin = 0  # of what the library sees, in the stream
        self._at_end: list[Callable[[], Any]] = []  # what to do when this is closed, last things first
        try:
            self._open(file, closefd)
            self.call(self._library.mms_wave_reader_info, self._handle, self.info)
            self.info.data_offset += self._origin
        except BaseException:
            self._frame = -1
            self.close()
            raise

    def _open(self, file: Any, closefd: bool) -> None:
        path = path_of(file)
        if path is not None:
            self._is_file = True
            try:
                self._open_reader(self._library.mms_wave_reader_open, path)
            except OSError as error:
                raise named(error, file) from None
        elif isinstance(file, int) and not isinstance(file, bool):
            if closefd:
                self._at_end.append(lambda: os.close(file))
            self._is_file = True
            self._open_reader(self._library.mms_wave_reader_open_fd, file)
        elif isinstance(file, (memoryview, bytearray)):
            self._open_memory(memoryview(file).cast("B"))
        elif isinstance(file, mmap.mmap):
            self._origin = file.tell()
            self._at_end.append(lambda: self._leave(file))
            self._open_memory(memoryview(file)[self._origin :])
        elif type(file) is io.BytesIO:
            start = file.tell()
            self._origin = start
            self._at_end.append(lambda: self._leave(file))
            # Shared with the object, not copied.
            self._open_memory(memoryview(file.getvalue())[start:])
        elif hasattr(file, "read"):
            descriptor = regular_descriptor(file)
            if descriptor is not None:
                self._open_behind(file, descriptor)
            else:
                self._stream = _MeasuredStream(file)
                self._open_reader(self._library.mms_wave_reader_open_io, self._stream.io())
        else:
            raise TypeError(
                "file must be a name (str, bytes or os.PathLike), a descriptor, a binary file object, a memoryview, "
                f"a bytearray or a map, not {type(file).__name__}"
            )

    def _open_memory(self, data: memoryview) -> None:
        pinned = Pinned(data)
        self._at_end.append(pinned.release)
        self._open_reader(self._library.mms_wave_reader_open_memory, pinned.address, pinned.size)

    def _open_behind(self, file: Any, descriptor: int) -> None:
        """Opens the file of an object directly. The object does not notice: it finds its descriptor as it was."""
        self._is_file = True
        start = file.tell()
        before = os.lseek(descriptor, 0, os.SEEK_CUR)
        self._at_end.append(lambda: self._leave(file))
        self._at_end.append(lambda: os.lseek(descriptor, before, os.SEEK_SET))
        os.lseek(descriptor, start, os.SEEK_SET)
        self._open_reader(self._library.mms_wave_reader_open_fd, descriptor)

    def _leave(self, file: Any) -> None:
        """Puts a file object behind the last frame that was read."""
        if self._frame >= 0:
            blocks = -(-self._frame // max(1, self.info.block_frames))
            file.seek(self.info.data_offset + blocks * self.info.block_align)

    def _open_reader(self, function: Any, *source: Any) -> None:
        self.call(function, *source, self._options, self._handle)

    def call(self, function: Any, *arguments: Any) -> None:
        """Calls the library and raises the exception for what it returns."""
        if self._library.forked:
            raise Error("this file was opened before fork(): open it again in the child process")
        if self._stream is not None:
            self._stream.call(function, *arguments)
        elif function(*arguments, self._error) != _abi.MMS_OK:
            raise exception_for(self._error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        value: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the reader, and what was opened for it."""
        handle, self._handle = self._handle, None
        if handle and not self._library.forked:
            self._library.mms_wave_reader_close(handle, None)
        while self._at_end:
            self._at_end.pop()()

    @property
    def seekable(self) -> bool:
        return bool(self.info.flags & _abi.MMS_WAVE_SEEKABLE)

    @property
    def length_known(self) -> bool:
        """Whether info.frames is the number of frames that are there, and not only declared."""
        return not self.info.flags & _abi.MMS_WAVE_LENGTH_UNKNOWN

    def diagnostic(self, index: int) -> _abi.mms_wave_diagnostic:
        """A repair, of info.diagnostics."""
        found = _abi.mms_wave_diagnostic(ctypes.sizeof(_abi.mms_wave_diagnostic))
        self.call(self._library.mms_wave_reader_diagnostic, self._handle, index, found)
        found.offset += self._origin
        return found

    @property
    def handle(self) -> Any:
        """The mms_wave_reader."""
        return self._handle

    @property
    def library(self) -> _library.Library:
        """The library that the reader is of."""
        return self._library

    @property
    def origin(self) -> int:
        """Where, in a file object over memory, that begins what the library sees."""
        return self._origin

    def need_samples(self) -> None:
        """Raises Error if the encoding is not known, so that there are no samples."""
        if self.info.encoding == _abi.MMS_WAVE_ENCODING_UNKNOWN:
            raise undecodable(self.info)

    def seek(self, frame: int) -> None:
        """Moves to a frame."""
        if frame != self._frame:
            if not self.seekable:
                raise io.UnsupportedOperation("this file cannot seek: start must be 0")
            self.call(self._library.mms_wave_reader_seek, self._handle, frame)
            self._frame = frame

    def read_all(self, into: Frames, frames: int) -> int:
        """Reads so many frames, or those that there are, to the beginning of `into`. Returns how many these were. No
        other read may follow: the library may stand elsewhere."""
        there = min(frames, self.info.frames - self._frame)
        if there * self.info.block_align < _WORTH_A_MAP or into.planes > 1:
            return self.read(into, 0, frames)
        stored = self._stored_type()
        if stored in (None, into.kind.number):
            return self.read(into, 0, frames)
        try:
            return self._read_map(into, there, stored)
        except (Error, OSError):
            # It cannot be mapped, or was shortened meanwhile. What there is can still be read.
            with contextlib.suppress(Error):
                self.call(self._library.mms_wave_reader_unmap, self._handle)
            return self.read(into, 0, frames)

    def _stored_type(self) -> Optional[int]:
        """What samples in the file are, if they are one of the types of MMS_SAMPLE_... and can be mapped."""
        moved = _abi.MMS_WAVE_RIGHT_ALIGNED | _abi.MMS_WAVE_BIG_ENDIAN
        if not self._is_file or sys.byteorder == "big" or self.info.flags & moved:
            return None
        if self.info.encoding not in (_abi.MMS_WAVE_ENCODING_PCM, _abi.MMS_WAVE_ENCODING_IEEE_FLOAT):
            return None
        is_float = self.info.encoding == _abi.MMS_WAVE_ENCODING_IEEE_FLOAT
        return _STORED_TYPES.get((is_float, self.info.sample_bytes))

    def _read_map(self, into: Frames, frames: int, stored: Optional[int]) -> int:
        data, size = ctypes.c_void_p(), ctypes.c_uint64()
        self.call(self._library.mms_wave_reader_map, self._handle, _abi.MMS_WAVE_MAP_READ, data, size)
        if size.value < (self._frame + frames) * self.info.block_align:
            raise Error("the file was shortened after it was opened")
        place = (data.value or 0) + self._frame * self.info.block_align
        for start, count in steps(frames, into.frame_size):
            source = place + start * self.info.block_align
            (target,) = into.places(start)
            self.call(
                self._library.mms_convert_samples, source, stored, target, into.kind.number, count * into.channels
            )
        self._frame += frames
        return frames

    def read(self, into: Frames, start: int, frames: int) -> int:
        """Reads frames and puts them in the place of those from start on. Returns how many there were."""
        got = ctypes.c_uint64()
        for done, wanted in steps(frames, into.frame_size):
            places = into.places(start + done)
            if len(places) == 1:
                function = self._library.mms_wave_reader_read_samples
                target, room = places[0], wanted * into.channels
            else:
                function = self._library.mms_wave_reader_read_planar
                target, room = pointers(places), len(places)
            self.call(function, self._handle, into.kind.number, target, room, wanted, got)
            self._frame += got.value
            if got.value < wanted:
                return done + got.value
        return frames
