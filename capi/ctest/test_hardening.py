"""That the built file has none of the faults of hardening.py, and that each of them would be found."""

import hardening
import pytest

from conftest import CC, LIBRARY, run

# Functions like those of the shim: a buffer on the stack, and calls that the C library can check.
SOURCE = """
#include <math.h>
#include <stdio.h>
#include <string.h>

void show(const char *text) {
    char copy[64];
    strncpy(copy, text, sizeof copy - 1);
    copy[sizeof copy - 1] = 0;
    printf("%s", copy);
}
"""

SOUND = [
    *["-shared", "-fPIC", "-O2", "-fstack-protector-strong", "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=2"],
    "-Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code,--no-as-needed",
]
NODELETE = "-Wl,-z,nodelete"

UNSOUND = {
    "relocations_stay_writable": [(["-Wl,-z,norelro"], ""), (["-Wl,-z,lazy"], "")],
    "code_is_relocated": [(["-Wl,-z,notext"], '__asm__(".text\\n.quad puts\\n");')],
    "stack_is_executable": [(["-Wl,-z,execstack"], "")],
    "memory_is_writable_and_executable": [([], '__asm__(".section .both,\\"awx\\"\\n.quad 0\\n.text\\n");')],
    "data_is_executable": [(["-Wl,-z,noseparate-code"], "")],
    "has_a_search_path": [
        (["-Wl,-rpath,/some/where,--disable-new-dtags"], ""),
        (["-Wl,-rpath,/some/where,--enable-new-dtags"], ""),
    ],
    "can_be_unloaded": [([], "")],
    "needs_more_than_the_c_library": [(["-lm"], "")],
    "lacks_stack_protector": [(["-fno-stack-protector"], "")],
    "lacks_fortified_calls": [(["-U_FORTIFY_SOURCE"], "")],
}


def build(folder, flags=(NODELETE,), code=""):
    source, library = folder / "library.c", folder / "library.so"
    source.write_text(SOURCE + code)
    run([*CC, *SOUND, source, *flags, "-o", library])
    return library


def test_the_library_has_no_fault():
    assert hardening.faults(LIBRARY) == []


def test_a_sound_library_has_no_fault(tmp_path):
    assert hardening.faults(build(tmp_path)) == []


@pytest.mark.parametrize(("fault", "flags", "code"), [(fault, *way) for fault, ways in UNSOUND.items() for way in ways])
def test_a_fault_is_found(tmp_path, fault, flags, code):
    if fault != "can_be_unloaded":
        flags = [*flags, NODELETE]
    assert hardening.faults(build(tmp_path, flags, code)) == [fault]


def test_a_newer_c_library_is_found(monkeypatch):
    newest = max(hardening.Elf(LIBRARY).glibc())
    monkeypatch.setattr(hardening, "NEWEST_GLIBC", (newest[0], newest[1] - 1))
    assert hardening.faults(LIBRARY) == ["needs_a_newer_c_library"]


def test_every_fault_has_its_counter_test():
    assert {fault.__name__ for fault in hardening.FAULTS} == {*UNSOUND, "needs_a_newer_c_library"}
