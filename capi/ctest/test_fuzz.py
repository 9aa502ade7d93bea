"""
The fuzz target of capi/fuzz: everything that once failed, every seed and some thousand mutated inputs are gone through,
and it would find what it looks for. `make soak` goes on for longer.
"""

import os
import re
import shutil

import header
import pytest

from conftest import BUILD, CC, INCLUDE, ROOT, run

FUZZ = ROOT / "capi" / "fuzz"
PROGRAM = BUILD / "fuzz" / "library"
LIBRARY_FLAGS = [f"-L{BUILD / 'fuzz'}", "-lmmservices", f"-Wl,-rpath,{BUILD / 'fuzz'}"]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """Files and folders to begin with."""
    catalogue = tmp_path_factory.mktemp("catalogue")
    run(["go", "run", "./internal/wavtest/catalogue/export", catalogue], cwd=ROOT, timeout=300)
    corpus = os.environ.get("MMS_CORPUS")
    return [FUZZ / "regressions", ROOT / "testdata", catalogue, *([corpus] if corpus else [])]


def test_nothing_fails(seeds, tmp_path):
    done = run([PROGRAM, "--seed", 1, "--runs", 20000, "--last", tmp_path / "last", *seeds], timeout=600)
    replayed, mutated, kept, reached = map(int, re.search(
        r"^seed 1: (\d+) inputs replayed, (\d+) mutated, (\d+) kept, (\d+) of \d+ pieces", done.stdout, re.M
    ).groups())
    assert replayed > 9000
    assert mutated == 20000
    assert kept > 1000
    assert reached > 6000


def test_what_once_failed_does_not_any_more():
    files = sorted((FUZZ / "regressions").glob("*.input"))
    assert f"{len(files)} inputs replayed" in run([PROGRAM, "--runs", 0, *files]).stdout


def test_every_function_is_called():
    sources = "".join(path.read_text(encoding="utf-8") for path in FUZZ.glob("*.c"))
    never = [name for name in header.functions() if not re.search(rf"\b{name}\b", sources)]
    rows = [name for name in never if re.fullmatch(r"mms_(rgb_to_\w+|\w+_to_rgb)_(u8|u16|f32|f64)", name)]
    assert len(rows) == 24  # made of their parts by ROWS
    assert set(never) - set(rows) == {"mms_version", "mms_version_number", "mms_abi_version"}


def test_every_status_is_known():
    known = re.findall(r"\bMMS_\w+\b", (FUZZ / "statuses.h").read_text(encoding="utf-8"))
    never = {"MMS_ERROR_INTERNAL", "MMS_ERROR_FORKED"}
    assert set(known) == {macro.name for macro in header.statuses()} - never


def replace(path, old, new):
    """Puts something else into a source file, where it stands once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


# What the target looks for, and how it is made to happen: it passes a buffer that is shorter than it says, or believes
# something of the library that is not so.
FAULTS = {
    "vectors write a byte too far": ("numbers.c", "exact((size_t)count * width,", "exact((size_t)count * width - 1,"),
    "text is a byte too long": ("numbers.c", "buffer = exact((size_t)size + 1, 1);\n    CHECK_OK", "x"),
    "a file is read a byte too far": ("reading.c", "exact_copy(in->file, in->size, 1)", "exact_copy(in->file, in->size - 1, 1)"),
    "a result is not zeroed": ("reading.c", "CHECK_ZEROED(status, opened->reader);", "CHECK(status == MMS_OK);"),
    "a descriptor is left open": ("reading.c", "CHECK(close(opened->fd) == 0);", ""),
    "a handle is left open": ("reading.c", "TRY(mms_wave_reader_close(opened->reader, ERROR));\n", "", ),
}
