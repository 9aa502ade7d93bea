"""Runs CPython's own tests of `wave` and `colorsys` against the modules of mmservices, on every CPython found.

The tests, test.test_wave and test.test_colorsys, are those that are installed with each interpreter, unmodified. All
that is done to it is to make `import wave` and `import colorsys` give the modules of mmservices.

CPython 3.9 and later is looked for in PATH, in the usual places and in ~/.pyenv/versions; the environment variable
MMS_PYTHONS can name more executables, separated as in PATH. Interpreters without their tests, as Debian packages
them, are left out.

The exit status is 1 if a test fails, or if no interpreter with its tests was found and the environment says CI=true.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Optional

PACKAGE = Path(__file__).resolve().parents[1]
BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
OLDEST = (3, 9)

PROBE = """
import importlib.util, json, sys
tests = all(importlib.util.find_spec("test") and importlib.util.find_spec(name)
            for name in ("test.test_wave", "test.test_colorsys"))
print(json.dumps([sys.implementation.name, sys.version_info[:3], sys.base_prefix, tests]))
"""


class Interpreter:
    """A Python to run tests with."""

    def __init__(self, executable: str, version: tuple[int, ...], prefix: str) -> None:
        self.executable = executable
        self.version = version
        self.prefix = prefix

    @property
    def name(self) -> str:
        return "CPython " + ".".join(map(str, self.version))


def candidates() -> list[Path]:
    """Executables that may be interpreters: pythonX.Y in the usual places, python3 in pyenv's."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += [Path("/usr/bin"), Path("/usr/local/bin"), Path(sys.base_prefix, "bin")]
    folders += sorted(Path("/opt").glob("*/bin"))
    found = [Path(named) for named in os.environ.get("MMS_PYTHONS", "").split(os.pathsep) if named]
    for folder in folders:
        if folder.is_dir():
            found += sorted(path for path in folder.iterdir() if re.fullmatch(r"python3(\.\d+)?t?", path.name))
    found += sorted(Path.home().glob(".pyenv/versions/*/bin/python3"))
    return list(dict.fromkeys(found))


def probe(executable: Path) -> Optional[Interpreter]:
    """The interpreter behind an executable, if it is a CPython that is new enough and has its tests."""
    try:
        answer = subprocess.run([executable, "-I", "-c", PROBE], capture_output=True, text=True, timeout=60)
        implementation, version, prefix, tests = json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    if implementation != "cpython" or tuple(version) < OLDEST or not tests:
        return None
    return Interpreter(str(executable), tuple(version), os.path.realpath(prefix))


def find_interpreters() -> list[Interpreter]:
    """One interpreter for each installation, oldest first."""
    by_prefix: dict[str, Interpreter] = {}
    for executable in candidates():
        interpreter = probe(executable)
        if interpreter is not None:
            by_prefix.setdefault(interpreter.prefix, interpreter)
    return sorted(by_prefix.values(), key=lambda interpreter: interpreter.version)


def run(interpreter: Interpreter) -> dict[str, Any]:
    """Runs the tests with an interpreter; the result is that of bootstrap.py, or names what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        work = Path(folder, "work")  # the tests leave their files in the current folder
        work.mkdir()
        command = [interpreter.executable, "-I", str(BOOTSTRAP), str(PACKAGE), str(report)]
        try:
            process = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            return {"broken": "no end after 300 seconds"}
        try:
            result: dict[str, Any] = json.loads(report.read_text())
        except (OSError, ValueError):
            return {"broken": f"exit status {process.returncode}\n{process.stdout}{process.stderr}"}
        if process.returncode != 0:
            return {"broken": f"exit status {process.returncode} after the tests\n{process.stderr}"}
        return result


def main() -> int:
    interpreters = find_interpreters()
    if not interpreters:
        print("Nothing was run: no CPython 3.9 or later that has test.test_wave and test.test_colorsys was found.")
        print("Name one in MMS_PYTHONS.")
        return 1 if os.environ.get("CI") == "true" else 0
    broken = False
    for interpreter in interpreters:
        result = run(interpreter)
        if "broken" in result:
            print(f"{interpreter.name:<16} not run to the end: {result['broken']}")
            broken = True
            continue
        print(
            f"{interpreter.name:<16} {result['passed']:>4} passed {len(result['failed']):>4} failed "
            f"{len(result['skipped']):>4} skipped   {interpreter.executable}"
        )
        for kind in "failed", "skipped":
            for test, why in result[kind]:
                print(f"    {kind}: {test}\n" + "".join(f"        {line}\n" for line in why.splitlines()), end="")
        broken = broken or bool(result["failed"]) or result["passed"] == 0
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
