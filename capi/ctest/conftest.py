"""
The C tests: programs in C against the built library, and checks of header, library and installation.

They need `make` to have built the library, and a C and a C++ compiler: CC and CXX, as `make test` sets them.
"""

import os
import shlex
import subprocess
from pathlib import Path

import pytest
from filejobs import Keeper

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build"
LIBRARY = BUILD / "libmmservices.so"
INCLUDE = ROOT / "include"

CC = shlex.split(os.environ.get("CC", "gcc"))
CXX = shlex.split(os.environ.get("CXX", "g++"))

STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
SANITISE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


def run(command, cwd=None, status=0, timeout=120, env=None):
    """Runs a command to its end; anything but the exit status wanted fails the test with all that was printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    if done.returncode != status:
        command = shlex.join(str(part) for part in command)
        pytest.fail(f"{command}\nexit status {done.returncode}\n{done.stdout}{done.stderr}", pytrace=False)
    return done


def link_flags():
    """Flags that link with the built library, and find it again at run time."""
    return [f"-I{INCLUDE}", f"-L{BUILD}", "-lmmservices", f"-Wl,-rpath,{BUILD}", "-lm"]


def build_program(source, program, sanitise):
    """Compiles a C test program, if so wanted with AddressSanitizer, and links it with the library."""
    flags = ["-std=c99", "-D_DEFAULT_SOURCE", "-pthread", "-g", "-O1", *STRICT, *(SANITISE if sanitise else [])]
    run([*CC, *flags, source, *link_flags(), "-o", program])
    return program


# Libraries with a sanitiser inside: what a program is compiled with for each, and linked with. Each ends a program with
# a status of its own when it finds something.
SANITISED = {
    "plain": ([], []),
    "asan": (SANITISE, [f"-L{BUILD / 'asan'}", "-lmmservices", f"-Wl,-rpath,{BUILD / 'asan'}"]),
    "tsan": (["-fsanitize=thread"], [f"-L{BUILD / 'tsan'}", "-lmmservices", f"-Wl,-rpath,{BUILD / 'tsan'}"]),
    "race": (["-no-pie"], [BUILD / "race" / "libmmservices.a", "-lresolv"]),
}
FOUND = 66
SANITISER_OPTIONS = {
    "GORACE": f"halt_on_error=1 exitcode={FOUND}",
    "TSAN_OPTIONS": f"halt_on_error=1 exitcode={FOUND}",
    "ASAN_OPTIONS": f"exitcode={FOUND}",
}


def build_sanitised(source, program, kind, flags=()):
    """Compiles a C test program and links it with the library of that kind."""
    compiled, linked = SANITISED[kind]
    strict = ["-std=c99", "-D_DEFAULT_SOURCE", "-pthread", "-g", "-O1", *STRICT]
    library = [*linked, "-lm"] if linked else link_flags()
    run([*CC, *strict, *compiled, *flags, source, f"-I{INCLUDE}", *library, "-o", program])
    return program


def pytest_configure(config):
    config.addinivalue_line("markers", "soak: goes on for MMS_SOAK seconds under `make soak`, and is short else")


def pytest_report_header():
    return f"C compiler: {shlex.join(CC)}; C++ compiler: {shlex.join(CXX)}"


@pytest.fixture(scope="session")
def jobs(tmp_path_factory):
    """The program of filejobs.c."""
    return build_program(HERE / "filejobs.c", tmp_path_factory.mktemp("filejobs") / "filejobs", sanitise=False)


@pytest.fixture
def keeper(jobs, tmp_path):
    """A Keeper of the folder tmp_path."""
    keeper = Keeper(jobs, tmp_path)
    yield keeper
    keeper.close()
