"""What is made of measurements: medians, quartiles, ratios."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Spread(NamedTuple):
    """Half of all figures lie between low and high."""

    low: float
    median: float
    high: float


def spread(figures: Sequence[float]) -> Spread:
    if len(figures) == 1:
        return Spread(figures[0], figures[0], figures[0])
    low, median, high = statistics.quantiles(figures, n=4, method="inclusive")
    return Spread(low, median, high)


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Each of our figures over the one that was measured next to it: what slows the machine down hits both."""
    return [mine / yours for mine, yours in zip(ours, theirs)]


def significant(number: float, digits: int) -> float:
    return float(f"{number:.{digits}g}")


def readable(number: float) -> str:
    """Three digits that say something, with a blank between thousands: 1 070, 45.2, 0.81."""
    number = significant(number, 3)
    decimals = 0 if abs(number) >= 100 else 1 if abs(number) >= 10 else 2
    return f"{number:,.{decimals}f}".replace(",", " ")


PREFIXES = [(1e9, "G"), (1e6, "M"), (1e3, "k")]


def readable_rate(rate: float, unit: str) -> str:
    """1.07 G samples/s; of bytes ("B") 1.07 GB/s."""
    for factor, prefix in PREFIXES:
        if rate >= factor:
            return f"{readable(rate / factor)} {prefix}{'' if unit == 'B' else ' '}{unit}/s"
    return f"{readable(rate)} {unit}/s"
