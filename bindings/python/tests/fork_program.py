"""Forks in all situations: the program of test_fork.py, which runs it with every interpreter that it finds.

    python fork_program.py FOLDER [--soak SECONDS --seed NUMBER]

Each case runs in a process of its own, to which the library is new, and in a session of its own, which is killed when
the time is over. What comes out is a line of JSON for each: its group, its name, what went wrong (empty if nothing did)
and how long it took. A child is right if its results are, down to the bytes, and if it ends by itself.
"""

from __future__ import annotations

import argparse
import array
import atexit
import colorsys as standard_colorsys
import contextlib
import ctypes
import gc
import io
import itertools
import json
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import warnings
import wave as standard_wave
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from mmservices import _library, colorsys, wave

LIMIT = 40  # seconds that a case may take; the longest takes 2 where nothing else runs

warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)

chance = random.Random()  # is seeded in main()

# The recordings: name, channels and samples of 16 bits.
FRAMES = 6000
SAMPLES = array.array("h", (((i * 7919) % 65536) - 32768 for i in range(2 * FRAMES)))
BYTES = SAMPLES.tobytes()
FLOATS = array.array("f", (x / 32768 for x in SAMPLES)).tobytes()
PIXELS = array.array("d", (((i * 7919) % 1001) / 1000 for i in range(3 * 5000)))
HSV = array.array("d")
for pixel in zip(*[iter(PIXELS)] * 3):
    HSV.extend(standard_colorsys.rgb_to_hsv(*pixel))
HSV_BYTES = HSV.tobytes()
PICTURE = bytes([255, 128, 0, 135, 206, 235, 1, 2, 3]) * 40000  # enough for several threads


def make_files(folder):
    os.chdir(folder)
    for name in ["sound.wav", *(f"part{i}.wav" for i in range(8))]:
        with standard_wave.open(name, "wb") as file:
            file.setparams((2, 2, 8000, 0, "NONE", ""))
            file.writeframes(BYTES)


# ---- What is done with the library. Each returns nothing, and raises if a result is wrong.


def raw(thing):
    return memoryview(thing).cast("B").tobytes()


def use_wave():
    with wave.open("sound.wav") as reader:
        assert reader.getparams()[:4] == (2, 2, 8000, FRAMES)
        assert reader.readframes(100) == BYTES[:400]
        reader.setpos(1000)
        assert reader.readframes(-1) == BYTES[4000:]
    with wave.open(io.BytesIO(Path("sound.wav").read_bytes())) as reader:
        assert reader.readframes(-1) == BYTES
    target = io.BytesIO()
    with wave.open(target, "wb") as writer:
        writer.setparams((2, 2, 8000, 0, "NONE", ""))
        writer.writeframes(BYTES)
    target.seek(0)
    with standard_wave.open(target) as reader:
        assert reader.readframes(FRAMES) == BYTES
    name = f"written{os.getpid()}.wav"
    with wave.open(name, "wb") as writer:
        writer.setparams((2, 2, 8000, 0, "NONE", ""))
        writer.writeframes(BYTES)
    with standard_wave.open(name) as reader:
        assert reader.readframes(FRAMES) == BYTES
    os.unlink(name)


class Unseekable:
    """A stream, which the library reads by its methods."""

    def __init__(self, content):
        self._file = io.BytesIO(content)

    def read(self, size=-1):
        return self._file.read(size)


def use_typed():
    samples, rate = wave.read("sound.wav", dtype="float32")
    assert rate == 8000
    assert raw(samples) == FLOATS
    samples, rate = wave.read(Unseekable(Path("sound.wav").read_bytes()), dtype="int16")
    assert raw(samples) == BYTES
    assert b"".join(raw(block) for block in wave.blocks("sound.wav", 999, dtype="int16")) == BYTES
    name = f"typed{os.getpid()}.wav"
    metadata = wave.Metadata()
    metadata.tags["INAM"] = "a child"
    wave.write(name, SAMPLES, 16000, "ALAW", channels=2, metadata=metadata)
    assert wave.metadata(name).tags["INAM"] == "a child"
    with wave.open(name) as reader:
        assert (reader.getcomptype(), len(reader.readframes(-1))) == ("ALAW", len(BYTES))
    os.unlink(name)
    assert [info.frames for info in wave.scan([f"part{i}.wav" for i in range(8)], 4)] == [FRAMES] * 8
    with wave.map("sound.wav") as mapped:
        assert bytes(mapped.bytes) == BYTES


