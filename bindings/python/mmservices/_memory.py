"""Memory that Python and the library share for one call: the bytes of an object, and new bytes for the library to fill.

Neither copies where the interpreter lets C see its objects (`ctypes.pythonapi`); others, as PyPy, copy.
"""

from __future__ import annotations

import ctypes
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

if TYPE_CHECKING:
    from typing_extensions import Self

Data = Union[bytes, bytearray, memoryview]


class _PyBuffer(ctypes.Structure):
    """Py_buffer of the C API."""

    obj: Optional[int]
    buf: Optional[int]
    len: int
    _fields_ = (
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.c_void_p),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    )


_PyBUF_SIMPLE = 0

_address_of = ctypes.addressof
_byte_of = ctypes.c_char.from_buffer

try:
    # Prototypes of our own: those in pythonapi belong to everybody.
    _get_buffer = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.POINTER(_PyBuffer), ctypes.c_int)(
        ("PyObject_GetBuffer", ctypes.pythonapi)
    )
    _release_buffer = ctypes.PYFUNCTYPE(None, ctypes.POINTER(_PyBuffer))(("PyBuffer_Release", ctypes.pythonapi))
    _new_bytes = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_char_p, ctypes.c_ssize_t)(
        ("PyBytes_FromStringAndSize", ctypes.pythonapi)
    )
    HAVE_C_API = True
except (AttributeError, ValueError):
    HAVE_C_API = False


class Pinned:
    """Keeps the bytes of an object at their place while it is entered: `address` is where they lie, `size` how many
    they are. The object must be of contiguous bytes, writable or not."""

    __slots__ = ("_buffer", "_copy", "address", "size")

    def __init__(self, data: Data) -> None:
        self._copy: Optional[ctypes.Array[ctypes.c_char]] = None
        if HAVE_C_API:
            self._buffer = _PyBuffer()
            _get_buffer(data, self._buffer, _PyBUF_SIMPLE)
            self.address = self._buffer.buf or 0
            self.size = self._buffer.len
        else:
            self.size = memoryview(data).nbytes
            self._copy = (ctypes.c_char * self.size).from_buffer_copy(data)
            self.address = ctypes.addressof(self._copy)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        value: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.release()

    def release(self) -> None:
        """Leaves it, where a with statement will not do."""
        if self._copy is None:
            _release_buffer(self._buffer)


def place(view: memoryview) -> Optional[int]:
    """Where the bytes of a view without gaps, at least one, lie, and stay as long as the view is not released. None if
    that cannot be told."""
    if not view.readonly:
        return _address_of(_byte_of(view))
    if not HAVE_C_API:
        return None
    found = _PyBuffer()
    _get_buffer(view, found, _PyBUF_SIMPLE)
    where = found.buf
    _release_buffer(found)
    return where


def filled(size: int, fill: Callable[[Any], int]) -> bytes:
    """Makes a bytes object from up to `size` bytes, at least 1, that `fill(memory)` puts there; fill returns how many.
    memory can be passed as a pointer to the library, and to `address`.

    Raises MemoryError, and what fill raises.
    """
    if HAVE_C_API:
        # A new bytes object may be written to as long as nobody else has seen it.
        data: bytes = _new_bytes(None, size)
        count = fill(data)
        return data if count == size else data[:count]
    array = (ctypes.c_char * size)()
    return bytes(memoryview(array)[: fill(array)])


def address(memory: Any) -> int:
    """Where the memory that filled makes lies."""
    if isinstance(memory, bytes):
        return ctypes.cast(ctypes.c_char_p(memory), ctypes.c_void_p).value or 0
    return ctypes.addressof(memory)
