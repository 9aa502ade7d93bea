"""Processes under a time limit: none hangs, none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ended:
    """How a process ended: its status, None if it had to be stopped, and what it printed."""

    status: Optional[int]
    output: str


def run(command: Sequence[object], seconds: float, env: Optional[dict[str, str]] = None) -> Ended:
    """Runs a command at the top of the repository. One that takes longer than it may is stopped, with its children."""
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=seconds)
        return Ended(process.returncode, output)
    except subprocess.TimeoutExpired:
        return Ended(None, stop(process))
    except BaseException:
        stop(process)
        raise


def stop(process: subprocess.Popen[str]) -> str:
    """Stops a process and its children, and returns what it had printed."""
    os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[0]
