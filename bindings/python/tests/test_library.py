"""How the native library is found and loaded: late, once, checked. Forks are in test_fork.py."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import Any, Optional

import pytest

from conftest import ROOT, SPEECH
from mmservices import _abi, _library, _numbers

PACKAGE = ROOT / "bindings" / "python"
LIBRARY = Path(_library.load().path).resolve()
RECORDING = str(SPEECH / "speech-16-stereo.wav")


def python(program: str, package: Path = PACKAGE, library: Optional[str] = None) -> str:
    """Runs a program in a Python of its own; returns what it prints. It must end well and in a minute."""
    environment = {**os.environ, "PYTHONPATH": str(package)}
    environment.pop(_library.ENVIRONMENT, None)
    if library is not None:
        environment[_library.ENVIRONMENT] = library
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=environment, cwd="/"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


MAPPED = """
def mapped():
    with open("/proc/self/maps") as maps:
        return "libmmservices" in maps.read()
"""


def test_importing_loads_no_native_code() -> None:
    program = MAPPED + "import mmservices, mmservices.wave, mmservices.colorsys\nprint(mapped())\n"
    assert python(program) == "False\n"


@pytest.mark.parametrize("use", [f"wave.open({RECORDING!r}).close()", "wave.open(io.BytesIO())"])
def test_the_first_use_does(use: str) -> None:
    program = f"""
import io
from mmservices import wave
try:
    {use}
except EOFError:
    pass
print(mapped())
"""
    assert python(MAPPED + program) == "True\n"


def test_what_needs_no_library_loads_none() -> None:
    program = """
from fractions import Fraction
from mmservices import colorsys
print(colorsys.rgb_to_hsv(Fraction(1, 2), 0, 0), colorsys.rgb_to_hsv(1.0, 0.0, 0.0), mapped())
"""
    assert python(MAPPED + program) == "(0.0, Fraction(1, 1), Fraction(1, 2)) (0.0, 1.0, 1.0) False\n"


def test_threads_load_one_library() -> None:
    program = """
