"""The report: a table of what was tried, the figures that tests noted, and the findings."""

from __future__ import annotations

from collections.abc import Sequence

from .work import Work


def grouped(number: int) -> str:
    """A number with thin groups of three digits: 12 345 678."""
    return f"{number:,}".replace(",", " ")


def row(name: str, seconds: float, executions: int | None) -> str:
    rate = grouped(round(executions / seconds)) if executions is not None and seconds > 0 else ""
    count = "" if executions is None else grouped(executions)
    return f"{name:<48} {grouped(round(seconds)):>7} {count:>14} {rate:>10}".rstrip()


def report(works: Sequence[Work], figures: str, seconds: float, about: str) -> str:
    """The text of a report. figures is what the tests noted, line by line."""
    findings = [finding for work in works for finding in work.findings]
    total = sum(work.executions or 0 for work in works)
    lines = [about, "", f"{'what':<48} {'seconds':>7} {'executions':>14} {'a second':>10}"]
    for work in works:
        lines.append(row(work.name, work.seconds, work.executions))
        lines += [f"    {note}" for note in work.notes]
    lines += ["", row("all of it", seconds, total), ""]
    if figures.strip():
        lines += ["What the tests counted:", *(f"    {line}" for line in figures.splitlines()), ""]
    if findings:
        lines.append(f"{len(findings)} findings:")
        lines += [f"  {finding}" for finding in findings]
    else:
        lines.append("No findings.")
    return "\n".join(lines) + "\n"
