"""Python file objects as streams of the library: the mms_io callbacks that drive an object's own methods."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import io
import itertools
import operator
import os
import stat
import sys
import threading
from typing import Any, Callable, Optional

from mmservices import _abi
from mmservices._errors import exception_for


def regular_descriptor(file: Any) -> Optional[int]:
    """The descriptor of a file that `open` made for reading and nobody has altered, if it is a regular file; else
    None. Neither a subclass nor a wrapper will do: its methods may do something else than the file's own."""
    raw = file.raw if type(file) is io.BufferedReader else file
    if type(raw) is not io.FileIO:
        return None
    try:
        descriptor = raw.fileno()
        return descriptor if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    except (OSError, ValueError):
        return None


class Stream:
    """A file object, and what happened in it during a call of the library.

    Exceptions that its methods raise cannot pass through the library: they wait here for the end of the call.
    """

    def __init__(self, file: Any) -> None:
        self.file = file
        self.position = 0  # as far as the calls made tell; from where reading began if the object cannot tell it
        self.origin: Optional[int] = None  # the first position that the object told
        # The sizes that the RIFF chunk and the data chunk declare: the second and the last piece read while opening.
        self.riff_size = b""
        self.data_size = b""
        self.fmt = b""  # the beginning of a fmt chunk: no other piece has its length
        self._pieces = 0
        self._failure: Optional[BaseException] = None
        self._unseekable: Optional[BaseException] = None
        self.key = next(_keys)

    def io(self) -> _abi.mms_io:
        """The stream for mms_wave_reader_open_io, of use while this object lives."""
        return _abi.mms_io(ctypes.sizeof(_abi.mms_io), 0, self.key, *_callbacks())

    def call(self, function: Any, *arguments: Any) -> None:
        """Calls the library, which may call back. Raises what the file object raised, or else the exception for the
        status."""
        error = _abi.mms_error(ctypes.sizeof(_abi.mms_error))
        self._unseekable = None
        others = sys.unraisablehook
        try:
            _calls.streams.append(self)
            if threading.current_thread() is threading.main_thread():
                sys.unraisablehook = lambda lost: self._lost(lost) or others(lost)
            status = function(*arguments, error)
        finally:
            sys.unraisablehook = others
            if self in _calls.streams:
                _calls.streams.remove(self)
        failure, self._failure = self._failure, None
        if failure is None and status == _abi.MMS_ERROR_IO_UNSEEKABLE:
            failure, self._unseekable = self._unseekable, None
        if failure is None and status == _abi.MMS_OK:
            return
        try:
            raise failure or exception_for(error)
        finally:
            del failure  # it refers to this frame

    def _lost(self, lost: Any) -> bool:
        """Hears of an exception that a callback did not catch: one that a signal handler raised, which Python runs
        before the first line of the callback. Returns whether it was one of ours. ctypes would print it, and return 0
        to the library, for which a seek is done and a read at the end."""
        if "_callbacks.<locals>" not in f"{lost.err_msg} {lost.object!r}" or _calls.streams[-1:] != [self]:
            return False
        self._failed(lost.exc_value)
        arguments = lost.exc_traceback.tb_frame.f_locals if lost.exc_traceback else {}
        if "whence" in arguments:  # then let it be done
            with contextlib.suppress(Exception):
                self.file.seek(arguments["offset"], arguments["whence"])
        return True

    # The callbacks, as methods. None of them raises. Once one has failed, the others do, too, to the end of the call.

    def read(self, buffer: int, size: int) -> int:
        if self._failure is not None:
            return _abi.MMS_ERROR_IO_CALLBACK
        try:
            data = self.file.read(size)
            count = len(data)
            if count and type(data) is not bytes:
                content = io.BytesIO(data).getvalue()
                count = len(content)
            else:
                content = data
            if count > size:
                raise OSError(f"read({size}) returned {count} bytes")
            if count:
                ctypes.memmove(buffer, content, count)
        except BaseException as failure:
            return self._failed(failure)
        self._pieces += 1
        if self._pieces == 2:
            self.riff_size = content
        self.data_size = content
        if count == 14:
            self.fmt = content
        self.position += count
        return count

    def seek(self, offset: int, whence: int) -> int:
        if self._failure is not None:
            return _abi.MMS_ERROR_IO_CALLBACK
        try:
            self.file.seek(offset, whence)
        except OSError as failure:
            return self._cannot_seek(failure)
        except BaseException as failure:
            return self._failed(failure)
        self.position = offset
        return offset

    def tell(self) -> int:
        if self._failure is not None:
            return _abi.MMS_ERROR_IO_CALLBACK
        try:
            self.position = operator.index(self.file.tell())
        except (AttributeError, OSError) as failure:
            return self._cannot_seek(failure)
        except BaseException as failure:
            return self._failed(failure)
        if self.origin is None:
            self.origin = self.position
        return self.position

    def size(self) -> int:
        """The bytes in the stream if that is known without driving the object, else -1. A file would tell, too, but
        the standard library's tests want what the header of a caller's file declares."""
        if type(self.file) is not io.BytesIO:
            return -1
        try:
            with self.file.getbuffer() as view:
                return view.nbytes
        except BaseException as failure:
            return self._failed(failure)

    def _failed(self, failure: BaseException) -> int:
        if self._failure is None:
            self._failure = failure
        return _abi.MMS_ERROR_IO_CALLBACK

    def _cannot_seek(self, failure: BaseException) -> int:
        if self._unseekable is None:
            self._unseekable = failure
        return _abi.MMS_ERROR_IO_UNSEEKABLE


class _Calls(threading.local):
    """The streams for which this thread is in a call of the library. Its callbacks come in the same thread. Nobody else
    holds the streams: a registry would keep them alive, and a weak one loses them before their owner's __del__."""

    def __init__(self) -> None:
        self.streams: list[Stream] = []

    def stream(self, key: int) -> Stream:
        return next(stream for stream in reversed(self.streams) if stream.key == key)


_calls = _Calls()
_keys = itertools.count(1)


@functools.cache
def _callbacks() -> tuple[Callable[..., Any], ...]:
    """The members of mms_io that are functions, but for those that write: one set for all streams, since each costs
    executable memory. They get the key of a stream."""
    stream = _calls.stream
    return (
        _abi.mms_io_read(lambda key, buffer, size: stream(key).read(buffer, size)),
        _abi.mms_io_write(),
        _abi.mms_io_seek(lambda key, offset, whence: stream(key).seek(offset, whence)),
        _abi.mms_io_tell(lambda key: stream(key).tell()),
        _abi.mms_io_flush(),
        _abi.mms_io_size(lambda key: stream(key).size()),
    )
