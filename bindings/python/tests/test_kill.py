"""kill -9 of a recorder: the file of a SoundWriter opens with every frame that a checkpoint has saved."""

from __future__ import annotations

import os
import random
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from mmservices import wave

# Records without end, and says in a file of 8 bytes how many frames are saved.
RECORDER = """
import mmap, struct, sys, time
from array import array
from mmservices import wave

path, shared, timed = sys.argv[1], sys.argv[2], sys.argv[3] == "True"
with open(shared, "r+b") as file:
    saved = mmap.mmap(file.fileno(), 8)
options = {"checkpoint_seconds": 0.002} if timed else {}
writer = wave.SoundWriter(path, 8000, 1, "PCM_16", **options)
frames = 0
print("start", flush=True)
while True:
    count = 1 + frames % 331
    writer.write(array("h", [(frames + i) * 7 % 30011 for i in range(count)]))
    frames += count
    if timed:
        if frames > count:  # a checkpoint came with this write, since the time for it had passed
            saved[:] = struct.pack("q", frames)
        time.sleep(0.003)
    elif frames % 5 == 0:
        writer.checkpoint()
        saved[:] = struct.pack("q", frames)
"""


@pytest.mark.soak
@pytest.mark.parametrize("timed", [False, True], ids=["checkpoints", "checkpoint_seconds"])
def test_a_recorder_that_is_killed_has_saved_what_it_said(timed: bool, tmp_path: Path) -> None:
    seconds = int(os.environ.get("MMS_SOAK", "0")) // 2
    seed = int(os.environ.get("MMS_SEED", time.time_ns() % 1_000_000_007 if seconds else 7))
    print(f"MMS_SEED={seed}")
    chance = random.Random(seed)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    end, kills, total = time.monotonic() + seconds, 0, 0
    while kills < 8 or time.monotonic() < end:
        path, shared = tmp_path / "x.wav", tmp_path / "saved"
        shared.write_bytes(bytes(8))
        path.unlink(missing_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-c", RECORDER, str(path), str(shared), str(timed)],
            env=environment,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"start\n"
        time.sleep(chance.uniform(0, 0.08))
        process.kill()
        assert process.wait(timeout=30) == -signal.SIGKILL
        process.stdout.close()
        kills += 1
        (saved,) = struct.unpack("q", shared.read_bytes())
        total += saved
        if saved == 0:
            continue
        data = wave.read(path, dtype="int16")[0].reshape(-1)
        assert len(data) >= saved
        assert np.array_equal(data[:saved], np.arange(saved) * 7 % 30011)
    assert total > 0
    if seconds and "MMS_SOAK_REPORT" in os.environ:
        with open(os.environ["MMS_SOAK_REPORT"], "a", encoding="utf-8") as report:
            report.write(f"kill -9 of a SoundWriter: {kills} recordings, each opens with every frame that was saved\n")
