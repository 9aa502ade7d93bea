"""How children are made. Each has to do its work, and then to end."""

from __future__ import annotations

import multiprocessing
import os
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor


def finish(work, ending=os._exit):
    """The rest of a child: does the work, and ends."""
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    sys.stderr.flush()
    if status:
        os._exit(status)
    ending(0)


def fork(work, ending=os._exit):
    """Runs work in a child made by os.fork, which then ends. Returns its process."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        finish(work, ending)
    return pid


def join(pid, status=0):
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert ended == status, f"a child ended with {ended}"


def by_fork(use):
    join(fork(use))


def by_process(method):
    def run(use):
        process = multiprocessing.get_context(method).Process(target=use)
        process.start()
        process.join()
        assert process.exitcode == 0, f"a child ended with {process.exitcode}"

    return run


def by_executor(use):
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        assert pool.submit(use).result() is None


WAYS = {
    "os.fork": by_fork,
    "multiprocessing fork": by_process("fork"),
    "forkserver": by_process("forkserver"),
    "spawn": by_process("spawn"),
    "ProcessPoolExecutor": by_executor,
}
