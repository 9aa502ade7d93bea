"""Reads and writes WAV files, as the module of the same name in the standard library of Python 3.15 does.

    from mmservices import wave

    with wave.open("speech.wav") as recording:
        print(recording.getparams())
        frames = recording.readframes(1000)

    with wave.open("copy.wav", "wb") as copy:
        copy.setparams(recording.getparams())
        copy.writeframes(frames)

What differs from the standard library's module is listed, with the reasons, in docs/differences.md.
"""

from __future__ import annotations

import sys
from os import PathLike
from typing import IO, Any, Literal, Optional, Union, overload

from mmservices._chunk import _Chunk as _Chunk
from mmservices._errors import Error as Error
from mmservices._map import Map as Map
from mmservices._map import map as map
from mmservices._metadata import Metadata as Metadata
from mmservices._metadata import chunks as chunks
from mmservices._metadata import edit as edit
from mmservices._metadata import metadata as metadata
from mmservices._metadata_records import Acid as Acid
from mmservices._metadata_records import Broadcast as Broadcast
from mmservices._metadata_records import Cart as Cart
from mmservices._metadata_records import Chunk as Chunk
from mmservices._metadata_records import ChunkInfo as ChunkInfo
from mmservices._metadata_records import Display as Display
from mmservices._metadata_records import Instrument as Instrument
from mmservices._metadata_records import Loop as Loop
from mmservices._metadata_records import Peak as Peak
from mmservices._metadata_records import Region as Region
from mmservices._metadata_records import Sampler as Sampler
from mmservices._metadata_records import Timer as Timer
from mmservices._metadata_records import Track as Track
from mmservices._sound_convert import convert as convert
from mmservices._sound_info import Info as Info
from mmservices._sound_info import Repair as Repair
from mmservices._sound_info import info as info
from mmservices._sound_read import blocks as blocks
from mmservices._sound_read import read as read
from mmservices._sound_write import append as append
from mmservices._sound_write import encode as encode
from mmservices._sound_write import update as update
from mmservices._sound_write import write as write
from mmservices._sound_writer import SoundWriter as SoundWriter
from mmservices._wave_format import KSDATAFORMAT_SUBTYPE_PCM as KSDATAFORMAT_SUBTYPE_PCM
from mmservices._wave_format import WAVE_FORMAT_EXTENSIBLE as WAVE_FORMAT_EXTENSIBLE
from mmservices._wave_format import WAVE_FORMAT_IEEE_FLOAT as WAVE_FORMAT_IEEE_FLOAT
from mmservices._wave_format import WAVE_FORMAT_PCM as WAVE_FORMAT_PCM
from mmservices._wave_format import _byteswap as _byteswap
from mmservices._wave_format import _wave_params as _wave_params
from mmservices._wave_read import Wave_read as Wave_read
from mmservices._wave_write import Wave_write as Wave_write
from mmservices._whole_files import copy as copy
from mmservices._whole_files import repair as repair
from mmservices._whole_files import scan as scan

_File = Union[str, bytes, "PathLike[str]", "PathLike[bytes]", IO[bytes]]

# The names of Python 3.15. Before that, those that the interpreter's own module has and does not export are left out,
# since its tests want it so.
__all__ = ["open", "Error", "Wave_read", "Wave_write", "WAVE_FORMAT_IEEE_FLOAT"]
if sys.version_info < (3, 12):
    __all__ += ["WAVE_FORMAT_EXTENSIBLE", "KSDATAFORMAT_SUBTYPE_PCM"]
elif sys.version_info >= (3, 15):
    __all__ += ["WAVE_FORMAT_PCM", "WAVE_FORMAT_EXTENSIBLE"]

_array_fmts = None, "b", "h", None, "i"


@overload
def open(f: _File, mode: Literal["r", "rb"]) -> Wave_read: ...
@overload
def open(f: _File, mode: Literal["w", "wb"]) -> Wave_write: ...
@overload
def open(f: _File, mode: Optional[str] = None) -> Any: ...


def open(f: _File, mode: Optional[str] = None) -> Any:
    """Opens a WAV file: a file name (str, bytes or os.PathLike) or a binary file object, at its current position.

    mode is 'r' or 'rb' to read (the result is a Wave_read), 'w' or 'wb' to write (a Wave_write). Without one it is the
    mode of the file object, or else 'rb'.

    Raises Error for another mode, and what Wave_read and Wave_write raise.
    """
    if mode is None:
        mode = getattr(f, "mode", "rb")
    if mode in ("r", "rb"):
        return Wave_read(f)
    if mode in ("w", "wb"):
        return Wave_write(f)
    raise Error("mode must be 'r', 'rb', 'w', or 'wb'")
