"""What was done: one row of the report."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Work:
    """Something that was tried for some time.

    executions is how many inputs were tried, None for tests that count otherwise: notes tell then. findings are what
    went wrong: the soak fails if there are any.
    """

    name: str
    seconds: float
    executions: int | None = None
    notes: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
