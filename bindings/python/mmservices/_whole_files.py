"""repair, copy and scan: what is done to whole files."""

from __future__ import annotations

import contextlib
import ctypes
import operator
import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any, Optional, Union

from mmservices import _abi, _library
from mmservices._encodings import container_named
from mmservices._errors import call, exception_for, new_error
from mmservices._metadata import Metadata, _path, _with_names
from mmservices._sound_info import Info, new_info, repair_names
from mmservices._source import named, open_options
from mmservices._steps import FIRST, steps


def repair(file: Any) -> set[str]:
    """Makes the broken header of a file right, in place, by its name. Returns what was put right, as names of repairs
    ('data_size', see Repair.name): none if there was nothing to do. The audio is not touched. Raises what read raises
    for files."""
    repairs = ctypes.c_uint32()
    _with_names(file, "mms_wave_repair", _path(file), repairs)
    return repair_names(repairs.value)


def copy(src: Any, dst: Any, container: Optional[str] = None, metadata: Optional[Metadata] = None) -> None:
    """Copies a file, from the name src to the name dst, with all that it has. container is the kind of file to make of
    it, as in write; None keeps the kind that it is. metadata takes the place of its own. The file at dst is replaced
    when the copy is complete.

    Ctrl-C ends the waiting, but not the copying of a large file: that goes on in a thread, and a program that ends
    waits for it.

    Raises Error for a chunk that cannot be in the container, since nothing is left out; OSError, and what read raises
    for files.
    """
    handle = None if metadata is None else metadata.handle
    arguments = src, "mms_wave_copy", _path(src), _path(dst), container_named(container), handle
    size = 0
    with contextlib.suppress(OSError):
        size = os.stat(src).st_size
    if size >= _LARGE and threading.current_thread() is threading.main_thread():
        _apart(lambda: _with_names(*arguments))
    else:
        _with_names(*arguments)


# A file from so many bytes on takes long to copy.
_LARGE = 16 << 20


def _apart(work: Callable[[], None]) -> None:
    """Runs something that takes long in a thread of its own, so that this one hears Ctrl-C."""
    ended = threading.Event()
    failure: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failure.append(error)
        finally:
            ended.set()

    threading.Thread(target=run, name="mmservices.wave.copy").start()
    ended.wait()
    if failure:
        raise failure[0]


def scan(files: Iterable[Any], threads: int = 0, *, strict: bool = False) -> list[Union[Info, Exception]]:
    """Tells what many files hold, by their names, looking only at their headers, several at a time. threads is how
    many, 0 for as many as pay.

    Returns for each file its Info, without diagnostics, or the exception that info would raise, as a value.
    """
    names = list(files)
    paths = list(map(_quick_path, names))
    number = operator.index(threads)
    if not 0 <= number < 1 << 32:
        raise ValueError(f"threads must not be negative: {threads}")
    found: list[Union[Info, Exception]] = []
    for start, count in steps(len(names), _FILE):
        end = start + count
        found += _scan(names[start:end], paths[start:end], number, strict)
    return found


# What a file counts as, in bytes of samples: the first step of many is 64 files, the most are 32768.
_FILE = FIRST // 64


def _scan(names: list[Any], paths: list[bytes], threads: int, strict: bool) -> list[Union[Info, Exception]]:
    library = _library.current or _library.load()
    handle = _abi.mms_wave_scan()
    array = (ctypes.c_char_p * len(paths))(*paths)
    try:
        call(library.mms_wave_scan_open, array, len(paths), open_options(strict), threads, ctypes.byref(handle))
        row, error = library.mms_wave_scan_row, new_error()
        info = _abi.mms_wave_info(ctypes.sizeof(_abi.mms_wave_info))
        return [
            new_info(info, name)
            if row(handle, index, info, error) == _abi.MMS_OK
            else _failure(exception_for(error), name)
            for index, name in enumerate(names)
        ]
    finally:
        library.mms_wave_scan_close(handle, None)


def _quick_path(name: Any) -> bytes:
    """_path, for the many that are a str."""
    if type(name) is str and "\0" not in name:
        return name.encode(_ENCODING, _ERRORS)
    return _path(name)


_ENCODING, _ERRORS = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()


def _failure(found: BaseException, name: Any) -> Exception:
    assert isinstance(found, Exception)
    return named(found, name) if isinstance(found, OSError) else found
