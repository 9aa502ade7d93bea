"""Reads include/mmservices.h: its macros, structs, functions and examples."""

import re
from pathlib import Path
from typing import NamedTuple, Optional

HEADER = Path(__file__).resolve().parents[2] / "include" / "mmservices.h"


class Macro(NamedTuple):
    name: str
    value: str
    comment: str


class Parameter(NamedTuple):
    type: str  # as "const mms_io *"
    name: str
    length: int = 0  # of an array: double out[3]


class Prototype(NamedTuple):
    result: str
    name: str
    parameters: list[Parameter]


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


def prototypes(source: Optional[str] = None) -> list[Prototype]:
    """All functions with their parameters, of this header or of another one."""
    found = []
    declarations = r"^MMS_API ([^;]*?)\b(mms_\w+)\(([^;]*)\);"
    for result, name, inside in re.findall(declarations, text() if source is None else source, re.M):
        parameters = []
        for declaration in [] if inside == "void" else " ".join(inside.split()).split(", "):
            match = re.fullmatch(r"(.*?[ *])(\w+)(?:\[(\d+)\])?", declaration)
            assert match, f"{name}: a parameter that is not understood: {declaration}"
            parameters.append(Parameter(match.group(1).strip(), match.group(2), int(match.group(3) or 0)))
        found.append(Prototype(result.strip(), name, parameters))
    return found


def handles() -> list[str]:
    """The types of handles."""
    return re.findall(r"^typedef struct (mms_\w+) \1;", text(), re.M)


def examples() -> list[Example]:
    """The indented blocks after "Example: ..." in the comments."""
    found = []
    for block in re.findall(r"^ \* Example: (.*?)\n \*\n((?: \*     .*\n| \*\n(?= \*     ))+)", text(), re.M):
        title, lines = block
        found.append(Example(title, "".join(line[3:] + "\n" for line in lines.splitlines())))
    return found
