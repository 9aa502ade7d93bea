"""Which names mmservices.wave presents under which version of Python: those of 3.15, and before it the mark methods."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import warnings
import wave as standard
from pathlib import Path
from typing import Any

import pytest

import run as conformance
import wav_files
from conftest import new_writer
from mmservices import wave

PACKAGE = Path(wave.__file__).parents[1]
OLD_NAMES = ["open", "Error", "Wave_read", "Wave_write"]


def reader() -> Any:
    return wave.open(io.BytesIO(wav_files.pcm()))


def writer() -> Any:
    return new_writer()


@pytest.mark.parametrize(
    ("version", "names"),
    [
        ((3, 9), ["WAVE_FORMAT_IEEE_FLOAT", "WAVE_FORMAT_EXTENSIBLE", "KSDATAFORMAT_SUBTYPE_PCM"]),
        ((3, 11), ["WAVE_FORMAT_IEEE_FLOAT", "WAVE_FORMAT_EXTENSIBLE", "KSDATAFORMAT_SUBTYPE_PCM"]),
        ((3, 12), ["WAVE_FORMAT_IEEE_FLOAT"]),
        ((3, 14), ["WAVE_FORMAT_IEEE_FLOAT"]),
        ((3, 15), ["WAVE_FORMAT_IEEE_FLOAT", "WAVE_FORMAT_PCM", "WAVE_FORMAT_EXTENSIBLE"]),
    ],
)
def test_all_and_marks_under_a_version(version: tuple[int, int], names: list[str]) -> None:
    """The version is feigned: what counts is what the modules make of it."""
    program = f"""
import sys, wave, warnings, ctypes, uuid
sys.version_info = {(*version, 0, "final", 0)!r}
sys.path.insert(0, {str(PACKAGE)!r})
from mmservices import wave
marks = [hasattr(kind, name) for kind in (wave.Wave_read, wave.Wave_write) for name in ("getmark", "getmarkers")]
print(sorted(wave.__all__), *marks, hasattr(wave.Wave_write, "setmark"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    has_marks = version < (3, 15)
    assert done.stdout == f"{sorted([*OLD_NAMES, *names])} {' '.join([str(has_marks)] * 5)}\n"


def test_constants() -> None:
    assert (wave.WAVE_FORMAT_PCM, wave.WAVE_FORMAT_IEEE_FLOAT, wave.WAVE_FORMAT_EXTENSIBLE) == (1, 3, 0xFFFE)
    assert wave.KSDATAFORMAT_SUBTYPE_PCM.hex() == "0100000000001000800000aa00389b71"
    assert wave._array_fmts == standard._array_fmts  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_byteswap(width: int) -> None:
    data = bytes(range(12))
    swapped = wave._byteswap(data, width)
    assert swapped == b"".join(data[i : i + width][::-1] for i in range(0, 12, width))
    assert type(swapped) is bytes


def test_error_is_an_exception_of_this_module() -> None:
    assert wave.Error.__bases__ == (Exception,)
    assert wave.Error.__module__ == "mmservices.wave"


@pytest.mark.skipif(sys.version_info >= (3, 15), reason="gone in Python 3.15")
class TestMarks:
    @pytest.mark.parametrize(
        ("make", "name", "arguments", "error"),
        [
            (reader, "getmarkers", (), None),
            (reader, "getmark", (1,), "no marks"),
            (writer, "getmarkers", (), None),
            (writer, "getmark", (1,), "no marks"),
            (writer, "setmark", (1, 0, "name"), "setmark() not supported"),
        ],
    )
    def test_they_do_what_they_did(self, make: Any, name: str, arguments: Any, error: Any) -> None:
        made = make()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            if error is None:
                assert getattr(made, name)(*arguments) is None
            else:
                with pytest.raises(wave.Error) as raised:
                    getattr(made, name)(*arguments)
                assert raised.value.args == (error,)
        if sys.version_info < (3, 13):
            assert caught == []
        else:
            text = f"'{type(made).__name__}.{name}' is deprecated and slated for removal in Python 3.15"
            assert [(w.category, str(w.message), w.filename) for w in caught] == [(DeprecationWarning, text, __file__)]


class TestConformance:
    """conformance/run.py, which runs CPython's own tests, can fail."""

    @staticmethod
    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": "", "HOME": "/nowhere", "MMS_PYTHONS": "", **environment}
        program = (
            "import sys; sys.path.insert(0, sys.argv[1]); import run\n"
            "run.candidates = lambda: [run.Path(p) for p in run.os.environ['MMS_PYTHONS'].split(':') if p]\n"
            "sys.exit(run.main())"
        )
        folder = str(Path(conformance.__file__).parent)
        return subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, env=environment)

    def test_no_interpreter_is_a_failure_in_ci_and_said_elsewhere(self) -> None:
        for environment, status in (({"CI": "true"}, 1), ({"CI": ""}, 0)):
            done = self.run(**environment)
            assert done.returncode == status
            assert "Nothing was run" in done.stdout

    def test_a_failing_test_is_a_failure(self, tmp_path: Path) -> None:
        interpreters = conformance.find_interpreters()
        if not interpreters:
            pytest.skip("no CPython with its own tests was found")
        done = self.run(MMS_PYTHONS=interpreters[-1].executable, MMSERVICES_LIBRARY=str(tmp_path / "none.so"))
        assert done.returncode == 1
        assert " 0 failed" not in done.stdout
