"""A writer of the library (mms_wave_writer) as a Python object."""

from __future__ import annotations

import ctypes
import io
from typing import Any, Optional

from mmservices import _abi, _library
from mmservices._errors import Error, call
from mmservices._memory import Data, Pinned
from mmservices._stream import Stream

# Data of a file: the most bytes to write in one call of the library, so that Ctrl-C need not wait for more.
_STEP = 64 << 20


def _descriptor(file: Any) -> Optional[int]:
    """The descriptor of a file that `open` made for writing and nobody has altered; else None."""
    raw = file.raw if type(file) is io.BufferedWriter else file
    if type(raw) is not io.FileIO:
        return None
    try:
        return raw.fileno()
    except (OSError, ValueError):
        return None


class Writer:
    """An open mms_wave_writer over a Python file object. The header is written.

    It does not close itself: if it did, it could do so before its owner's __del__ completes the file.

    stream   the methods of the object as the library drives them, or None if it writes to its descriptor directly.
    marks    where the numbers of the header stand that are corrected later: the size of the RIFF chunk, the frames in
             the fact chunk of floats, the size of the data chunk; empty if the file cannot seek.
    """

    _handle: Optional[int] = None

    def __init__(self, file: Any, direct: bool, form: _abi.mms_wave_format, frames: int) -> None:
        """Writes the header at the current position of file. direct says that nobody else has written to file, so that
        the library may write to its descriptor."""
        self.library = _library.current or _library.load()
        self.file = file
        self.stream: Optional[Stream] = None
        descriptor = _descriptor(file) if direct else None
        handle = _abi.mms_wave_writer()
        options = _abi.mms_wave_write_options(ctypes.sizeof(_abi.mms_wave_write_options), 0, frames)
        if descriptor is not None:
            self._call(self.library.mms_wave_writer_create_fd, descriptor, form, options, ctypes.byref(handle))
        else:
            self.stream = Stream(file)
            self._call(self.library.mms_wave_writer_create_io, self.stream.io(), form, options, ctypes.byref(handle))
        self._handle = handle.value
        try:
            self.update_header()
            self.marks = self._find_marks(form)
        except BaseException:
            self.abandon()
            raise

    def _find_marks(self, form: _abi.mms_wave_format) -> list[int]:
        if self.stream is not None:
            return self.stream.marks
        info = _abi.mms_wave_info(ctypes.sizeof(_abi.mms_wave_info))
        self._call(self.library.mms_wave_writer_info, self._handle, info)
        if not info.flags & _abi.MMS_WAVE_SEEKABLE:
            return []
        return [4, 40] if form.tag == _abi.MMS_WAVE_TAG_PCM else [4, 44, 52]

    def _call(self, function: Any, *arguments: Any) -> None:
        """Calls the library and raises the exception for what it returns."""
        self.check_fork()
        if self.stream is not None:
            self.stream.call(function, *arguments)
        else:
            call(function, *arguments)

    def check_fork(self) -> None:
        if self.library.forked:
            raise Error("this file was opened before fork(): only the parent process can go on writing it")

    def write(self, data: Data) -> None:
        """Appends sample data. A file object gets this very object with one write, unless it takes less."""
        stream = self.stream
        if stream is None and type(data) is bytes and len(data) <= _STEP:
            self._call(self.library.mms_wave_writer_write_bytes, self._handle, data, len(data))
            return
        with Pinned(data) as pinned:
            if stream is not None:
                stream.data, stream.data_address = data, pinned.address
            try:
                step = _STEP if stream is None else pinned.size
                for start in range(0, pinned.size, step):
                    size = min(step, pinned.size - start)
                    self._call(self.library.mms_wave_writer_write_bytes, self._handle, pinned.address + start, size)
            finally:
                if stream is not None:
                    stream.data = None

    def update_header(self) -> None:
        """Corrects the header if it does not tell what was written."""
        self._call(self.library.mms_wave_writer_update_header, self._handle)

    def flush(self) -> None:
        """Passes everything on to the file."""
        self._call(self.library.mms_wave_writer_flush, self._handle)

    def close(self) -> None:
        """Completes the file: pad byte, header, flush."""
        handle, self._handle = self._handle, None
        self._call(self.library.mms_wave_writer_close, handle)

    def abandon(self) -> None:
        """Closes the writer and leaves the file as it is."""
        handle, self._handle = self._handle, None
        if handle is not None and not self.library.forked:
            self.library.mms_wave_writer_abandon(handle, None)
