"""
kill -9 at random moments: of a recorder, whose file has every frame that was saved, and of what changes files in place
or makes new ones, which leaves the old or the new. filejobs.c does it, and knows what may be left behind.
"""

import signal
import subprocess
import time

import pytest
from filejobs import Soak, results

WAYS = 10  # to record: see filejobs.c
JOBS = ["append", "update", "edit", "repair", "copy", "copy_rifx"]


def killed(command, folder, delay):
    """Runs a command, ends it some time after it has printed its first line, and returns what it printed."""
    process = subprocess.Popen([str(part) for part in command], cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        first = process.stdout.readline()
        assert first.startswith("start "), first
        time.sleep(delay)
    finally:
        process.kill()
    rest, _ = process.communicate(timeout=30)
    assert process.returncode in (0, -signal.SIGKILL)
    return rest


@pytest.mark.soak
def test_a_recorder_that_is_killed_has_saved_what_it_said(jobs, keeper, tmp_path):
    soak = Soak(turns=120, fixed_seed=1)
    for turn in soak:
        delay = soak.random.uniform(0, 0.02)
        killed([jobs, "record", turn % WAYS], tmp_path, delay)
        keeper.ask("recorded", f"way {turn % WAYS}, killed after {delay:.4f} s")
    soak.report(f"kill -9: {soak.count} recordings, each opens with every frame that was saved")


@pytest.mark.soak
def test_files_are_the_old_or_the_new_when_their_changer_is_killed(jobs, keeper, tmp_path):
    soak = Soak(turns=120, fixed_seed=2)
    ended = 0
    for turn in soak:
        job = JOBS[turn % len(JOBS)]
        keeper.ask("prepare")
        delay = soak.random.uniform(0, 0.003)
        printed = killed([jobs, job], tmp_path, delay)
        failures, safe, done = results(printed)
        assert failures == [], printed
        ended += done
        keeper.ask(f"check {job} {int(not done)} {safe} 1", f"{job}, killed after {delay:.5f} s")
    assert ended < soak.count, "nothing was killed before its end"
    soak.report(f"kill -9: {soak.count - ended} changes of files in their middle, each left the old or the new")
