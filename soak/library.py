"""The fuzz target in C, which goes through the shared library: seeds for it, and what it prints understood."""

from __future__ import annotations

import re
import time
from pathlib import Path

from .go_fuzz import tail
from .process import Ended, run
from .work import Work


def fuzz(fuzzer: Path, seeds: list[Path], seconds: int, seed: int, last: Path) -> Work:
    """Fuzzes the library with inputs that the seed determines. An input with which it fails is left in last."""
    start = time.monotonic()
    options = ["--seed", seed, "--seconds", seconds, "--last", last]
    ended = run([fuzzer.resolve(), *options, *seeds], seconds=2 * seconds + 900)
    work = understand(ended, f"the library from C, seed {seed}", last)
    work.seconds = time.monotonic() - start
    return work


def understand(ended: Ended, name: str, last: Path) -> Work:
    """What a run of the fuzzer came to."""
    work = Work(name, 0.0, 0)
    counts = re.search(
        r"^seed \d+: (\d+) inputs replayed, (\d+) mutated, (\d+) kept, (\d+) of (\d+) pieces of code reached",
        ended.output,
        re.M,
    )
    if counts:
        replayed, mutated, kept, reached, pieces = map(int, counts.groups())
        work.executions = replayed + mutated
        work.notes.append(f"{reached} of {pieces} pieces of code reached, {kept} inputs kept")
    if ended.status is None:
        work.findings.append(f"{name} did not end; the input is in {last}\n{tail(ended.output)}")
    elif ended.status != 0 or not counts:
        work.findings.append(f"{name} fails; the input is in {last}\n{tail(ended.output)}")
    return work
