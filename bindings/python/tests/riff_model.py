"""What mmservices.wave promises for a WAV file, good or bad, as a small model over its bytes.

The model knows nothing of the library: it is written from docs/differences.md, for the tests to compare with. Its
Reader has the methods of Wave_read.
"""

from __future__ import annotations

import struct
import sys
import uuid
from typing import Any, NamedTuple, Optional

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE

# What is read, but has to be decoded: ADPCM, A-law, mu-law, GSM 6.10. This model does not decode.
DECODED = (2, 6, 7, 0x11, 0x31)
DECODED_GUIDS = [uuid.UUID(f"{tag:08x}-0000-0010-8000-00aa00389b71").bytes_le for tag in DECODED]

# Other containers than RIFF, by how they begin. This model does not read them.
CONTAINERS = (b"RIFX", b"RF64", b"BW64", b"riff")
PCM_GUID = uuid.UUID("00000001-0000-0010-8000-00aa00389b71").bytes_le
FLOAT_GUID = uuid.UUID("00000003-0000-0010-8000-00aa00389b71").bytes_le

# Ids by which a chunk is recognised behind one that lacks its pad byte: those that the tests use.
WELL_KNOWN = {b"fmt ", b"data", b"fact", b"LIST", b"JUNK", b"bext", b"cue ", b"id3 ", b"PEAK", b"smpl", b"inst"}


class Refused(Exception):
    """A file that is not opened. The arguments are the type and the text of the exception."""


class Chunk(NamedTuple):
    name: bytes
    start: int  # of the payload
    size: int  # declared

    @property
    def end(self) -> int:
        return self.start + self.size


def walk(data: bytes) -> tuple[list[Chunk], bool]:
    """The chunks of a RIFF file up to its data chunk, by their own sizes; and whether a pad byte was missing."""
    chunks: list[Chunk] = []
    unpadded = False
    at = 12
    while at + 8 <= len(data) or (chunks and chunks[-1].size % 2 and at + 7 <= len(data)):
        previous_odd = bool(chunks) and chunks[-1].size % 2 == 1
        if previous_odd and data[at : at + 4] not in WELL_KNOWN and data[at - 1 : at + 3] in WELL_KNOWN:
            at -= 1
            unpadded = True
        if at + 8 > len(data):
            break
        name, size = struct.unpack_from("<4sL", data, at)
        chunks.append(Chunk(name, at + 8, size))
        if name == b"data":
            break
        at += 8 + size + size % 2
    return chunks, unpadded


class Format(NamedTuple):
    tag: int
    channels: int
    rate: int
    width: int
    sub_format: Optional[bytes]


def parse_format(payload: bytes) -> Format:
    if len(payload) < 14:
        raise Refused("EOFError", "")
    tag, channels, rate, _, align = struct.unpack_from("<HHLLH", payload)
    if tag not in (PCM, FLOAT, EXTENSIBLE):
        raise Refused("Error", f"unknown format: {tag}")
    if len(payload) < 16 or (tag == EXTENSIBLE and len(payload) < 40):
        raise Refused("EOFError", "")
    bits = int.from_bytes(payload[14:16], "little")
    sub_format = payload[24:40] if tag == EXTENSIBLE else None
    if sub_format not in (None, PCM_GUID, FLOAT_GUID):
        raise Refused("Error", f"unknown extended format: {uuid.UUID(bytes_le=sub_format)}")
    if bits == 0:
        raise Refused("Error", "bad sample width")
    if channels == 0:
        raise Refused("Error", "bad # of channels")
    if bits > 64:
        raise Refused("Error", "bad sample width")
    if (tag == FLOAT or sub_format == FLOAT_GUID) and bits not in (16, 32, 64):
        raise Refused("Error", f"this many bits per sample are not supported: {bits}")
    width = (bits + 7) // 8
    for container in (4, 8):
        if container // 2 < width < container and align == channels * container:
            width = container
    if channels * width > 0xFFFF:
        raise Refused("Error", f"the block align fits neither the channels nor the bits: {channels * width}")
    return Format(tag, channels, rate, width, sub_format)


