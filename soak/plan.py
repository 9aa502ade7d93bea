"""Who gets how much of the time."""

from __future__ import annotations

from typing import NamedTuple


class Plan(NamedTuple):
    """Seconds: for each Go fuzz target, for the library from C, and for the tests that go on for longer."""

    target: int
    library: int
    tests: int


# Shares of the time: of all Go targets together, of the library from C. The tests have the rest.
TARGETS = 0.5
LIBRARY = 0.25


def share_out(minutes: float, targets: int) -> Plan:
    """Shares out the time. Everything gets a second at least."""
    seconds = minutes * 60
    return Plan(
        target=max(1, round(seconds * TARGETS / max(1, targets))),
        library=max(1, round(seconds * LIBRARY)),
        tests=max(1, round(seconds * (1 - TARGETS - LIBRARY))),
    )
