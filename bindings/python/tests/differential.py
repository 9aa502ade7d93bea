"""Compares mmservices.wave with the wave module of the interpreter that runs this, on the same files.

Where the two differ, the difference must be one that docs/differences.md names, shown by the file's own bytes, and
mmservices must do exactly what is promised there (riff_model).

As a program: differential.py FIRST-SEED NUMBER-OF-FILES, prints a JSON object (see main). Needs no other package.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Callable, NamedTuple

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

import wave as standard

import riff_model
import wav_files
from mmservices import wave


class Plain:
    """A file object with read, seek and tell that says nothing of its size."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int) -> bytes:
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


class Pipe:
    """A file object that can only read."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int) -> bytes:
        return self._file.read(size)


class Observation(NamedTuple):
    """What a reader makes of a file, by the aspects that may differ."""

    refusal: Any = None
    parameters: Any = None
    frames: Any = None
    data: Any = None

    def differences(self, other: Observation) -> set[str]:
        return {name for name in self._fields if getattr(self, name) != getattr(other, name)}


def described(error: BaseException) -> tuple[str, str]:
    if isinstance(error, riff_model.Refused):
        kind, text = error.args
        return kind, text
    return type(error).__name__, str(error)


def same_refusal(ours: Any, promised: Any) -> bool:
    """The library's own messages say where the fault lies, before what the model says."""
    if ours == promised:
        return True
    return ours is not None and promised is not None and ours[0] == promised[0] and ours[1].endswith(": " + promised[1])


def observe(open_file: Callable[[], Any], positions: list[int]) -> Observation:
    """Opens a file and reads it in several patterns."""
    try:
        reader = open_file()
    except Exception as error:
        return Observation(refusal=described(error))
    log: list[Any] = []

    def attempt(name: str, *arguments: Any) -> None:
        try:
            log.append((name, getattr(reader, name)(*arguments)))
        except Exception as error:
            log.append((name, described(error)))

    parameters = reader.getparams()
    attempt("readframes", 0)
    for _ in range(4):
        attempt("readframes", 3)
        attempt("tell")
    attempt("readframes", -1)
    attempt("tell")
    attempt("readframes", 1)
    for position in positions:
        attempt("setpos", position)
        attempt("readframes", 2)
        attempt("tell")
    attempt("rewind")
    attempt("readframes", 10**6)
    attempt("tell")
    return Observation(None, parameters[:3] + parameters[4:], parameters[3], log)


class Source(NamedTuple):
    """A way to hand a file to a reader."""

    open: Callable[[bytes], Any]
    standard: Callable[[bytes], Any]  # the same for the standard module, which may want 4 GiB to read by name
    measured: bool
    seekable: bool


class Comparison:
    """Compares files, and counts by which rules they differ."""

    def __init__(self, folder: str) -> None:
        path = Path(folder, "file.wav")

        def by_name(data: bytes) -> str:
            path.write_bytes(data)
            return str(path)

        self.sources = {
            "name": Source(by_name, io.BytesIO, measured=True, seekable=True),
            "BytesIO": Source(io.BytesIO, io.BytesIO, measured=True, seekable=True),
            "object": Source(Plain, Plain, measured=False, seekable=True),
            "pipe": Source(Pipe, Pipe, measured=False, seekable=False),
        }
        self.compared = 0
        self.rules: Counter[str] = Counter()
        self.unexplained: list[str] = []

    def file(self, name: str, data: bytes) -> None:
        """Compares one file from all sources."""
        rules = riff_model.rules(data)
        allowed = set().union(*(riff_model.ASPECTS[rule] for rule in rules))
        positions = self._positions(data)
        for how, source in self.sources.items():
            theirs = observe(lambda source=source: standard.open(source.standard(data), "rb"), positions)
            ours = observe(lambda source=source: wave.open(source.open(data), "rb"), positions)
            self.compared += 1
            differences = ours.differences(theirs)
            if not differences:
                continue
            self.rules.update(rules)
            promised = observe(
                lambda source=source: riff_model.Reader(data, source.measured, source.seekable), positions
            )
            kept = not ours.differences(promised) - {"refusal"} and same_refusal(ours.refusal, promised.refusal)
            if ours.refusal or theirs.refusal:
                differences = {"refusal"}
            if not differences <= allowed or not (kept or not riff_model.told(data, rules)):
                self.unexplained.append(
                    f"{name} from a {how}: {sorted(differences)} differ, but its bytes fall under {sorted(rules)}\n"
                    f"  standard: {str(theirs)[:300]}\n  ours:     {str(ours)[:300]}\n  promised: {str(promised)[:300]}"
                )

    @staticmethod
    def _positions(data: bytes) -> list[int]:
        """Frames to go to: first ones, and around the true and the declared last one."""
        try:
            reader = riff_model.Reader(data, measured=True, seekable=True)
            declared = riff_model.Reader(data, measured=False, seekable=True)
        except riff_model.Refused:
            return [0, 1, -1]
        present, promised = reader.getparams()[3], declared.getparams()[3]
        return sorted({0, 1, -1, present - 1, present, present + 1, promised, promised + 1})

    def generated(self, first: int, number: int) -> None:
        """Compares generated files, a quarter of them well-formed."""
        for seed in range(first, first + number):
            if seed % 4 == 0:
                data = wav_files.well_formed(seed)
                self.file(f"well-formed file {seed}", data)
            else:
                fault, data = wav_files.faulty(seed)
                self.file(f"faulty file {seed} ({fault})", data)


def main(first: str, number: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(folder)
        comparison.generated(int(first), int(number))
    print(
        json.dumps(
            {
                "compared": comparison.compared,
                "rules": comparison.rules,
                "unexplained": comparison.unexplained,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
