"""The cases: functions by group and name. And what all of them keep to."""

from __future__ import annotations

import random

LIMIT = 60  # seconds that a case may take; the longest takes a few where nothing else runs

chance = random.Random()  # the program seeds it

CASES = {}


def case(group):
    def add(function):
        CASES[group, function.__name__] = function
        return function

    return add
