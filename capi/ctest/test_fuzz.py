"""
The fuzz target of capi/fuzz: everything that once failed, every seed and some thousand mutated inputs are gone through,
and it would find what it looks for. `make soak` goes on for longer.
"""

import os
import re

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
    done = run([PROGRAM, "--seed", 1, "--runs", 20000, "--last", tmp_path / "last", *seeds], timeout=900)
    replayed, mutated, kept, reached = map(
        int,
        re.search(
            r"^seed 1: (\d+) inputs replayed, (\d+) mutated, (\d+) kept, (\d+) of \d+ pieces", done.stdout, re.M
        ).groups(),
    )
    assert replayed > 9000
    assert mutated == 20000
    assert kept > 300
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
    never = {"MMS_ERROR_INTERNAL", "MMS_ERROR_FORKED", "MMS_ERROR_IO_MAP"}
    assert set(known) == {macro.name for macro in header.statuses()} - never


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """Runs the fuzz target with a fault planted in it, which must end it, and returns what it says."""
    program = tmp_path_factory.mktemp("faulty") / "library"
    sources = [path for path in sorted(FUZZ.glob("*.c")) if path.name != "counters.c"]
    flags = ["-std=c99", "-D_GNU_SOURCE", "-DWITH_FAULTS", "-g", "-O1", "-fsanitize=address"]
    run([*CC, *flags, f"-I{INCLUDE}", f"-I{ROOT / 'capi' / 'ctest'}", *sources, *LIBRARY_FLAGS, "-o", program])

    def fails(fault, *arguments):
        return run([program, *arguments], env={"MMS_FUZZ_PLANT": str(fault)}, status=1).stderr

    return fails


SHORT_RESULTS, SHORT_FILE, OPEN_DESCRIPTORS, LOST_MEMORY, ENDLESS_CALLS = range(1, 6)
SPEECH = ROOT / "testdata" / "speech" / "speech-cues.wav"


def script(folder, *numbers):
    """An input of a script and a recording."""
    path = folder / "script.input"
    path.write_bytes(bytes([len(numbers), *numbers]) + SPEECH.read_bytes()[:4096])
    return path


# Pieces of scripts: what there is to do, and how. Their lengths are multiples of 4, so that the first two buffers end
# where a page does.
READING, SAMPLES, PIXELS, SMALL = 0, 5, 7, 8
MEMORY = [0, 1, 1, 0, 1, 0]
READ_BYTES = [1]
U8, S16 = 0, 1


@pytest.mark.parametrize(
    ("fault", "numbers"),
    [
        pytest.param(SHORT_FILE, [READING, *MEMORY, *READ_BYTES, 0, 0x20, 0, 0], id="a file in memory"),
        pytest.param(SHORT_RESULTS, [READING, *MEMORY, *READ_BYTES, 1, 100, 0, 0], id="what is read of a file"),
        pytest.param(SHORT_RESULTS, [SAMPLES, 1, S16, 1, U8, 1, 100, 1], id="samples"),
        pytest.param(SHORT_RESULTS, [PIXELS, 0, 0, 1, 100, 1, 1, 0], id="pixels"),
        pytest.param(SHORT_RESULTS, [SMALL, 1, 0, 0], id="texts"),
    ],
)
def test_a_step_of_the_library_behind_a_buffer_is_found(faulty, tmp_path, fault, numbers):
    said = faulty(fault, "--runs", 0, script(tmp_path, *numbers))
    assert "memory cannot be accessed" in said or re.search(r"#0 \w+ in (runtime\.|mmservices/|main\.)", said)


def test_descriptors_that_stay_open_are_found(faulty):
    assert 'entries("/proc/self/fd") is' in faulty(OPEN_DESCRIPTORS, "--runs", 2000, SPEECH)


def test_lost_memory_is_found(faulty):
    assert "detected memory leaks" in faulty(LOST_MEMORY, "--runs", 100, SPEECH)


def test_an_input_that_takes_too_long_is_found(faulty, tmp_path):
    last = tmp_path / "endless.last"
    said = faulty(ENDLESS_CALLS, "--limit", 1, "--runs", 0, "--last", last, script(tmp_path, 0, 1))
    assert said == "an input takes too long\n"
    assert faulty(ENDLESS_CALLS, "--limit", 1, "--runs", 0, last) == said
