"""What several tests use: file objects that record their calls, and recordings."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

import pytest

from mmservices import _steps, wave

ROOT = Path(__file__).resolve().parents[3]
SPEECH = ROOT / "testdata" / "speech"


class Recorder:
    """A file object over bytes that records the calls of its methods. Methods named in `without` do not exist; those
    in `raising` raise the given exception, from the call on whose number stands in `after` (0: always)."""

    def __init__(
        self,
        data: bytes = b"",
        without: tuple[str, ...] = (),
        raising: Optional[dict[str, BaseException]] = None,
        after: int = 0,
    ) -> None:
        self.file = io.BytesIO(data)
        self.calls: list[tuple[Any, ...]] = []
        self.written: list[Any] = []  # the very objects
        self._without = without
        self._raising = raising or {}
        self._after = after

    def __getattr__(self, name: str) -> Any:
        if name not in ("read", "write", "seek", "tell", "flush") or name in self._without:
            raise AttributeError(f"'Recorder' object has no attribute '{name}'")

        def method(*arguments: Any) -> Any:
            shown = tuple(bytes(x) if isinstance(x, (bytearray, memoryview)) else x for x in arguments)
            self.calls.append((name, *shown))
            if name in self._raising and sum(call[0] == name for call in self.calls) > self._after:
                raise self._raising[name]
            if name == "write":
                self.written.append(arguments[0])
            return getattr(self.file, name)(*arguments)

        return method


def small_steps(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Has long work done in steps of so many bytes."""
    monkeypatch.setattr(_steps, "FIRST", size)
    monkeypatch.setattr(_steps, "MOST", size)
    monkeypatch.setattr(_steps, "QUICK", size)


_writers: list[wave.Wave_write] = []


def new_writer(file: Any = None, params: Any = None) -> wave.Wave_write:
    """A writer, to a BytesIO if no file is given. A test that leaves it uncompleted need not care."""
    writer = wave.open(io.BytesIO() if file is None else file, "wb")
    _writers.append(writer)
    if params is not None:
        writer.setparams(params)
    return writer


@pytest.fixture(autouse=True)
def let_go_of_writers() -> Iterator[None]:
    """Spares writers that a test left the attempt to complete their files whenever they are collected."""
    yield
    for writer in _writers:
        writer._file = None
        writer.close()
    _writers.clear()


@pytest.fixture
def speech() -> Path:
    """The folder of recordings."""
    return SPEECH


@pytest.fixture
def corpus() -> Path:
    """The folder of third-party recordings that MMS_CORPUS names."""
    named = os.environ.get("MMS_CORPUS")
    if not named:
        pytest.skip("MMS_CORPUS does not name the folder of the corpus")
    return Path(named)
