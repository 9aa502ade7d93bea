#!/usr/bin/env python3
# Makes vectors.bin.gz and peers.json: what libsndfile and sox decode and how well they encode, for the tests.
"""Write the golden vectors of the ADPCM codecs.

usage: generate.py [corpus]

vectors.bin.gz is gzip of records: a line of JSON, the blocks, and the samples that the library named in it decodes
from them, 16 bits each, little-endian. peers.json tells the signal-to-noise ratios, in dB, of what the libraries
encode from testdata/speech, with the size of their blocks. With the folder of the corpus, corpus.json is written, too:
SHA-256 of the samples that libsndfile decodes from the whole blocks of the files there, 16 bits each, little-endian.

Needs soundfile (libsndfile), numpy, and sox 14.4.2 in the path.
"""

import gzip
import hashlib
import io
import json
import pathlib
import re
import struct
import subprocess
import sys

import numpy as np
import soundfile

HERE = pathlib.Path(__file__).resolve().parent
SPEECH = HERE.parents[2] / "testdata" / "speech"
SNDFILE = f"libsndfile {soundfile.__libsndfile_version__}"
SOX = "sox " + re.search(r"[\d.]+$", subprocess.check_output(["sox", "--version"], text=True).strip())[0]
COEFFICIENTS = [(256, 0), (512, -256), (0, 0), (192, 64), (240, 0), (460, -208), (392, -232)]
TAGS = {"ima": 0x11, "ms": 2}
SUBTYPES = {"ima": "IMA_ADPCM", "ms": "MS_ADPCM"}


def block_frames(codec, channels, align):
    if codec == "ima":
        return 1 + (align - 4 * channels) * 2 // channels
    return 2 + (align - 7 * channels) * 2 // channels


