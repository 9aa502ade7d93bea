"""All uses in children that are made in all ways, by parents in all states."""

from __future__ import annotations

import itertools

from .cases import CASES
from .children import WAYS
from .states import STATES
from .use import USES


def matrix(state, way, use):
    def run():
        STATES[state]()
        WAYS[way](USES[use])
        if state != "mid-call":  # there the threads of the parent go on until it ends
            USES[use]()

    return run


for cell in itertools.product(STATES, WAYS, USES):
    CASES[cell[1], ", ".join(cell)] = matrix(*cell)
