"""
strace, to make system calls fail or to end a process at one of them: the system's own, or the one that `make` put under
build/tools.
"""

import os
import re
import shutil
import subprocess

import pytest

from conftest import BUILD

FETCHED = BUILD / "tools" / "strace"


def command():
    """Returns how strace is called, and the environment that it needs; skips the test if it cannot be used here."""
    environment = dict(os.environ)
    program = shutil.which("strace")
    if program is None:
        program = FETCHED / "usr" / "bin" / "strace"
        folders = {str(path.parent) for path in FETCHED.rglob("*.so*")}
        # Only strace itself is to find these.
        environment["LD_LIBRARY_PATH"] = ":".join(sorted(folders))
    if not os.access(program, os.X_OK):
        pytest.skip("strace is needed: apt install strace")
    try:
        tried = subprocess.run(
            [program, "-o", os.devnull, "true"], env=environment, capture_output=True, text=True, timeout=30
        )
    except OSError as error:
        pytest.skip(f"strace cannot be run: {error}")
    if tried.returncode != 0:
        pytest.skip(f"ptrace is needed: {tried.stderr.strip()}")
    return [str(program)], environment


# Of a line such as: 4711 pwrite64(7</tmp/in.wav>, "RIFF", 4, 0) = 4
LINE = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)$")
RELATIVE = re.compile(r'AT_FDCWD, "[^/]')


def traced(log, folder):
    """
    Yields (system call, its number among the calls of that name, line) of the calls in a log of `strace -y` that deal
    with files of a folder. The number begins at 1.
    """
    counts = {}
    maps = set()
    for line in log.splitlines():
        found = LINE.match(line)
        if found is None:
            continue
        name, rest = found.groups()
        rest = rest.replace(f"AT_FDCWD<{folder}>", "AT_FDCWD")
        counts[name] = counts.get(name, 0) + 1
        ours = str(folder) in rest or RELATIVE.search(rest) is not None
        if name in ("munmap", "msync"):
            ours = rest.split(",")[0] in maps
        elif name == "mmap" and ours:
            maps.add(rest.rsplit("= ", 1)[-1].strip())
        if ours:
            yield name, counts[name], line


def hit(log, folder):
    """Returns the calls that were made to fail, if they dealt with files of the folder."""
    return [line for _, _, line in traced(log, folder) if "(INJECTED)" in line]