import threading
from mmservices import _library
found = []
threads = [threading.Thread(target=lambda: found.append(_library.load())) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), len(set(map(id, found))))
"""
    assert python(program) == "8 1\n"


def test_while_another_thread_imports_numpy_nothing_is_an_array(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", types.ModuleType("numpy"))
    assert not _numbers.is_array(b"")


class TestPlaces:
    """MMSERVICES_LIBRARY, the package, the repository."""

    USE = "from mmservices import _library\nprint(_library.load().path)\n"
    FAIL = (
        "from mmservices import _library\ntry: _library.load()\nexcept ImportError as e: print(type(e).__name__, e)\n"
    )

    def test_the_variable_names_it(self, tmp_path: Path) -> None:
        copy = tmp_path / "renamed.so"
        shutil.copy(LIBRARY, copy)
        assert python(self.USE, library=str(copy)) == f"{copy}\n"

    def test_then_the_package_has_it(self, tmp_path: Path) -> None:
        shutil.copytree(PACKAGE / "mmservices", tmp_path / "mmservices")
        (tmp_path / "mmservices" / "_lib").mkdir(exist_ok=True)
        bundled = tmp_path / "mmservices" / "_lib" / "libmmservices.so"
        shutil.copy(LIBRARY, bundled)
        assert python(self.USE, package=tmp_path) == f"{bundled}\n"

    def test_then_the_repository(self) -> None:
        assert python(self.USE) == f"{ROOT / 'build' / 'libmmservices.so'}\n"

    def test_a_wrong_variable_is_an_error_though_there_are_other_places(self) -> None:
        message = python(self.FAIL, library="/no/such/library.so")
        assert message == (
            "LibraryError libmmservices cannot be loaded. Tried:\n"
            "  /no/such/library.so (named by MMSERVICES_LIBRARY): there is no such file\n"
            f"{_library.REMEDY}\n"
        )

    def test_without_any_the_error_names_every_place_and_the_remedy(self, tmp_path: Path) -> None:
        package = tmp_path / "bindings" / "python"
        shutil.copytree(PACKAGE / "mmservices", package / "mmservices", ignore=shutil.ignore_patterns("_lib"))
        (tmp_path / "include").mkdir()
        shutil.copy(ROOT / "include" / "mmservices.h", tmp_path / "include")
        message = python(self.FAIL, package=package)
        assert f"{package / 'mmservices' / '_lib' / 'libmmservices.so'} (in the package): there is no such" in message
        assert f"{tmp_path / 'build' / 'libmmservices.so'} (in the build folder of the repository): there" in message
        assert message.endswith(_library.REMEDY + "\n")

    def test_a_file_that_is_no_library(self, tmp_path: Path) -> None:
        (tmp_path / "library.so").write_bytes(b"text")
        assert "file too short" in python(self.FAIL, library=str(tmp_path / "library.so"))

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("int other;", "this is not libmmservices: it has no function mms_abi_version"),
            ("unsigned mms_abi_version(void) { return 99; }", "its ABI is 99, but this package needs ABI 2"),
            ("unsigned mms_abi_version(void) { return 2; }", "it has no function mms_version: it is older than this"),
        ],
    )
    def test_a_library_that_does_not_fit(self, tmp_path: Path, source: str, message: str) -> None:
        (tmp_path / "library.c").write_text(source)
        compiler = os.environ.get("CC", "cc").split()
        subprocess.run([*compiler, "-shared", "-fPIC", "-o", "library.so", "library.c"], cwd=tmp_path, check=True)
        assert message in python(self.FAIL, library=str(tmp_path / "library.so"))

    def test_musl_is_refused_before_it_crashes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Path, "read_text", lambda *_, **__: "7f00 r-xp /lib/ld-musl-x86_64.so.1\n")
        with pytest.raises(_library.LibraryError, match="it needs glibc"):
            _library._find()


class TestABI:
    """The structures and numbers that ctypes works with are those of the C compiler."""

    @staticmethod
    def recorded(*kinds: str) -> list[list[str]]:
        """The words of the lines of some kinds in the record of the ABI, without the kind."""
        lines = [line.split() for line in (ROOT / "capi" / "abi" / "current.txt").read_text().splitlines()]
        return [words for kind, *words in lines if kind in kinds]

    def test_layout(self) -> None:
        found: list[list[str]] = []
        for struct in vars(_abi).values():
            if isinstance(struct, type) and issubclass(struct, ctypes.Structure):
                found.append([struct.__name__, str(ctypes.sizeof(struct))])
                for name, *_ in struct._fields_:
                    field = getattr(struct, name)
                    found.append([f"{struct.__name__}.{name}", str(field.offset), str(field.size)])
        assert found == [words[:3] for words in self.recorded("struct", "member")]

    def test_constants(self) -> None:
        constants = self.recorded("constant")
        assert constants
        for name, number in constants:
            assert getattr(_abi, name) == int(number), name

    def test_every_function_has_a_prototype(self) -> None:
        names = [symbol.partition("@")[0] for symbol, *_ in self.recorded("function")]
        assert sorted(_abi.PROTOTYPES) == sorted(names)

    def test_handles_and_sizes_are_not_cut_to_32_bits(self) -> None:
        library: Any = _library.load()
        assert library.mms_version().decode() == _abi.MMS_VERSION_STRING
        assert library.mms_status_string(_abi.MMS_ERROR_EOF).decode() == _abi.STATUS_TEXT[_abi.MMS_ERROR_EOF]
        out = (ctypes.c_double * 3)()
        assert library.mms_rgb_to_hsv(1.0, 0.0, 0.0, out) == _abi.MMS_OK
        assert tuple(out) == (0.0, 1.0, 1.0)
