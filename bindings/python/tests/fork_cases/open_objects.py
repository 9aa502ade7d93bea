"""What was open when a parent forked, and what of it a child can go on with."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

from mmservices import wave

from .cases import LIMIT, case
from .children import by_fork, fork, join
from .recordings import BYTES, FRAMES, SAMPLES
from .states import Gate, opened, plain_writer
from .use import Unseekable, message_of, use_all

REOPEN = "this file was opened before fork(): open it again in the child process"
ONLY_THE_PARENT = "this file was opened before fork(): only the parent process can go on writing it"


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
        stream = wave.open(Unseekable())
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
    gate = Gate()
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
        assert message_of(lambda: writer.write(SAMPLES[:10])) == ONLY_THE_PARENT
        assert message_of(lambda: plain.writeframes(b"xy")) == ONLY_THE_PARENT
        assert message_of(plain.close) == ONLY_THE_PARENT
        use_all()

    by_fork(work)
    plain.writeframes(b"ef")
    plain.close()
    assert Path(f"plain{os.getpid()}.wav").read_bytes()[44:] == b"abcdef"


@case("what was open")
def a_writer_of_a_file_object_leaves_it_to_the_parent():
    with open("object.wav", "wb", buffering=0) as file:
        writer = plain_writer(file)
        writer.writeframesraw(b"abcd")

        def work():
            assert message_of(lambda: writer.writeframes(b"child")) == ONLY_THE_PARENT
            assert message_of(writer.close) == ONLY_THE_PARENT
            writer.__del__()

        by_fork(work)
        writer.close()
    assert Path("object.wav").read_bytes()[36:] == b"data\4\0\0\0abcd"


@case("what was open")
def a_writer_that_has_not_begun_can_begin_in_the_child():
    use_all()
    writer = plain_writer("begun.wav")

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
