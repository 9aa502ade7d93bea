"""Who gets how much of the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Plan(NamedTuple):
    """Seconds: for each Go fuzz target at first, for all of them together after that, for the library from C, and for
    the tests that can go on for longer."""

    target: int
    rest: int
    library: int
    tests: int


# Shares of the time: of the Go targets in the first round and in the second, of the library from C. The tests have the
# rest.
FIRST, SECOND = 0.3, 0.3
LIBRARY = 0.2


def share_out(minutes: float, targets: int) -> Plan:
    """Shares out the time. Everything gets a second at least."""
    seconds = minutes * 60
    return Plan(
        target=max(1, round(seconds * FIRST / max(1, targets))),
        rest=round(seconds * SECOND),
        library=max(1, round(seconds * LIBRARY)),
        tests=max(1, round(seconds * (1 - FIRST - SECOND - LIBRARY))),
    )


def by_rate(seconds: int, rates: Sequence[float]) -> list[int]:
    """Shares out seconds in proportion to rates."""
    total = sum(rates)
    return [round(seconds * rate / total) if total > 0 else 0 for rate in rates]
