"""info: what a WAV file holds."""

from __future__ import annotations

import ctypes
import functools
import math
import os
import struct
import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple, Optional

from mmservices import _abi
from mmservices._encodings import CONTAINERS, channel_names, encoding_name, subtype_of
from mmservices._source import Source

_REPAIRS = {
    _abi.MMS_WAVE_REPAIR_RIFF_SIZE: "the RIFF size does not agree with the bytes",
    _abi.MMS_WAVE_REPAIR_DATA_SIZE: "the data size does not agree with the bytes",
    _abi.MMS_WAVE_REPAIR_PARTIAL_FRAME: "the data does not end with a whole frame",
    _abi.MMS_WAVE_REPAIR_DATA_FIRST: "the data chunk stands before the fmt chunk",
    _abi.MMS_WAVE_REPAIR_FMT_SHORT: "the fmt chunk lacks the bits per sample",
    _abi.MMS_WAVE_REPAIR_FMT_SIZE: "the fmt chunk and its extension differ in size",
    _abi.MMS_WAVE_REPAIR_FMT_REPEATED: "there is a second fmt chunk",
    _abi.MMS_WAVE_REPAIR_BITS: "the bits per sample are 0, or not those of the encoding",
    _abi.MMS_WAVE_REPAIR_BLOCK_ALIGN: "the block align does not agree with the bits",
    _abi.MMS_WAVE_REPAIR_BYTE_RATE: "the bytes per second are not rate * block align",
    _abi.MMS_WAVE_REPAIR_SAMPLE_RATE: "the sample rate is 0 or beyond all use",
    _abi.MMS_WAVE_REPAIR_VALID_BITS: "the valid bits are 0 or more than the container has",
    _abi.MMS_WAVE_REPAIR_CHANNEL_MASK: "the channel mask names more loudspeakers than channels",
    _abi.MMS_WAVE_REPAIR_CHUNK_PAD: "the byte that pads an odd chunk is missing",
    _abi.MMS_WAVE_REPAIR_CHUNK_ID: "a chunk has an id with characters that cannot be printed",
    _abi.MMS_WAVE_REPAIR_CHUNK_SIZE: "a chunk is longer than the file",
    _abi.MMS_WAVE_REPAIR_SECOND_DATA: "there is a second data chunk",
    _abi.MMS_WAVE_REPAIR_TRAILING: "bytes behind the last chunk are no chunk",
    _abi.MMS_WAVE_REPAIR_LEADING: "an ID3 tag stands before the file",
    _abi.MMS_WAVE_REPAIR_DS64: "the ds64 chunk is missing, too short, repeated or wrong",
    _abi.MMS_WAVE_REPAIR_BLOCK_FRAMES: "the frames per block do not agree with the block align",
    _abi.MMS_WAVE_REPAIR_BLOCK: "a block of samples begins with an impossible number",
    _abi.MMS_WAVE_REPAIR_FACT: "the fact chunk is too short or tells more frames than there are",
    _abi.MMS_WAVE_REPAIR_COUNT: "a chunk counts more or fewer entries than it has",
    _abi.MMS_WAVE_REPAIR_CHUNK_SHORT: "a chunk is too short for what it has to say: it is kept as bytes",
    _abi.MMS_WAVE_REPAIR_REPEATED: "a chunk that should be there once is repeated",
    _abi.MMS_WAVE_REPAIR_LIST: "an entry of a list is longer than the list, or not padded",
    _abi.MMS_WAVE_REPAIR_CHUNK_COUNT: "there are more chunks than are listed",
    _abi.MMS_WAVE_REPAIR_ORDER: "a chunk stands before the fmt chunk that it depends on",
}

_PREFIX = "MMS_WAVE_REPAIR_"
_NAMES = {bit: name[len(_PREFIX) :].lower() for name, bit in vars(_abi).items() if name.startswith(_PREFIX)}


