"""Metadata, readers and writers in a child made by fork()."""

from __future__ import annotations

from pathlib import Path

from test_library import python

PROGRAM = """
import array, os, sys
from mmservices import wave

os.chdir({folder!r})
samples = array.array("h", range(100))
metadata = wave.Metadata()
metadata.tags["INAM"] = "parent"
wave.write("law.wav", samples, 8000, "ALAW", metadata=metadata)
reader = wave.open("law.wav")
writer = wave.SoundWriter("out.wav", 8000)
writer.write(samples)

def attempt(call):
    try:
        print(call())
    except wave.Error as error:
        print(error)

sys.stdout.flush()
if os.fork() == 0:
    attempt(lambda: metadata.tags["INAM"])
    attempt(lambda: reader.readframes(1))
    attempt(lambda: writer.write(samples))
    attempt(lambda: wave.metadata("law.wav").tags["INAM"])
    attempt(lambda: len(wave.open("law.wav").readframes(-1)))
    del metadata, reader, writer
    sys.stdout.flush()
    os._exit(0)
os.wait()
writer.write(samples)
writer.close()
print(wave.info("out.wav").frames, len(reader.readframes(-1)), metadata.tags["INAM"])
"""


def test_what_was_made_before_says_so_and_what_is_made_there_works(tmp_path: Path) -> None:
    assert python(PROGRAM.format(folder=str(tmp_path))).splitlines() == [
        "this metadata was made before fork(): read it again in the child process",
        "this file was opened before fork(): open it again in the child process",
        "this file was opened before fork(): only the parent process can go on writing it",
        "parent",
        "200",
        "200 200 parent",
    ]
