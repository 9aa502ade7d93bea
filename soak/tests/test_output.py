"""What the programs of a soak print is understood."""

from pathlib import Path

import pytest
from soak import go_fuzz, library, suites
from soak.process import Ended, run

FUZZED = """\
fuzz: elapsed: 0s, gathering baseline coverage: 0/200 completed
fuzz: elapsed: 3s, execs: 61234 (20411/sec), new interesting: 3 (total: 203)
fuzz: elapsed: 1m6s, execs: 123456 (20741/sec), new interesting: 5 (total: 205)
PASS
ok  \tmmservices/wave\t66.2s
"""

FOUND = """\
fuzz: elapsed: 3s, execs: 61234 (20411/sec), new interesting: 3 (total: 203)
--- FAIL: FuzzReader (3.01s)
    --- FAIL: FuzzReader (0.00s)
        fuzz_test.go:60: not equal

    Failing input written to testdata/fuzz/FuzzReader/0123456789abcdef
    To re-run:
    go test -run=FuzzReader/0123456789abcdef
FAIL
"""

OUT_OF_TIME = """\
fuzz: elapsed: 10s, execs: 1000 (100/sec), new interesting: 0 (total: 9)
--- FAIL: FuzzReader (10.09s)
    context deadline exceeded
FAIL
"""

LAST = Path("seed-7.last")


def test_executions_and_time_of_a_go_target_are_the_last_it_tells():
    work = go_fuzz.understand(Ended(0, FUZZED), "FuzzReader")
    assert (work.executions, work.seconds, work.findings) == (123456, 66.0, [])
    assert work.notes == ["205 inputs that reach different code"]


def test_an_input_with_which_a_go_target_fails_is_named():
    work = go_fuzz.understand(Ended(1, FOUND), "FuzzReader")
    assert work.executions == 61234
    assert len(work.findings) == 1
    assert "testdata/fuzz/FuzzReader/0123456789abcdef" in work.findings[0]


def test_the_end_of_the_time_is_no_finding():
    assert go_fuzz.understand(Ended(1, OUT_OF_TIME), "FuzzReader").findings == []


@pytest.mark.parametrize(
    "ended",
    [
        Ended(1, "# mmservices/wave\nsyntax error\n"),
        Ended(2, FUZZED + "panic: oh\n"),
        Ended(None, FUZZED),
        Ended(0, "PASS\n"),
        Ended(1, OUT_OF_TIME.replace("FAIL\n", "--- FAIL: FuzzReader (1s)\n    another\nFAIL\n")),
    ],
    ids=["does not compile", "panics", "hangs", "does nothing", "fails when the time is over"],
)
def test_whatever_else_goes_wrong_with_a_go_target_is_a_finding(ended):
    assert len(go_fuzz.understand(ended, "FuzzReader").findings) == 1


def test_only_targets_are_listed():
    assert go_fuzz.targets_in("FuzzReader\nFuzzRoundTrip\nok  \tmmservices/wave\t0.1s\n") == [
        "FuzzReader",
        "FuzzRoundTrip",
    ]


@pytest.mark.parametrize(("text", "seconds"), [("0s", 0), ("3s", 3), ("1m6s", 66), ("1h0m1s", 3601), ("10ms", 0.01)])
def test_durations_of_go(text, seconds):
    assert go_fuzz.duration(text) == seconds


def test_what_the_fuzzer_in_c_replayed_counts_too():
    line = "seed 7: 100 inputs replayed, 2000 mutated, 30 kept, 6000 of 10824 pieces of code reached, 9.0 s\n"
    work = library.understand(Ended(0, line), "library", LAST)
    assert (work.executions, work.findings) == (2100, [])
    assert work.notes == ["6000 of 10824 pieces of code reached, 30 inputs kept"]


@pytest.mark.parametrize("ended", [Ended(1, "ERROR: AddressSanitizer\n"), Ended(None, ""), Ended(0, "")])
def test_the_input_with_which_the_library_fails_is_named(ended):
    (finding,) = library.understand(ended, "library", LAST).findings
    assert "seed-7.last" in finding


def test_collected_tests_are_counted():
    assert suites.tests_in("capi/ctest/test_a.py::test_x[1]\ncapi/ctest/test_a.py::test_y\n\n2 tests collected\n") == 2


def test_what_was_skipped_is_told():
    output = (
        "SKIPPED [1] test_a.py:3: needs root\n============ 4 passed, 1 skipped, 9 deselected in 3.21s =============\n"
    )
    work = suites.understand(Ended(0, output), "tests")
    assert work.findings == []
    assert work.notes == ["4 passed, 1 skipped, 9 deselected", "SKIPPED [1] test_a.py:3: needs root"]


def test_failed_tests_are_named():
    output = "FAILED test_a.py::test_x - assert 1\n====== 1 failed, 2 passed in 3.21s ======\n"
    (finding,) = suites.understand(Ended(1, output), "tests").findings
    assert "test_a.py::test_x" in finding


def test_no_tests_at_all_are_a_finding():
    assert "there are none" in suites.understand(Ended(suites.NOTHING_COLLECTED, ""), "tests").findings[0]


def test_a_process_that_hangs_is_stopped_with_its_children():
    ended = run(["sh", "-c", "echo begun; sleep 60 & wait"], seconds=0.5)
    assert ended == Ended(None, "begun\n")
