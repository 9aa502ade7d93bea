"""One run: makes the files, measures work by work, writes the results."""

from __future__ import annotations

import argparse
import datetime
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import colour_works, peers, sound_works
from .c_works import Command, Failed, Program, commands
from .chart import draw
from .files import SoundFiles, make_sound_files
from .machine import describe_machine, describe_versions
from .measurement import Settings, measure
from .plan import Plan
from .results import Results, add_printed, save
from .sndfile import choose
from .table import markdown

FULL = Settings(repetitions=41, slice_seconds=0.02)
QUICK = Settings(repetitions=3, slice_seconds=0.002)


def run_all(arguments: argparse.Namespace) -> int:
    """Returns 1 if a work failed. A peer that is not there is no failure: the table says that it was not run."""
    settings = QUICK if arguments.quick else FULL
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    program = Program(arguments.program, choose(arguments.sndfile, out / "sndfile"))
    tools = dict(tool.split("=", 1) for tool in arguments.tool)
    results = Results(
        date=datetime.date.today().isoformat(),
        quick=arguments.quick,
        machine=describe_machine(out),
        versions=describe_versions({name: shlex.split(command) for name, command in tools.items()}),
        not_run=missing_peers(program),
    )
    wanted = re.compile(arguments.only)
    with sound_files(arguments.speech, out) as files:
        for command in commands(files):
            if any(map(wanted.search, command.works)):
                run_command(results, program, command, settings)
        for plan in (*sound_works.plans(files), *colour_works.plans()):
            if wanted.search(plan.work):
                run_plan(results, plan, settings)
    if "libsndfile" in results.versions:
        results.versions["libsndfile"] += f", {program.sndfile.origin}"
    if "dr_wav" not in results.versions:
        results.not_run["dr_wav"] = "its header was not named"

    save(results, out / "benchmarks.json")
    (out / "benchmarks.md").write_text(markdown(results), encoding="utf-8")
    draw(results, out / "benchmarks.png")
    print(markdown(results))
    for work in results.failures:
        print(f"{work} failed: {results.failures[work]}", file=sys.stderr)
    return 1 if results.failures else 0


@contextmanager
def sound_files(speech: Path, out: Path) -> Iterator[SoundFiles]:
    """In out and, for those in memory, where Linux keeps such files; gone in the end."""
    with tempfile.TemporaryDirectory(dir=out) as disk, tempfile.TemporaryDirectory(dir="/dev/shm") as shm:
        yield make_sound_files(speech, Path(disk), Path(shm))


def missing_peers(program: Program) -> dict[str, str]:
    missing = {peer: f"{peer} is not installed" for peer in peers.MODULES if peers.find(peer) is None}
    if not program.sndfile.library:
        missing["libsndfile"] = "there is no library of it"
    return missing


def run_command(results: Results, program: Program, command: Command, settings: Settings) -> None:
    progress(" ".join(command.works))
    try:
        for printed in program.run(command, settings):
            add_printed(results, printed)
    except Failed as failure:
        results.failures.update(dict.fromkeys(command.works, str(failure)))


def run_plan(results: Results, plan: Plan, settings: Settings) -> None:
    progress(plan.work)
    try:
        measurement = measure(plan.work, plan.unit, plan.prepare(), settings, plan.tolerance)
    except Exception as error:  # of whichever library: the others are measured all the same
        results.failures[plan.work] = f"{type(error).__name__}: {error}"
    else:
        results.measurements[plan.work] = measurement


def progress(text: str) -> None:
    print(f"measuring {text}", file=sys.stderr, flush=True)
