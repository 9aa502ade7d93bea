"""The sound files and pictures that are measured on: made anew, always the same."""

from __future__ import annotations

import struct
import wave
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

RATE, CHANNELS = 48000, 2
FRAMES = 4 << 20
LARGE = 2 << 30  # bytes of sample data in the file that is streamed
PCM, IEEE_FLOAT = 1, 3


class SoundFiles(NamedTuple):
    speech: Path  # a small file
    s16: Path
    s16_again: Path  # a second file of the same samples
    s24: Path
    f32: Path
    large: Path  # s16, silence: a sparse file
    disk: Path  # the folder on the disk to write to
    shm: Path  # the one in memory


def make_sound_files(speech: Path, folder: Path, shm: Path) -> SoundFiles:
    """From a recording, which is repeated: some frames of it are silent, some loud, none are out of the ordinary."""
    files = SoundFiles(
        speech=speech,
        s16=folder / "s16.wav",
        s16_again=folder / "s16-again.wav",
        s24=folder / "s24.wav",
        f32=folder / "f32.wav",
        large=folder / "large.wav",
        disk=folder,
        shm=shm,
    )
    s16, s24, f32 = make_samples(speech)
    write_wav(files.s16, PCM, 16, s16.astype("<i2").tobytes())
    write_wav(files.s16_again, PCM, 16, s16.astype("<i2").tobytes())
    write_wav(files.s24, PCM, 24, s24.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    write_wav(files.f32, IEEE_FLOAT, 32, f32.astype("<f4").tobytes())
    with open(files.large, "wb") as file:
        file.write(wav_header(PCM, 16, LARGE))
        file.truncate(file.tell() + LARGE)
    return files


@lru_cache(maxsize=1)
def make_samples(speech: Path) -> tuple[Array, Array, Array]:
    """The same sound as 16 bits, 24 bits and floats."""
    with wave.open(str(speech)) as file:
        if (file.getsampwidth(), file.getnchannels()) != (2, CHANNELS):
            raise ValueError(f"{speech} is not of 16 bits and {CHANNELS} channels")
        recording = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, CHANNELS)
    s16 = np.resize(recording, (FRAMES, CHANNELS))
    low_bits = np.random.default_rng(1).integers(0, 256, s16.shape, dtype=np.int32)
    s24 = (s16.astype(np.int32) << 8) + low_bits
    return s16, s24, (s24 / (1 << 23)).astype(np.float32)


def write_wav(path: Path, tag: int, bits: int, data: bytes) -> None:
    path.write_bytes(wav_header(tag, bits, len(data)) + data)


def wav_header(tag: int, bits: int, size: int) -> bytes:
    block_align = CHANNELS * bits // 8
    fmt = struct.pack("<4sIHHIIHH", b"fmt ", 16, tag, CHANNELS, RATE, RATE * block_align, block_align, bits)
    fact = struct.pack("<4sII", b"fact", 4, size // block_align) if tag == IEEE_FLOAT else b""
    data = struct.pack("<4sI", b"data", size)
    return struct.pack("<4sI4s", b"RIFF", 4 + len(fmt) + len(fact) + len(data) + size, b"WAVE") + fmt + fact + data


@lru_cache
def make_picture(height: int, width: int) -> Array:
    """Red, green and blue from 0 to 1, as of a photograph: smooth, with noise, some of it grey, black or white."""
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    planes = [0.5 + 0.55 * np.sin(a * x + b * y + c) for a, b, c in ((9, 2, 0), (-4, 7, 1), (3, 11, 2))]
    noise = np.random.default_rng(1).normal(0, 0.02, (height, width, 3))
    picture = np.clip(np.stack(planes, axis=2) + noise, 0, 1)
    grey = slice(height // 2, height // 2 + height // 16)
    picture[grey] = picture[grey, :, :1]
    return picture
