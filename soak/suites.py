"""The tests that can go on for longer: those that pytest marks as soak."""

from __future__ import annotations

import re
import sys
import time

from .go_fuzz import tail
from .process import Ended, run
from .work import Work

NOTHING_COLLECTED = 5  # the exit status of pytest


def pytest(*arguments: object) -> list[object]:
    return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", "soak", *arguments]


def count(folder: str) -> int:
    """How many soak tests a folder has."""
    ended = run(pytest("--collect-only", "-q", folder), seconds=600)
    if ended.status not in (0, NOTHING_COLLECTED):
        raise RuntimeError(f"the tests in {folder} cannot be collected:\n{ended.output}")
    return tests_in(ended.output)


def tests_in(output: str) -> int:
    """How many tests `pytest --collect-only -q` printed."""
    return len(re.findall(r"^\S+::", output, re.M))


def soak(folder: str, tests: int, seconds: int, env: dict[str, str]) -> Work:
    """Runs the soak tests of a folder, so long that all of them together take the seconds."""
    each = max(1, seconds // max(1, tests))
    name = f"{tests} tests in {folder}, {each} s each"
    start = time.monotonic()
    ended = run(pytest("-ra", folder), seconds=3 * seconds + 1800, env={**env, "MMS_SOAK": str(each)})
    work = understand(ended, name)
    work.seconds = time.monotonic() - start
    return work


def understand(ended: Ended, name: str) -> Work:
    """What a run of pytest came to."""
    work = Work(name, 0.0)
    summary = re.findall(r"^=+ (.*) in [\d.]+s.* =+$", ended.output, re.M)
    work.notes += summary[-1:]
    work.notes += re.findall(r"^SKIPPED .*$", ended.output, re.M)
    if ended.status is None:
        work.findings.append(f"{name}: they did not end\n{tail(ended.output)}")
    elif ended.status != 0:
        failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", ended.output, re.M)
        what = ", ".join(failed) or ("there are none" if ended.status == NOTHING_COLLECTED else "pytest failed")
        work.findings.append(f"{name}: {what}\n{tail(ended.output, 200)}")
    return work
