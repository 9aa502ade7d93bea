"""wave.Error, and which exception each status of the library becomes."""

from __future__ import annotations

import ctypes
import os
import uuid
from typing import Any

from mmservices import _abi, _library


class Error(Exception):
    """A WAV file or a parameter that cannot be used.

    status  the status of the library, MMS_ERROR_...; 0 if it was not the library that found out.
    chunk   the id of the chunk concerned, and
    offset  the place in the file, where there is one; else empty, and -1.
    value   the offending number, or 0.
    """

    status = 0
    chunk = b""
    offset = -1
    value = 0


Error.__module__ = "mmservices.wave"

# The texts are those of the standard library's module.
_TEXTS = {
    _abi.MMS_ERROR_FORMAT_NOT_RIFF: "file does not start with RIFF id",
    _abi.MMS_ERROR_UNSUPPORTED_CONTAINER: "file does not start with RIFF id",
    _abi.MMS_ERROR_FORMAT_NOT_WAVE: "not a WAVE file",
    _abi.MMS_ERROR_FORMAT_DATA_FIRST: "data chunk before fmt chunk",
    _abi.MMS_ERROR_FORMAT_NO_FMT: "fmt chunk and/or data chunk missing",
    _abi.MMS_ERROR_FORMAT_NO_DATA: "fmt chunk and/or data chunk missing",
    _abi.MMS_ERROR_FORMAT_BITS: "bad sample width",
    _abi.MMS_ERROR_FORMAT_CHANNELS: "bad # of channels",
}


def status_class(status: int) -> int:
    """MMS_STATUS_CLASS of the header, whose division truncates."""
    return -(-status // 100 * 100)


def unknown_sub_format(sub_format: bytes) -> Error:
    """The error for a sub-format GUID (16 bytes as in the file) that cannot be read."""
    return Error(f"unknown extended format: {uuid.UUID(bytes_le=sub_format)}")


_ERROR_SIZE = ctypes.sizeof(_abi.mms_error)


def new_error() -> _abi.mms_error:
    """What functions of the library write their failure to. It can serve for one call after the other."""
    return _abi.mms_error(_ERROR_SIZE)


def call(function: Any, *arguments: Any) -> None:
    """Calls a function of the library whose last parameter is an mms_error. Raises the exception for its status."""
    error = new_error()
    if function(*arguments, error) != _abi.MMS_OK:
        raise exception_for(error)


def exception_for(error: _abi.mms_error) -> BaseException:
    """The exception for a call that failed and wrote error."""
    found = _exception(error)
    if isinstance(found, Error):
        found.status, found.offset, found.value = error.status, error.offset, error.value
        found.chunk = bytes(error.chunk_id).rstrip(b"\0")
    return found


def _exception(error: _abi.mms_error) -> BaseException:
    status = error.status
    message: str = error.message.decode("utf-8", "replace")
    if status in _TEXTS:
        return Error(_TEXTS[status])
    if status == _abi.MMS_ERROR_EOF:
        return EOFError()
    if status == _abi.MMS_ERROR_UNSUPPORTED_TAG:
        return Error(f"unknown format: {error.value}")
    if status == _abi.MMS_ERROR_UNSUPPORTED_SUB_FORMAT:
        return unknown_sub_format(bytes(error.detail))
    if status_class(status) == _abi.MMS_ERROR_IO and error.os_error:
        return OSError(error.os_error, os.strerror(error.os_error))
    if status == _abi.MMS_ERROR_IO_UNSEEKABLE:
        return OSError("cannot seek")
    if status == _abi.MMS_ERROR_MEMORY:
        return MemoryError()
    if status == _abi.MMS_ERROR_FORKED:
        _library.notice_fork()
    return Error(message)
