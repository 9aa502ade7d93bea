"""The built file: what it exports, what it needs, how it is hardened."""

import os
import re
from pathlib import Path

import abi
import header
import pytest

from conftest import LIBRARY, ROOT, run


@pytest.fixture(scope="module")
def dynamic():
    return run(["readelf", "--wide", "--dynamic", LIBRARY]).stdout


@pytest.fixture(scope="module")
def segments():
    return run(["readelf", "--wide", "--program-headers", LIBRARY]).stdout


def entries(dynamic, tag):
    return re.findall(rf"\({tag}\)\s+(?:[\w ]+: )?\[?([^\]\n]*)\]?", dynamic)


def exported():
    lines = run(["nm", "--dynamic", "--defined-only", LIBRARY]).stdout.splitlines()
    return sorted(line.split()[2] for line in lines if line.split()[1] != "A")  # A is the version's own name


def test_it_exports_what_is_on_record_and_nothing_else():
    assert exported() == abi.symbols()


def test_it_exports_every_function_of_the_header():
    assert sorted(symbol.partition("@")[0] for symbol in exported()) == sorted(header.functions())


def test_its_soname_has_the_abi_version(dynamic):
    number = {macro.name: macro.value for macro in header.number_macros()}["MMS_ABI_VERSION"]
    assert entries(dynamic, "SONAME") == [abi.soname()] == [f"libmmservices.so.{number}"]


def test_its_names_are_links_to_one_file():
    version = re.search(r'MMS_VERSION_STRING "(.*)"', header.text()).group(1)
    assert os.readlink(LIBRARY) == "libmmservices.so.2"
    assert os.readlink(LIBRARY.with_name("libmmservices.so.2")) == f"libmmservices.so.{version}"
    assert LIBRARY.resolve().is_file()


def test_it_needs_the_c_library_only(dynamic):
    needed = set(entries(dynamic, "NEEDED"))
    # Before glibc 2.34 the threads were in a file of their own.
    assert needed - {"libpthread.so.0"} - {n for n in needed if n.startswith("ld-linux")} == {"libc.so.6"}


def test_it_carries_no_search_path(dynamic):
    assert entries(dynamic, "RPATH") == entries(dynamic, "RUNPATH") == []


def test_it_is_never_unloaded(dynamic):
    assert "NODELETE" in " ".join(entries(dynamic, "FLAGS_1"))


def test_its_relocations_are_read_only(dynamic, segments):
    assert "GNU_RELRO" in segments
    assert "NOW" in " ".join(entries(dynamic, "FLAGS_1"))
    assert not re.search(r"\(TEXTREL\)|\bTEXTREL\b", dynamic)


def test_its_stack_is_not_executable(segments):
    (flags,) = re.findall(r"GNU_STACK\s+(?:0x[0-9a-f]+ +){5}([RWE ]{3})", segments)
    assert flags == "RW "


def test_no_segment_is_writable_and_executable(segments):
    flags = re.findall(r"LOAD\s+(?:0x[0-9a-f]+ +){5}([RWE ]{3})", segments)
    assert flags
    assert "RWE" not in flags


def test_it_is_stripped():
    sections = run(["readelf", "--wide", "--sections", LIBRARY]).stdout
    assert ".dynsym" in sections
    assert ".symtab" not in sections
    assert ".debug_info" not in sections


def test_it_does_not_tell_where_it_was_built():
    content = LIBRARY.read_bytes()
    for folder in (ROOT, Path.home()):
        assert os.fsencode(folder) + b"/" not in content


def test_cgos_own_header_is_not_left_beside_it():
    assert not LIBRARY.resolve().with_suffix(".h").exists()
