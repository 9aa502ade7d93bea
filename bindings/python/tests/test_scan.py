"""wave.scan: what many files hold."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmservices import wave


@pytest.fixture
def files(tmp_path: Path) -> list[Any]:
    """Good and bad ones."""
    names: list[Any] = []
    for i, (subtype, container) in enumerate(
        [("PCM_16", None), ("FLOAT", "RF64"), ("ALAW", "RIFF"), ("PCM_24", "W64")] * 5
    ):
        names.append(tmp_path / f"{i}.wav")
        wave.write(names[-1], np.zeros((i, 2)), 8000 + i, subtype, container=container)
    (tmp_path / "none.wav").write_bytes(b"nothing of the kind")
    (tmp_path / "cut.wav").write_bytes(names[0].read_bytes()[:6])
    return [*names, tmp_path / "none.wav", str(tmp_path / "cut.wav"), tmp_path / "missing.wav", os.fsencode(names[0])]


@pytest.mark.parametrize("threads", [0, 1, 3, 100])
def test_a_row_is_what_info_tells_or_raises(files: list[Any], threads: int) -> None:
    rows = wave.scan(files, threads)
    assert len(rows) == len(files)
    for file, row in zip(files, rows):
        try:
            expected: Any = wave.info(file)
        except Exception as error:
            assert (type(row), row.args) == (type(error), error.args)  # type: ignore[union-attr]
        else:
            assert row == dataclasses.replace(expected, diagnostics=())
            assert isinstance(row, wave.Info)
            assert row.name is file


def test_the_errors_of_rows(files: list[Any]) -> None:
    none, cut, missing = wave.scan(files)[-4:-1]
    assert isinstance(none, wave.Error)
    assert isinstance(cut, EOFError)
    assert isinstance(missing, FileNotFoundError)
    assert missing.filename == str(files[-2])


def test_strict(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    wave.write(path, np.zeros(10), 8000)
    path.write_bytes(path.read_bytes()[:-4])
    (lenient,), (strict,) = wave.scan([path]), wave.scan([path], strict=True)
    assert isinstance(lenient, wave.Info)
    assert isinstance(strict, wave.Error)


def test_any_iterable_of_names() -> None:
    assert wave.scan([]) == []
    assert [type(row) for row in wave.scan(name for name in ("/nothing/a", "/nothing/b"))] == [FileNotFoundError] * 2


def test_what_is_no_name() -> None:
    with pytest.raises(TypeError, match="file must be a name"):
        wave.scan([5])
    with pytest.raises(ValueError, match="threads must not be negative"):
        wave.scan([], -1)
