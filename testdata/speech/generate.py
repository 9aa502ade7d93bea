#!/usr/bin/env python3
"""Makes the recordings of this folder, in many formats, from speech-16.wav and speech-16.txt.

    python3 generate.py           writes the files, and the table in README.md
    python3 generate.py --check   only compares, and fails if a file is not what this script makes

The same bytes come out on every machine: whatever is not integer arithmetic is made of + - * / and sqrt, which
IEEE 754 rounds correctly everywhere. The RIFF files are put together here rather than by the library, which is
tested with them. Sources: Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" (1991) for RIFF,
fmt, LIST, cue; ksmedia.h and mmreg.h for WAVE_FORMAT_EXTENSIBLE and the format tags.
"""

from __future__ import annotations

import argparse
import math
import struct
import sys
import wave
from pathlib import Path
from typing import Callable, NamedTuple

FOLDER = Path(__file__).resolve().parent

PCM, IEEE_FLOAT, EXTENSIBLE = 0x0001, 0x0003, 0xFFFE
FRONT_LEFT, FRONT_RIGHT, FRONT_CENTER, LOW_FREQUENCY, BACK_LEFT, BACK_RIGHT = (1 << bit for bit in range(6))
STEREO = FRONT_LEFT | FRONT_RIGHT
SURROUND = STEREO | FRONT_CENTER | LOW_FREQUENCY | BACK_LEFT | BACK_RIGHT

Frame = tuple[float, ...]  # one sample for each channel, full scale is 1.0
Encoder = Callable[[float], bytes]


# The speech.


class Word(NamedTuple):
    text: str
    start: int  # frames
    end: int


class Speech(NamedTuple):
    rate: int  # frames per second
    samples: list[float]
    words: list[Word]

    def first_words(self, count: int) -> list[float]:
        return self.samples[: self.words[count - 1].end]


def read_speech() -> Speech:
    with wave.open(str(FOLDER / "speech-16.wav")) as recording:
        rate = recording.getframerate()
        count = recording.getnframes()
        samples = [s / 32768 for s in struct.unpack(f"<{count}h", recording.readframes(count))]
    words = []
    for line in (FOLDER / "speech-16.txt").read_text(encoding="utf-8").splitlines():
        start, end, text = line.split("\t")
        words.append(Word(text, round(float(start) * rate), round(float(end) * rate)))
    return Speech(rate, samples, words)


# Where it comes from: one channel placed among several.


def mono(samples: list[float]) -> list[Frame]:
    return [(s,) for s in samples]


def pan(samples: list[float], path: tuple[int, ...] = (0, 1), channels: int = 2) -> list[Frame]:
    """Moves the voice at an even pace along path, a list of channels, always with the same power."""
    frames = []
    for number, sample in enumerate(samples):
        position = number / (len(samples) - 1) * (len(path) - 1)
        leg = min(int(position), len(path) - 2)
        frame = [0.0] * channels
        frame[path[leg]] = sample * math.sqrt(leg + 1 - position)
        frame[path[leg + 1]] = sample * math.sqrt(position - leg)
        frames.append(tuple(frame))
    return frames


# How a sample is stored.


def unsigned8(sample: float) -> bytes:
    return bytes([max(0, min(255, round(sample * 128) + 128))])


def signed(bits: int, width: int) -> Encoder:
    """Integers of that many bits, in the high bits of width bytes."""
    limit = 1 << (bits - 1)

    def encode(sample: float) -> bytes:
        level = max(-limit, min(limit - 1, round(sample * limit)))
        return (level << (8 * width - bits)).to_bytes(width, "little", signed=True)

    return encode


def float32(sample: float) -> bytes:
    return struct.pack("<f", sample)


def float64(sample: float) -> bytes:
    return struct.pack("<d", sample)


def encode_frames(frames: list[Frame], encode: Encoder) -> bytes:
    return b"".join(encode(sample) for frame in frames for sample in frame)


# How a file is put together.


def chunk(name: bytes, payload: bytes) -> bytes:
    return name + struct.pack("<I", len(payload)) + payload + bytes(len(payload) % 2)


def riff(*chunks: bytes) -> bytes:
    return chunk(b"RIFF", b"WAVE" + b"".join(chunks))


def fmt(tag: int, channels: int, rate: int, width: int, extension: bytes = b"") -> bytes:
    """A fmt chunk of 16 bytes and the extension; width is that of a sample in bytes."""
    align = channels * width
    return chunk(b"fmt ", struct.pack("<HHIIHH", tag, channels, rate, rate * align, align, 8 * width) + extension)


