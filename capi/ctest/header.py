"""Reads include/mmservices.h: its macros, structs, functions and examples."""

import re
from pathlib import Path
from typing import NamedTuple

HEADER = Path(__file__).resolve().parents[2] / "include" / "mmservices.h"


class Macro(NamedTuple):
    name: str
    value: str
    comment: str


class Example(NamedTuple):
    title: str
    code: str


def text() -> str:
    return HEADER.read_text(encoding="utf-8")


def number_macros() -> list[Macro]:
    """The macros that stand for a number, in order: statuses, tags, flags, versions."""
    pattern = r"^#define (MMS_\w+) (-?\d+|0x[0-9A-Fa-f]+u?|\d+u)(?: +/\* (.*) \*/)?$"
    return [Macro(*(part or "" for part in match.groups())) for match in re.finditer(pattern, text(), re.M)]


def statuses() -> list[Macro]:
    return [macro for macro in number_macros() if macro.name == "MMS_OK" or macro.name.startswith("MMS_ERROR_")]


def structs() -> dict[str, list[str]]:
    """Each struct that has members here, with the names of those."""
    found = {}
    for name, body in re.findall(r"^typedef struct (mms_\w+) \{\n(.*?)^\}", text(), re.M | re.S):
        members = []
        for line in re.sub(r"/\*.*?\*/", "", body, flags=re.S).split(";"):
            match = re.search(r"\(\*(\w+)\)|(\w+)(?:\[\d+\])?$", line.strip())
            if match:
                members.append(match.group(1) or match.group(2))
        found[name] = members
    return found


def functions() -> list[str]:
    """The names of all functions."""
    return re.findall(r"^MMS_API [^;]*?\b(mms_\w+)\(", text(), re.M)


def examples() -> list[Example]:
    """The indented blocks after "Example: ..." in the comments."""
    found = []
    for block in re.findall(r"^ \* Example: (.*?)\n \*\n((?: \*     .*\n| \*\n(?= \*     ))+)", text(), re.M):
        title, lines = block
        found.append(Example(title, "".join(line[3:] + "\n" for line in lines.splitlines())))
    return found
