"""Time shared out, and the report."""

from soak.plan import share_out
from soak.report import grouped, report
from soak.work import Work


def test_all_of_the_time_is_shared_out():
    plan = share_out(30, 9)
    assert abs(9 * plan.target + plan.library + plan.tests - 1800) < 10


def test_everything_gets_a_second_at_least():
    assert min(share_out(0.01, 100)) == 1


def test_numbers_are_grouped():
    assert grouped(12345678) == "12 345 678"


def test_a_report_sums_up():
    works = [Work("one", 10, 2000, ["a note"]), Work("two", 5, 1000), Work("tests", 5)]
    text = report(works, "fork: 12 children\n", 20, "A soak")
    assert "    a note\n" in text
    assert "    fork: 12 children\n" in text
    (total,) = (line for line in text.splitlines() if line.startswith("all of it"))
    assert total.split() == ["all", "of", "it", "20", "3", "000", "150"]
    assert text.endswith("No findings.\n")


def test_a_report_names_the_findings():
    text = report([Work("one", 10, 2000, findings=["it broke"])], "", 20, "A soak")
    assert "1 findings:\n  it broke" in text
