"""Puts a run into the documentation: its table between two marks of docs/benchmarks.md, its chart and its JSON
beside it. So nobody types figures."""

from __future__ import annotations

from pathlib import Path

from .results import load, save
from .table import markdown

PAGE, JSON, CHART = "benchmarks.md", "benchmarks.json", "benchmarks.png"
BEGIN, END = "<!-- from benchmarks.json: begin -->\n", "<!-- from benchmarks.json: end -->\n"


def document(run: Path, docs: Path) -> None:
    from .chart import draw

    results = load(run)
    save(results, docs / JSON)
    draw(results, docs / CHART)
    page = docs / PAGE
    page.write_text(with_table(page.read_text(encoding="utf-8"), markdown(results)), encoding="utf-8")


def with_table(page: str, table: str) -> str:
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"the page has no part between {BEGIN.strip()} and {END.strip()}")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"
