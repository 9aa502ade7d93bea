"""What is measured in Python on WAV files."""

from __future__ import annotations

import wave as cpython_wave
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Callable

import numpy as np

from mmservices import wave

from . import ours, peers
from .catalogue import MACHINE, OURS
from .files import CHANNELS, FRAMES, PCM, RATE, Array, SoundFiles, make_samples, write_wav
from .measurement import Contestant, check_agreement
from .plan import Plan

Make = Callable[[Any], Callable[[], Any]]  # takes a module with the names of wave

BYTES_AT_ONCE = 1024
FRAMES_TO_WRITE = FRAMES // 8
BLOCK_ALIGN = 2 * CHANNELS
SCRATCH = "scratch.wav"
FILES_TO_SCAN = 1000


def plans(files: SoundFiles) -> Iterator[Plan]:
    wave_works: dict[str, tuple[str, float, Make]] = {
        "readframes-whole": ("frames", FRAMES, partial(read_whole, path=files.s16)),
        "readframes-1024": ("frames", FRAMES, partial(read_pieces, path=files.s16, count=1024)),
        "readframes-256": ("frames", FRAMES, partial(read_pieces, path=files.s16, count=256)),
        "writeframesraw-1k": ("frames", FRAMES_TO_WRITE, partial(write_pieces, path=files.disk / SCRATCH)),
        "wave-open": ("files", 1, partial(look_at, path=files.speech)),
    }
    for work, (unit, units, make) in wave_works.items():
        yield Plan(work, unit, partial(with_both, make, units))
    yield Plan("array-read", "samples", partial(reading, files.s16), tolerance=1e-6)
    yield Plan("array-read-out", "samples", partial(reading_into, files.s16), tolerance=1e-6)
    yield Plan("array-read-speech", "samples", partial(reading, files.speech), tolerance=1e-6)
    yield Plan("array-write-disk", "samples", partial(writing, files.speech, files.disk / SCRATCH))
    yield Plan("array-write-shm", "samples", partial(writing, files.speech, files.shm / SCRATCH))
    yield Plan("scan", "files", partial(scanning, files.disk / "many"), tolerance=0)


def with_both(make: Make, units: float) -> list[Contestant]:
    """The same calls of our module and of CPython's."""
    return [Contestant(OURS, make(wave), units), Contestant("CPython wave", make(cpython_wave), units)]


def read_whole(module: Any, path: Path) -> Callable[[], Any]:
    def run() -> Any:
        with module.open(str(path)) as file:
            return file.readframes(FRAMES)

    return run


def read_pieces(module: Any, path: Path, count: int) -> Callable[[], None]:
    def run() -> None:
        with module.open(str(path)) as file:
            while file.readframes(count):
                pass

    return run


def write_pieces(module: Any, path: Path) -> Callable[[], None]:
    piece = bytes(range(256)) * (BYTES_AT_ONCE // 256)

    def run() -> None:
        with module.open(str(path), "wb") as file:
            file.setparams((CHANNELS, 2, RATE, 0, "NONE", "not compressed"))
            for _ in range(FRAMES_TO_WRITE * BLOCK_ALIGN // BYTES_AT_ONCE):
                file.writeframesraw(piece)

    return run


def look_at(module: Any, path: Path) -> Callable[[], Any]:
    def run() -> Any:
        with module.open(str(path)) as file:
            return file.getparams()

    return run


def reading(path: Path) -> list[Contestant]:
    """A whole file as an array of floats, full scale at 1.0."""
    with cpython_wave.open(str(path)) as file:
        samples = file.getnframes() * file.getnchannels()
    contestants = [Contestant(OURS, lambda: ours.read_array(path), samples)]
    if peers.soundfile:
        soundfile = peers.soundfile
        contestants.append(Contestant("soundfile", lambda: soundfile.read(path, dtype="float32")[0], samples))
    if peers.wavfile:
        wavfile = peers.wavfile

        def with_scipy() -> Array:
            # One pass over the integers that scipy gives is the quickest way to the same floats.
            scaled: Array = np.multiply(wavfile.read(path)[1], np.float32(1 / 32768), dtype=np.float32)
            return scaled

        contestants.append(Contestant("scipy", with_scipy, samples))
    return contestants


def reading_into(path: Path) -> list[Contestant]:
    out = np.zeros((FRAMES, CHANNELS), np.float32)
    contestants = [Contestant(OURS, lambda: ours.read_into(path, out), out.size)]
    if peers.soundfile:
        soundfile = peers.soundfile
        contestants.append(Contestant("soundfile", lambda: soundfile.read(path, out=out)[0], out.size))
    return contestants


def scanning(folder: Path) -> list[Contestant]:
    """The lengths of many files, against those of files opened one after the other."""
    folder.mkdir(exist_ok=True)
    paths = [str(folder / f"{number}.wav") for number in range(FILES_TO_SCAN)]
    for number, path in enumerate(paths):
        write_wav(Path(path), PCM, 16, bytes(BLOCK_ALIGN * number))
    contestants = [Contestant(OURS, lambda: np.array(ours.scan(paths)), FILES_TO_SCAN)]
    if peers.soundfile:
        soundfile = peers.soundfile

        def with_soundfile() -> Array:
            frames = []
            for path in paths:
                with soundfile.SoundFile(path) as file:
                    frames.append(file.frames)
            return np.array(frames)

        contestants.append(Contestant("soundfile", with_soundfile, FILES_TO_SCAN))
    return contestants


def writing(speech: Path, path: Path) -> list[Contestant]:
    samples = make_samples(speech)[2]
    contestants = [Contestant(OURS, lambda: ours.write_pcm16(path, samples, RATE), samples.size)]
    if peers.soundfile:
        soundfile = peers.soundfile
        theirs = partial(soundfile.write, path, samples, RATE, subtype="PCM_16")
        contestants.append(Contestant("soundfile", theirs, samples.size))
        check_agreement(written_by(contestants[0], path), written_by(contestants[1], path), tolerance=1)
    contestants.append(Contestant(MACHINE, partial(write_bytes, path, bytes(2 * samples.size)), samples.size))
    return contestants


def write_bytes(path: Path, data: bytes) -> None:
    with open(path, "wb", buffering=0) as file:
        file.write(data)


def written_by(contestant: Contestant, path: Path) -> Contestant:
    """The same contestant, whose result is what it has written."""

    def run() -> Array:
        contestant.run()
        with cpython_wave.open(str(path)) as file:
            return np.frombuffer(file.readframes(FRAMES), "<i2")

    return contestant._replace(run=run)