def fmt_extensible(tag: int, channels: int, rate: int, width: int, valid_bits: int, mask: int) -> bytes:
    sub_format = struct.pack("<IHH8B", tag, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71)
    return fmt(EXTENSIBLE, channels, rate, width, struct.pack("<HHI", 22, valid_bits, mask) + sub_format)


def fact(frames: list[Frame]) -> bytes:
    return chunk(b"fact", struct.pack("<I", len(frames)))


def text_chunk(name: bytes, text: str, prefix: bytes = b"") -> bytes:
    return chunk(name, prefix + text.encode("ascii") + b"\0")


def cue(words: list[Word]) -> bytes:
    """A cue point where each word begins; they are numbered from 1."""
    points = (struct.pack("<II4sIII", n, word.start, b"data", 0, 0, word.start) for n, word in enumerate(words, 1))
    return chunk(b"cue ", struct.pack("<I", len(words)) + b"".join(points))


def labels(words: list[Word]) -> bytes:
    """The words themselves, as names of the cue points."""
    names = (text_chunk(b"labl", word.text, struct.pack("<I", n)) for n, word in enumerate(words, 1))
    return chunk(b"LIST", b"adtl" + b"".join(names))


# The files.


class Recording(NamedTuple):
    name: str
    format: str
    frames: int
    made: str
    content: bytes


def plain_recordings(speech: Speech) -> list[Recording]:
    """PCM and IEEE float, each by its own format tag."""
    rate = speech.rate
    everything = mono(speech.samples)
    everything_panned = pan(speech.samples)
    two_words = pan(speech.first_words(2))
    two_words_mono = mono(speech.first_words(2))
    return [
        Recording(
            "speech-16-stereo.wav",
            "16-bit PCM, 2 channels",
            len(everything_panned),
            "panned slowly from left to right",
            riff(
                fmt(PCM, 2, rate, 2),
                chunk(b"data", encode_frames(everything_panned, signed(16, 2))),
            ),
        ),
        Recording(
            "speech-8.wav",
            "8-bit PCM, 1 channel",
            len(everything),
            "rounded; odd length, so a pad byte follows the data",
            riff(
                fmt(PCM, 1, rate, 1),
                chunk(b"data", encode_frames(everything, unsigned8)),
            ),
        ),
        Recording(
            "speech-8-stereo.wav",
            "8-bit PCM, 2 channels",
            len(two_words),
            "first two words, panned",
            riff(
                fmt(PCM, 2, rate, 1),
                chunk(b"data", encode_frames(two_words, unsigned8)),
            ),
        ),
        Recording(
            "speech-24-stereo.wav",
            "24-bit PCM, 2 channels",
            len(two_words),
            "first two words, panned",
            riff(
                fmt(PCM, 2, rate, 3),
                chunk(b"data", encode_frames(two_words, signed(24, 3))),
            ),
        ),
        Recording(
            "speech-32-stereo.wav",
            "32-bit PCM, 2 channels",
            len(two_words),
            "first two words, panned",
            riff(
                fmt(PCM, 2, rate, 4),
                chunk(b"data", encode_frames(two_words, signed(32, 4))),
            ),
        ),
        Recording(
            "speech-float32-stereo.wav",
            "32-bit IEEE float, 2 channels",
            len(two_words),
            "first two words, panned; fmt of 18 bytes (empty extension), fact",
            riff(
                fmt(IEEE_FLOAT, 2, rate, 4, extension=struct.pack("<H", 0)),
                fact(two_words),
                chunk(b"data", encode_frames(two_words, float32)),
            ),
        ),
        Recording(
            "speech-float64.wav",
            "64-bit IEEE float, 1 channel",
            len(two_words_mono),
            "first two words; fmt of 16 bytes, fact",
            riff(
                fmt(IEEE_FLOAT, 1, rate, 8),
                fact(two_words_mono),
                chunk(b"data", encode_frames(two_words_mono, float64)),
            ),
        ),
    ]


