"""The fuzz targets in Go: found, run, and what they print understood."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import NamedTuple

from .process import ROOT, Ended, run
from .work import Work


class Target(NamedTuple):
    package: str  # as the go command takes it: ./wave
    name: str


def find(go: str) -> list[Target]:
    """All fuzz targets, by asking the packages with tests in which the word occurs."""
    packages = sorted({path.parent for path in ROOT.rglob("*_test.go") if "func Fuzz" in path.read_text("utf-8")})
    found = []
    for package in packages:
        path = f"./{package.relative_to(ROOT)}"
        listed = run([go, "test", "-list", "^Fuzz", path], seconds=600)
        if listed.status != 0:
            raise RuntimeError(f"{path} cannot list its fuzz targets:\n{listed.output}")
        found += [Target(path, name) for name in targets_in(listed.output)]
    return found


def targets_in(output: str) -> list[str]:
    """The targets that `go test -list` printed."""
    return [line for line in output.splitlines() if re.fullmatch(r"Fuzz\w+", line)]


def memory_disk() -> dict[str, str]:
    """Where targets that write files do so the fastest."""
    shared = Path("/dev/shm")
    return {"TMPDIR": str(shared)} if shared.is_dir() else {}


def fuzz(go: str, target: Target, seconds: int, workers: int) -> Work:
    """Fuzzes a target. Compiling it does not count."""
    command = [go, "test", "-run", "^$", "-fuzz", f"^{target.name}$", "-fuzztime", f"{seconds}s"]
    times = ["-fuzzminimizetime", "50x"]  # else making an input small may take most of the time
    start = time.monotonic()
    ended = run([*command, *times, "-parallel", workers, target.package], seconds=2 * seconds + 900, env=memory_disk())
    work = understand(ended, f"{target.name} in {target.package}")
    work.seconds = min(time.monotonic() - start, work.seconds or seconds)
    return work


def understand(ended: Ended, name: str) -> Work:
    """What a run of a target came to."""
    progress = re.findall(r"^fuzz: elapsed: (\S+), execs: (\d+)", ended.output, re.M)
    work = Work(name, 0.0, 0)
    if progress:
        work.seconds, work.executions = duration(progress[-1][0]), int(progress[-1][1])
    interesting = re.findall(r"new interesting: \d+ \(total: (\d+)\)", ended.output)
    if interesting:
        work.notes.append(f"{interesting[-1]} inputs that reach different code")
    if ended.status is None:
        work.findings.append(f"{name} did not end:\n{tail(ended.output)}")
    elif ended.status != 0 and not only_out_of_time(ended.output):
        written = re.findall(r"Failing input written to (\S+)", ended.output)
        where = f": {', '.join(written)}" if written else ""
        work.findings.append(f"{name} fails{where}\n{tail(ended.output)}")
    elif not work.executions:
        work.findings.append(f"{name} did nothing:\n{tail(ended.output)}")
    return work


def only_out_of_time(output: str) -> bool:
    """Whether a target failed because its time was over in the middle of something: the go command calls that a
    failure, too, of an input that it does not name."""
    failures = re.findall(r"^--- FAIL: .*\n((?: +.*\n)*)", output, re.M)
    return bool(failures) and all(text.strip() == "context deadline exceeded" for text in failures)


def duration(text: str) -> float:
    """Seconds in a duration as Go prints it: 1h2m3.5s."""
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+)(ms|[hms])", text))


def tail(output: str, lines: int = 40) -> str:
    """The last lines of what was printed."""
    return "\n".join("    " + line for line in output.splitlines()[-lines:])
