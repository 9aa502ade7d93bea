"""The built file: what it exports, what it is called and what it tells. How it is hardened: test_hardening.py."""

import os
import re
from pathlib import Path

import abi
import header
from hardening import Elf

from conftest import LIBRARY, ROOT, run


def exported():
    lines = run(["nm", "--dynamic", "--defined-only", LIBRARY]).stdout.splitlines()
    return sorted(line.split()[2] for line in lines if line.split()[1] != "A")  # A is the version's own name


def test_it_exports_what_is_on_record_and_nothing_else():
    assert exported() == abi.symbols()


def test_it_exports_every_function_of_the_header():
    assert sorted(symbol.partition("@")[0] for symbol in exported()) == sorted(header.functions())


def test_its_soname_has_the_abi_version():
    number = {macro.name: macro.value for macro in header.number_macros()}["MMS_ABI_VERSION"]
    assert Elf(LIBRARY).entries("SONAME") == [abi.soname()] == [f"libmmservices.so.{number}"]


def test_its_names_are_links_to_one_file():
    version = re.search(r'MMS_VERSION_STRING "(.*)"', header.text()).group(1)
    assert os.readlink(LIBRARY) == abi.soname()
    assert os.readlink(LIBRARY.with_name(abi.soname())) == f"libmmservices.so.{version}"
    assert LIBRARY.resolve().is_file()


def test_it_is_stripped():
    sections = run(["readelf", "--wide", "--sections", LIBRARY]).stdout
    assert ".dynsym" in sections
    assert ".symtab" not in sections
    assert ".debug_info" not in sections


def test_it_does_not_tell_where_it_was_built():
    content = LIBRARY.read_bytes()
    for folder in (ROOT, Path.home()):
        assert os.fsencode(folder) + b"/" not in content


def test_it_tells_what_compilers_it_was_built_with():
    content = LIBRARY.read_bytes()
    assert re.search(rb"\bgo1\.\d+", content)
    assert b"build\t-trimpath=true\n" in content
    assert re.search(rb"GCC: \(|clang version \d", content)


def test_cgos_own_header_is_not_left_beside_it():
    assert not LIBRARY.resolve().with_suffix(".h").exists()
