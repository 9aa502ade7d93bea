"""Forks at awkward moments."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import threading
import time
import traceback

from mmservices import _library, wave

from .cases import case, chance
from .children import by_fork, finish, fork, join
from .use import USES, Unseekable, message_of, use_all, use_colour, use_wave


@contextlib.contextmanager
def threads_for(works):
    """Runs each in a thread of its own, waits for all, and raises if one has failed."""
    failures = []

    def run(work):
        try:
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()
    assert not failures, failures


@case("moments")
def hundreds_of_forks_beside_threads_that_use_it():
    over = threading.Event()

    def work(use):
        while not over.is_set():
            use()

    uses = itertools.cycle([None, use_colour, None, use_wave, None, None])
    with threads_for([functools.partial(work, use) for use in USES.values()]):
        for _ in range(200):
            time.sleep(chance.random() / 500)
            by_fork(next(uses) or (lambda: None))
        over.set()


@case("moments")
def a_fork_in_the_middle_of_loading():
    def work():
        thread = threading.Thread(target=use_colour)
        thread.start()
        end = time.perf_counter() + chance.random() * 0.03
        while time.perf_counter() < end:
            pass
        pids = [fork(use_colour) for _ in range(3)]
        for pid in pids:
            join(pid)
        thread.join()
        use_colour()

    for _ in range(20):
        chance.random()  # each child begins with another one
        by_fork(work)


@case("moments")
def a_fork_by_a_handler_of_a_signal_during_loading():
    find = _library._find
    children = []

    def find_and_fork():
        _library._find = find
        library = find()
        by_fork(use_all)  # as a handler might, between two lines of loading
        children.append(os.fork())
        return library

    _library._find = find_and_fork
    status = 1
    try:
        use_all()
        status = 0
    except BaseException:
        traceback.print_exc()
    if children[0] == 0:
        os._exit(status)
    join(children[0])
    assert status == 0


@case("moments")
def forks_in_many_threads_at_once():
    use_all()

    def work():
        for _ in range(8):
            by_fork(use_colour)

    with threads_for([work] * 4):
        pass  # they fork by themselves


@case("moments")
def a_fork_in_a_callback():
    """The child returns from the callback, which must not lead it back into the call that it is in the middle of."""
    child = []

    class Forking(Unseekable):
        def read(self, size=-1):
            if not child:
                child.append(os.fork())
            return super().read(size)

    found = message_of(lambda: wave.read(Forking()))

    def work():
        assert "forked" in found
        use_all()

    if child[0] == 0:
        finish(work)
    assert found == ""
    join(child[0])
