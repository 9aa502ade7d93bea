"""What the header of a WAV file says, as the library understands it.

The library walks through the chunks of a file, by its descriptor or by the methods of a file object. The usual header,
a fmt chunk with the data chunk right behind it, needs no walk: it is looked at where it lies, and the library only
asked what the format means, once for each format.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import io
import os
import struct
from collections.abc import Iterator
from typing import Any, NamedTuple, Optional

from mmservices import _abi, _library
from mmservices._errors import call, unknown_sub_format
from mmservices._stream import Stream
from mmservices._wave_format import KSDATAFORMAT_SUBTYPE_PCM, WAVE_FORMAT_EXTENSIBLE

# The repairs that the standard library's module does not make either.
_REFUSED = _abi.MMS_WAVE_REPAIR_FMT_SHORT | _abi.MMS_WAVE_REPAIR_DATA_FIRST | _abi.MMS_WAVE_REPAIR_BITS

_USUAL = struct.Struct("<4sL8sL")  # RIFF and its size, WAVEfmt and the size of that chunk
_USUAL_FMT_SIZES = (16, 18, 40)  # plain, with an empty extension, EXTENSIBLE
_USUAL_SIZE = _USUAL.size + max(_USUAL_FMT_SIZES) + 8


class Format(NamedTuple):
    """What a fmt chunk tells."""

    tag: int
    channels: int
    sample_bytes: int
    sample_rate: int
    block_align: int


class Header(NamedTuple):
    """What stands before the first frame.

    riff_size    bytes of the RIFF chunk, and
    data_size    of the data chunk, as they are declared.
    data_bytes   bytes of sample data that there are; as declared if the length of the file is not known.
    measured     whether it is.
    offset       bytes from the beginning of the WAV file (its RIFF id) to the first frame.
    origin       where the WAV file begins, None if the file object cannot tell.
    seekable     whether the file can seek, as far as that is known.
    """

    format: Format
    riff_size: int
    data_size: int
    data_bytes: int
    measured: bool
    offset: int
    origin: Optional[int]
    seekable: bool


@functools.lru_cache(maxsize=64)
def parse_format(payload: bytes) -> Format:
    """Understands the payload of a fmt chunk. Raises Error or EOFError."""
    library = _library.current or _library.load()
    info = _abi.mms_wave_info(ctypes.sizeof(_abi.mms_wave_info))
    call(library.mms_wave_parse_format, payload, len(payload), info)
    return _format(info)


def _format(info: _abi.mms_wave_info) -> Format:
    """Refuses what the library can read, but the standard library's module cannot."""
    if info.tag == WAVE_FORMAT_EXTENSIBLE and bytes(info.sub_format) != KSDATAFORMAT_SUBTYPE_PCM:
        raise unknown_sub_format(bytes(info.sub_format))
    return Format(info.tag, info.channels, info.sample_bytes, info.sample_rate, info.block_align)


def of_descriptor(descriptor: int, size: int) -> Header:
    """The header of a file that can seek, has that many bytes, and begins with the WAV file."""
    header = _usual(os.pread(descriptor, _USUAL_SIZE, 0), 0, size)
    if header is not None:
        return header
    os.lseek(descriptor, 0, os.SEEK_SET)
    library = _library.current or _library.load()
    with _opened(call, library, library.mms_wave_reader_open_fd, descriptor) as info:
        return Header(
            _format(info),
            int.from_bytes(os.pread(descriptor, 4, 4), "little"),
            int.from_bytes(os.pread(descriptor, 4, info.data_offset - 4), "little"),
            info.data_bytes,
            True,
            info.data_offset,
            0,
            True,
        )


def of_object(file: Any) -> Header:
    """The header of the WAV file at the current position of a file object, which then stands on the first frame."""
    return _peeked(file) or _driven(file)


def _peeked(file: Any) -> Optional[Header]:
    """The header, if it is a usual one and can be looked at without anybody noticing."""
    if type(file) is io.BytesIO:
        origin = file.tell()
        size = file.seek(0, io.SEEK_END)
        file.seek(origin)
        header = _usual(file.read(_USUAL_SIZE), origin, size)
        file.seek(origin if header is None else origin + header.offset)
        return header
    if type(file) is io.BufferedReader:
        header = _usual(file.peek(_USUAL_SIZE), _position(file), None)
        if header is not None:
            file.read(header.offset)
        return header
    return None


def _position(file: io.BufferedReader) -> Optional[int]:
    try:
        return file.tell()
    except OSError:
        return None


def _usual(head: bytes, origin: Optional[int], size: Optional[int]) -> Optional[Header]:
    """The header that head begins with, of a file of that size if it is known. None if it is not a usual one, or not
    right: then it is for the library to judge."""
    if len(head) < _USUAL.size:
        return None
    riff, riff_size, wave, fmt_size = _USUAL.unpack_from(head)
    offset = _USUAL.size + fmt_size + 8
    if riff != b"RIFF" or wave != b"WAVEfmt " or fmt_size not in _USUAL_FMT_SIZES or len(head) < offset:
        return None
    payload = head[_USUAL.size : offset - 8]
    if head[offset - 8 : offset - 4] != b"data" or payload[14:16] == b"\0\0":
        return None
    try:
        form = parse_format(payload)
    except (Exception, EOFError):
        return None
    data_size = data_bytes = int.from_bytes(head[offset - 4 : offset], "little")
    if size is not None and origin is not None:
        data_bytes = min(data_size, size - origin - offset)
    return Header(form, riff_size, data_size, data_bytes, size is not None, offset, origin, origin is not None)


def _driven(file: Any) -> Header:
    """Lets the library read the header by the object's methods."""
    library = _library.current or _library.load()
    stream = Stream(file)
    with _opened(stream.call, library, library.mms_wave_reader_open_io, stream.io()) as info:
        origin = None if stream.origin is None else stream.origin - 8
        if len(stream.data_size) == 4:
            data_size = int.from_bytes(stream.data_size, "little")
        else:  # the chunk's header was read in other pieces, behind a chunk that lacks its pad byte
            data_size = info.frames_declared * info.block_align
        return Header(
            _format(info),
            int.from_bytes(stream.riff_size, "little"),
            data_size,
            info.data_bytes,
            not info.flags & _abi.MMS_WAVE_LENGTH_UNKNOWN,
            stream.position - (origin or 0),
            origin,
            bool(info.flags & _abi.MMS_WAVE_SEEKABLE),
        )


@contextlib.contextmanager
def _opened(call: Any, library: _library.Library, function: Any, source: Any) -> Iterator[_abi.mms_wave_info]:
    """Opens a reader of the library, gets what it says of the file, and closes it behind that."""
    options = _abi.mms_wave_open_options(ctypes.sizeof(_abi.mms_wave_open_options), _REFUSED)
    handle = _abi.mms_wave_reader()
    call(function, source, options, ctypes.byref(handle))
    try:
        info = _abi.mms_wave_info(ctypes.sizeof(_abi.mms_wave_info))
        call(library.mms_wave_reader_info, handle.value, info)
        yield info
    finally:
        library.mms_wave_reader_close(handle.value, None)
