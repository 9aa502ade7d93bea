"""info: what a WAV file holds."""

from __future__ import annotations

import math
import os
import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple, Optional

from mmservices import _abi
from mmservices._source import Source

_REPAIRS = {
    _abi.MMS_WAVE_REPAIR_RIFF_SIZE: "the RIFF size does not agree with the bytes",
    _abi.MMS_WAVE_REPAIR_DATA_SIZE: "the data size does not agree with the bytes",
    _abi.MMS_WAVE_REPAIR_PARTIAL_FRAME: "the data does not end with a whole frame",
    _abi.MMS_WAVE_REPAIR_DATA_FIRST: "the data chunk stands before the fmt chunk",
    _abi.MMS_WAVE_REPAIR_FMT_SHORT: "the fmt chunk lacks the bits per sample",
    _abi.MMS_WAVE_REPAIR_FMT_SIZE: "the fmt chunk and its extension differ in size",
    _abi.MMS_WAVE_REPAIR_FMT_REPEATED: "there is a second fmt chunk",
    _abi.MMS_WAVE_REPAIR_BITS: "the bits per sample are 0",
    _abi.MMS_WAVE_REPAIR_BLOCK_ALIGN: "the block align does not agree with the bits",
    _abi.MMS_WAVE_REPAIR_BYTE_RATE: "the bytes per second are not rate * block align",
    _abi.MMS_WAVE_REPAIR_SAMPLE_RATE: "the sample rate is 0 or beyond all use",
    _abi.MMS_WAVE_REPAIR_VALID_BITS: "the valid bits are 0 or more than the container has",
    _abi.MMS_WAVE_REPAIR_CHANNEL_MASK: "the channel mask names more loudspeakers than channels",
    _abi.MMS_WAVE_REPAIR_CHUNK_PAD: "the byte that pads an odd chunk is missing",
    _abi.MMS_WAVE_REPAIR_CHUNK_ID: "a chunk has an id with characters that cannot be printed",
    _abi.MMS_WAVE_REPAIR_CHUNK_SIZE: "a chunk is longer than the file",
}


class Repair(NamedTuple):
    """Something that is wrong in a file, and was put right for reading. As a string it is a sentence.

    repair    one MMS_WAVE_REPAIR_... bit of mmservices.h.
    chunk     the id of the chunk.
    offset    the place, in bytes from the start of the stream.
    declared  the number in the file.
    used      the number that reading goes by.
    """

    repair: int
    chunk: bytes
    offset: int
    declared: int
    used: int

    def __str__(self) -> str:
        text = _REPAIRS.get(self.repair, f"repair {self.repair:#x}")
        if self.declared != self.used:
            text += f": {self.declared}, not {self.used}"
        elif self.declared:
            text += f": {self.declared}"
        return f"{self.chunk.decode('latin-1').rstrip()} chunk at byte {self.offset}: {text}"


@dataclass(frozen=True)
class Info:
    """What a WAV file holds. The first names are those of the package soundfile.

    name             the file name, or the name of the file object; None if there is none.
    samplerate       frames per second; 0 if the file says so.
    channels         at least 1.
    frames           frames that can be read; of a stream that does not tell its length: that are declared.
    format           'WAV', or 'WAVEX' for WAVE_FORMAT_EXTENSIBLE.
    subtype          'PCM_U8', 'PCM_16', 'PCM_24', 'PCM_32', ..., 'FLOAT' or 'DOUBLE': how samples are stored.
    tag              the format tag.
    bits             bits of a sample, as the header has it.
    valid_bits       bits that carry sound: the high ones of the bytes of a sample unless right_aligned is true.
    right_aligned    whether these are the low ones.
    sample_bytes     bytes of a sample.
    block_align      bytes of a frame.
    channel_mask     the loudspeakers, one bit each; 0 if the file does not tell.
    sub_format       the GUID of WAVE_FORMAT_EXTENSIBLE; else None.
    frames_declared  frames as the header has it, true or not.
    data_offset      where the first frame lies, in bytes from the start.
    data_bytes       bytes of sample data.
    seekable         whether frames can be read in any order.
    diagnostics      what was wrong in the file and is put right for reading: a tuple of Repair.
    """

    name: Optional[Any]
    samplerate: int
    channels: int
    frames: int
    format: str
    subtype: str
    tag: int
    bits: int
    valid_bits: int
    right_aligned: bool
    sample_bytes: int
    block_align: int
    channel_mask: int
    sub_format: Optional[uuid.UUID]
    frames_declared: int
    data_offset: int
    data_bytes: int
    seekable: bool
    diagnostics: tuple[Repair, ...]

    @property
    def duration(self) -> float:
        """Seconds; NaN if the sample rate is 0."""
        return self.frames / self.samplerate if self.samplerate else math.nan

    def __str__(self) -> str:
        lines = [
            f"{self.name}",
            f"samplerate: {self.samplerate} Hz",
            f"channels: {self.channels}",
            f"duration: {self.duration:.3f} s",
            f"format: {self.format}, {self.subtype}",
        ]
        return "\n".join(lines + [f"repaired: {repair}" for repair in self.diagnostics])


def info(file: Any, *, closefd: bool = True) -> Info:
    """Tells what a WAV file holds, without reading its samples. file and closefd are those of read. Raises what read
    raises for files."""
    with Source(file, closefd) as source:
        return info_of(source, file)


def info_of(source: Source, file: Any) -> Info:
    """The info of an open file."""
    found = source.info
    extensible = found.tag == _abi.MMS_WAVE_TAG_EXTENSIBLE
    return Info(
        name=file if isinstance(file, (str, bytes, os.PathLike)) else getattr(file, "name", None),
        samplerate=found.sample_rate,
        channels=found.channels,
        frames=found.frames,
        format="WAVEX" if extensible else "WAV",
        subtype=_subtype(found),
        tag=found.tag,
        bits=found.bits_per_sample,
        valid_bits=found.valid_bits,
        right_aligned=bool(found.flags & _abi.MMS_WAVE_RIGHT_ALIGNED),
        sample_bytes=found.sample_bytes,
        block_align=found.block_align,
        channel_mask=found.channel_mask,
        sub_format=uuid.UUID(bytes_le=bytes(found.sub_format)) if extensible else None,
        frames_declared=found.frames_declared,
        data_offset=found.data_offset,
        data_bytes=found.data_bytes,
        seekable=source.seekable,
        diagnostics=tuple(_repair(source.diagnostic(index)) for index in range(found.diagnostics)),
    )


def _repair(found: _abi.mms_wave_diagnostic) -> Repair:
    return Repair(found.repair, bytes(found.chunk_id), found.offset, found.declared, found.used)


def _subtype(found: _abi.mms_wave_info) -> str:
    if found.encoding == _abi.MMS_WAVE_ENCODING_IEEE_FLOAT:
        return "FLOAT" if found.sample_bytes == 4 else "DOUBLE"
    return "PCM_U8" if found.sample_bytes == 1 else f"PCM_{8 * found.sample_bytes}"
