"""What readers and writers of the wave module share: constants, the parameters as a tuple, the order of bytes."""

from __future__ import annotations

from typing import Any, NamedTuple

from mmservices import _abi

WAVE_FORMAT_PCM = _abi.MMS_WAVE_TAG_PCM
WAVE_FORMAT_IEEE_FLOAT = _abi.MMS_WAVE_TAG_IEEE_FLOAT
WAVE_FORMAT_EXTENSIBLE = _abi.MMS_WAVE_TAG_EXTENSIBLE

# The GUID 00000001-0000-0010-8000-00aa00389b71 as a file has it (ksmedia.h).
KSDATAFORMAT_SUBTYPE_PCM = bytes.fromhex("0100000000001000800000aa00389b71")


class _wave_params(NamedTuple):
    """The parameters of a WAV file, as getparams() returns them."""

    nchannels: Any
    sampwidth: Any
    framerate: Any
    nframes: Any
    comptype: Any
    compname: Any


# Where pickle looks for it.
_wave_params.__module__ = "mmservices.wave"


def _byteswap(data: Any, width: int) -> bytes:
    """Reverses the bytes of each sample of width bytes. Those of a cut last sample stay."""
    swapped = bytearray(data)
    end = len(data) - len(data) % width
    for i in range(width):
        swapped[i:end:width] = data[width - 1 - i : end : width]
    return bytes(swapped)
