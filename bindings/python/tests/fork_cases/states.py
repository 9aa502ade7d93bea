"""What the parent has done with the library when it forks."""

from __future__ import annotations

import os
import threading

from mmservices import _library, wave

from .cases import LIMIT
from .recordings import SAMPLES
from .use import Unseekable, repeat, use_all, use_colour, use_typed


def state_new():
    assert _library.current is None


def state_loaded():
    _library.load()


class Gate(Unseekable):
    """A stream whose reads wait until the gate is opened."""

    def __init__(self):
        super().__init__()
        self.waiting = threading.Event()
        self.open = threading.Event()

    def read(self, size=-1):
        self.waiting.set()
        self.open.wait()
        return super().read(size)


def state_busy():
    """One thread waits in a callback of a call, others go from call to call."""
    gate = Gate()
    threading.Thread(target=wave.read, args=(gate,), daemon=True).start()
    for use in (use_typed, use_colour):
        threading.Thread(target=repeat, args=(use,), daemon=True).start()
    assert gate.waiting.wait(LIMIT)


STATES = {"not loaded": state_new, "loaded": state_loaded, "used": use_all, "mid-call": state_busy}


def plain_writer(target):
    """A writer of one channel that has not begun."""
    writer = wave.open(target, "wb")
    writer.setparams((1, 2, 8000, 0, "NONE", ""))
    return writer


def opened():
    """One of everything that can be open. Readers: the fifth, by name; the sixth, decoded; the last, of a stream."""
    metadata = wave.Metadata()
    metadata.tags["INAM"] = "kept"
    blocks = wave.blocks("sound.wav", 10)
    next(blocks)
    writer = wave.SoundWriter(f"open{os.getpid()}.wav", 8000)
    writer.write(SAMPLES[:100])
    plain = plain_writer(f"plain{os.getpid()}.wav")
    plain.writeframes(b"abcd")
    wave.write("law.wav", SAMPLES, 8000, "ALAW")
    streamed = wave.open(Unseekable())
    return [
        metadata, blocks, writer, plain, wave.open("sound.wav"), wave.open("law.wav"), wave.map("sound.wav"), streamed
    ]  # fmt: skip
