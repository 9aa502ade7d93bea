"""Shows mmservices at work on a recording, from C and from Python. `make demo` runs it.

    python demo.py --c-example PROGRAM --recording FILE --out FOLDER

It looks at the recording with the C example, reads it with mmservices.wave, lets the voice walk through a room with
an echo, writes that as FOLDER/echo.wav and reads it back, has the C example copy it, and draws FOLDER/waveform.png.
It ends with status 1 if anything read differs from what was written.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mmservices import wave
from waveform import Array, draw_waveform, read_words

ECHO_SECONDS = 0.28
ECHOES = 3
ECHO_GAIN = 0.4  # each echo against the one before
PEAK = 10 ** (-1 / 20)  # -1 dBFS


class DemoError(Exception):
    """Something that the demo relies on is not so; the message says what."""


class Recording(NamedTuple):
    rate: int  # frames per second
    samples: Array  # shape (frames, channels), full scale at 1.0


def read_recording(path: Path) -> Recording:
    with wave.open(str(path), "rb") as file:
        if file.getsampwidth() != 2:
            raise DemoError(f"{path} has {8 * file.getsampwidth()} bits per sample; this example takes 16")
        data = file.readframes(file.getnframes())
        if not data:
            raise DemoError(f"{path} has no sound in it")
        samples = np.frombuffer(data, dtype="<i2").reshape(-1, file.getnchannels()) / 32768
        return Recording(file.getframerate(), samples)


def walk_through_room(recording: Recording) -> Recording:
    """The voice goes from left to right; every echo comes from the other side, and more softly."""
    voice = recording.samples.mean(axis=1)
    angle = np.linspace(0, np.pi / 2, len(voice))
    sound = np.column_stack([voice * np.cos(angle), voice * np.sin(angle)])

    delay = round(ECHO_SECONDS * recording.rate)
    room = np.zeros((len(voice) + ECHOES * delay, 2))
    for number in range(ECHOES + 1):
        start = number * delay
        room[start : start + len(voice)] += sound
        sound = sound[:, ::-1] * ECHO_GAIN
    return Recording(recording.rate, room)


def to_pcm16(samples: Array) -> bytes:
    """Raises or lowers the loudest sample to PEAK, and rounds to 16-bit integers."""
    loudest = max(float(np.abs(samples).max()), 1e-6)
    integers: bytes = np.rint(samples * (PEAK / loudest * 32767)).astype("<i2").tobytes()
    return integers


def write_wav(path: Path, rate: int, channels: int, data: bytes) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data)


def check_wav(path: Path, rate: int, channels: int, data: bytes) -> None:
    """Opens a file again and compares all of it with what was to be written."""
    block_align = 2 * channels
    frames = len(data) // block_align
    expected = (channels, 2, rate, frames, "NONE", "not compressed")
    with wave.open(str(path), "rb") as file:
        if file.getparams() != expected:
            raise DemoError(f"{path} has the parameters {tuple(file.getparams())}, not {expected}")
        if file.readframes(frames) != data:
            raise DemoError(f"the samples in {path} are not those that were written")
        middle = frames // 2
        file.setpos(middle)
        if file.readframes(1) != data[middle * block_align :][:block_align]:
            raise DemoError(f"the frame in the middle of {path} is not the one that was written")


def run_c_example(program: Path, *arguments: str) -> str:
    """Returns what the C program prints."""
    command = [str(program), *arguments]
    result = subprocess.run(command, capture_output=True, encoding="utf-8")
    if result.returncode != 0:
        raise DemoError(f"{' '.join(command)} ended with {result.returncode}: {result.stderr.strip()}")
    return result.stdout


def run_demo(c_example: Path, recording_path: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)

    print(f"{recording_path}, as the C example sees it:")
    for line in run_c_example(c_example, "info", str(recording_path)).splitlines():
        print(f"    {line}")

    recording = read_recording(recording_path)
    room = walk_through_room(recording)
    data = to_pcm16(room.samples)
    echo_path = out / "echo.wav"
    write_wav(echo_path, room.rate, 2, data)
    print(f"{echo_path}: written, {len(room.samples)} frames; the voice walks from left to right, with an echo")
    check_wav(echo_path, room.rate, 2, data)
    print(f"{echo_path}: read again, parameters and samples are those that were written")

    copy_path = out / "echo-copy.wav"
    run_c_example(c_example, "copy", str(echo_path), str(copy_path))
    check_wav(copy_path, room.rate, 2, data)
    print(f"{copy_path}: copied by the C example, every sample is the same")

    picture_path = out / "waveform.png"
    labels = recording_path.with_suffix(".txt")
    words = read_words(labels) if labels.exists() else []
    draw_waveform(picture_path, recording.samples.mean(axis=1), recording.rate, words)
    print(f"{picture_path}: drawn, each column in the colour of its sound")


def main() -> int:
    parser = argparse.ArgumentParser(description="Shows mmservices at work on a recording, from C and from Python.")
    parser.add_argument("--c-example", type=Path, required=True, help="the program of bindings/c-example")
    parser.add_argument("--recording", type=Path, required=True, help="a WAV file of 16 bits per sample")
    parser.add_argument("--out", type=Path, required=True, help="the folder for what the demo writes")
    arguments = parser.parse_args()
    try:
        run_demo(arguments.c_example, arguments.recording, arguments.out)
    except (DemoError, OSError, EOFError, wave.Error) as error:
        print(f"demo.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
