#!/usr/bin/env python3
# Makes vectors.bin.gz: what libsndfile decodes from GSM 6.10, for the tests.
"""Write the golden vectors of the GSM 6.10 decoder.

usage: generate.py [corpus]

vectors.bin.gz is gzip of records: a line of JSON, the blocks, and the samples that libsndfile decodes from them, 16
bits each, little-endian. With the folder of the corpus, the digest of what it decodes from the GSM file there is
printed; it stands in gsm_test.go.

Needs soundfile (libsndfile) and numpy.
"""

import gzip
import hashlib
import io
import json
import pathlib
import struct
import sys

import numpy as np
import soundfile

HERE = pathlib.Path(__file__).resolve().parent
SPEECH = HERE.parents[2] / "testdata" / "speech" / "speech-16.wav"
SNDFILE = f"libsndfile {soundfile.__libsndfile_version__}"
CORPUS_FILE = "Borewit__music-metadata/test/samples/wav/gsm610.wav"
BLOCK, FRAMES = 65, 320


def wav(blocks):
    """A file of these blocks."""
    fmt = struct.pack("<HHIIHHHH", 0x31, 1, 8000, 1625, BLOCK, 0, 2, FRAMES)
    count = struct.pack("<I", len(blocks) // BLOCK * FRAMES)
    chunks = [(b"fmt ", fmt), (b"fact", count), (b"data", blocks)]
    body = b"WAVE" + b"".join(id + struct.pack("<I", len(p)) + p + b"\0" * (len(p) % 2) for id, p in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def encode(samples):
    """The blocks that libsndfile encodes."""
    file = io.BytesIO()
    soundfile.write(file, samples, 8000, format="WAV", subtype="GSM610")
    content = file.getvalue()
    at = content.index(b"data")
    size = struct.unpack_from("<I", content, at + 4)[0]
    return content[at + 8 : at + 8 + size // BLOCK * BLOCK]


def main():
    speech = soundfile.read(SPEECH, dtype="int16")[0][6000:26000]
    random = np.random.default_rng(610)
    noise = random.integers(-32768, 32768, 6400).astype("int16")
    square = np.where(np.arange(6400) // 50 % 2, 32767, -32768).astype("int16")
    content = b""
    for name, blocks in (
        ("speech", encode(speech)),
        ("speech, too loud", encode((speech.astype(int) * 12).clip(-32768, 32767).astype("int16"))),
        ("noise at full scale", encode(noise)),
        ("square wave at full scale", encode(square)),
        ("random bits", random.bytes(BLOCK * 100)),
        ("all bits set", b"\xff" * BLOCK * 10),
        ("no bits set", bytes(BLOCK * 10)),
    ):
        samples = soundfile.read(io.BytesIO(wav(blocks)), dtype="int16")[0][: len(blocks) // BLOCK * FRAMES]
        assert len(samples) == len(blocks) // BLOCK * FRAMES, name
        line = {
            "name": name, "from": SNDFILE, "codec": "gsm", "channels": 1,
            "align": BLOCK, "bytes": len(blocks), "frames": len(samples),
        }  # fmt: skip
        content += json.dumps(line).encode() + b"\n" + blocks + samples.astype("<i2").tobytes()
    with open(HERE / "vectors.bin.gz", "wb") as f, gzip.GzipFile("", "wb", 9, f, 0) as out:
        out.write(content)
    if len(sys.argv) > 1:
        samples = soundfile.read(pathlib.Path(sys.argv[1]) / CORPUS_FILE, dtype="int16")[0][:960]
        print(hashlib.sha256(samples.astype("<i2").tobytes()).hexdigest())


if __name__ == "__main__":
    main()
