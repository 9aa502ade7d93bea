"""How samples are stored in files, and in what kinds of files, by name.

The names of sub-types and formats are those of the package soundfile where it has them.
"""

from __future__ import annotations

import ctypes
import functools
import re
from collections.abc import Sequence
from typing import NamedTuple, Optional, Union

from mmservices import _abi, _library
from mmservices._errors import Error, call, unknown_sub_format
from mmservices._texts import text


class Encoding(NamedTuple):
    """A row of the table.

    number     MMS_WAVE_ENCODING_...
    name       what people call it.
    tag        the format tag.
    subtype    the sub-type of a file; those of numbers are called by their bits, too.
    bits       of a sample, by the header; 0 if there is a choice.
    described  the name of the compression, if the standard library's module sees samples only when they are decoded.
    """

    number: int
    name: str
    tag: int
    subtype: str
    bits: int
    described: str = ""


ENCODINGS = {
    row.number: row
    for row in (
        Encoding(_abi.MMS_WAVE_ENCODING_PCM, "PCM", _abi.MMS_WAVE_TAG_PCM, "PCM", 0),
        Encoding(_abi.MMS_WAVE_ENCODING_IEEE_FLOAT, "IEEE float", _abi.MMS_WAVE_TAG_IEEE_FLOAT, "FLOAT", 0),
        Encoding(
            _abi.MMS_WAVE_ENCODING_ALAW, "A-law", _abi.MMS_WAVE_TAG_ALAW, "ALAW", 8, described="CCITT G.711 A-law"
        ),
        Encoding(
            _abi.MMS_WAVE_ENCODING_MULAW, "mu-law", _abi.MMS_WAVE_TAG_MULAW, "ULAW", 8, described="CCITT G.711 u-law"
        ),
        Encoding(
            _abi.MMS_WAVE_ENCODING_IMA_ADPCM,
            "IMA ADPCM",
            _abi.MMS_WAVE_TAG_IMA_ADPCM,
            "IMA_ADPCM",
            4,
            described="IMA ADPCM",
        ),
        Encoding(
            _abi.MMS_WAVE_ENCODING_MS_ADPCM,
            "MS ADPCM",
            _abi.MMS_WAVE_TAG_MS_ADPCM,
            "MS_ADPCM",
            4,
            described="Microsoft ADPCM",
        ),
        Encoding(
            _abi.MMS_WAVE_ENCODING_GSM610, "GSM 6.10", _abi.MMS_WAVE_TAG_GSM610, "GSM610", 0, described="GSM 6.10"
        ),
    )
}

# Sub-types of floats, by their bits.
_FLOATS = {16: "HALF", 32: "FLOAT", 64: "DOUBLE"}

CONTAINERS = {
    _abi.MMS_WAVE_CONTAINER_RIFF: "RIFF",
    _abi.MMS_WAVE_CONTAINER_RIFX: "RIFX",
    _abi.MMS_WAVE_CONTAINER_RF64: "RF64",
    _abi.MMS_WAVE_CONTAINER_BW64: "BW64",
    _abi.MMS_WAVE_CONTAINER_WAVE64: "W64",
}
_BY_NAME = {name: number for number, name in CONTAINERS.items()}


def encoding_name(info: _abi.mms_wave_info) -> str:
    """What people call the encoding of a file, known to the library or not."""
    row = ENCODINGS.get(info.encoding)
    if row is not None:
        return row.name
    return _tag_name(_tag_of(info)) or "unknown"


def _tag_of(info: _abi.mms_wave_info) -> int:
    """The format tag, or the one in the sub-format {0000tttt-0000-0010-8000-00aa00389b71} (ksmedia.h)."""
    guid = bytes(info.sub_format)
    if info.tag == _abi.MMS_WAVE_TAG_EXTENSIBLE and guid[2:] == guid_of(0)[2:]:
        return int.from_bytes(guid[:2], "little")
    return info.tag


def guid_of(tag: int) -> bytes:
    """The sub-format that stands for a format tag, as a file has it."""
    return tag.to_bytes(4, "little") + bytes.fromhex("00001000800000aa00389b71")


