"""docs/differences.md names each difference, and each that it names is tested."""

from __future__ import annotations

import pkgutil
import re

import pytest

import riff_model
from conftest import ROOT

NAMED = re.findall(r"^### (.+)$", (ROOT / "docs" / "differences.md").read_text(), re.MULTILINE)

# What shows the differences that are not read off the bytes of a file (those are the rules of riff_model).
TESTS = {
    "no-preallocation": "test_wave_read.TestFramesThatAreNotThere.test_a_size_of_4_gib_costs_no_memory",
    "short-reads": "test_file_objects.TestCallsOfReaders.test_short_reads_are_completed",
    "long-reads": "test_file_objects.TestExceptionsOfReaders.test_more_bytes_than_were_asked_for",
    "short-writes": "test_file_objects.TestCallsOfWriters.test_a_raw_file_that_takes_less",
    "pad-lookback": "test_file_objects.TestMoreCalls.test_behind_an_odd_chunk_a_strange_one_is_looked_at_twice",
    "failed-patch": "test_file_objects.TestMoreCalls.test_a_header_that_was_not_corrected_is_left_behind",
    "own-descriptor": "test_wave_read.TestChunks.test_reading_through_them_reads_the_file",
    "header-check": "test_wave_write.TestNumbersThatDoNotFit.test_struct_error",
    "past-4-gib": "test_wave_write.test_past_4_gib_the_file_stays_right",
    "wide-pcm": "test_wave_write.TestNumbersThatDoNotFit.test_floats_turned_to_integers_of_8_bytes",
    "late-parameters": "test_wave_write.TestNumbersThatDoNotFit.test_the_frames_of_floats_are_counted_by_the_header",
    "quiet-failures": "test_wave_write.TestClose.test_without_a_file_there_is_one_exception_only",
    "fork": "fork_cases.open_objects.a_file_whose_position_is_the_parents_is_refused",
    "error-class": "test_versions.test_error_is_an_exception_of_this_module",
    "names": "test_wave_read.TestOpen.test_a_name_can_be_any_kind_of_path",
    "pad-byte": "test_wave_write.as_python_3_15",
    "frame-rate": "test_wave_write.TestSetters.test_what_is_no_frame_rate",
    "setparams": "test_wave_write.TestSetparams.test_another_number_is_an_error",
    "all": "test_versions.test_all_and_marks_under_a_version",
    "marks": "test_versions.TestMarks.test_they_do_what_they_did",
    "not-numbers": "test_colorsys.TestAgainstTheStandardModule.test_what_is_no_number",
    "rgb-to-hls": "test_colorsys.TestExceptions.test_near_white_is_a_colour",
}


def test_the_page_names_the_differences_that_the_tests_know() -> None:
    assert sorted(NAMED) == sorted([*riff_model.ASPECTS, *TESTS])


@pytest.mark.parametrize("difference", sorted(TESTS))
def test_the_difference_is_tested(difference: str) -> None:
    assert callable(pkgutil.resolve_name(TESTS[difference]))
