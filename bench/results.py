"""What one run came to: kept as JSON, from which table and chart are made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Optional

from .catalogue import GROUPS, MACHINE, STREAM_LIMIT, STREAM_TITLE, Group, Work
from .figures import Spread, ratios, significant, spread
from .measurement import Measurement


@dataclass
class Results:
    """machine and versions say what it was measured on and with; failures, by work, what went wrong; streaming is
    what the work of that name prints."""

    date: str
    quick: bool
    machine: dict[str, str]
    versions: dict[str, str] = field(default_factory=dict)
    not_run: dict[str, str] = field(default_factory=dict)  # peers, and why
    failures: dict[str, str] = field(default_factory=dict)
    streaming: dict[str, float] = field(default_factory=dict)
    measurements: dict[str, Measurement] = field(default_factory=dict)


class Row(NamedTuple):
    """A work against one peer. bound is the ratio that bare system calls reach, where they were measured. Where
    there are no figures, remark says why."""

    group: Group
    work: Work
    peer: str
    goal: Optional[float]
    unit: str = ""
    ours: Optional[Spread] = None
    theirs: Optional[Spread] = None
    ratio: Optional[Spread] = None
    bound: Optional[float] = None
    remark: str = ""

    @property
    def reached(self) -> Optional[bool]:
        return None if self.goal is None or self.ratio is None else self.ratio.median >= self.goal


def rows(results: Results) -> Iterator[Row]:
    for group in GROUPS:
        for work in group.works:
            for peer, goal in work.against.items():
                yield _row(results, group, work, peer, goal)


def _row(results: Results, group: Group, work: Work, peer: str, goal: Optional[float]) -> Row:
    row = Row(group, work, peer, goal)
    measurement = results.measurements.get(work.id)
    if measurement is None:
        return row._replace(remark="failed" if work.id in results.failures else "not asked for")
    ours, theirs = measurement.rates[work.ours], measurement.rates.get(peer)
    row = row._replace(unit=measurement.unit, ours=spread(ours))
    if theirs is None:
        return row._replace(remark=f"not run: {results.not_run.get(peer, 'no reason known')}")
    machine = measurement.rates.get(MACHINE)
    bound = spread(ratios(machine, theirs)).median if machine else None
    return row._replace(theirs=spread(theirs), ratio=spread(ratios(ours, theirs)), bound=bound)


class Streaming(NamedTuple):
    title: str
    over_base: float  # bytes
    limit: float
    rate: float  # frames per second

    @property
    def reached(self) -> bool:
        return self.over_base < self.limit


def streaming(results: Results) -> Optional[Streaming]:
    facts = results.streaming
    if not facts:
        return None
    return Streaming(STREAM_TITLE, facts["peak"] - facts["base"], STREAM_LIMIT, facts["frames"] / facts["seconds"])


def add_printed(results: Results, printed: dict[str, Any]) -> None:
    """Takes in a line that the C program printed."""
    if "rates" in printed:
        measurement = Measurement(printed["work"], printed["unit"], printed["rates"])
        results.measurements[measurement.work] = measurement
    results.versions.update(printed.get("versions", {}))
    results.streaming.update(printed.get("memory", {}))


def save(results: Results, path: Path) -> None:
    """One line for each measurement, so that two runs can be compared by eye."""
    facts = asdict(results)
    measurements = facts.pop("measurements")
    lines = [f"  {json.dumps(name)}: {json.dumps(fact, ensure_ascii=False)}" for name, fact in facts.items()]
    works = ",\n".join(f"    {json.dumps(_as_json(measurement))}" for measurement in measurements.values())
    lines.append(f'  "measurements": [\n{works}\n  ]')
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _as_json(measurement: Measurement) -> dict[str, Any]:
    rates = {who: [significant(rate, 4) for rate in rates] for who, rates in measurement.rates.items()}
    return {"work": measurement.work, "unit": measurement.unit, "rates": rates}


def load(path: Path) -> Results:
    facts = json.loads(path.read_text(encoding="utf-8"))
    measurements = [Measurement(**measurement) for measurement in facts.pop("measurements")]
    return Results(**facts, measurements={measurement.work: measurement for measurement in measurements})
