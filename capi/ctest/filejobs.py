"""filejobs.c: what its jobs print, and the one who prepares their files and checks what they leave behind."""

import os
import random
import subprocess
import time

import pytest


class Keeper:
    """Prepares the files of jobs in a folder, and checks what they leave behind."""

    def __init__(self, program, folder):
        self.process = subprocess.Popen(
            [program, "serve"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, line, where="a job"):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "ok\n":
            pytest.fail(f"{where}: {self.process.communicate(timeout=30)[1]}", pytrace=False)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()
        self.process.stderr.close()


def results(printed):
    """Returns what a job printed: the numbers of the calls that failed, how many frames are safe, whether it ended."""
    failures, safe, ended = [], 0, False
    for line in printed.splitlines():
        word, _, first, second = line.split()[:4]
        if word == "failed":
            failures.append((int(first), int(second)))
        elif word == "safe":
            safe = int(first)
        elif word == "done":
            ended = True
    return failures, safe, ended


class Soak:
    """Chances, and how long there is to take them: MMS_SOAK seconds, or so many turns."""

    def __init__(self, turns, fixed_seed):
        self.seconds = int(os.environ.get("MMS_SOAK", "0"))
        seed = int(os.environ.get("MMS_SEED", fixed_seed if self.seconds == 0 else time.time_ns() % 1_000_000_007))
        print(f"MMS_SEED={seed}")
        self.random = random.Random(seed)
        self.turns, self.count = turns, 0

    def __iter__(self):
        end = time.monotonic() + self.seconds
        while time.monotonic() < end if self.seconds > 0 else self.count < self.turns:
            yield self.count
            self.count += 1

    def report(self, line):
        if self.seconds > 0 and "MMS_SOAK_REPORT" in os.environ:
            with open(os.environ["MMS_SOAK_REPORT"], "a", encoding="utf-8") as report:
                report.write(line + "\n")
