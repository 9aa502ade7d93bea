"""How children end."""

from __future__ import annotations

import atexit
import gc
import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path

from mmservices import wave

from .cases import CASES, case
from .children import fork, join
from .recordings import BYTES, SAMPLES
from .states import opened, state_busy
from .use import raw, repeat, use_all, use_colour, use_wave


def ends(ending, before, inside):
    """A child of a parent that has things open: ends in a way, after it has done something."""

    def run():
        kept = opened()
        before()
        join(fork(inside, ending))
        del kept

    return run


def start_daemon():
    threading.Thread(target=repeat, args=(use_all,), daemon=True).start()
    use_colour()


def start_thread():
    threading.Thread(target=use_all).start()


def use_at_exit():
    use_wave()
    atexit.register(use_all)


def open_more():
    globals()["more"] = opened()


# sys.exit() leaves through the frames of the parent, up to the end of the interpreter: see run_case().
ENDINGS = {"os._exit": os._exit, "sys.exit": sys.exit}
INSIDE = {
    "nothing done": lambda: None,
    "everything used": use_all,
    "more things open": open_more,
    "a daemon thread that goes on": start_daemon,
    "a thread that is waited for": start_thread,
    "a use in atexit": use_at_exit,
    "a collection of garbage": gc.collect,
}
for (ending, inside), (before, state) in itertools.product(
    itertools.product(ENDINGS, INSIDE), {"a quiet parent": lambda: None, "a busy parent": state_busy}.items()
):
    CASES["the end of a child", f"{ending} after {inside}, {before}"] = ends(ENDINGS[ending], state, INSIDE[inside])


@case("the end of a child")
def what_was_open_is_let_go_of_without_harm():
    kept = opened()

    def let_go():
        kept.clear()
        gc.collect()

    join(fork(let_go))
    kept[2].write(SAMPLES[100:200])
    kept[2].close()
    kept[3].writeframes(b"ef")
    kept[3].close()
    assert raw(wave.read(f"open{os.getpid()}.wav", dtype="int16")[0]) == SAMPLES[:200].tobytes()
    assert Path(f"plain{os.getpid()}.wav").read_bytes()[44:] == b"abcdef"
    assert kept[0].tags["INAM"] == "kept"
    assert raw(next(kept[1]))
    assert [kept[i].readframes(10) for i in (4, 7)] == [BYTES[:40]] * 2


@case("the end of a child")
def signals_end_it():
    use_all()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL):
        ready, wrote = os.pipe()

        def wait(number=number, wrote=wrote):
            signal.signal(number, signal.SIG_DFL) if number != signal.SIGKILL else None
            use_all()
            os.write(wrote, b"!")
            while True:
                use_all()

        pid = fork(wait)
        assert os.read(ready, 1) == b"!"
        os.kill(pid, number)
        join(pid, -number)
    process = multiprocessing.get_context("fork").Process(target=repeat, args=(use_all,))
    process.start()
    time.sleep(0.2)
    process.terminate()
    process.join()
    assert process.exitcode == -signal.SIGTERM


@case("the end of a child")
def a_thread_that_forked_may_end_in_the_child():
    use_all()
    for _ in range(10):
        pids = []

        def fork_and_return(pids=pids):
            use_colour()
            pid = os.fork()
            if pid:  # the child comes to the end of this thread, which is its only one
                pids.append(pid)

        thread = threading.Thread(target=fork_and_return)
        thread.start()
        thread.join()
        join(pids[0])
