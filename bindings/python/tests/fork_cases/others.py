"""Forks by others than the program itself: by modules, hooks and C."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

from mmservices import _library

from .cases import LIMIT, case
from .children import by_fork, finish, join
from .states import state_busy
from .use import message_of, use_all, use_colour


@case("others")
def preexec_fn_of_subprocess():
    use_all()
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", "print(1)"], preexec_fn=use_colour, stdout=subprocess.PIPE)
        assert (done.returncode, done.stdout) == (0, b"1\n")


@case("others")
def subprocess_without():
    state_busy()
    assert subprocess.check_output(["/bin/sh", "-c", "echo 1"]) == b"1\n"
    assert os.system("exit 3") == 3 << 8


seen_by_hooks = []


def newer_hook():
    if seen_by_hooks:
        use_all()
        seen_by_hooks.append("newer")


@case("others")
def hooks_of_fork_that_use_it():
    use_all()
    seen_by_hooks.append("parent")

    def work():
        assert seen_by_hooks == ["parent", "newer"]
        use_all()

    os.register_at_fork(after_in_child=newer_hook)
    by_fork(work)


@case("others")
def a_hook_that_is_older_than_the_package():
    program = """
import os
def use():
    try:
        shown = colorsys.rgb_to_hsv_array(bytes([255, 0, 0]), hue="180").hex()
    except Exception as error:
        shown = str(error)
    os.write(1, f"{shown}\\n".encode())
os.register_at_fork(after_in_child=use)
from mmservices import colorsys
use()
pid = os.fork()
use()
if pid == 0:
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": "ignore"}
    shown = subprocess.check_output([sys.executable, "-c", program], env=environment, timeout=LIMIT)
    told = b"the process was forked after the library was loaded"
    assert sorted(shown.splitlines()) == [b"00ffff", b"00ffff", b"00ffff", told], shown


@case("others")
def a_fork_that_python_is_not_told_of():
    use_all()

    def work():
        assert "forked" in message_of(use_colour)  # the first use finds out
        use_all()

    pid = ctypes.PyDLL(None).fork()
    if pid == 0:
        finish(work)
    join(pid)
    use_all()


@case("others")
def a_library_that_somebody_else_had_loaded():
    library = ctypes.CDLL(str(_library._places()[-1].path))
    assert library.mms_rgb_to_hsv(*[ctypes.c_double(0.5)] * 3, (ctypes.c_double * 3)()) == 0
    by_fork(use_all)
    use_all()
