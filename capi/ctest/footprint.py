"""Writes what the library takes of a host into README.md: the table between two marks, from hosts/footprint.c.

usage: footprint.py PROGRAM LIBRARY README
"""

import os
import re
import subprocess
import sys
from pathlib import Path

BEGIN, END = "<!-- measured by `make footprint` -->", "<!-- end of what was measured -->"

# Processors and MiB for mms_set_limits: none, and what the text around the table says.
LIMITS = {"": (0, 0), "limited": (1, 16)}


def measured(program, library, limits):
    """What the program prints: for each moment its threads and its memory."""
    done = subprocess.run([program, library, *map(str, limits)], check=True, capture_output=True, text=True)
    return [line.split("|") for line in done.stdout.splitlines()]


def table(program, library):
    """The rows of both runs side by side."""
    free, limited = (measured(program, library, limits) for limits in LIMITS.values())
    lines = [
        "| | threads | address space | resident | of it private | | limited: threads | resident | of it private |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for (moment, threads, space, resident, private), (_, few, _, less, own) in zip(free, limited):
        lines.append(
            f"| {moment} | {threads} | {space} MiB | {resident} MiB | {private} MiB "
            f"| | {few} | {less} MiB | {own} MiB |"
        )
    return "\n".join(lines)


def main(program, library, readme):
    path = Path(readme)
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not pattern.search(text):
        sys.exit(f"{readme} has no place for the table: {BEGIN} ... {END}")
    found = f"{BEGIN}\n\n{table(program, library)}\n\nOn {len(os.sched_getaffinity(0))} processors.\n{END}"
    path.write_text(pattern.sub(lambda _: found, text), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
