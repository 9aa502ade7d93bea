"""What is read, written and computed, and what has to come out: from the standard library, or plain arithmetic."""

from __future__ import annotations

import array
import colorsys as standard_colorsys
import os
import wave as standard_wave

# Frames of two channels of 16 bits.
FRAMES = 6000
SAMPLES = array.array("h", (((i * 7919) % 65536) - 32768 for i in range(2 * FRAMES)))
BYTES = SAMPLES.tobytes()
FLOATS = array.array("f", (x / 32768 for x in SAMPLES)).tobytes()
PIXELS = array.array("d", (((i * 7919) % 1001) / 1000 for i in range(3 * 5000)))
HSV = array.array("d")
for pixel in zip(*[iter(PIXELS)] * 3):
    HSV.extend(standard_colorsys.rgb_to_hsv(*pixel))
HSV_BYTES = HSV.tobytes()
PICTURE = bytes([255, 128, 0, 135, 206, 235, 1, 2, 3]) * 40000  # enough for several threads


def write_frames(module, target):
    """Writes them with a module that is wave."""
    with module.open(target, "wb") as writer:
        writer.setparams((2, 2, 8000, 0, "NONE", ""))
        writer.writeframes(BYTES)


def make_files(folder):
    os.chdir(folder)
    for name in ["sound.wav", *(f"part{i}.wav" for i in range(8))]:
        write_frames(standard_wave, name)