def extensible_recordings(speech: Speech) -> list[Recording]:
    """WAVE_FORMAT_EXTENSIBLE, with channel masks and valid bits."""
    rate = speech.rate
    one_word = mono(speech.first_words(1))
    one_word_panned = pan(speech.first_words(1))
    two_words = pan(speech.first_words(2))
    around = pan(speech.first_words(2), path=(0, 2, 1, 5, 4), channels=6)
    return [
        Recording(
            "speech-ext-24-stereo.wav",
            "EXTENSIBLE, 24-bit PCM, 2 channels, mask 0x3",
            len(two_words),
            "the samples of speech-24-stereo.wav",
            riff(
                fmt_extensible(PCM, 2, rate, 3, 24, STEREO),
                chunk(b"data", encode_frames(two_words, signed(24, 3))),
            ),
        ),
        Recording(
            "speech-ext-20-stereo.wav",
            "EXTENSIBLE, PCM, 20 valid bits of 24, 2 channels, mask 0x3",
            len(one_word_panned),
            "first word, panned; the low 4 bits are zero",
            riff(
                fmt_extensible(PCM, 2, rate, 3, 20, STEREO),
                chunk(b"data", encode_frames(one_word_panned, signed(20, 3))),
            ),
        ),
        Recording(
            "speech-ext-16-surround.wav",
            "EXTENSIBLE, 16-bit PCM, 6 channels, mask 0x3f",
            len(around),
            "first two words, walking from front left by way of centre, front right and back right to back left",
            riff(
                fmt_extensible(PCM, 6, rate, 2, 16, SURROUND),
                chunk(b"data", encode_frames(around, signed(16, 2))),
            ),
        ),
        Recording(
            "speech-ext-float32.wav",
            "EXTENSIBLE, 32-bit IEEE float, 1 channel, mask 0x4",
            len(one_word),
            "first word; fact",
            riff(
                fmt_extensible(IEEE_FLOAT, 1, rate, 4, 32, FRONT_CENTER),
                fact(one_word),
                chunk(b"data", encode_frames(one_word, float32)),
            ),
        ),
    ]


def unusual_recordings(speech: Speech) -> list[Recording]:
    """More chunks than needed, and sizes that are not true."""
    rate = speech.rate
    everything = mono(speech.samples)
    one_word = mono(speech.first_words(1))
    info = text_chunk(b"INAM", "Slow waves") + text_chunk(b"ICMT", "Cue points mark the words")
    return [
        Recording(
            "speech-cues.wav",
            "16-bit PCM, 1 channel",
            len(everything),
            "the samples of speech-16.wav; LIST/INFO before the data, a cue point and a label for each word behind it",
            riff(
                fmt(PCM, 1, rate, 2),
                chunk(b"LIST", b"INFO" + info),
                chunk(b"data", encode_frames(everything, signed(16, 2))),
                cue(speech.words),
                labels(speech.words),
            ),
        ),
        Recording(
            "speech-streamed.wav",
            "16-bit PCM, 1 channel",
            len(one_word),
            "first word, as `espeak-ng --stdout` begins: with no way to know the sizes, it declares 0x7ffff000 bytes",
            b"RIFF"
            + struct.pack("<I", 0x7FFFF024)
            + b"WAVE"
            + fmt(PCM, 1, rate, 2)
            + b"data"
            + struct.pack("<I", 0x7FFFF000)
            + encode_frames(one_word, signed(16, 2)),
        ),
    ]


# What the command does.


def readme_with_table(recordings: list[Recording], source_frames: int) -> str:
    """README.md with its table replaced."""
    rows = ["| file | format | frames | how it was made |", "| --- | --- | ---: | --- |"]
    rows.append(f"| speech-16.wav | 16-bit PCM, 1 channel | {source_frames} | spoken by espeak-ng, see below |")
    rows += [f"| {r.name} | {r.format} | {r.frames} | {r.made} |" for r in recordings]
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    begin, end = "<!-- table: written by generate.py -->\n", "<!-- end of table -->"
    head, rest = text.split(begin)
    return head + begin + "\n".join(rows) + "\n" + end + rest.split(end)[1]


def main() -> int:
    arguments = argparse.ArgumentParser(description="Makes the recordings of this folder.")
    arguments.add_argument("--check", action="store_true", help="write nothing, compare with what is there")
    check = arguments.parse_args().check

    speech = read_speech()
    recordings = plain_recordings(speech) + extensible_recordings(speech) + unusual_recordings(speech)
    files = {r.name: r.content for r in recordings}
    files["README.md"] = readme_with_table(recordings, len(speech.samples)).encode()
    differing = [name for name, content in files.items() if not same(FOLDER / name, content)]
    for name in differing:
        if check:
            print(f"{name} is not what generate.py makes", file=sys.stderr)
        else:
            (FOLDER / name).write_bytes(files[name])
            print(f"wrote {name}")
    return 1 if check and differing else 0


def same(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


if __name__ == "__main__":
    sys.exit(main())
