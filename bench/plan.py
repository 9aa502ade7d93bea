"""What a work measured in Python consists of."""

from __future__ import annotations

from typing import Callable, NamedTuple, Optional

from .measurement import Contestant


class Plan(NamedTuple):
    """prepare makes the contestants: only then, so that nothing is in memory that is not measured now. With a
    tolerance, what they return has to agree."""

    work: str
    unit: str
    prepare: Callable[[], list[Contestant]]
    tolerance: Optional[float] = None
