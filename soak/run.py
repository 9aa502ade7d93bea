"""One soak: what to run, in which order, and where the results go."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import secrets
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import go_fuzz, library, suites
from .plan import share_out
from .process import ROOT, run
from .report import report
from .work import Work

SUITES = ("capi/ctest", "bindings/python/tests")


class Soak:
    """Runs everything. Go's fuzzer uses all processors by itself; else as many processes run as there are."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.folder: Path = arguments.report.resolve().parent
        self.figures = self.folder / "figures.txt"
        self.processors = len(os.sched_getaffinity(0))
        self.seed: int = secrets.randbelow(1 << 31) if arguments.seed is None else arguments.seed
        self.works: list[Work] = []

    def run(self) -> int:
        """Returns 1 if there was a finding."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.figures.write_text("")
        start = time.monotonic()
        try:
            targets = go_fuzz.find(self.arguments.go)
            plan = share_out(self.arguments.minutes, len(targets))
            for target in targets:
                self.done([go_fuzz.fuzz(self.arguments.go, target, plan.target, self.processors)])
            seeds = self.seeds()
            self.done(
                self.together(
                    lambda seed=self.seed + i: library.fuzz(
                        self.arguments.fuzzer, seeds, plan.library, seed, self.folder / f"seed-{seed}.last"
                    )
                    for i in range(self.processors)
                )
            )
            env = {"MMS_SOAK_REPORT": str(self.figures), "MMS_SEED": str(self.seed)}
            counts = {folder: suites.count(folder) for folder in SUITES}
            self.done(
                self.together(
                    lambda folder=folder: suites.soak(folder, counts[folder], plan.tests, env) for folder in SUITES
                )
            )
        finally:
            text = report(self.works, self.figures.read_text(), time.monotonic() - start, self.about())
            self.arguments.report.write_text(text)
        print(f"\n{text}", end="")
        return 1 if any(work.findings for work in self.works) else 0

    def together(self, works: Iterable[Callable[[], Work]]) -> list[Work]:
        """Runs several at a time."""
        with ThreadPoolExecutor(self.processors) as pool:
            return [future.result() for future in [pool.submit(work) for work in works]]

    def done(self, works: list[Work]) -> None:
        """Keeps what was done, and says so."""
        for work in works:
            self.works.append(work)
            count = "" if work.executions is None else f", {work.executions} executions"
            print(f"{work.name}: {work.seconds:.0f} s{count}, {len(work.findings)} findings", flush=True)

    def seeds(self) -> list[Path]:
        """Files and inputs to begin with: our own, the catalogue's, and the corpus if there is one."""
        catalogue = self.folder / "catalogue"
        exported = run([self.arguments.go, "run", "./internal/wavtest/catalogue/export", catalogue], seconds=600)
        if exported.status != 0:
            raise RuntimeError(f"the catalogue cannot be written:\n{exported.output}")
        corpus = os.environ.get("MMS_CORPUS")
        return [
            *(ROOT / "capi" / "fuzz" / "regressions", ROOT / "testdata", catalogue),
            *([Path(corpus)] if corpus else []),
        ]

    def about(self) -> str:
        corpus = "with the corpus" if os.environ.get("MMS_CORPUS") else "without the corpus (MMS_CORPUS is not set)"
        return (
            f"Soak of {datetime.date.today().isoformat()}: {self.arguments.minutes:g} minutes asked for, "
            f"{self.processors} processors, {platform.machine()}, seed {self.seed}, {corpus}"
        )