def wav(codec, channels, align, blocks):
    """A file of these blocks."""
    frames = block_frames(codec, channels, align)
    rate = 22050
    extension = struct.pack("<H", frames)
    if codec == "ms":
        extension += struct.pack("<H", len(COEFFICIENTS))
        extension += b"".join(struct.pack("<hh", *pair) for pair in COEFFICIENTS)
    fmt = struct.pack("<HHIIHHH", TAGS[codec], channels, rate, rate * align // frames, align, 4, len(extension))
    fmt += extension
    count = struct.pack("<I", len(blocks) // align * frames)
    chunks = [(b"fmt ", fmt), (b"fact", count), (b"data", blocks)]
    body = b"WAVE" + b"".join(id + struct.pack("<I", len(p)) + p + b"\0" * (len(p) % 2) for id, p in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def parse(file):
    """Channels, block align and sample data of a file."""
    at, found = 12, {}
    while at + 8 <= len(file):
        size = struct.unpack_from("<I", file, at + 4)[0]
        found[file[at : at + 4]] = file[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    channels, align = struct.unpack_from("<H8xH", found[b"fmt "], 2)
    return channels, align, found[b"data"]


def sndfile_decode(file):
    return soundfile.read(io.BytesIO(file), dtype="int16", always_2d=True)[0]


def sndfile_encode(codec, samples):
    file = io.BytesIO()
    soundfile.write(file, samples, 22050, format="WAV", subtype=SUBTYPES[codec])
    return file.getvalue()


def sox(arguments, data):
    return subprocess.run(["sox", "-V1", "-D", *arguments], input=data, stdout=subprocess.PIPE, check=True).stdout


def sox_decode(file):
    channels = parse(file)[0]
    return np.frombuffer(sox(["-t", "wav", "-", "-t", "s16", "-"], file), "<i2").reshape(-1, channels)


def sox_encode(codec, samples):
    raw = ["-t", "s16", "-r", "22050", "-c", str(samples.shape[1]), "-"]
    return sox([*raw, "-e", codec + "-adpcm", "-t", "wav", "-"], samples.astype("<i2").tobytes())


def speech(name):
    return soundfile.read(SPEECH / name, dtype="int16", always_2d=True)[0]


def quality(samples, decoded):
    """The signal-to-noise ratio in dB."""
    wanted = samples.astype(float)
    noise = decoded[: len(wanted)].astype(float) - wanted
    return round(10 * np.log10((wanted**2).sum() / (noise**2).sum()), 2)


def digests(corpus):
    """What libsndfile decodes from the ADPCM files of the corpus that have audio."""
    for path in sorted(corpus.rglob("*.wav")):
        try:
            with soundfile.SoundFile(path) as file:
                if file.subtype not in SUBTYPES.values() or file.frames == 0:
                    continue
                samples = file.read(dtype="int16", always_2d=True)
                codec = "ima" if file.subtype == SUBTYPES["ima"] else "ms"
        except soundfile.LibsndfileError:
            continue
        content = path.read_bytes()
        order = ">" if content.startswith(b"RIFX") else "<"
        align = struct.unpack_from(order + "H", content, content.index(b"fmt ") + 20)[0]
        size = struct.unpack_from(order + "I", content, content.index(b"data") + 4)[0]
        frames = size // align * block_frames(codec, samples.shape[1], align)
        digest = hashlib.sha256(samples[:frames].astype("<i2").tobytes()).hexdigest()
        yield {"file": str(path.relative_to(corpus)), "from": SNDFILE, "frames": frames, "sha256": digest}


def write_lines(name, rows):
    text = ",\n".join(json.dumps(row) for row in rows)
    (HERE / name).write_text(f"[\n{text}\n]\n")


def main():
    vectors = []

    def add(name, source, codec, file, decode, most=2):
        """A vector of the first blocks of a file."""
        channels, align, data = parse(file)
        data = data[: len(data) // align * align][: most * align]
        samples = decode(wav(codec, channels, align, data))
        frames = len(data) // align * block_frames(codec, channels, align)
        assert len(samples) == frames, (name, len(samples), frames)
        vectors.append((name, source, codec, channels, align, data, samples))

    mono, stereo = speech("speech-16.wav"), speech("speech-16-stereo.wav")
    surround = speech("speech-ext-16-surround.wav")
    louder = (stereo[20000:].astype(int) * 8).clip(-32768, 32767).astype("int16")
    random = np.random.default_rng(610)
    for codec in ("ima", "ms"):
        for name, samples in (("speech", mono[9000:]), ("stereo", stereo[9000:]), ("stereo, too loud", louder)):
            add(name, SNDFILE, codec, sndfile_encode(codec, samples), sndfile_decode)
            add(name + ", by sox", SNDFILE, codec, sox_encode(codec, samples), sndfile_decode)
        for channels in (3, 6):
            part = np.ascontiguousarray(surround[9000:, :channels])
            add(f"{channels} channels", SOX, codec, sox_encode(codec, part), sox_decode, 1)
        for channels in (1, 2):
            # Blocks of random bytes with headers that are possible. The steps of MS grow out of 16 bits in them, to
            # which libsndfile cuts them; sox and ffmpeg do not. The blocks are short, so that 32 bits are enough.
            source, decode = (SNDFILE, sndfile_decode) if codec == "ima" else (SOX, sox_decode)
            blocks = []
            align = {"ima": 64, "ms": 15}[codec] * channels
            for _ in range(30):
                block = bytearray(random.bytes(align))
                for c in range(channels):
                    if codec == "ima":
                        block[4 * c + 2] = random.integers(89)
                    else:
                        block[c] = random.integers(7)
                        struct.pack_into("<h", block, channels + 2 * c, random.integers(-99, 999))
                blocks.append(bytes(block))
            add("random", source, codec, wav(codec, channels, align, b"".join(blocks)), decode, 30)
            # Numbers that are impossible: both decoders go on.
            for block_number in range(0, 12, 2):
                block = bytearray(blocks[block_number])
                for c in range(channels):
                    block[4 * c + 2 if codec == "ima" else c] = (89, 7, 128, 200, 255, 100)[block_number // 2]
                blocks[block_number] = bytes(block)
            add("impossible", source, codec, wav(codec, channels, align, b"".join(blocks[:12])), decode, 12)

    content = b""
    for name, source, codec, channels, align, data, samples in vectors:
        line = {
            "name": name, "from": source, "codec": codec, "channels": channels,
            "align": align, "bytes": len(data), "frames": len(samples),
        }  # fmt: skip
        content += json.dumps(line).encode() + b"\n" + data + samples.astype("<i2").tobytes()
    with open(HERE / "vectors.bin.gz", "wb") as f, gzip.GzipFile("", "wb", 9, f, 0) as out:
        out.write(content)

    peers = []
    for codec in ("ima", "ms"):
        for name in ("speech-16.wav", "speech-16-stereo.wav", "speech-ext-16-surround.wav"):
            samples = speech(name)
            for source, encode, decode in (
                (SNDFILE, sndfile_encode, sndfile_decode),
                (SOX, sox_encode, sox_decode),
            ):
                if source == SNDFILE and samples.shape[1] > 2:
                    continue  # it has no more
                file = encode(codec, samples)
                line = {"codec": codec, "file": name, "from": source, "align": parse(file)[1]}
                peers.append(line | {"db": quality(samples, decode(file))})
    write_lines("peers.json", peers)
    if len(sys.argv) > 1:
        write_lines("corpus.json", digests(pathlib.Path(sys.argv[1])))


if __name__ == "__main__":
    main()