def use_colour():
    assert raw(colorsys.rgb_to_hsv_array(PIXELS)) == HSV_BYTES
    hsv = colorsys.rgb_to_hsv_array(PICTURE, hue="180", threads=4)
    assert hsv == hsv[:9] * 40000
    assert hsv[:3] == bytes([15, 255, 255])


USES = {"wave": use_wave, "typed reads": use_typed, "array colour": use_colour}


def use_all():
    for use in USES.values():
        use()


# ---- What the parent has done with it when it forks.


def state_new():
    assert _library.current is None


def state_loaded():
    _library.load()


class Gate(Unseekable):
    """A stream whose reads wait until the gate is opened."""

    def __init__(self, content):
        super().__init__(content)
        self.waiting = threading.Event()
        self.open = threading.Event()

    def read(self, size=-1):
        self.waiting.set()
        self.open.wait()
        return super().read(size)


def state_busy():
    """One thread waits in a callback of a call, others go from call to call."""
    gate = Gate(Path("sound.wav").read_bytes())
    threading.Thread(target=wave.read, args=(gate,), daemon=True).start()
    for use in (use_typed, use_colour):
        threading.Thread(target=repeat, args=(use,), daemon=True).start()
    assert gate.waiting.wait(LIMIT)


def repeat(use):
    while True:
        use()


STATES = {"not loaded": state_new, "loaded": state_loaded, "used": use_all, "mid-call": state_busy}


# ---- How children are made. Each has to do its work, and then to end.


