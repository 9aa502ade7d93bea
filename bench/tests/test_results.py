"""From measurements to rows and a table."""

import pytest

from bench.catalogue import GROUPS
from bench.measurement import Measurement
from bench.results import Results, load, rows, save, streaming
from bench.table import markdown, summary


@pytest.fixture
def results():
    """Ours is 3, 4 and 5 times as fast as libsndfile where 2 is the goal; dr_wav was not there."""
    rates = {"mmservices": [3e9, 8e9, 5e9], "libsndfile": [1e9, 2e9, 1e9], "machine": [9e9, 12e9, 5e9]}
    return Results(
        date="2000-01-01",
        quick=False,
        machine={"CPU": "a CPU", "cores": "2"},
        versions={"libsndfile": "1.2.0"},
        not_run={"dr_wav": "its header was not named"},
        failures={"open": "no such file"},
        streaming={"frames": 1000, "seconds": 2.0, "base": 1 << 20, "peak": 3 << 20},
        measurements={
            "read-s16-65536": Measurement("read-s16-65536", "samples", rates),
            "memcpy": Measurement("memcpy", "B", {"machine": [24e9]}),
        },
    )


def row_of(results, work, peer):
    return next(row for row in rows(results) if (row.work.id, row.peer) == (work, peer))


def test_ids_are_unique():
    ids = [work.id for group in GROUPS for work in group.works]
    assert len(ids) == len(set(ids))


def test_a_row_has_the_median_of_the_ratios(results):
    row = row_of(results, "read-s16-65536", "libsndfile")
    assert row.ratio.median == 4
    assert row.reached is True


def test_the_bound_is_the_ratio_of_bare_system_calls(results):
    assert row_of(results, "read-s16-65536", "libsndfile").bound == 6


def test_a_goal_that_is_missed_says_so(results):
    results.measurements["read-s16-65536"].rates["mmservices"] = [1e9, 1e9, 1e9]
    assert row_of(results, "read-s16-65536", "libsndfile").reached is False


@pytest.mark.parametrize(
    ("work", "peer", "remark"),
    [
        ("read-s16-65536", "dr_wav", "not run: its header was not named"),
        ("open", "libsndfile", "failed"),
        ("map-open", "libsndfile", "not asked for"),
    ],
)
def test_what_was_not_measured_says_why_and_counts_as_nothing(results, work, peer, remark):
    row = row_of(results, work, peer)
    assert (row.remark, row.ratio, row.reached) == (remark, None, None)


def test_streaming_counts_from_the_base(results):
    assert streaming(results).over_base == 2 << 20
    assert streaming(results).reached


def test_the_summary_counts_goals_that_could_not_be_measured(results):
    goals = sum(goal is not None for group in GROUPS for work in group.works for goal in work.against.values()) + 1
    assert summary(results) == f"2 of {goals} goals reached; {goals - 2} could not be measured."
    results.streaming.clear()
    assert summary(results) == f"1 of {goals} goals reached; {goals - 1} could not be measured."


def test_results_come_back_from_json(results, tmp_path):
    save(results, tmp_path / "run.json")
    assert load(tmp_path / "run.json") == results


def test_every_row_is_in_the_table(results):
    table = markdown(results)
    assert "| read s16 as f32, by 65 536 frames " in table
    assert "3.50 to 4.50" in table
    assert table.count("\n| ") >= len(list(rows(results)))
