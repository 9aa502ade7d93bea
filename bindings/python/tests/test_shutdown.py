"""The end of the interpreter: what then still uses the library, and threads that are in calls of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from test_signals import INTERPRETERS

PACKAGE = ROOT / "bindings" / "python"

START = """
import atexit, os, sys, threading, time
from mmservices import colorsys, wave

name = os.path.join({folder!r}, "sound.wav")
wave.write(name, bytearray(100), 8000, dtype="uint8")
picture = bytearray(3 * 100000)

def use():
    assert len(wave.read(name)[0]) == 100
    colorsys.rgb_to_hsv_array(picture, hue="256")
    return "used"

def use_for_ever():
    while True:
        use()
"""

ENDS = {
    "atexit": ("atexit.register(lambda: print(use()))\n", "used\n"),
    "atexit, while a daemon thread is in calls": (
        "threading.Thread(target=use_for_ever, daemon=True).start()\n"
        "atexit.register(lambda: print(use()))\ntime.sleep(0.1)\n",
        "used\n",
    ),
    "daemon threads": (
        "for _ in range(4): threading.Thread(target=use_for_ever, daemon=True).start()\ntime.sleep(0.1)\n",
        "",
    ),
    "a thread that is waited for": (
        "def late():\n    time.sleep(0.2)\n    print(use())\nthreading.Thread(target=late).start()\n",
        "used\n",
    ),
    "sys.exit in the middle": ("use()\nsys.exit(0)\n", ""),
    "os._exit while threads are in calls": (
        "for _ in range(4): threading.Thread(target=use_for_ever, daemon=True).start()\ntime.sleep(0.1)\nos._exit(0)\n",
        "",
    ),
    "files that nobody closed": (
        "writer = wave.open(name + '.2', 'wb')\nwriter.setparams((1, 2, 8000, 0, 'NONE', ''))\n"
        "writer.writeframes(b'abcd')\nreader = wave.open(name)\nrecording = wave.SoundWriter(name + '.3', 8000)\n"
        "recording.write(memoryview(b'abcd').cast('h'))\n"
        "atexit.register(lambda: print(len(open(name, 'rb').read()) > 100))\n",
        "True\n",
    ),
}


@pytest.mark.parametrize("interpreter", INTERPRETERS)
@pytest.mark.parametrize("end", ENDS)
def test_the_interpreter_ends(end: str, interpreter: str, tmp_path: Path) -> None:
    program, printed = ENDS[end]
    done = subprocess.run(
        [interpreter, "-c", START.format(folder=str(tmp_path)) + program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )
    assert (done.stdout, done.stderr, done.returncode) == (printed, "", 0)


def test_what_was_not_closed_is_complete(tmp_path: Path) -> None:
    from mmservices import wave

    program, _ = ENDS["files that nobody closed"]
    subprocess.run(
        [sys.executable, "-c", START.format(folder=str(tmp_path)) + program],
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
    )
    for name in ("sound.wav.2", "sound.wav.3"):
        with wave.open(str(tmp_path / name)) as reader:
            assert reader.readframes(-1) == b"abcd"


def test_an_objects_end_may_use_it(tmp_path: Path) -> None:
    """When the module of a program is torn down, what it uses may be gone already. That is no crash."""
    program = """
class Last:
    def __del__(self):
        try:
            use()
        except Exception:
            pass
last = Last()
"""
    done = subprocess.run(
        [sys.executable, "-c", START.format(folder=str(tmp_path)) + program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )
    assert (done.stdout, done.returncode) == ("", 0)
