"""set_limits: what the native library may take of the machine."""

from __future__ import annotations

import operator
from typing import Optional

from mmservices import _errors, _library

_LARGEST = {"processors": 2**32 - 1, "memory": 2**63 - 1}
_wanted = dict.fromkeys(_LARGEST, 0)  # 0: as it is


def set_limits(*, processors: Optional[int] = None, memory: Optional[int] = None) -> None:
    """Caps what the native library takes, in this process and from now on. None leaves a limit as it is.

    processors  how many processors compute for it at one time.
    memory      bytes of memory of its own from which on its garbage collector works as hard as it may: no wall, a goal.

    This loads no native code. Children made by fork, which load a copy of it, have the same limits.
    """
    given = {}
    for name, limit in (("processors", processors), ("memory", memory)):
        if limit is not None:
            given[name] = operator.index(limit)
            if not 0 < given[name] <= _LARGEST[name]:
                raise ValueError(f"{name} must be from 1 to {_LARGEST[name]}, not {limit}")
    _wanted.update(given)
    library = _library.current
    if library is not None:
        _apply(library)


def _apply(library: _library.Library) -> None:
    if any(_wanted.values()):
        _errors.call(library.mms_set_limits, _wanted["processors"], _wanted["memory"])


_library.when_loaded.append(_apply)
