"""Closing handles of objects that are gone, without a line of Python: there a signal's handler might run, and what it
raises is lost in a `__del__`."""

from __future__ import annotations

import functools
import weakref
from typing import Any, Callable


class _Closing(weakref.ref[Any]):
    """A weak reference whose callback is a function of the library. That gets the reference itself behind its
    arguments, as a number that it does not look at."""

    __slots__ = ()
    _as_parameter_ = 0


_closing: list[_Closing] = []  # keeps them alive
_room = 64  # how many there may be before those of gone objects are looked for


def close_with(owner: object, close: Callable[..., Any], handle: Any) -> None:
    """Sees to it that close(handle, None) is called when the owner is gone."""
    global _room
    if len(_closing) >= _room:
        _closing[:] = [reference for reference in _closing if reference() is not None]
        _room = 64 + 2 * len(_closing)
    _closing.append(_Closing(owner, functools.partial(close, handle, None)))
