"""WAV files for tests: well-formed ones, and ones with faults. The same seed gives the same file."""

from __future__ import annotations

import random
import struct
import uuid
from typing import Callable, Optional

import riff_model

Chunks = list[tuple[bytes, bytes]]


def fmt(tag: int = 1, channels: int = 1, rate: int = 8000, bits: int = 16, align: Optional[int] = None) -> bytes:
    """The payload of a fmt chunk of 16 bytes."""
    align = channels * ((bits + 7) // 8) if align is None else align
    byte_rate = rate * align & 0xFFFFFFFF
    return struct.pack("<HHLLHH", tag, channels, rate & 0xFFFFFFFF, byte_rate, align & 0xFFFF, bits)


def extension(valid_bits: int, mask: int, sub_format: bytes) -> bytes:
    """What WAVEFORMATEXTENSIBLE has behind the first 16 bytes."""
    return struct.pack("<HHL", 22, valid_bits, mask) + sub_format


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A RIFF file of these chunks, each an id and a payload."""
    body = b"WAVE"
    for name, payload in chunks:
        body += name + struct.pack("<L", len(payload)) + payload + b"\0" * (len(payload) % 2)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def pcm(channels: int = 1, bits: int = 16, frames: int = 10, rate: int = 8000) -> bytes:
    """A plain file whose samples count up."""
    size = channels * ((bits + 7) // 8) * frames
    return riff((b"fmt ", fmt(1, channels, rate, bits)), (b"data", bytes(i & 0xFF for i in range(size))))


def random_chunks(rng: random.Random) -> Chunks:
    """The chunks of a well-formed file."""
    kind = rng.choice(["pcm", "pcm", "pcm", "pcm", "float", "extensible", "extensible float"])
    channels = rng.choice([1, 1, 2, 2, 3, 6])
    bits = rng.choice([32, 64] if "float" in kind else [8, 16, 16, 24, 32, 12, 20, 40, 64])
    rate = rng.choice([8000, 11025, 44100, 48000, 1, 192000])
    tag = {"pcm": 1, "float": 3}.get(kind, 0xFFFE)
    payload = fmt(tag, channels, rate, bits)
    if tag == 0xFFFE:
        guid = riff_model.FLOAT_GUID if "float" in kind else riff_model.PCM_GUID
        payload += extension(bits, rng.getrandbits(3), guid)
    elif rng.random() < 0.2:
        payload += rng.choice([b"\0\0", b"\2\0ab", b"\0\0xyz"])
    size = channels * ((bits + 7) // 8) * rng.choice([0, 1, 2, 7, 50])
    chunks = [(b"fmt ", payload), (b"data", rng.randbytes(size))]
    for _ in range(rng.choice([0, 0, 0, 1, 2])):
        name = rng.choice([b"LIST", b"JUNK", b"fact", b"cue ", b"bext", b"abcd"])
        chunks.insert(rng.randrange(len(chunks) + 1), (name, rng.randbytes(rng.choice([0, 1, 4, 5, 26]))))
    return chunks


def well_formed(seed: int) -> bytes:
    return riff(*random_chunks(random.Random(seed)))


def _truncate(rng: random.Random, chunks: Chunks) -> bytes:
    data = riff(*chunks)
    return data[: rng.randrange(len(data) + 1)]


def _wrong_size(rng: random.Random, chunks: Chunks) -> bytes:
    """One declared size, of RIFF or of a chunk, is another."""
    data = bytearray(riff(*chunks))
    places = [4] + [chunk.start - 4 for chunk in riff_model.walk(bytes(data))[0]]
    place = rng.choice(places)
    size = int.from_bytes(data[place : place + 4], "little")
    wrong = rng.choice([0, 1, 3, size - 1, size + 1, size - 8, size + 8, size * 2, 0x7FFFFFFF, 0xFFFFFFFF])
    data[place : place + 4] = struct.pack("<L", max(0, wrong) & 0xFFFFFFFF)
    return bytes(data)


def _unpadded(rng: random.Random, chunks: Chunks) -> bytes:
    """No chunk is padded, and one more has an odd size."""
    chunks.insert(rng.randrange(len(chunks)), (rng.choice([b"LIST", b"abcd"]), b"odd"))
    body = b"WAVE" + b"".join(name + struct.pack("<L", len(payload)) + payload for name, payload in chunks)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def _shuffle(rng: random.Random, chunks: Chunks) -> bytes:
    rng.shuffle(chunks)
    return riff(*chunks)


def _drop(rng: random.Random, chunks: Chunks) -> bytes:
    del chunks[rng.randrange(len(chunks))]
    return riff(*chunks)


def _second(rng: random.Random, chunks: Chunks) -> bytes:
    """Chunks of another file among them."""
    return riff(*chunks[:1], *random_chunks(rng), *chunks[1:])


def _wrong_fmt(rng: random.Random, chunks: Chunks) -> bytes:
    """One number of the fmt chunk is another, or the chunk is shorter."""
    for i, (name, payload) in enumerate(chunks):
        if name != b"fmt ":
            continue
        changed = bytearray(payload)
        if rng.random() < 0.2:
            changed = changed[: rng.randrange(len(changed))]
        else:
            at, numbers = rng.choice(
                [
                    (0, [0, 2, 3, 6, 7, 17, 85, 0xFFFE, 0xFFFF]),
                    (2, [0, 1, 2, 7, 3000, 0xFFFF]),
                    (4, [0, 1, 0xFFFF]),
                    (12, [0, 1, 3, 4, 8, 16]),
                    (14, [0, 1, 4, 8, 12, 16, 20, 24, 33, 64, 65, 128, 8968, 0xFFFF]),
                ]
            )
            changed[at : at + 2] = struct.pack("<H", rng.choice(numbers))
        if len(changed) >= 40 and rng.random() < 0.3:
            changed[24:40] = rng.choice([riff_model.FLOAT_GUID, uuid.UUID(int=rng.getrandbits(128)).bytes_le])
        chunks[i] = (name, bytes(changed))
    return riff(*chunks)


def _wrong_id(rng: random.Random, chunks: Chunks) -> bytes:
    data = bytearray(riff(*chunks))
    place = rng.choice([0, 8] + [chunk.start - 8 for chunk in riff_model.walk(bytes(data))[0]])
    data[place : place + 4] = rng.choice([b"RIFX", b"RF64", b"AVI ", b"riff", b"Data", b"FMT ", b"\0\0\0\0"])
    return bytes(data)


def _stray(rng: random.Random, chunks: Chunks) -> bytes:
    return riff(*chunks) + rng.randbytes(rng.randrange(20))


FAULTS: dict[str, Callable[[random.Random, Chunks], bytes]] = {
    "truncated": _truncate,
    "wrong size": _wrong_size,
    "unpadded": _unpadded,
    "shuffled": _shuffle,
    "dropped": _drop,
    "second file": _second,
    "wrong fmt": _wrong_fmt,
    "wrong id": _wrong_id,
    "stray bytes": _stray,
}


def faulty(seed: int) -> tuple[str, bytes]:
    """A file with a fault, and the name of the fault."""
    rng = random.Random(seed)
    fault = sorted(FAULTS)[seed % len(FAULTS)]
    return fault, FAULTS[fault](rng, random_chunks(rng))
