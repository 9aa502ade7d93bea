"""The command line: makes the recordings, runs the cases and prints what became of each."""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import importlib
import json
import os
import signal
import sys
import tempfile
import time
import traceback

from .cases import CASES, LIMIT, chance
from .recordings import make_files

# The modules that have cases, in the order in which these run.
for module in ["matrix", "ends", "generations", "open_objects", "servers", "moments", "others", "copies"]:
    importlib.import_module(f".{module}", __package__)


def run_case(function):
    """Runs a case in a process. Returns what went wrong, empty if nothing did, and what it has printed."""
    with tempfile.TemporaryFile() as output:
        pid = os.fork()
        if pid == 0:
            os.setsid()
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            faulthandler.register(signal.SIGUSR1)
            status = 1
            try:
                function()
                status = 0
            except SystemExit:  # a child of the case: it leaves through main(), to the very end of the interpreter
                raise
            except BaseException:
                traceback.print_exc()
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(status)
        end = time.monotonic() + LIMIT
        while True:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended or time.monotonic() > end:
                break
            time.sleep(0.002)
        if not ended:
            os.killpg(pid, signal.SIGUSR1)  # where everybody is
            time.sleep(1)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # a hanging case, or what a case has left behind
        if not ended:
            os.waitpid(pid, 0)
        output.seek(0)
        shown = output.read().decode(errors="replace")
    if not ended:
        return f"no end after {LIMIT} seconds, load {os.getloadavg()[0]:.0f}\n{shown}", shown
    wrong = status != 0 or "Traceback" in shown or "Exception ignored" in shown
    return (f"exit status {os.waitstatus_to_exitcode(status)}\n{shown}" if wrong else ""), shown


def main():
    parser = argparse.ArgumentParser(prog="fork_cases")
    parser.add_argument("folder")
    parser.add_argument("--soak", type=float, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    make_files(arguments.folder)
    chosen = [names for names in CASES if arguments.only in " / ".join(names)]
    chance.seed(arguments.seed)
    end = time.monotonic() + arguments.soak
    if arguments.soak:
        chance.shuffle(chosen)
    while True:
        for group, name in chosen:
            start = time.monotonic()
            wrong, shown = run_case(CASES[group, name])
            seconds = time.monotonic() - start
            figures = [line for line in shown.splitlines() if line.startswith("cost of ")]
            print(json.dumps([group, name, wrong, round(seconds, 3), figures]), flush=True)
            if arguments.soak:
                time.sleep(chance.random() / 100)
                if time.monotonic() > end:
                    return
        if time.monotonic() >= end:
            return
        chance.shuffle(chosen)


if __name__ == "__main__":
    main()
