"""The sound functions in threads, and interrupted."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import numpy as np
import pytest

from conftest import small_steps
from mmservices import wave
from test_sound_read import Custom, ramp


def test_threads_read_the_same_file(speech: Path) -> None:
    expected = wave.read(speech / "speech-16.wav", dtype="float32")[0]
    wrong: list[int] = []

    def work() -> None:
        for _ in range(20):
            if not np.array_equal(wave.read(speech / "speech-16.wav", dtype="float32")[0], expected):
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_other_threads_run_while_the_library_reads() -> None:
    """The file object is read in the library's callback: what waits there for another thread must not block it."""
    arrived = threading.Event()

    class Waiting(Custom):
        def __init__(self) -> None:
            super().__init__(ramp())
            read = self.read

            def waiting(size: int) -> bytes:
                assert arrived.wait(30)
                return read(size)

            self.read = waiting  # type: ignore[method-assign, assignment]

    thread = threading.Thread(target=arrived.set)
    threading.Timer(0.05, thread.start).start()
    assert wave.read(Waiting())[0].shape == (10, 2)
    thread.join()


class TestSteps:
    """Long reads and writes come back to Python in between, where Ctrl-C can be told."""

    def test_of_a_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = wave.read(io.BytesIO(ramp(300)), dtype="float32")[0]
        small_steps(monkeypatch, 1000)
        calls = self.count(monkeypatch)
        np.testing.assert_array_equal(wave.read(io.BytesIO(ramp(300)), dtype="float32")[0], whole)
        assert calls["mms_wave_reader_read_samples"] == 3

    def test_of_a_write(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = wave.read(io.BytesIO(ramp(300)), dtype="int16")[0]
        small_steps(monkeypatch, 1000)
        calls = self.count(monkeypatch)
        file = io.BytesIO()
        wave.write(file, data, 8000, plain=True)
        assert file.getvalue() == ramp(300)
        assert calls["mms_wave_writer_write_samples"] == 2

    def test_of_planes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = wave.read(io.BytesIO(ramp(300)), dtype="int16", planar=True)[0]
        small_steps(monkeypatch, 1000)
        calls = self.count(monkeypatch)
        planes = wave.read(io.BytesIO(ramp(300)), dtype="int16", planar=True)[0]
        np.testing.assert_array_equal(planes, whole)
        file = io.BytesIO()
        wave.write(file, planes, 8000, planar=True, plain=True)
        assert file.getvalue() == ramp(300)
        assert calls == {"mms_wave_reader_read_planar": 2, "mms_wave_writer_write_planar": 2}

    @staticmethod
    def count(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
        """Counts the calls of functions of the library."""
        from mmservices import _library

        library = _library.load()
        calls: dict[str, int] = {}
        for name in (
            "mms_wave_reader_read_samples",
            "mms_wave_reader_read_planar",
            "mms_wave_writer_write_samples",
            "mms_wave_writer_write_planar",
        ):

            def counted(*arguments: object, name: str = name, function: object = getattr(library, name)) -> object:
                calls[name] = calls.get(name, 0) + 1
                return function(*arguments)  # type: ignore[operator]

            monkeypatch.setattr(library, name, counted)
        return calls

    def test_ctrl_c_ends_a_read(self) -> None:
        class Interrupted(Custom):
            def __init__(self) -> None:
                super().__init__(ramp())
                read = self.read

                def interrupted(size: int) -> bytes:
                    if self.tell() >= 44:
                        raise KeyboardInterrupt
                    return read(size)

                self.read = interrupted  # type: ignore[method-assign, assignment]

        with pytest.raises(KeyboardInterrupt):
            wave.read(Interrupted())
