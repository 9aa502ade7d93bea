"""set_limits: what the native library may take of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

import mmservices
from conftest import ROOT
from mmservices import _limits


def python(program: str) -> str:
    """Runs a program in a Python of its own; returns what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "bindings" / "python")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


# Notes each call of mms_set_limits, and which library it went to.
NOTE = """
import os, sys
import mmservices
from mmservices import _library, _limits, colorsys
calls = []
class Noting:
    def __init__(self, library): self.library = library
    def mms_set_limits(self, *arguments):
        calls.append(arguments[:2])
        return self.library.mms_set_limits(*arguments)
apply = _limits._apply
_library.when_loaded[:] = [lambda library: apply(Noting(library))]
_limits._apply = lambda library: apply(Noting(library))
use = _library.load
"""


def test_limits_set_before_the_first_use_wait_for_it() -> None:
    program = (
        "mmservices.set_limits(processors=1, memory=64 << 20)\nprint(_library.current, calls)\nuse()\nprint(calls)"
    )
    assert python(NOTE + program) == "None []\n[(1, 67108864)]\n"


def test_limits_set_later_hold_at_once() -> None:
    program = "use()\nmmservices.set_limits(processors=1)\nmmservices.set_limits(memory=1 << 20)\nprint(calls)"
    assert python(NOTE + program) == "[(1, 0), (1, 1048576)]\n"


def test_without_limits_none_are_set() -> None:
    assert python(NOTE + "use()\nmmservices.set_limits()\nprint(calls)") == "[]\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_a_forked_child_has_the_same() -> None:
    program = """
use()
mmservices.set_limits(processors=1)
calls.clear()
child = os.fork()
if child == 0:
    use()
    print(calls, flush=True)
    os._exit(0)
sys.exit(os.waitpid(child, 0)[1])
"""
    assert python(NOTE + program) == "[(1, 0)]\n"


def test_one_processor_still_does_everything() -> None:
    program = """
import mmservices
from mmservices import colorsys
mmservices.set_limits(processors=1, memory=1)
picture = bytes(range(240)) * 100000
print(colorsys.rgb_to_hsv_array(picture, hue="256", threads=8)[:3].hex())
"""
    assert python(program) == "95ff02\n"


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"processors": 0}, "processors must be from 1 to 4294967295, not 0"),
        ({"processors": 2**32}, "processors must be from 1 to 4294967295, not 4294967296"),
        ({"memory": -1}, "memory must be from 1 to 9223372036854775807, not -1"),
        ({"memory": 2**63}, "memory must be from 1 to 9223372036854775807, not 9223372036854775808"),
        ({"processors": 1, "memory": 0}, "memory must be from 1 to 9223372036854775807, not 0"),
    ],
)
def test_what_cannot_be_a_limit(limits: dict[str, int], message: str) -> None:
    before = dict(_limits._wanted)
    with pytest.raises(ValueError) as caught:
        mmservices.set_limits(**limits)
    assert str(caught.value) == message
    assert _limits._wanted == before


@pytest.mark.parametrize("limit", [1.0, "1"])
def test_a_limit_is_an_integer(limit: Any) -> None:
    with pytest.raises(TypeError):
        mmservices.set_limits(processors=limit)
