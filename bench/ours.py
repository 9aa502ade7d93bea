"""The calls of mmservices that are measured, in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from mmservices import colorsys, wave

from .files import Array


def read_array(path: Path) -> Array:
    array: Array = wave.read(path, dtype="float32")[0]
    return array


def read_into(path: Path, out: Array) -> Array:
    array: Array = wave.read(path, out=out)[0]
    return array


def write_pcm16(path: Path, samples: Array, rate: int) -> None:
    wave.write(path, samples, rate, subtype="PCM_16")


def scan(paths: list[str]) -> list[int]:
    """The frames of many files."""
    return [row.frames if isinstance(row, wave.Info) else -1 for row in wave.scan(paths)]


def convert(
    conversion: str, picture: Array, out: Optional[Array] = None, hue: Optional[str] = None, threads: int = 1
) -> Any:
    """Converts a whole picture; threads is how many may work at it, 0 for as many as there are cores."""
    scale = {} if hue is None else {"hue": hue}
    return getattr(colorsys, f"{conversion}_array")(picture, out=out, threads=threads, **scale)
