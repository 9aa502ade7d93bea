"""Medians, ratios, and how figures are printed."""

import pytest

from bench.figures import Spread, ratios, readable, readable_rate, spread


def test_half_of_all_figures_lie_between_low_and_high():
    assert spread([5, 1, 4, 2, 3]) == Spread(2, 3, 4)


def test_a_single_figure_has_no_spread():
    assert spread([7]) == Spread(7, 7, 7)


def test_a_ratio_is_of_figures_that_were_measured_next_to_each_other():
    assert ratios([10, 30, 6], [5, 10, 6]) == [2, 3, 1]


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.8149, "0.81"), (1.0, "1.00"), (12.34, "12.3"), (123.4, "123"), (1074.0, "1 070"), (99.96, "100")],
)
def test_numbers_have_three_digits(number, text):
    assert readable(number) == text


@pytest.mark.parametrize(
    ("rate", "unit", "text"),
    [
        (1.066e9, "samples", "1.07 G samples/s"),
        (45_200_000, "pixels", "45.2 M pixels/s"),
        (62_100, "files", "62.1 k files/s"),
        (12, "files", "12.0 files/s"),
        (8.4e9, "B", "8.40 GB/s"),
    ],
)
def test_rates_have_a_prefix(rate, unit, text):
    assert readable_rate(rate, unit) == text