class Reader:
    """Wave_read, as promised. measured says that the file was opened by name or is a BytesIO."""

    def __init__(self, data: bytes, measured: bool, seekable: bool) -> None:
        self._seekable = seekable
        if len(data) < 8:
            raise Refused("EOFError", "")
        if data[:4] != b"RIFF":
            raise Refused("Error", "file does not start with RIFF id")
        if data[8:12] != b"WAVE":
            raise Refused("Error", "not a WAVE file")
        form = None
        chunk = None
        for chunk in walk(data)[0]:
            if chunk.name == b"fmt " and form is None:
                form = parse_format(data[chunk.start : chunk.end])
        if chunk is None or chunk.name != b"data":
            raise Refused("Error", "fmt chunk and/or data chunk missing")
        if form is None:
            raise Refused("Error", "data chunk before fmt chunk")
        self._form = form
        self._data = data[chunk.start : chunk.end]
        self._framesize = form.channels * form.width
        self._nframes = (len(self._data) if measured else chunk.size) // self._framesize
        self._at = 0
        self._position = 0
        self._moved = False

    def getparams(self) -> tuple[Any, ...]:
        form = self._form
        return form.channels, form.width, form.rate, self._nframes, "NONE", "not compressed"

    def getformat(self) -> int:
        return self._form.tag

    def tell(self) -> int:
        return self._position

    def rewind(self) -> None:
        self.setpos(0)

    def setpos(self, position: int) -> None:
        if position < 0 or position > self._nframes:
            raise Refused("Error", "position not in range")
        self._position = position
        self._moved = True

    def readframes(self, count: int) -> bytes:
        if self._moved:
            if not self._seekable:
                raise Refused("OSError", "cannot seek")
            self._at = self._position * self._framesize
            self._moved = False
        size = count * self._framesize
        data = self._data[self._at :] if size < 0 else self._data[self._at : self._at + size]
        self._at += len(data)
        self._position += len(data) // self._framesize
        return data


def rules(data: bytes) -> set[str]:
    """The ids of the rules in docs/differences.md that these bytes fall under, whatever any reader makes of them."""
    found: set[str] = set()
    if data[:4] in CONTAINERS:
        found.add("containers")
    if len(data) < 12:
        return found
    riff_end = 8 + int.from_bytes(data[4:8], "little")
    chunks, unpadded = walk(data)
    if unpadded:
        found.add("missing-pad")
    formats = [chunk for chunk in chunks if chunk.name == b"fmt "]
    if len(formats) > 1:
        found.add("second-fmt")
    for chunk in chunks:
        if chunk.start > riff_end:
            found.add("riff-size")
        if chunk.name == b"data":
            if chunk.end > len(data):
                found.add("data-size")
            if chunk.size in (0, 0xFFFFFFFF) and chunk.start < len(data):
                found.add("no-size")
            if min(chunk.end, len(data)) > riff_end:
                found.add("riff-size")
        elif chunk.end > min(riff_end, len(data)):
            found.add("chunk-size")
    if formats:
        found |= _format_rules(data[formats[0].start : formats[0].end])
    return found


def _format_rules(payload: bytes) -> set[str]:
    found = set()
    if len(payload) < 14:
        return found
    tag, channels, _, _, align = struct.unpack_from("<HHLLH", payload)
    if tag == FLOAT and sys.version_info < (3, 15):
        found.add("float")
    if tag == EXTENSIBLE and sys.version_info < (3, 12):
        found.add("extensible")
    bits = int.from_bytes(payload[14:16], "little")
    if bits > 64 or (tag == FLOAT and bits not in (16, 32, 64)):
        found.add("bits")
    width = (bits + 7) // 8
    if width in (3, 5, 6, 7) and align == channels * (4 if width == 3 else 8):
        found.add("container")
    if channels * width > 0xFFFF:
        found.add("frame-size")
    sub_format = payload[24:40] if tag == EXTENSIBLE else b""
    if tag in DECODED or sub_format in [FLOAT_GUID, *DECODED_GUIDS]:
        found.add("encodings")
    elif tag not in (PCM, FLOAT, EXTENSIBLE) or (sub_format and sub_format != PCM_GUID) or bits == 0:
        found.add("several-faults")
    return found


# What may differ by each rule: whether and how the file is refused, its parameters, its number of frames, its data.
ASPECTS = {
    "missing-pad": {"refusal", "frames", "data", "parameters"},
    "second-fmt": {"refusal", "frames", "data", "parameters"},
    "riff-size": {"refusal", "data"},
    "data-size": {"frames", "data"},
    "chunk-size": {"refusal"},
    "float": {"refusal"},
    "extensible": {"refusal"},
    "bits": {"refusal"},
    "container": {"frames", "data", "parameters"},
    "frame-size": {"refusal"},
    "several-faults": {"refusal"},
    "encodings": {"refusal"},
    "containers": {"refusal"},
    "no-size": {"frames", "data"},
}


def told(data: bytes, rules: set[str]) -> bool:
    """Whether this model tells what becomes of a file. If not, test_wave_read_encodings and its like do."""
    chunks = walk(data)[0]
    formats = [data[chunk.start : chunk.end] for chunk in chunks if chunk.name == b"fmt "]
    tag, sub_format = (formats[0][:2], formats[0][24:40]) if formats else (b"", b"")
    decoded = int.from_bytes(tag, "little") in DECODED or sub_format in DECODED_GUIDS
    return not decoded and not rules & {"containers", "no-size", "several-faults"}