def fork(work, ending=os._exit):
    """Runs work in a child made by os.fork, which then ends. Returns its process."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
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


# ---- The cases: functions by group and name.

CASES = {}


def case(group):
    def add(function):
        CASES[group, function.__name__] = function
        return function

    return add


def matrix(state, way, use):
    def run():
        STATES[state]()
        WAYS[way](USES[use])
        if state != "mid-call":  # there the threads of the parent go on until it ends
            USES[use]()

    return run


for cell in itertools.product(STATES, WAYS, USES):
    CASES[cell[1], ", ".join(cell)] = matrix(*cell)


# How children end.


def opened():
    """One of everything that can be open. Readers: the fifth, by name; the sixth, decoded; the last, of a stream."""
    metadata = wave.Metadata()
    metadata.tags["INAM"] = "kept"
    blocks = wave.blocks("sound.wav", 10)
    next(blocks)
    writer = wave.SoundWriter(f"open{os.getpid()}.wav", 8000)
    writer.write(SAMPLES[:100])
    plain = wave.open(f"plain{os.getpid()}.wav", "wb")
    plain.setparams((1, 2, 8000, 0, "NONE", ""))
    plain.writeframes(b"abcd")
    wave.write("law.wav", SAMPLES, 8000, "ALAW")
    streamed = wave.open(Unseekable(Path("sound.wav").read_bytes()))
    return [
        metadata, blocks, writer, plain, wave.open("sound.wav"), wave.open("law.wav"), wave.map("sound.wav"), streamed
    ]  # fmt: skip


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


def collect():
    gc.collect()


# sys.exit() leaves through the frames of the parent, up to the end of the interpreter: see run_case.
ENDINGS = {"os._exit": os._exit, "sys.exit": sys.exit}
INSIDE = {
    "nothing done": lambda: None,
    "everything used": use_all,
    "more things open": open_more,
    "a daemon thread that goes on": start_daemon,
    "a thread that is waited for": start_thread,
    "a use in atexit": use_at_exit,
    "a collection of garbage": collect,
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


# Generations.


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


# What was open before.


def message_of(use):
    try:
        use()
    except wave.Error as error:
        return str(error)
    return ""


REOPEN = "this file was opened before fork(): open it again in the child process"


@case("what was open")
def readers_by_name_go_on_from_where_they_were():
    wave.write("law.wav", SAMPLES, 8000, "ALAW", channels=2)
    decoded = wave.open("law.wav").readframes(-1)
    for name, content in (("sound.wav", BYTES), ("law.wav", decoded)):
        reader = wave.open(name)
        assert reader.readframes(10) == content[:40]

        def work(reader=reader, content=content):
            assert reader.tell() == 10
            assert reader.readframes(10) == content[40:80]
            reader.setpos(5000)
            assert reader.readframes(-1) == content[20000:]
            reader.rewind()

        def descend(reader=reader, content=content, work=work):
            work()
            assert reader.readframes(3) == content[:12]
            reader.setpos(10)
            by_fork(work)

        pids = [fork(descend) for _ in range(3)]
        assert reader.readframes(10) == content[40:80]
        for pid in pids:
            join(pid)
        assert reader.readframes(-1) == content[80:]
        reader.close()


@case("what was open")
def readers_of_bytes_do_too():
    reader = wave.open(io.BytesIO(Path("sound.wav").read_bytes()))
    reader.readframes(10)

    def work():
        assert reader.readframes(10) == BYTES[40:80]

    by_fork(work)
    work()


@case("what was open")
def a_file_whose_position_is_the_parents_is_refused():
    with open("sound.wav", "rb") as file:
        reader = wave.open(file)
        driven = wave.open("sound.wav")
        driven.getfp().file.tell()
        stream = wave.open(Unseekable(Path("sound.wav").read_bytes()))
        for one in (reader, driven, stream):
            assert one.readframes(10) == BYTES[:40]

            def work(one=one):
                assert message_of(lambda: one.readframes(1)) == REOPEN
                assert one.getnframes() == FRAMES
                one.close()

            by_fork(work)
            assert one.readframes(-1) == BYTES[40:]


@case("what was open")
def a_reader_that_another_thread_is_using_is_refused():
    gate = Gate(Path("sound.wav").read_bytes())
    gate.open.set()
    reader = wave.open(gate)
    gate.open.clear()
    gate.waiting.clear()
    read = []
    thread = threading.Thread(target=lambda: read.append(reader.readframes(-1)))
    thread.start()
    assert gate.waiting.wait(LIMIT)

    def work():
        assert message_of(lambda: reader.readframes(1)) == REOPEN
        reader.close()

    by_fork(work)
    gate.open.set()
    thread.join()
    assert read == [BYTES]


@case("what was open")
def maps_go_on_and_all_else_says_what_it_cannot():
    metadata, blocks, writer, plain, _, _, mapped, _ = opened()

    def work():
        assert bytes(mapped.bytes) == BYTES
        assert message_of(lambda: metadata.tags["INAM"]) == (
            "this metadata was made before fork(): read it again in the child process"
        )
        assert message_of(lambda: next(blocks)) == REOPEN
        only = "this file was opened before fork(): only the parent process can go on writing it"
        assert message_of(lambda: writer.write(SAMPLES[:10])) == only
        assert message_of(lambda: plain.writeframes(b"xy")) == only
        assert message_of(plain.close) == only
        use_all()

    by_fork(work)
    plain.writeframes(b"ef")
    plain.close()
    assert Path(f"plain{os.getpid()}.wav").read_bytes()[44:] == b"abcdef"


@case("what was open")
def a_writer_of_a_file_object_leaves_it_to_the_parent():
    with open("object.wav", "wb", buffering=0) as file:
        writer = wave.open(file)
        writer.setparams((1, 2, 8000, 0, "NONE", ""))
        writer.writeframesraw(b"abcd")

        def work():
            only = "this file was opened before fork(): only the parent process can go on writing it"
            assert message_of(lambda: writer.writeframes(b"child")) == only
            assert message_of(writer.close) == only
            writer.__del__()

        by_fork(work)
        writer.close()
    assert Path("object.wav").read_bytes()[36:] == b"data\4\0\0\0abcd"


@case("what was open")
def a_writer_that_has_not_begun_can_begin_in_the_child():
    use_all()
    writer = wave.open("begun.wav", "wb")
    writer.setparams((1, 2, 8000, 0, "NONE", ""))

    def work():
        writer.writeframes(b"abcd")
        writer.close()

    by_fork(work)
    assert Path("begun.wav").read_bytes()[36:] == b"data\4\0\0\0abcd"
    writer._file = None  # it has nothing to complete here


@case("what was open")
def a_closed_reader_says_that_it_is_closed():
    reader = wave.open("sound.wav")
    reader.close()

    def work():
        try:
            reader.readframes(1)
        except ValueError as error:
            assert "closed" in str(error)
        else:
            raise AssertionError("it can be read")

    work()
    by_fork(work)


# Servers and loaders.


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


@case("servers and loaders")
def workers_of_a_server_of_forks_that_has_used_it():
    os.environ["MMS_USE_AT_IMPORT"] = os.getcwd()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([Path(__file__).stem])
    sys.path.insert(0, str(Path(__file__).parent))
    with context.Pool(2) as pool:
        pool.apply(use_all)
        pool.apply(use_all)
        pool.close()
        pool.join()


if "MMS_USE_AT_IMPORT" in os.environ:
    os.chdir(os.environ["MMS_USE_AT_IMPORT"])
    use_all()


# Moments.


@case("moments")
def hundreds_of_forks_beside_threads_that_use_it():
    failures = []

    def work(use):
        try:
            while not over.is_set():
                use()
        except BaseException as error:
            failures.append(error)

    over = threading.Event()
    threads = [threading.Thread(target=work, args=(use,)) for use in USES.values()]
    for thread in threads:
        thread.start()
    uses = itertools.cycle([None, use_colour, None, use_wave, None, None])
    for _ in range(200):
        time.sleep(chance.random() / 500)
        by_fork(next(uses) or (lambda: None))
    over.set()
    for thread in threads:
        thread.join()
    assert not failures, failures


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
    failures = []

    def work():
        try:
            for _ in range(8):
                by_fork(use_colour)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


@case("moments")
def a_fork_in_a_callback():
    """The child returns from the callback, which must not lead it back into the call that it is in the middle of."""
    child = []

    class Forking(Unseekable):
        def read(self, size=-1):
            if not child:
                child.append(os.fork())
            return super().read(size)

    found = message_of(lambda: wave.read(Forking(Path("sound.wav").read_bytes())))
    if child[0] == 0:
        try:
            assert "forked" in found
            use_all()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    assert found == ""
    join(child[0])


# Others who fork.


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
    pid = ctypes.PyDLL(None).fork()
    if pid == 0:
        try:
            assert "forked" in message_of(use_colour)  # the first use finds out
            use_all()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    join(pid)
    use_all()


@case("others")
def a_library_that_somebody_else_had_loaded():
    library = ctypes.CDLL(str(_library._places()[-1].path))
    assert library.mms_rgb_to_hsv(*[ctypes.c_double(0.5)] * 3, (ctypes.c_double * 3)()) == 0
    by_fork(use_all)
    use_all()


# Where the copy comes from.


def without_memfd():
    """As a kernel or a filter of system calls that has no memfd_create."""
    if hasattr(os, "memfd_create"):

        def refuse(*_):
            raise PermissionError(1, "memfd_create is not allowed")

        os.memfd_create = refuse


@case("without memfd")
def the_copy_is_a_temporary_file():
    without_memfd()
    tempfile.tempdir = tempfile.mkdtemp(dir=".")
    use_all()
    generation(3, lambda _: use_all())
    by_process("fork")(use_all)
    assert os.listdir(tempfile.tempdir) == []


@case("without memfd")
def without_that_either_the_error_says_so():
    without_memfd()
    tempfile.tempdir = "/nonexistent"
    use_all()

    def work():
        try:
            use_all()
        except ImportError as error:
            assert "memfd_create is not allowed" in str(error)
            assert "/nonexistent" in str(error)
        else:
            raise AssertionError("no error")

    by_fork(work)
    use_all()


# ---- Running them.


def run_case(function):
    """Runs a case in a process. Returns what went wrong, empty if nothing did, and what it has printed."""
    with tempfile.TemporaryFile() as output:
        pid = os.fork()
        if pid == 0:
            os.setsid()
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            status = 1
            try:
                function()
                status = 0
            except SystemExit:  # a child of the case: it leaves through main(), to the very end of the interpreter
                raise
            except BaseException:
                traceback.print_exc()
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(status)
        end = time.monotonic() + LIMIT
        while True:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended or time.monotonic() > end:
                break
            time.sleep(0.002)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # a hanging case, or what a case has left behind
        if not ended:
            os.waitpid(pid, 0)
        output.seek(0)
        shown = output.read().decode(errors="replace")
    if not ended:
        return f"no end after {LIMIT} seconds\n{shown}", shown
    wrong = status != 0 or "Traceback" in shown or "Exception ignored" in shown
    return (f"exit status {os.waitstatus_to_exitcode(status)}\n{shown}" if wrong else ""), shown


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--soak", type=float, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    make_files(arguments.folder)
    chosen = [names for names in CASES if arguments.only in " / ".join(names)]
    chance.seed(arguments.seed)
    end = time.monotonic() + arguments.soak
    while True:
        for group, name in chosen:
            start = time.monotonic()
            wrong, shown = run_case(CASES[group, name])
            seconds = time.monotonic() - start
            figures = [line for line in shown.splitlines() if line.startswith("cost of ")]
            print(json.dumps([group, name, wrong, round(seconds, 3), figures]), flush=True)
            if arguments.soak:
                time.sleep(chance.random() / 100)
                if time.monotonic() > end:
                    return
        if time.monotonic() >= end:
            return
        chance.shuffle(chosen)


if __name__ == "__main__":
    main()