@functools.lru_cache(maxsize=64)
def _tag_name(tag: int) -> str:
    library = _library.current or _library.load()
    return text(library.mms_wave_tag_name, tag).decode()


def subtype_of(info: _abi.mms_wave_info) -> str:
    """The sub-type of a file."""
    if info.encoding == _abi.MMS_WAVE_ENCODING_PCM:
        return "PCM_U8" if info.sample_bytes == 1 else f"PCM_{8 * info.sample_bytes}"
    if info.encoding == _abi.MMS_WAVE_ENCODING_IEEE_FLOAT:
        return _FLOATS.get(8 * info.sample_bytes, "UNKNOWN")
    row = ENCODINGS.get(info.encoding)
    return "UNKNOWN" if row is None else row.subtype


def undecodable(info: _abi.mms_wave_info) -> Error:
    """The error for samples of an encoding that the library does not know."""
    if info.tag == _abi.MMS_WAVE_TAG_EXTENSIBLE:
        return unknown_sub_format(bytes(info.sub_format))
    return Error(f"unknown format: {info.tag}")


class Subtype(NamedTuple):
    """How samples are to be stored: a format tag, and the bits of a sample by the header."""

    tag: int
    bits: int


# Sub-types that can be written, beside PCM_1 to PCM_64. MULAW is what others say for ULAW.
_WRITABLE = {
    "PCM_U8": Subtype(_abi.MMS_WAVE_TAG_PCM, 8),
    **{f"PCM_{bits}": Subtype(_abi.MMS_WAVE_TAG_PCM, bits) for bits in (16, 24, 32, 64)},
    **{name: Subtype(_abi.MMS_WAVE_TAG_IEEE_FLOAT, bits) for bits, name in _FLOATS.items()},
    **{row.subtype: Subtype(row.tag, row.bits) for row in ENCODINGS.values() if row.bits},
}
_ALIASES = {"MULAW": "ULAW"}


def subtype_named(name: object) -> Subtype:
    """The sub-type that callers name, in any letters."""
    if isinstance(name, str):
        key = name.upper().replace("-", "_")
        key = _ALIASES.get(key, key)
        if key in _WRITABLE:
            return _WRITABLE[key]
        bits = re.fullmatch(r"PCM_([1-9]\d?)", key)
        if bits and int(bits[1]) <= 64:
            return Subtype(_abi.MMS_WAVE_TAG_PCM, int(bits[1]))
    raise ValueError(f"subtype must be one of {', '.join(_WRITABLE)}, or PCM_1 to PCM_64, not {name!r}")


def container_named(name: Optional[str]) -> int:
    """The container that callers name; None is for the one that can grow."""
    if name is None:
        return _abi.MMS_WAVE_CONTAINER_AUTO
    try:
        return _BY_NAME[name.upper()]
    except (KeyError, AttributeError):
        raise ValueError(f"container must be one of {', '.join(_BY_NAME)}, not {name!r}") from None


@functools.lru_cache(maxsize=64)
def channel_names(mask: int, channels: int) -> tuple[str, ...]:
    """The loudspeakers of the channels; empty strings for those that the mask does not name."""
    named = min(channels, bin(mask).count("1"))
    if named == 0:
        return ("",) * channels
    library = _library.current or _library.load()
    names = [text(library.mms_wave_channel_name, mask, channel).decode() for channel in range(named)]
    return (*names, *[""] * (channels - named))


def channel_mask(wanted: Union[int, str, Sequence[str]]) -> int:
    """The mask that callers give: a number, or names of loudspeakers."""
    if isinstance(wanted, int):
        if not 0 <= wanted < 1 << 32:
            raise ValueError(f"channel_mask must be 0 to {(1 << 32) - 1}, not {wanted}")
        return wanted
    names = wanted.split() if isinstance(wanted, str) else list(wanted)
    if not all(isinstance(name, str) and name.isascii() and name.isalpha() for name in names):
        raise ValueError(f"channel_mask must be a number or names of loudspeakers, as 'FL FR', not {wanted!r}")
    library = _library.current or _library.load()
    mask = ctypes.c_uint32()
    try:
        call(library.mms_wave_channel_mask, " ".join(names).encode(), mask)
    except Error as error:
        raise ValueError(str(error)) from None
    return mask.value
