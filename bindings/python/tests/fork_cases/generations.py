"""Children of children, and many of them."""

from __future__ import annotations

import os

from mmservices import _library

from .cases import case
from .children import by_executor, by_fork, by_process, fork, join
from .use import use_all, use_colour


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def generation(depth, work):
    work(depth)
    if depth:
        join(fork(lambda: generation(depth - 1, work)))


@case("generations")
def each_has_a_copy_of_its_own():
    handles = []

    def work(depth):
        use_all()
        assert _library.current is not None
        assert _library.current.handle not in handles
        handles.append(_library.current.handle)

    generation(6, work)


@case("generations")
def a_generation_may_leave_it_alone():
    generation(6, lambda depth: use_all() if depth % 3 == 0 else None)


@case("generations")
def a_pool_in_a_child_of_a_pool_works():
    use_all()
    by_process("fork")(pool_of_pools)


def pool_of_pools():
    use_all()
    by_executor(use_all)
    by_process("forkserver")(use_all)


@case("generations")
def they_cost_little():
    found = []

    def work(depth):
        use_colour()
        found.append((descriptors(), resident()))
        if depth == 0:
            # Go's runtime has up to two, of which a dead one cannot be asked; the file of the copy is closed.
            assert found[-1][0] - found[0][0] <= 2 * (len(found) - 1), found
            grown = (found[-1][1] - found[0][1]) / (len(found) - 1)
            assert grown < 8 << 20, f"{grown / 1024:.0f} KiB a generation"
            opened = (found[-1][0] - found[0][0]) / (len(found) - 1)
            print(f"cost of a generation: {grown / 1024:.0f} KiB resident, {opened:.0f} descriptors")

    generation(15, work)


@case("generations")
def nothing_piles_up_in_a_parent_of_many():
    use_all()
    by_fork(use_colour)
    before = descriptors()
    for _ in range(60):
        by_fork(use_colour)
    assert descriptors() == before
    assert len(_library._dead) == 0
