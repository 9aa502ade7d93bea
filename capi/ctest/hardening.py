"""What makes a shared library easier to abuse or to misload, as far as its file shows it."""

import re

from conftest import run

# The newest interface of the C library that is needed: the library loads with this glibc and later ones. Python's
# packages call that manylinux_2_34. What is built with an older glibc needs less.
NEWEST_GLIBC = (2, 34)

# Before glibc 2.34 the threads were in a file of their own; the dynamic linker itself is always there.
C_LIBRARY = re.compile(r"libc\.so\.6|libpthread\.so\.0|ld-linux.*|ld64\.so\.\d")

SEGMENT = r"\s+(?:0x[0-9a-f]+ +){5}([RWE ]{3})"


class Elf:
    """What readelf and nm say of a file."""

    def __init__(self, path):
        self.path = path
        self.dynamic = self.readelf("--dynamic")
        self.segments = self.readelf("--program-headers")
        self.undefined = run(["nm", "--dynamic", "--undefined-only", path]).stdout

    def readelf(self, what):
        return run(["readelf", "--wide", what, self.path]).stdout

    def entries(self, tag):
        """The values of the dynamic entries with a tag: what stands in brackets, or all of it."""
        return re.findall(rf"\({tag}\)\s+(?:[\w ]+: )?\[?([^\]\n]*)\]?", self.dynamic)

    def flags(self):
        return " ".join(self.entries("FLAGS") + self.entries("FLAGS_1")).split()

    def segment_flags(self, kind):
        return [flags.strip() for flags in re.findall(rf"^\s*{kind}{SEGMENT}", self.segments, re.M)]

    def imports(self):
        return [line.split()[-1].partition("@")[0] for line in self.undefined.splitlines()]

    def glibc(self):
        """The versions of the C library's interface that are needed."""
        return {tuple(map(int, version.split("."))) for version in re.findall(r"@GLIBC_([\d.]+)", self.undefined)}


def relocations_stay_writable(elf):
    at_once = {"NOW", "BIND_NOW"} & {*elf.flags()} or elf.entries("BIND_NOW")
    return not at_once or not elf.segment_flags("GNU_RELRO")


def code_is_relocated(elf):
    return "TEXTREL" in elf.flags() or bool(elf.entries("TEXTREL"))


def stack_is_executable(elf):
    return elf.segment_flags("GNU_STACK") != ["RW"]


def memory_is_writable_and_executable(elf):
    loaded = elf.segment_flags("LOAD")
    return not loaded or any("W" in flags and "E" in flags for flags in loaded)


def data_is_executable(elf):
    """The first segment has the headers and the tables of symbols, which are no code."""
    return "E" in elf.segment_flags("LOAD")[0]


def has_a_search_path(elf):
    return bool(elf.entries("RPATH") + elf.entries("RUNPATH"))


def can_be_unloaded(elf):
    return "NODELETE" not in elf.flags()


def needs_more_than_the_c_library(elf):
    needed = elf.entries("NEEDED")
    return "libc.so.6" not in needed or not all(C_LIBRARY.fullmatch(name) for name in needed)


def needs_a_newer_c_library(elf):
    return max(elf.glibc()) > NEWEST_GLIBC


def lacks_stack_protector(elf):
    return "__stack_chk_fail" not in elf.imports()


def lacks_fortified_calls(elf):
    return not any(re.fullmatch(r"__\w+_chk", name) for name in elf.imports())


FAULTS = [
    relocations_stay_writable,
    code_is_relocated,
    stack_is_executable,
    memory_is_writable_and_executable,
    data_is_executable,
    has_a_search_path,
    can_be_unloaded,
    needs_more_than_the_c_library,
    needs_a_newer_c_library,
    lacks_stack_protector,
    lacks_fortified_calls,
]


def faults(path):
    """The names of the faults that a file has."""
    elf = Elf(path)
    return [fault.__name__ for fault in FAULTS if fault(elf)]
