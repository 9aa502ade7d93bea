#!/usr/bin/env python3
"""Has espeak-ng say the sentence of this folder: writes speech-16.wav, and the times of its words to speech-16.txt.

Needs the speech synthesiser, `apt-get install espeak-ng`; README.md names the version that was used. Run it only to
change what is said: generate.py makes every other file from these two.

The library is called rather than the program, because only the library tells when each word begins. The samples are
those of `espeak-ng -v en+f2 -s 130 -z`.
"""

from __future__ import annotations

import ctypes
import wave
from pathlib import Path
from typing import Any, NamedTuple

SENTENCE = "Slow waves roll ashore, and the sea shows its colours."
VOICE = "en+f2"
WORDS_PER_MINUTE = 130
AUDIBLE = 1024  # what a 16-bit sample must reach not to count as silence: -30 dBFS

# From espeak-ng's speak_lib.h.
AUDIO_OUTPUT_SYNCHRONOUS = 2
PARAMETER_RATE = 1
CHARACTERS_UTF8 = 1
EVENT_LIST_TERMINATED, EVENT_WORD, EVENT_END = 0, 1, 5


class Event(ctypes.Structure):
    """espeak_EVENT: text_position counts characters from 1, sample counts frames from the start."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))


class Word(NamedTuple):
    text: str
    start: int  # frames
    end: int


def speak(sentence: str) -> tuple[int, bytes, list[Word]]:
    """Returns the frames per second, 16-bit samples of one channel, and the words."""
    espeak = ctypes.CDLL("libespeak-ng.so.1")
    samples = bytearray()
    marks: list[tuple[int, str]] = []  # the frame at which a word begins, or "" where a clause ends

    def receive(block: int | None, count: int, events: Any) -> int:
        if block:
            samples.extend(ctypes.string_at(block, 2 * count))
        for event in events:
            if event.type == EVENT_LIST_TERMINATED:
                break
            if event.type in (EVENT_WORD, EVENT_END):
                first = event.text_position - 1
                length = event.length if event.type == EVENT_WORD else 0
                marks.append((event.sample, sentence[first : first + length]))
        return 0

    rate = espeak.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, None, 0)
    if rate <= 0:
        raise SystemExit("speak.py: espeak-ng does not start")
    callback = CALLBACK(receive)
    espeak.espeak_SetSynthCallback(callback)
    text = sentence.encode() + b"\0"
    for status in (
        espeak.espeak_SetVoiceByName(VOICE.encode()),
        espeak.espeak_SetParameter(PARAMETER_RATE, WORDS_PER_MINUTE, 0),
        espeak.espeak_Synth(text, ctypes.c_size_t(len(text)), 0, 0, 0, CHARACTERS_UTF8, None, None),
        espeak.espeak_Synchronize(),
    ):
        if status != 0:
            raise SystemExit(f"speak.py: espeak-ng returned {status}")
    words = [
        Word(text, start, end if following else end_of_sound(samples, start, end))
        for (start, text), (end, following) in zip(marks, marks[1:])
        if text
    ]
    return rate, bytes(samples), words


def end_of_sound(samples: bytearray, start: int, end: int) -> int:
    """Moves end back over the silence before it: the pause behind a clause is no part of its last word."""
    for frame in range(end - 1, start, -1):
        if abs(int.from_bytes(samples[2 * frame : 2 * frame + 2], "little", signed=True)) >= AUDIBLE:
            return frame + 1
    return end


def write_recording(path: Path, rate: int, samples: bytes) -> None:
    with wave.open(str(path), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(rate)
        recording.writeframes(samples)


def write_labels(path: Path, rate: int, words: list[Word]) -> None:
    """Writes a label track as Audacity has it: start and end in seconds, and the text, with tabs between."""
    lines = [f"{word.start / rate:.6f}\t{word.end / rate:.6f}\t{word.text}\n" for word in words]
    path.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    folder = Path(__file__).resolve().parent
    rate, samples, words = speak(SENTENCE)
    write_recording(folder / "speech-16.wav", rate, samples)
    write_labels(folder / "speech-16.txt", rate, words)
    print(f"{len(samples) // 2} frames, {len(words)} words")


if __name__ == "__main__":
    main()
