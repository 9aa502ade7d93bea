"""Hosts that load the library by themselves: programs in hosts/, which are not linked with it."""

import os
import shutil

import pytest

from conftest import CC, HERE, INCLUDE, LIBRARY, ROOT, STRICT, run

GO_LIBRARY = HERE / "golib"


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """Builds a program of hosts/ and returns where it is."""
    folder = tmp_path_factory.mktemp("hosts")

    def build(name):
        program = folder / name
        flags = ["-std=c99", "-D_GNU_SOURCE", "-pthread", "-g", "-O1", f"-I{INCLUDE}", *STRICT]
        run([*CC, *flags, HERE / "hosts" / f"{name}.c", "-ldl", "-o", program])
        return program

    return build


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    """Two copies of the library, and another library in Go."""
    folder = tmp_path_factory.mktemp("libraries")
    go = folder / "golib.so"
    run(["go", "build", "-buildmode=c-shared", "-o", go, "./capi/ctest/golib"], cwd=ROOT, timeout=600)
    copies = [folder / "first.so", folder / "second.so"]
    for copy in copies:
        shutil.copy(LIBRARY, copy)
    return {"go": ("go", go), "mms": ("mms", LIBRARY), "first": ("mms", copies[0]), "second": ("mms", copies[1])}


def printed(program):
    """The promises that a program keeps: the names of its tests."""
    source = (HERE / "hosts" / f"{program}.c").read_text(encoding="utf-8")
    return [line.strip()[len("RUN(") : -len(");")] for line in source.splitlines() if line.strip().startswith("RUN(")]


@pytest.mark.parametrize("program", ["loading", "loading_at_once", "namespaces", "handlers"])
def test_a_host(program, host):
    assert run([host(program), LIBRARY]).stdout.split() == printed(program)


@pytest.mark.parametrize(
    "order",
    ["go mms", "mms go", "mms first", "first second go mms"],
)
def test_a_host_with_several_libraries_in_go(order, host, libraries):
    arguments = [part for name in order.split() for part in libraries[name]]
    assert run([host("several"), *arguments]).stdout.split() == printed("several")


# What the runtime is told by the environment that the process was started with.
@pytest.mark.parametrize(
    "variables",
    [
        {"GOMAXPROCS": "1"},
        {"GOGC": "off", "GOMEMLIMIT": "64MiB"},
        {"GOGC": "1", "GODEBUG": "gcstoptheworld=1"},
        {"GODEBUG": "asyncpreemptoff=1"},
        {"GOTRACEBACK": "crash", "GOGC": "nonsense", "GOMAXPROCS": "nonsense", "GODEBUG": "nonsense"},
    ],
    ids=lambda variables: " ".join(f"{name}={value}" for name, value in variables.items()),
)
def test_the_environment_of_go_is_no_harm(variables, host):
    assert run([host("handlers"), LIBRARY], env=variables).stdout.split() == printed("handlers")


def test_a_memory_limit_that_is_none_ends_the_process_as_the_header_says(host):
    assert "malformed GOMEMLIMIT" in run([host("handlers"), LIBRARY], status=-6, env={"GOMEMLIMIT": "nonsense"}).stderr


def test_every_program_is_run():
    programs = {path.stem for path in (HERE / "hosts").glob("*.c")}
    assert programs == {"loading", "loading_at_once", "namespaces", "handlers", "several", "footprint"}
    assert os.path.isdir(GO_LIBRARY)
