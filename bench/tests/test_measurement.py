"""Who runs when, and what is not measured."""

import pytest

from bench.measurement import Contestant, Disagreement, Settings, measure

SETTINGS = Settings(repetitions=4, slice_seconds=1e-9)


def contestants(calls, **units):
    return [Contestant(name, lambda name=name: calls.append(name), amount) for name, amount in units.items()]


def test_contestants_take_turns_and_who_is_first_changes():
    calls = []
    measure("work", "things", contestants(calls, a=1, b=1), SETTINGS)
    assert calls[-8:] == ["a", "b", "b", "a", "a", "b", "b", "a"]


def test_each_has_a_rate_for_every_repetition():
    measurement = measure("work", "things", contestants([], a=1, b=1), SETTINGS)
    assert {who: len(rates) for who, rates in measurement.rates.items()} == {"a": 4, "b": 4}


def test_results_that_differ_are_not_compared_in_speed():
    pair = [Contestant("a", lambda: [1.0, 2.0], 1), Contestant("b", lambda: [1.0, 2.1], 1)]
    with pytest.raises(Disagreement, match=r"a and b differ by up to 0\.1, 50\.0%"):
        measure("work", "things", pair, SETTINGS, tolerance=0.01)


def test_results_that_agree_are_measured():
    pair = [Contestant("a", lambda: [1.0, 2.0], 1), Contestant("b", lambda: [1.0, 2.001], 1)]
    assert measure("work", "things", pair, SETTINGS, tolerance=0.01).rates.keys() == {"a", "b"}


def test_a_result_with_nothing_in_it_agrees_with_none():
    pair = [Contestant("a", list, 1), Contestant("b", lambda: [1.0], 1)]
    with pytest.raises(Disagreement, match="no result"):
        measure("work", "things", pair, SETTINGS, tolerance=0.01)
