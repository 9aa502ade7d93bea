"""Long work in steps. Python hears Ctrl-C only between calls of the library, so that none of them may take long."""

from __future__ import annotations

import time
from collections.abc import Iterator

# Bytes of the first step, and the most of any. Some encodings take a second for a few megabytes.
FIRST = 128 << 10
MOST = 64 << 20

# Bytes of the first step where bytes are only moved, or colours converted. Less is not worth a second look.
QUICK = 8 << 20

# Seconds that a step may take: one that took less is followed by a larger one, one that took more by a smaller one.
_SHORT = 0.008
_LONG = 0.025


class Pace:
    """How much to do in the next step, by how long the last one took: this depends on the machine, the disk and the
    encoding."""

    __slots__ = ("_begun", "_count", "_most")

    def __init__(self, size: int, first: int) -> None:
        """size is the bytes of one of what is counted, first those of the first step."""
        self._most = max(1, MOST // size)
        self._count = max(1, first // size)
        self._begun = 0.0

    def count(self) -> int:
        """Asked for at the beginning of each step: how many to do in it."""
        now = time.perf_counter()
        if self._begun:
            took = now - self._begun
            if took < _SHORT:
                self._count = min(self._count * (2 if took > _SHORT / 4 else 4), self._most)
            elif took > _LONG:
                self._count = max(1, self._count // 2)
        self._begun = now
        return self._count


def steps(total: int, size: int, first: int = 0) -> Iterator[tuple[int, int]]:
    """Cuts so many things of size bytes into steps: pairs of where one begins, and how many are in it. first is the
    bytes of the first step, 0 for the usual."""
    pace = Pace(size, first or FIRST)
    start = 0
    while start < total:
        count = min(pace.count(), total - start)
        yield start, count
        start += count
