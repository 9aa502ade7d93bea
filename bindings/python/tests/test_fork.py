"""fork: children can do everything, on every interpreter that is found. The cases are in fork_cases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Optional

import pytest

from conftest import ROOT
from mmservices import _library
from run import find_interpreters

TESTS = Path(__file__).parent
SECONDS = 600  # for all the cases of an interpreter, which take half a minute

# The group of cases, and how many there are of it.
PROMISES = {
    "os.fork": 12,
    "multiprocessing fork": 12,
    "forkserver": 12,
    "spawn": 12,
    "ProcessPoolExecutor": 12,
    "the end of a child": 31,
    "generations": 5,
    "what was open": 8,
    "servers and loaders": 4,
    "moments": 5,
    "others": 6,
    "without memfd": 2,
}

OWN = "these tests' own"  # which has NumPy; the others may not
VERSIONS = ["3.9", "3.10", "3.11", "3.12", "3.13"]


def interpreters() -> dict[str, str]:
    """The executables, by version."""
    found = {OWN: sys.executable}
    for interpreter in find_interpreters():
        found.setdefault(".".join(map(str, interpreter.version[:2])), interpreter.executable)
    return found


def run_program(executable: str, folder: Path, *options: str, seconds: float = SECONDS) -> list[list[str]]:
    """Runs the program. Returns what it tells of each case."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])}
    environment.pop(_library.ENVIRONMENT, None)
    folder.mkdir()
    command = [executable, "-B", "-m", "fork_cases", str(folder), *options]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


Runs = dict[str, "Future[list[list[str]]]"]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """The runs of the program, two at a time."""
    folder = tmp_path_factory.mktemp("fork")
    with ThreadPoolExecutor(2) as pool:
        yield {
            version: pool.submit(run_program, executable, folder / version)
            for version, executable in interpreters().items()
        }


def missing(version: str) -> str:
    """Why nothing was run with a version; noted for the end of `make test`, too."""
    reason = f"the forks on CPython {version} (none was found; name one in MMS_PYTHONS)"
    notes = ROOT / "build" / "not-run"
    line = f"not run: {reason}\n"
    if notes.is_file() and line not in notes.read_text():
        with notes.open("a") as file:
            file.write(line)
    return reason


@pytest.mark.parametrize("promise", PROMISES)
@pytest.mark.parametrize("version", [*VERSIONS, OWN])
def test_fork(runs: Runs, version: str, promise: str) -> None:
    if version not in runs:
        pytest.skip(missing(version))
    cases = [case for case in runs[version].result() if case[0] == promise]
    assert len(cases) == PROMISES[promise]
    wrong = [f"{name}: {what}" for _, name, what, *_ in cases if what]
    assert not wrong, "\n\n".join(wrong)


def test_every_group_of_cases_is_a_promise(runs: Runs) -> None:
    assert {case[0] for case in runs[OWN].result()} == set(PROMISES)


@pytest.mark.soak
def test_forks_for_a_long_time(tmp_path: Path) -> None:
    """All interpreters at once, the cases in ever other orders."""
    seconds = float(os.environ.get("MMS_SOAK", "3"))
    seed = os.environ.get("MMS_SEED", str(int(time.time())))
    print(f"MMS_SEED={seed}")
    options = ["--soak", str(seconds), "--seed", seed]
    found = interpreters()
    with ThreadPoolExecutor(len(found)) as pool:
        futures = {
            version: pool.submit(run_program, executable, tmp_path / version, *options, seconds=2 * seconds + SECONDS)
            for version, executable in found.items()
        }
    for version, future in futures.items():
        cases = future.result()
        wrong = [f"{version}: {name}: {what}" for _, name, what, *_ in cases if what]
        report(f"fork from Python {version}: {len(cases)} cases, {len(wrong)} hung or failed (MMS_SEED={seed})")
        assert not wrong, "\n\n".join(wrong)


def report(line: str) -> None:
    """Notes a figure of a soak."""
    path: Optional[str] = os.environ.get("MMS_SOAK_REPORT")
    if path:
        with open(path, "a") as file:
            file.write(line + "\n")
