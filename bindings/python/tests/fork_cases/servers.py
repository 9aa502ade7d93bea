"""Servers that fork workers, and loaders of training data."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import socket

from mmservices import colorsys, wave

from .cases import LIMIT, case, chance
from .children import fork, join
from .recordings import BYTES, FLOATS, FRAMES, HSV_BYTES, PIXELS
from .use import USES, raw, use_all


def digest_for(request):
    """What a worker of the server answers."""
    USES[request]()
    return f"{request} is right"


def serve(listener):
    while True:
        connection, _ = listener.accept()
        with connection:
            request = connection.recv(100).decode()
            connection.sendall(f"{os.getpid()} {digest_for(request)}".encode())


@case("servers and loaders")
def a_prefork_server_serves_on_when_workers_are_killed():
    use_all()
    path = f"server{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(50)
        workers = {fork(lambda: serve(listener)) for _ in range(3)}
        seen = set()
        requests = itertools.cycle(USES)
        for number in range(45):
            request = next(requests)
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(LIMIT)
                client.connect(path)
                client.sendall(request.encode())
                worker, _, answer = client.recv(100).decode().partition(" ")
            assert answer == f"{request} is right"
            seen.add(worker)
            if number % 5 == 4:  # between requests, so that none is lost
                victim = workers.pop()
                os.kill(victim, signal.SIGKILL)
                join(victim, -signal.SIGKILL)
                workers.add(fork(lambda: serve(listener)))
                use_all()
        assert len(seen) > 3
        for worker in workers:
            os.kill(worker, signal.SIGTERM)
            join(worker, -signal.SIGTERM)


class Dataset:
    """What loaders of training data are given: readers that are open, made in the parent."""

    def __init__(self):
        self.readers = [wave.open(f"part{i}.wav") for i in range(8)]
        self.mapped = wave.map("sound.wav")

    def __getitem__(self, index):
        reader = self.readers[index % 8]
        start = index * 37 % (FRAMES - 100)
        reader.setpos(start)
        frames = reader.readframes(100)
        assert frames == BYTES[4 * start : 4 * start + 400]
        assert bytes(self.mapped.bytes[4 * start : 4 * start + 400]) == frames
        samples, _ = wave.read(f"part{index % 8}.wav", 100, start, dtype="float32")
        assert raw(samples) == FLOATS[8 * start : 8 * start + 800]
        assert raw(colorsys.rgb_to_hsv_array(PIXELS)) == HSV_BYTES
        return index, len(frames)


dataset = None
order = None
taken = None


def item(_):
    """The next item of a shared order."""
    with taken.get_lock():
        index = order[taken.value]
        taken.value += 1
    return dataset[index]


def item_of(index):
    return dataset[index]


@case("servers and loaders")
def a_loader_with_open_readers_and_shared_indices():
    global dataset, order, taken
    use_all()
    dataset = Dataset()
    context = multiprocessing.get_context("fork")
    indices = list(range(120))
    chance.shuffle(indices)
    order, taken = context.Array("i", indices), context.Value("i", 0)
    with context.Pool(3) as pool:
        assert sorted(pool.imap_unordered(item, range(60))) == sorted((i, 400) for i in indices[:60])
        dataset[5]  # the parent goes on with the same readers
        assert sorted(pool.imap_unordered(item, range(60))) == sorted((i, 400) for i in indices[60:])
        pool.close()
        pool.join()


@case("servers and loaders")
def a_loader_whose_workers_are_replaced():
    global dataset
    dataset = Dataset()
    with multiprocessing.get_context("fork").Pool(2, maxtasksperchild=3) as pool:
        assert pool.map(item_of, range(24), 1) == [(i, 400) for i in range(24)]
        pool.close()
        pool.join()


def use_behind_the_server():
    """Runs in a worker, whose parent is the server."""
    from .preloaded import PROCESS

    assert os.getppid() == PROCESS
    use_all()


@case("servers and loaders")
def workers_of_a_server_of_forks_that_has_used_it():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.preloaded"])
    with context.Pool(2) as pool:
        pool.apply(use_behind_the_server)
        pool.apply(use_behind_the_server)
        pool.close()
        pool.join()
