"""
Samples are those that libsndfile (through the package soundfile) and sox find in the same files: in files that these
wrote, one for each encoding, and in those of the corpus that MMS_CORPUS names.

What is known to differ is listed with the reason in testdata/peers/differences.tsv; a difference that is not listed
fails, and so does a listed one that is not there any more. What sox finds was written down by testdata/peers/make.py.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import Any, NamedTuple, Optional

import numpy as np
import pytest
import soundfile

from conftest import ROOT
from mmservices import wave

PEERS = ROOT / "testdata" / "peers"
CORPUS = os.environ.get("MMS_CORPUS", "")

WRITTEN = sorted(path.name for path in PEERS.glob("*.wav"))


class Found(NamedTuple):
    """What sox finds in a file."""

    frames: int
    crc: int
    counted: int  # frames by the fact chunk, if these are fewer; else 0
    counted_crc: int


def rows(name: str) -> list[list[str]]:
    """The rows of a table beside the files, without comments."""
    lines = (PEERS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


SOX = {row[0]: Found(*(int(x) for x in [*row[1:], "0", "0"][:4])) for row in rows("sox.tsv") if row[1] != "-"}
KNOWN = {(peer, file): (what, reason) for peer, file, what, reason in rows("differences.tsv")}


def corpus() -> list[str]:
    """The files of the corpus: repository and path."""
    if not CORPUS:
        return []
    lines = (Path(CORPUS) / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    records = (dict(zip(names, line.split("\t"))) for line in lines[1:])
    return [f"{record['repo']}/{record['path']}" for record in records]


def path_of(file: str) -> Path:
    if "/" not in file:
        return PEERS / file
    owner, repository, path = file.split("/", 2)
    return Path(CORPUS) / f"{owner}__{repository}" / path


def ours(path: Path, dtype: str) -> Optional[Any]:
    """What the library reads, or None if it refuses."""
    try:
        return wave.read(path, dtype=dtype, always_2d=True)[0]
    except (wave.Error, EOFError):
        return None


def differs_from_libsndfile(path: Path) -> Optional[str]:
    """What is different from libsndfile: None, "refused", "frames" or "samples"."""
    try:
        theirs = soundfile.read(path, dtype="float32", always_2d=True)[0]
    except soundfile.LibsndfileError:
        return None  # it refuses more
    samples = ours(path, "float32")
    if samples is None:
        return "refused"
    if samples.shape[1] != theirs.shape[1]:
        return "samples"
    both = min(len(samples), len(theirs))
    if not np.array_equal(samples[:both], theirs[:both], equal_nan=True):
        return "samples"
    return None if len(samples) == len(theirs) else "frames"


def differs_from_sox(path: Path, found: Found) -> Optional[str]:
    """What is different from sox: None, "refused", "frames" or "samples"."""
    samples = ours(path, "int32")
    if samples is None:
        return "refused"
    crc = zlib.crc32(samples.astype("<i4").tobytes())
    if (len(samples), crc) == (found.frames, found.crc):
        return None
    if (len(samples), crc) == (found.counted, found.counted_crc):
        return "frames"
    return "samples" if len(samples) == found.frames else "frames and samples"


def test_the_list_of_differences_gives_reasons() -> None:
    assert KNOWN
    for what, reason in KNOWN.values():
        assert what in ("refused", "frames", "samples", "frames and samples")
        assert len(reason) > 10


@pytest.mark.parametrize("file", WRITTEN + corpus())
def test_samples_are_those_of_libsndfile(file: str) -> None:
    known, reason = KNOWN.get(("libsndfile", file), (None, None))
    assert differs_from_libsndfile(path_of(file)) == known, reason


@pytest.mark.parametrize("file", [file for file in WRITTEN + corpus() if file in SOX])
def test_samples_are_those_of_sox(file: str) -> None:
    known, reason = KNOWN.get(("sox", file), (None, None))
    assert differs_from_sox(path_of(file), SOX[file]) == known, reason


def test_listed_files_are_there() -> None:
    there = set(WRITTEN + corpus())
    for _, file in KNOWN:
        assert file in there or (not CORPUS and "/" in file), file


SUBTYPES = ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"]
PACKED = {"IMA_ADPCM": 2, "MS_ADPCM": 2, "GSM610": 1}  # and the most channels that libsndfile writes
WRITABLE = [
    (container, subtype, channels, endian)
    for container, subtypes, endian in (
        ("WAV", [*SUBTYPES, *PACKED], "LITTLE"),
        ("WAV", [*SUBTYPES, *PACKED], "BIG"),
        ("WAVEX", SUBTYPES, "LITTLE"),
        ("RF64", SUBTYPES, "LITTLE"),
        ("W64", [*SUBTYPES, *PACKED], "LITTLE"),
    )
    for subtype in subtypes
    for channels in (1, 2, 6)
    if channels <= PACKED.get(subtype, 6)
]


@pytest.mark.parametrize(("container", "subtype", "channels", "endian"), WRITABLE)
def test_what_libsndfile_writes_is_read_as_it_reads_it(
    container: str, subtype: str, channels: int, endian: str, tmp_path: Path
) -> None:
    path = tmp_path / "file.wav"
    samples = np.random.default_rng(channels).uniform(-1, 1, (3000, channels)).cumsum(0) % 1 - 0.5
    soundfile.write(path, samples, 44100, subtype, endian, container)
    difference = differs_from_libsndfile(path)
    if subtype in PACKED:
        assert difference in (None, "frames")  # the last block is not full, and libsndfile leaves alone how far it is
    else:
        assert difference is None
