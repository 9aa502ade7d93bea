"""The numbers in buffers: what type they are of, and NumPy, which knows more about them, where it is installed."""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Sequence
from typing import Any, Optional

from mmservices import _library

# The type codes of `struct`, `array` and `memoryview` with the bytes of an item, by the names that NumPy has for them.
_NAMES = {
    ("B", 1): "uint8",
    ("H", 2): "uint16",
    ("h", 2): "int16",
    ("i", 4): "int32",
    ("l", 4): "int32",
    ("q", 8): "int64",
    ("l", 8): "int64",
    ("f", 4): "float32",
    ("d", 8): "float64",
}
_NATIVE = "@=<" if sys.byteorder == "little" else "@=>"


@functools.cache
def numpy() -> Any:
    """NumPy, or None if it is not installed. Nothing here needs it, so nobody pays for it before the first call. A
    child that was forked off meanwhile would wait for ever for the end of the import."""
    with _library.no_fork():
        try:
            return importlib.import_module("numpy")
        except ImportError:
            return None


def is_array(thing: Any) -> bool:
    """Whether it is an array of NumPy. Does not import NumPy: without it there are none."""
    array = getattr(sys.modules.get("numpy"), "ndarray", None)  # another thread may be in the middle of the import
    return array is not None and isinstance(thing, array)


def buffer(thing: Any, role: str) -> memoryview:
    """The memory of an object. Raises a TypeError that names its role if it has none."""
    try:
        return memoryview(thing)
    except TypeError:
        raise TypeError(f"{role} must be an array or another buffer, not {type(thing).__name__}") from None


def as_buffer(thing: Any, role: str) -> Any:
    """thing itself, if it is a buffer; what NumPy makes of it, if it is something else and NumPy is there."""
    try:
        memoryview(thing)
    except TypeError:
        module = numpy()
        if module is None or isinstance(thing, str):
            raise TypeError(f"{role} must be an array or another buffer, not {type(thing).__name__}") from None
        return module.asarray(thing)
    return thing


def without_gaps(thing: Any) -> Any:
    """A buffer itself, if it is C-contiguous, or a copy that is."""
    view = memoryview(thing)
    if view.c_contiguous:
        return thing
    return numpy().ascontiguousarray(thing) if is_array(thing) else view.tobytes()


def type_name(view: memoryview) -> Optional[str]:
    """What the items of a buffer are, under NumPy's name; None for others than the library has, among them those in the
    byte order of other machines."""
    form = view.format
    if len(form) == 2 and form[0] in _NATIVE:
        form = form[1]
    return _NAMES.get((form, view.itemsize))


def described(view: memoryview) -> str:
    """The type of the items for a message: under its name, or else under its format."""
    return type_name(view) or f"format {view.format!r}"


def cast(view: memoryview, code: str, shape: Optional[Sequence[int]] = None) -> memoryview:
    """view.cast for a type code that is not known to type checkers."""
    anything: Any = view
    result: memoryview = anything.cast(code) if shape is None else anything.cast(code, shape)
    return result