def repair_names(repairs: int) -> set[str]:
    """The names of a set of MMS_WAVE_REPAIR_... bits."""
    bits = (1 << number for number in range(repairs.bit_length()))
    return {_NAMES.get(bit, f"{bit:#x}") for bit in bits if repairs & bit}


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

    @property
    def name(self) -> str:
        """The name of the repair: 'data_size' for MMS_WAVE_REPAIR_DATA_SIZE."""
        return _NAMES.get(self.repair, f"{self.repair:#x}")

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
    format           'WAV', or 'WAVEX' for WAVE_FORMAT_EXTENSIBLE; of other containers than RIFF and RIFX their name.
    subtype          'PCM_U8', 'PCM_16', 'PCM_24', 'PCM_32', ..., 'FLOAT', 'DOUBLE', 'ALAW', 'ULAW', 'IMA_ADPCM',
                     'MS_ADPCM', 'GSM610': how samples are stored; 'UNKNOWN' for those that cannot be read.
    tag              the format tag.
    bits             bits of a sample, as the header has it.
    valid_bits       bits that carry sound: the high ones of the bytes of a sample unless right_aligned is true.
    right_aligned    whether these are the low ones.
    sample_bytes     bytes of a sample; 0 of packed encodings.
    block_align      bytes of a frame, of packed encodings those of a block.
    channel_mask     the loudspeakers, one bit each; 0 if the file does not tell.
    sub_format       the GUID of WAVE_FORMAT_EXTENSIBLE; else None.
    frames_declared  frames as the header has it, true or not.
    data_offset      where the first frame lies, in bytes from the start.
    data_bytes       bytes of sample data.
    seekable         whether frames can be read in any order.
    diagnostics      what was wrong in the file and is put right for reading: a tuple of Repair.
    container        'RIFF', 'RIFX', 'RF64', 'BW64' or 'W64': the kind of file.
    encoding         'PCM', 'IEEE float', 'A-law', 'mu-law', 'IMA ADPCM', 'MS ADPCM', 'GSM 6.10', or what else the
                     format tag stands for, as 'MPEG Layer 3'.
    block_frames     frames in a block: 1, unless the encoding packs several.
    fact_frames      frames by the fact chunk, or by ds64; None if there is none.
    channel_names    the loudspeaker of each channel, as 'FL' and 'FR'; empty strings if the file does not tell.
    big_endian       whether the highest byte of a sample comes first in the file.
    ambisonic        whether the channels are Ambisonic B-format.
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
    container: str
    encoding: str
    block_frames: int
    fact_frames: Optional[int]
    channel_names: tuple[str, ...]
    big_endian: bool
    ambisonic: bool

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


def info(file: Any, *, strict: bool = False, all_frames: bool = False, closefd: bool = True) -> Info:
    """Tells what a WAV file holds, without reading its samples. The parameters are those of read. Raises what read
    raises for files."""
    with Source(file, closefd, strict, all_frames) as source:
        return info_of(source, file)


def info_of(source: Source, file: Any) -> Info:
    """The info of an open file."""
    found = source.info
    name = file if isinstance(file, (str, bytes, os.PathLike)) else getattr(file, "name", None)
    return new_info(found, name, tuple(_repair(source.diagnostic(index)) for index in range(found.diagnostics)))


def new_info(found: _abi.mms_wave_info, name: Any, diagnostics: tuple[Repair, ...] = ()) -> Info:
    """The info of a file of which the library told. Made so that it costs little for one of many files: what the format
    tells is worked out once."""
    record, frames, declared, offset, size, container, block_frames, fact = _unpack(found)
    members = _members_of_format(record, container, block_frames).copy()
    members["name"] = name
    members["frames"] = frames
    members["frames_declared"] = declared
    members["data_offset"] = offset
    members["data_bytes"] = size
    if fact >= 0:
        members["fact_frames"] = fact
    if diagnostics:
        members["diagnostics"] = diagnostics
    info = _new(Info)
    _set(info, "__dict__", members)
    return info


_SIZE = ctypes.sizeof(_abi.mms_wave_info)
_INFO: Any = _abi.mms_wave_info
_FORMAT_END: int = _INFO.frames.offset
_unpack = struct.Struct(f"={_FORMAT_END}s4q2Lq").unpack_from  # what the format tells, and from frames on
_new, _set = object.__new__, object.__setattr__


@functools.lru_cache(maxsize=256)
def _members_of_format(record: bytes, container_number: int, block_frames: int) -> dict[str, Any]:
    """The members of Info that do not differ between files of one format, and room for the others. record is the
    beginning of mms_wave_info."""
    found = _abi.mms_wave_info.from_buffer_copy(record.ljust(_SIZE, b"\0"))
    extensible = found.tag == _abi.MMS_WAVE_TAG_EXTENSIBLE
    container = CONTAINERS[container_number]
    flags = found.flags
    return {
        "samplerate": found.sample_rate,
        "channels": found.channels,
        "format": ("WAVEX" if extensible else "WAV") if container in ("RIFF", "RIFX") else container,
        "subtype": subtype_of(found),
        "tag": found.tag,
        "bits": found.bits_per_sample,
        "valid_bits": found.valid_bits,
        "right_aligned": bool(flags & _abi.MMS_WAVE_RIGHT_ALIGNED),
        "sample_bytes": found.sample_bytes,
        "block_align": found.block_align,
        "channel_mask": found.channel_mask,
        "sub_format": uuid.UUID(bytes_le=bytes(found.sub_format)) if extensible else None,
        "seekable": bool(flags & _abi.MMS_WAVE_SEEKABLE),
        "container": container,
        "encoding": encoding_name(found),
        "block_frames": block_frames,
        "channel_names": channel_names(found.channel_mask, found.channels),
        "big_endian": bool(flags & _abi.MMS_WAVE_BIG_ENDIAN),
        "ambisonic": bool(flags & _abi.MMS_WAVE_AMBISONIC),
        "name": None,
        "frames": 0,
        "frames_declared": 0,
        "data_offset": 0,
        "data_bytes": 0,
        "fact_frames": None,
        "diagnostics": (),
    }


def _repair(found: _abi.mms_wave_diagnostic) -> Repair:
    return Repair(found.repair, bytes(found.chunk_id), found.offset, found.declared, found.used)
