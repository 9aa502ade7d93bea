"""Measures contestants in turn, as c/measure.c does for C."""

from __future__ import annotations

import gc
import time
from typing import Any, Callable, NamedTuple, Optional

import numpy as np


class Settings(NamedTuple):
    repetitions: int
    slice_seconds: float  # about how long one contestant is at it before it is the next one's turn


class Contestant(NamedTuple):
    """run does its piece of work once, which is that many units: samples, frames, pixels, colours, files."""

    name: str
    run: Callable[[], Any]
    units: float


class Measurement(NamedTuple):
    """Units per second of each contestant, one figure for each repetition."""

    work: str
    unit: str
    rates: dict[str, list[float]]


class Disagreement(Exception):
    """Two contestants that should do the same work come to different results."""


def measure(
    work: str, unit: str, contestants: list[Contestant], settings: Settings, tolerance: Optional[float] = None
) -> Measurement:
    """Lets the contestants run in turn. With a tolerance, their results are compared before that."""
    if tolerance is not None:
        first, *others = contestants
        for other in others:
            check_agreement(first, other, tolerance)
    runs = {contestant.name: runs_in_slice(contestant, settings.slice_seconds) for contestant in contestants}
    rates: dict[str, list[float]] = {contestant.name: [] for contestant in contestants}
    gc.collect()
    gc.disable()
    try:
        # There and back again: who comes first changes, so that neither gains by it.
        for repetition in range(settings.repetitions):
            for contestant in contestants if repetition % 2 == 0 else reversed(contestants):
                seconds = seconds_of(contestant, runs[contestant.name])
                rates[contestant.name].append(contestant.units * runs[contestant.name] / seconds)
    finally:
        gc.enable()
    return Measurement(work, unit, rates)


def seconds_of(contestant: Contestant, runs: int) -> float:
    run = contestant.run
    start = time.perf_counter()
    for _ in range(runs):
        run()
    return time.perf_counter() - start


def runs_in_slice(contestant: Contestant, slice_seconds: float) -> int:
    """Finds how many runs fill a slice, and warms the caches up on the way."""
    contestant.run()
    runs = 1
    while (seconds := seconds_of(contestant, runs)) < slice_seconds / 2:
        runs *= 2
    return max(1, round(runs * slice_seconds / seconds))


def check_agreement(first: Contestant, other: Contestant, tolerance: float) -> None:
    """Who computes something else does other work. One number in a hundred may differ: hues jump at red, where a whole
    turn is none, and have no say in greys."""
    ours, theirs = (np.asarray(contestant.run(), dtype=np.float64).ravel() for contestant in (first, other))
    size = min(len(ours), len(theirs))  # a peer that is slow does the beginning
    if size == 0:
        raise Disagreement(f"{first.name} or {other.name} has no result")
    apart = np.abs(ours[:size] - theirs[:size])
    if np.count_nonzero(apart > tolerance) > 0.01 * size:
        raise Disagreement(
            f"{first.name} and {other.name} differ by up to {apart.max():g}, {np.mean(apart > tolerance):.1%} "
            f"of {size} numbers by more than {tolerance:g}"
        )
