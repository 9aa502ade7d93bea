"""Finds libmmservices and loads it: once per process, and only when it is first needed.

The library does not work in a child made by fork() after it was loaded. The child therefore loads a private copy of it
at its first use; what was opened before the fork stays bound to the dead library, whose `forked` is then True. Whether
it is dead is known from a hook of fork(), and of those who fork without it from the library itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

from mmservices import _abi

ENVIRONMENT = "MMSERVICES_LIBRARY"
REMEDY = (
    f"Build the library with `make` in the mmservices repository, or set {ENVIRONMENT} to the path of a libmmservices "
    f"with ABI {_abi.MMS_ABI_VERSION}."
)


class LibraryError(ImportError):
    """libmmservices was not found, or what was found cannot be used."""


class Library:
    """A loaded libmmservices. Its functions are attributes, under the names of mmservices.h.

    path    the file it was loaded from (in a forked child: the file it is a copy of).
    forked  whether this process is a child that was forked after the library was loaded: it must not be called then.
    """

    def __init__(self, path: str, cdll: ctypes.CDLL) -> None:
        self.path = path
        self.forked = False
        self.handle: int = cdll._handle
        try:
            abi = cdll.mms_abi_version
        except AttributeError:
            raise OSError("this is not libmmservices: it has no function mms_abi_version") from None
        abi.restype, abi.argtypes = _abi.PROTOTYPES["mms_abi_version"]
        if abi() != _abi.MMS_ABI_VERSION:
            raise OSError(f"its ABI is {abi()}, but this package needs ABI {_abi.MMS_ABI_VERSION}")
        for name, (result, parameters) in _abi.PROTOTYPES.items():
            try:
                function = cdll[name]
            except AttributeError:
                raise OSError(f"it has no function {name}: it is older than this package") from None
            function.restype, function.argtypes = result, parameters
            setattr(self, name, function)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


_lock = threading.RLock()
_dead: list[Library] = []  # loaded before this process was forked off

# The library that this process uses, or None if it has not been loaded yet. Others read it to save a call.
current: Optional[Library] = None

# What is to be done with a library that was loaded, before anybody else uses it.
when_loaded: list[Callable[[Library], None]] = []

# How often this process was forked off: what was opened when this was another number belongs to a parent.
forks = 0


def load() -> Library:
    """Returns the library of this process, after loading it if this is the first use. Raises LibraryError."""
    global current
    with _lock:
        while current is None:
            generation = forks
            library = _load_copy(_dead[-1].path) if _dead else _find()
            # Others may have loaded it before a fork, or a handler of a signal may have forked meanwhile.
            if generation != forks or _is_dead(library):
                library.forked = True
                _dead.append(library)
            else:
                for prepare in when_loaded:
                    prepare(library)
                current = library
        return current


def no_fork() -> contextlib.AbstractContextManager[Any]:
    """Keeps forks by other threads waiting: a child would find half done what is done within."""
    return _lock


def _is_dead(library: Library) -> bool:
    status: int = library.mms_rgb_to_hsv(0.0, 0.0, 0.0, (ctypes.c_double * 3)())
    return status == _abi.MMS_ERROR_FORKED


def notice_fork() -> None:
    """After a call that found out that this process is a forked child: sees to it that the next use finds a copy."""
    if current is not None and _is_dead(current):
        _give_up()


def _give_up() -> None:
    """In a forked child: gives up the library that was loaded before."""
    global current, forks
    forks += 1
    library, current = current, None
    if library is not None:
        library.forked = True
        _dead.append(library)


def _after_fork() -> None:
    """The first thing in a forked child. Whoever forks from C may not have taken the lock before: so it is replaced."""
    global _lock
    _lock = threading.RLock()
    _give_up()


if hasattr(os, "register_at_fork"):
    # No fork while another thread loads: the child would inherit half a library.
    os.register_at_fork(
        before=lambda: _lock.acquire(), after_in_parent=lambda: _lock.release(), after_in_child=_after_fork
    )


class _Place(NamedTuple):
    path: Path
    meaning: str


def _places() -> list[_Place]:
    """Where the library may be, best first."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return [_Place(Path(named).absolute(), f"named by {ENVIRONMENT}")]
    name = {"win32": "mmservices.dll", "darwin": "libmmservices.dylib"}.get(sys.platform, "libmmservices.so")
    package = Path(__file__).resolve().parent
    places = [_Place(package / "_lib" / name, "in the package")]
    repository = package.parents[2] if len(package.parents) > 2 else package
    if (repository / "include" / "mmservices.h").is_file():
        places.append(_Place(repository / "build" / name, "in the build folder of the repository"))
    return places


def _find() -> Library:
    _refuse_musl()
    tried = []
    for place in _places():
        try:
            if not place.path.is_file():
                raise OSError("there is no such file")
            return Library(str(place.path), ctypes.CDLL(str(place.path)))
        except OSError as error:
            tried.append(f"\n  {place.path} ({place.meaning}): {error}")
    raise LibraryError(f"libmmservices cannot be loaded. Tried:{''.join(tried)}\n{REMEDY}")


def _refuse_musl() -> None:
    """Loading a Go library crashes a process whose C library is musl (golang.org/issue/13492)."""
    try:
        maps = Path("/proc/self/maps").read_text(errors="replace")
    except OSError:
        return
    if "/ld-musl-" in maps:
        raise LibraryError("libmmservices cannot be loaded: it needs glibc, and the C library of this Python is musl.")


def _load_copy(path: str) -> Library:
    """Loads the file at path once more, as a library of its own, beside the dead one.

    The dynamic linker knows a file that is already loaded by its name and its inode, so the copy needs new ones.
    """
    tried = []
    for copy in (_load_from_memory, _load_from_temporary_file):
        try:
            library = Library(path, copy(Path(path).read_bytes()))
        except (OSError, AttributeError) as error:
            tried.append(f"\n  {error}")
            continue
        if all(library.handle != dead.handle for dead in _dead):
            return library
        tried.append("\n  the copy was taken for the library that is already loaded")
    raise LibraryError(
        f"This process was forked after {path} was loaded, and a copy of it for this process cannot be loaded:"
        + "".join(tried)
    )


def _load_from_memory(content: bytes) -> ctypes.CDLL:
    """Loads a library from an anonymous file of Linux (AttributeError elsewhere). The number of the process is part of
    its name, so that it has another one than the copies of the parents."""
    descriptor = os.memfd_create("libmmservices")
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(content)
        process = os.readlink("/proc/self")
        return ctypes.CDLL(f"/proc/{process}/fd/{descriptor}")
    finally:
        os.close(descriptor)


def _load_from_temporary_file(content: bytes) -> ctypes.CDLL:
    descriptor, name = tempfile.mkstemp(prefix="libmmservices-", suffix=".so")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        return ctypes.CDLL(name)
    finally:
        os.unlink(name)
