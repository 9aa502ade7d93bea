"""docs/parity.md names everything of the two modules, and every counterpart that it names exists."""

from __future__ import annotations

import colorsys as python_colorsys
import importlib
import re
import subprocess
import wave as python_wave
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HEADER = (ROOT / "include" / "mmservices.h").read_text()

# A row is (section, Python name, Go names, C names).
Row = tuple[str, str, list[str], list[str]]


def rows() -> list[Row]:
    found: list[Row] = []
    section = ""
    for line in (ROOT / "docs" / "parity.md").read_text().splitlines():
        if line.startswith("## "):
            section = "colorsys" if "colorsys" in line else "wave"
        elif line.startswith("| `"):
            cells = [re.findall(r"`([^`]+)`", cell) for cell in line.strip("|").split("|")]
            found.append((section, cells[0][0], cells[1], cells[2]))
    return found


ROWS = rows()


def test_the_table_was_read() -> None:
    assert len(ROWS) > 60


@pytest.mark.parametrize(("section", "name"), [(s, p) for s, p, _, _ in ROWS], ids=[p for _, p, _, _ in ROWS])
def test_the_python_name_exists(section: str, name: str) -> None:
    found: object = importlib.import_module(f"mmservices.{section}")
    if name.rpartition(".")[2] in ("getmark", "getmarkers", "setmark") and not hasattr(
        python_wave.Wave_read, "getmark"
    ):
        pytest.skip("gone in this version of Python, as in the standard library")
    for part in name.split("."):
        found = getattr(found, part)


def test_no_name_of_the_standard_library_is_missing() -> None:
    documented = {name for _, name, _, _ in ROWS}
    expected = {name for name in dir(python_colorsys) if not name.startswith("_")}
    for name, value in vars(python_wave).items():
        if name.startswith("_") or name in ("builtins", "struct", "sys", "namedtuple", "Chunk", "audioop", "warnings"):
            continue
        expected.add(name)
        if isinstance(value, type) and name.startswith("Wave_"):
            expected |= {
                f"{name}.{member}"
                for member in vars(value)
                if not member.startswith("_") or member in ("__enter__", "__exit__", "__del__")
            }
    assert expected - documented == set()


def go_names() -> list[str]:
    return sorted({f"{section}.{name}" for section, _, names, _ in ROWS for name in names})


@pytest.mark.parametrize("name", go_names())
def test_the_go_name_exists(name: str) -> None:
    done = subprocess.run(["go", "doc", f"mmservices/{name}"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def c_names() -> list[str]:
    return sorted({name for _, _, _, names in ROWS for name in names})


@pytest.mark.parametrize("name", c_names())
def test_the_c_name_exists(name: str) -> None:
    struct, dot, member = name.partition(".")
    if not dot:
        assert re.search(rf"\b{name}\b(?! *\*/)", HEADER), name
        return
    body = re.search(rf"typedef struct {struct} \{{(.*?)\}} {struct};", HEADER, re.S)
    assert body is not None, struct
    assert re.search(rf"\b{member}\b(\[\d+\])?;", body.group(1)), name
