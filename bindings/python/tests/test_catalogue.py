"""
The catalogue of files that readers crash on, refuse without need or play wrongly: info, read and metadata make of each
what the catalogue's manifest says, from a path, from a file object and from one that cannot seek.

The manifest and its columns are those of internal/wavtest/catalogue/export.
"""

from __future__ import annotations

import csv
import io
import subprocess
import zlib
from pathlib import Path
from typing import Any, Callable

import pytest

from conftest import ROOT
from mmservices import _abi, wave

CONTAINERS = {1: "RIFF", 2: "RIFX", 3: "RF64", 4: "BW64", 5: "W64"}


class Forward(io.RawIOBase):
    """A stream that cannot seek."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)


WAYS: list[tuple[str, Callable[[Path], Any]]] = [
    ("sized", lambda path: path),
    ("sized", lambda path: io.BytesIO(path.read_bytes())),
    ("stream", lambda path: Forward(path.read_bytes())),
]

Catalogue = list[tuple[Path, dict[str, str]]]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The files, each with its row of the manifest."""
    folder = tmp_path_factory.mktemp("catalogue")
    subprocess.run(["go", "run", "./internal/wavtest/catalogue/export", str(folder)], cwd=ROOT, check=True)
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        return [(folder / row["file"], row) for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.fixture(params=range(len(WAYS)), ids=["path", "file object", "stream"])
def way(request: pytest.FixtureRequest) -> tuple[str, Callable[[Path], Any]]:
    return WAYS[request.param]


def outcome(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What the function returns, or the text of the status that it raises. The binding finds out by itself that an
    encoding is not known."""
    try:
        return function(*arguments, **named)
    except wave.Error as error:
        if error.status != _abi.MMS_OK:
            return _abi.STATUS_TEXT[error.status]
        named_by = {"unknown format": _abi.MMS_ERROR_UNSUPPORTED_TAG}
        named_by["unknown extended format"] = _abi.MMS_ERROR_UNSUPPORTED_SUB_FORMAT
        return _abi.STATUS_TEXT[named_by[str(error).partition(":")[0]]]
    except EOFError:
        return _abi.STATUS_TEXT[_abi.MMS_ERROR_EOF]


def format_of(info: wave.Info) -> list[int]:
    """The column "format" of what info tells, without the encoding, for which it has a name."""
    container = next(number for number, name in CONTAINERS.items() if name == info.container)
    return [
        container,
        info.tag,
        info.channels,
        info.samplerate,
        info.bits,
        info.valid_bits,
        info.sample_bytes,
        info.block_align,
        info.block_frames,
        info.channel_mask,
    ]


def found_by(info: wave.Info) -> str:
    """The column "found"."""
    return " ".join(f"{r.repair}:{r.chunk.hex()}:{r.offset}" for r in info.diagnostics) or "-"


@pytest.mark.parametrize("mode", ["lenient", "strict"])
class TestEveryFile:
    def test_opens_or_does_not(self, catalogue: Catalogue, way: tuple[str, Callable[[Path], Any]], mode: str) -> None:
        kind, source = way
        for path, row in catalogue:
            wanted = {name: row[f"{kind} {mode} {name}"] for name in ("open", "format", "found", "frames")}
            info = outcome(wave.info, source(path), strict=mode == "strict")
            if wanted["open"] != "ok":
                assert info == wanted["open"], row["case"]
                continue
            numbers = [int(number) for number in wanted["format"].split(" ")]
            assert format_of(info) == numbers[:1] + numbers[2:], row["case"]
            assert found_by(info) == wanted["found"], row["case"]
            if kind == "sized":
                assert info.frames == int(wanted["frames"]), row["case"]

    def test_has_those_samples(self, catalogue: Catalogue, way: tuple[str, Callable[[Path], Any]], mode: str) -> None:
        kind, source = way
        for path, row in catalogue:
            opened = row[f"{kind} {mode} open"]
            status = opened if opened != "ok" else row[f"{kind} {mode} samples"]
            found = outcome(wave.read, source(path), dtype="float32", strict=mode == "strict")
            if status != "ok":
                assert found == status, row["case"]
                continue
            crc = zlib.crc32(found[0].astype("<f4").tobytes())
            assert crc == int(row[f"{kind} {mode} floats"]), row["case"]


@pytest.mark.parametrize("mode", ["lenient", "strict"])
def test_every_file_has_metadata_whatever_it_says(catalogue: Catalogue, mode: str) -> None:
    for path, row in catalogue:
        opened = row[f"sized {mode} open"]
        status = opened if opened != "ok" else row[f"sized {mode} metadata"]
        found = outcome(wave.metadata, path, strict=mode == "strict")
        assert ("ok" if isinstance(found, wave.Metadata) else found) == status, row["case"]
