"""A writer of the library (mms_wave_writer) as a Python object."""

from __future__ import annotations

import contextlib
import ctypes
import io
from threading import Lock
from typing import Any, Optional

from mmservices import _abi, _library, _steps
from mmservices._errors import Error, call
from mmservices._memory import Data, Pinned

# Of small writes, the most bytes to gather before they are passed on to the library.
_GATHER = 64 << 10
# From here to the 4 GiB that a file can have each write is passed on, so that it fails itself if it is too much.
_NEAR_THE_LIMIT = (1 << 32) - (1 << 20)


def descriptor(file: Any) -> Optional[int]:
    """The descriptor of a file that `open` made for writing and nobody has altered; else None."""
    raw = file.raw if type(file) is io.BufferedWriter else file
    if type(raw) is not io.FileIO:
        return None
    try:
        return raw.fileno()
    except (OSError, ValueError):
        return None


class Writer:
    """An open mms_wave_writer on the descriptor of a file. The header is written.

    It does not close itself: if it did, it could do so before its owner's __del__ completes the file.

    marks    where the numbers of the header stand that are corrected later: the size of the RIFF chunk, the frames in
             the fact chunk of floats, the size of the data chunk; empty if the file cannot seek.
    """

    _handle: Optional[int] = None

    def __init__(self, descriptor: int, form: _abi.mms_wave_format, frames: int) -> None:
        """Writes the header at the current position of the descriptor."""
        self.library = _library.current or _library.load()
        self._gathered: list[bytes] = []  # always this list: threads append to it
        self._lock = Lock()  # for the one that passes them on
        self._room = 0  # for more of them
        self._passed_on = 0  # bytes of sample data that the library has
        handle = _abi.mms_wave_writer()
        size = ctypes.sizeof(_abi.mms_wave_write_options)
        options = _abi.mms_wave_write_options(size, _abi.MMS_WAVE_WRITE_PLAIN, frames)
        self._call(self.library.mms_wave_writer_create_fd, descriptor, form, options, ctypes.byref(handle))
        self._handle = handle.value
        try:
            self.update_header()
            seekable = self._info().flags & _abi.MMS_WAVE_SEEKABLE
        except BaseException:
            self.abandon()
            raise
        self.marks = [] if not seekable else [4, 40] if form.tag == _abi.MMS_WAVE_TAG_PCM else [4, 44, 52]
        self._most = self._room = _GATHER if seekable else 0  # who reads a pipe may wait for it

    def _info(self) -> _abi.mms_wave_info:
        info = _abi.mms_wave_info(ctypes.sizeof(_abi.mms_wave_info))
        self._call(self.library.mms_wave_writer_info, self._handle, info)
        return info

    def _call(self, function: Any, *arguments: Any) -> None:
        """Calls the library and raises the exception for what it returns."""
        self.check_fork()
        call(function, *arguments)

    def check_fork(self) -> None:
        if self.library.forked:
            raise forked()

    def write(self, data: Data) -> None:
        """Appends sample data. Small writes may be gathered here; a failure is then told by a later call."""
        size = len(data)
        if size > self._room or self.library.forked:
            self.check_fork()
            self._pass_on()
            if size > self._room // 4:
                self._write(data)
                return
        if type(data) is not bytes:
            data = bytes(data)
        self._gathered.append(data)
        self._room -= size

    def _pass_on(self) -> None:
        """Passes on what is gathered. What the library did not take, because it failed or was interrupted, stays."""
        with self._lock:
            gathered = self._gathered
            count = len(gathered)
            if count == 0:
                return
            pieces = gathered[:count]
            del gathered[:count]
            self._room = self._most
            before = self._passed_on
            data = b"".join(pieces)
            try:
                self._write(data)
            except BaseException:
                with contextlib.suppress(Exception):
                    self._passed_on = self._info().data_bytes
                    gathered[:0] = [data[max(0, self._passed_on - before) :]]
                raise

    def _write(self, data: Data) -> None:
        if type(data) is bytes and len(data) <= _steps.QUICK:
            self._call(self.library.mms_wave_writer_write_bytes, self._handle, data, len(data))
        else:
            with Pinned(data) as pinned:
                for start, size in _steps.steps(pinned.size, 1, _steps.QUICK):
                    self._call(self.library.mms_wave_writer_write_bytes, self._handle, pinned.address + start, size)
        self._passed_on += len(data)
        if self._passed_on > _NEAR_THE_LIMIT:
            self._most = self._room = 0

    def update_header(self) -> None:
        """Corrects the header if it does not tell what was written."""
        self._pass_on()
        self._call(self.library.mms_wave_writer_update_header, self._handle)

    def flush(self) -> None:
        """Passes everything on to the file."""
        self._pass_on()
        self._call(self.library.mms_wave_writer_flush, self._handle)

    def close(self) -> None:
        """Completes the file: pad byte, header, flush."""
        try:
            self._pass_on()
        finally:
            handle, self._handle = self._handle, None
            self._call(self.library.mms_wave_writer_close, handle)

    def abandon(self) -> None:
        """Closes the writer and leaves the file as it is."""
        handle, self._handle = self._handle, None
        if handle is not None and not self.library.forked:
            self.library.mms_wave_writer_abandon(handle, None)


def forked() -> Error:
    """The exception in a child process."""
    return Error("this file was opened before fork(): only the parent process can go on writing it")
