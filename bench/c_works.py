"""What is measured in C: the command lines of the program that c/ is the source of."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .catalogue import MACHINE_WORKS, STREAM
from .files import SoundFiles
from .measurement import Settings
from .sndfile import Sndfile


class Command(NamedTuple):
    """works are the ids of what it measures."""

    works: tuple[str, ...]
    words: tuple[str, ...]


class Failed(Exception):
    """The program ended with an error; the message is its own."""


def commands(files: SoundFiles) -> Iterator[Command]:
    def command(*words: object, works: tuple[str, ...] = ()) -> Command:
        texts = tuple(map(str, words))
        return Command(works or texts[1:2], texts)

    yield command("memory", works=tuple(MACHINE_WORKS))
    places = {"disk": files.disk / "scratch.wav", "shm": files.shm / "scratch.wav"}
    for encoding, path in (("s16", files.s16), ("s24", files.s24)):
        for block in (65536, 64):
            yield command("read", f"read-{encoding}-{block}", path, block)
    yield command("read", "read-f32-65536", files.f32, 65536)
    yield command("map", files.f32, works=("map-open", "map-touch", "map-sum"))
    for place, scratch in places.items():
        for block in (65536, 64):
            yield command("write", f"write-{place}-{block}", files.f32, scratch, block)
    yield command("open", "open", files.speech)
    all_of_them = ("threads-mmservices", "threads-libsndfile", "threads-machine")
    yield command("threads", "threads", 65536, files.s16, files.s16_again, works=all_of_them)
    yield command("stream", files.large, 65536, works=(STREAM,))


class Program(NamedTuple):
    path: Path
    sndfile: Sndfile

    def run(self, command: Command, settings: Settings) -> list[dict[str, Any]]:
        """Returns the objects that it prints, one for each line."""
        library = self.sndfile.library
        settled = (str(settings.repetitions), str(settings.slice_seconds), library)
        environment = {**os.environ, "LD_LIBRARY_PATH": self.sndfile.folder} if self.sndfile.folder else None
        done = subprocess.run([self.path, *settled, *command.words], capture_output=True, text=True, env=environment)
        if done.returncode != 0:
            raise Failed(done.stderr.strip() or f"{self.path.name} ended with status {done.returncode}")
        return [json.loads(line) for line in done.stdout.splitlines()]
