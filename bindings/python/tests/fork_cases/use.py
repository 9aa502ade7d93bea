"""What is done with the library. Each use returns nothing, and raises if a result is wrong."""

from __future__ import annotations

import io
import os
import wave as standard_wave
from pathlib import Path

from mmservices import colorsys, wave

from .recordings import BYTES, FLOATS, FRAMES, HSV_BYTES, PICTURE, PIXELS, SAMPLES, write_frames


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
    name = f"written{os.getpid()}.wav"
    memory = io.BytesIO()
    for target in (memory, name):
        write_frames(wave, target)
        memory.seek(0)
        with standard_wave.open(target) as reader:
            assert reader.readframes(FRAMES) == BYTES
    os.unlink(name)


class Unseekable:
    """The recording as a stream, which the library reads by its methods."""

    def __init__(self):
        self._file = io.BytesIO(Path("sound.wav").read_bytes())

    def read(self, size=-1):
        return self._file.read(size)


def use_typed():
    samples, rate = wave.read("sound.wav", dtype="float32")
    assert rate == 8000
    assert raw(samples) == FLOATS
    samples, rate = wave.read(Unseekable(), dtype="int16")
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


def repeat(use):
    while True:
        use()


def message_of(use):
    """What the library says of a use that it refuses."""
    try:
        use()
    except wave.Error as error:
        return str(error)
    return ""
