"""Results as Markdown, which reads well enough on a terminal, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from .catalogue import MACHINE, MACHINE_WORKS
from .figures import readable, readable_rate, spread
from .results import Results, Row, rows, streaming

HEADINGS = ("work", "against", "ours", "theirs", "ratio", "quartiles", "goal", "reached", "bound")
REACHED = {True: "yes", False: "**no**", None: "-"}


def markdown(results: Results) -> str:
    return "\n".join(_paragraphs(results)) + "\n"


def summary(results: Results) -> str:
    """One line: how many goals were reached."""
    verdicts = [row.reached for row in rows(results) if row.goal is not None]
    memory = streaming(results)
    verdicts.append(memory.reached if memory is not None else None)
    open_goals = verdicts.count(None)
    missing = f"; {open_goals} could not be measured" if open_goals else ""
    return f"{verdicts.count(True)} of {len(verdicts)} goals reached{missing}."


LEGEND = (
    "Rates and ratios are medians. A ratio is ours over theirs, of figures measured next to each other; half of all "
    "lie between its quartiles. The bound is the ratio that bare system calls reach."
)


def _paragraphs(results: Results) -> Iterator[str]:
    yield f"Measured on {results.date}{', in a hurry (QUICK=1)' if results.quick else ''}. {summary(results)}"
    yield ""
    yield from _table(("machine", ""), [(name, value) for name, value in results.machine.items()])
    yield ""
    yield from _table(("version of", ""), [(name, value) for name, value in results.versions.items()])
    yield ""
    yield from _table(("what the memory does", "rate"), list(_machine_lines(results)))
    yield f"\n{LEGEND}"
    for _, group_rows in groupby(rows(results), key=lambda row: row.group.title):
        lines = list(group_rows)
        yield f"\n### {lines[0].group.title}\n"
        yield from _table(HEADINGS, [_line(row) for row in lines])
    memory = streaming(results)
    if memory is not None:
        yield "\n### Memory\n"
        over_base, limit = f"{memory.over_base / (1 << 20):.1f} MiB", f"below {memory.limit / (1 << 20):.0f} MiB"
        line = (memory.title, over_base, readable_rate(memory.rate, "frames"), limit, REACHED[memory.reached])
        yield from _table(("work", "peak", "rate", "goal", "reached"), [line])


def _machine_lines(results: Results) -> Iterator[tuple[str, str]]:
    for work, title in MACHINE_WORKS.items():
        if work in results.measurements:
            measurement = results.measurements[work]
            yield title, readable_rate(spread(measurement.rates[MACHINE]).median, "B")


def _line(row: Row) -> Sequence[str]:
    ours = readable_rate(row.ours.median, row.unit) if row.ours else ""
    theirs = readable_rate(row.theirs.median, row.unit) if row.theirs else row.remark
    ratio = readable(row.ratio.median) if row.ratio else ""
    quartiles = f"{readable(row.ratio.low)} to {readable(row.ratio.high)}" if row.ratio else ""
    goal = readable(row.goal) if row.goal is not None else "-"
    bound = readable(row.bound) if row.bound is not None else ""
    return row.work.title, row.peer, ours, theirs, ratio, quartiles, goal, REACHED[row.reached], bound


def _table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    columns = [list(map(len, column)) for column in zip(headings, *lines)]
    widths = [max(column) for column in columns]
    yield _joined(headings, widths)
    yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    for line in lines:
        yield _joined(line, widths)


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"
