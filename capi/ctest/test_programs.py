"""
The C programs test_*.c, each linked with the library: as they are, and again with AddressSanitizer.

The programs are sanitised, not the library. Leaks of both are found, and what the library does wrong in libc; for what
Go code itself reads and writes there is test_bounds.c. valgrind is of no use here: it takes Go's stacks for errors.
"""

import gzip
import os

import header
import pytest

from conftest import HERE, ROOT, build_program, run

PROGRAMS = [
    pytest.param(path.stem, marks=[pytest.mark.soak] if "soak_seconds()" in path.read_text(encoding="utf-8") else [])
    for path in sorted(HERE.glob("test_*.c"))
]


@pytest.mark.parametrize("sanitise", [False, True], ids=["plain", "asan"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program, sanitise, tmp_path):
    if program == "test_colours":
        packed = ROOT / "testdata" / "colorsys" / "vectors.bin.gz"
        (tmp_path / "vectors.bin").write_bytes(gzip.decompress(packed.read_bytes()))
    built = build_program(HERE / f"{program}.c", tmp_path / program, sanitise)
    run([built], cwd=tmp_path, timeout=120 + 2 * int(os.environ.get("MMS_SOAK", "0")))


def test_asan_would_find_a_leak(tmp_path):
    source = tmp_path / "leak.c"
    source.write_text(
        "#include <mmservices.h>\n#include <stdlib.h>\n"
        "static void *volatile lost;\n"
        "static void lose(void) { lost = malloc(100); lost = NULL; }\n"
        "int main(void) { lose(); return mms_abi_version() != MMS_ABI_VERSION; }\n"
    )
    program = build_program(source, tmp_path / "leak", sanitise=True)
    assert "100 byte(s) leaked" in run([program], status=1).stderr


def test_every_function_is_called_in_a_forked_child():
    source = (HERE / "test_fork.c").read_text(encoding="utf-8")
    assert [name for name in header.functions() if f"{name}(" not in source] == []
