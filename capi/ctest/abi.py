"""Reads capi/abi/current.txt: the ABI on record, which genabi writes from the header."""

from typing import NamedTuple

from conftest import ROOT

CURRENT = ROOT / "capi" / "abi" / "current.txt"


class Line(NamedTuple):
    name: str
    value: str


def lines(*kinds: str) -> list[Line]:
    """The lines of some kinds, in order."""
    split = [line.split(" ", 2) for line in CURRENT.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [Line(name, "".join(value)) for kind, name, *value in split if kind in kinds]


def constants() -> list[Line]:
    return lines("constant")


def soname() -> str:
    return lines("soname")[0].name


def symbols() -> list[str]:
    """The exported symbols with their versions, sorted."""
    return sorted(line.name for line in lines("function"))
