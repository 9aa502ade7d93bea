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
from typing import Any, Callable, NamedTuple, Optional

from mmservices import _abi, _library
from mmservices._encodings import ENCODINGS, undecodable
from mmservices._errors import Error, call
from mmservices._stream import Stream

# The repairs that the standard library's module does not make either. Nor does it make REPAIR_BITS, but other encodings
# than its own may need it.
_REFUSED = _abi.MMS_WAVE_REPAIR_FMT_SHORT | _abi.MMS_WAVE_REPAIR_DATA_FIRST

# The size of mms_wave_info without what is in the fact chunk, for which the library might go back.
_INFO: Any = _abi.mms_wave_info
_INFO_SIZE: int = _INFO.fact_frames.offset

_USUAL = struct.Struct("<4sL8sL")  # RIFF and its size, WAVEfmt and the size of that chunk
_USUAL_FMT_SIZES = (16, 18, 40)  # plain, with an empty extension, EXTENSIBLE
_USUAL_SIZE = _USUAL.size + max(_USUAL_FMT_SIZES) + 8


class Format(NamedTuple):
    """What a fmt chunk tells.

    sample_bytes  bytes of a sample, and
    frame_bytes   of a frame as they are read: those that the file has, or those of the 16 bits that encodings other
                  than integers and floats are decoded to.
    comptype      the name of the encoding, 'NONE' for integers and floats, and
    compname      what people call it.
    big_endian    whether the highest byte of a sample comes first in the file.
    """

    tag: int
    channels: int
    sample_bytes: int
    sample_rate: int
    frame_bytes: int
    comptype: str = "NONE"
    compname: str = "not compressed"
    big_endian: bool = False

    @property
    def decoded(self) -> bool:
        """Whether samples are read as what they are decoded to."""
        return self.comptype != "NONE"


class Header(NamedTuple):
    """What stands before the first frame.

    riff_size    bytes of the RIFF chunk, and
    data_size    of the data chunk, as they are declared; if samples are decoded, bytes of what that gives.
    data_bytes   bytes of sample data that there are; as declared if the length of the file is not known.
    measured     whether it is.
    offset       bytes from the beginning of the WAV file (its RIFF id) to the first frame.
    origin       where the WAV file begins, None if the file object cannot tell.
    seekable     whether the file can seek, as far as that is known.
    decoder      reads the samples if they are to be decoded, else None.
    """

    format: Format
    riff_size: int
    data_size: int
    data_bytes: int
    measured: bool
    offset: int
    origin: Optional[int]
    seekable: bool
    decoder: Optional[Decoder] = None


class Decoder:
    """An open mms_wave_reader, for samples of 16 bits."""

    def __init__(self, library: _library.Library, handle: Any, call: Callable[..., None]) -> None:
        self._library = library
        self._handle = handle
        self._call = call

    def read(self, memory: Any, frames: int, samples: int) -> int:
        """Reads frames, which are so many samples, into memory. Returns how many frames came."""
        got = ctypes.c_uint64()
        read = self._library.mms_wave_reader_read_samples
        self._call(read, self._handle, _abi.MMS_SAMPLE_S16, memory, samples, frames, got)
        return got.value

    def seek(self, frame: int) -> None:
        self._call(self._library.mms_wave_reader_seek, self._handle, frame)

    def close(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None and not self._library.forked:
            self._library.mms_wave_reader_close(handle, None)

    __del__ = close


@functools.lru_cache(maxsize=64)
def parse_format(payload: bytes) -> Format:
    """Understands the payload of a fmt chunk. Raises Error or EOFError."""
    library = _library.current or _library.load()
    info = _abi.mms_wave_info(ctypes.sizeof(_abi.mms_wave_info))
    call(library.mms_wave_parse_format, payload, len(payload), info)
    return _format(info)


def _format(info: _abi.mms_wave_info) -> Format:
    """Raises Error for an encoding that cannot be read."""
    if info.encoding == _abi.MMS_WAVE_ENCODING_UNKNOWN:
        raise undecodable(info)
    encoding = ENCODINGS[info.encoding]
    if encoding.number == _abi.MMS_WAVE_ENCODING_IEEE_FLOAT and info.bits_per_sample not in (16, 32, 64):
        raise Error(f"{_abi.STATUS_TEXT[_abi.MMS_ERROR_UNSUPPORTED_BITS]}: {info.bits_per_sample}")
    if encoding.described:
        names = encoding.subtype, encoding.described
        return Format(info.tag, info.channels, 2, info.sample_rate, 2 * info.channels, *names)
    big_endian = bool(info.flags & _abi.MMS_WAVE_BIG_ENDIAN)
    sizes = info.sample_bytes, info.sample_rate, info.block_align
    return Format(info.tag, info.channels, *sizes, big_endian=big_endian)


def of_descriptor(descriptor: int, size: int) -> Header:
    """The header of a file that can seek, has that many bytes, and begins with the WAV file."""
    header = _usual(os.pread(descriptor, _USUAL_SIZE, 0), 0, size)
    if header is not None:
        return header
    os.lseek(descriptor, 0, os.SEEK_SET)
    library = _library.current or _library.load()
    try:
        with _opened(call, library, library.mms_wave_reader_open_fd, descriptor) as (info, decoder):
            riff_size = int.from_bytes(os.pread(descriptor, 4, 4), "little")
            data_size = int.from_bytes(os.pread(descriptor, 4, info.data_offset - 4), "little")
            return _header(info, riff_size, data_size, info.data_offset, 0, True, decoder)
    except Error as error:
        if error.chunk == b"fmt " and error.offset >= 0:
            _judge(error, os.pread(descriptor, 14, error.offset + 8))
        raise


def _header(
    info: _abi.mms_wave_info,
    riff_size: int,
    data_size: Optional[int],
    offset: int,
    origin: Optional[int],
    seekable: bool,
    decoder: Optional[Decoder],
) -> Header:
    """The header of a file that the library has opened. The sizes are those that a RIFF file declares, as far as they
    were seen; other containers have them in other ways."""
    form = _format(info)
    measured = not info.flags & _abi.MMS_WAVE_LENGTH_UNKNOWN
    data_bytes = info.data_bytes
    if form.decoded:
        data_size = data_bytes = info.frames * form.frame_bytes
    elif data_size is None or info.container != _abi.MMS_WAVE_CONTAINER_RIFF or _is_no_size(data_size):
        data_size = max(info.frames_declared * form.frame_bytes, data_bytes)
    if info.container != _abi.MMS_WAVE_CONTAINER_RIFF:
        riff_size = offset - 8 + data_size
    return Header(form, riff_size, data_size, data_bytes, measured, offset, origin, seekable, decoder)


def _is_no_size(data_size: int) -> bool:
    """Whether the data chunk does not tell how long it is, which the library then finds out."""
    return data_size in (0, 0xFFFFFFFF)


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
    if form.decoded or (_is_no_size(data_size) and size != (origin or 0) + offset):
        return None
    if size is not None and origin is not None:
        data_bytes = min(data_size, size - origin - offset)
    return Header(form, riff_size, data_size, data_bytes, size is not None, offset, origin, origin is not None)


def _driven(file: Any) -> Header:
    """Lets the library read the header by the object's methods."""
    library = _library.current or _library.load()
    stream = Stream(file)
    try:
        return _streamed(stream, library)
    except Error as error:
        _judge(error, stream.fmt)
        raise


def _judge(error: Error, fmt: bytes) -> None:
    """If the library refuses a fmt chunk that begins with these bytes: raises what the standard library's module
    says, which looks at its tag first."""
    tag = int.from_bytes(fmt[:2], "little")
    known = (_abi.MMS_WAVE_TAG_PCM, _abi.MMS_WAVE_TAG_IEEE_FLOAT, _abi.MMS_WAVE_TAG_EXTENSIBLE)
    if error.chunk == b"fmt " and len(fmt) >= 14 and tag not in known:
        raise Error(f"unknown format: {tag}") from None


def _streamed(stream: Stream, library: _library.Library) -> Header:
    with _opened(stream.call, library, library.mms_wave_reader_open_io, stream.io()) as (info, decoder):
        origin = None if stream.origin is None else stream.origin - 8
        riff_size = int.from_bytes(stream.riff_size, "little")
        # Behind a chunk that lacks its pad byte, the chunk's header was read in other pieces.
        data_size = int.from_bytes(stream.data_size, "little") if len(stream.data_size) == 4 else None
        seekable = bool(info.flags & _abi.MMS_WAVE_SEEKABLE)
        return _header(info, riff_size, data_size, stream.position - (origin or 0), origin, seekable, decoder)


@contextlib.contextmanager
def _opened(
    call: Any, library: _library.Library, function: Any, source: Any
) -> Iterator[tuple[_abi.mms_wave_info, Optional[Decoder]]]:
    """Opens a reader of the library and gets what it says of the file. The reader becomes the decoder, if the samples
    are to be decoded; else it is closed behind this."""
    options = _abi.mms_wave_open_options(ctypes.sizeof(_abi.mms_wave_open_options), _REFUSED)
    handle = _abi.mms_wave_reader()
    call(function, source, options, ctypes.byref(handle))
    try:
        info = _abi.mms_wave_info(_INFO_SIZE)
        call(library.mms_wave_reader_info, handle.value, info)
        row = ENCODINGS.get(info.encoding)
        if row is not None and row.described:
            decoder = Decoder(library, handle.value, call)
            handle.value = None
            yield info, decoder
        else:
            _refuse_no_bits(call, library, handle, info)
            yield info, None
    finally:
        if handle.value is not None:
            library.mms_wave_reader_close(handle.value, None)


def _refuse_no_bits(call: Any, library: _library.Library, handle: Any, info: _abi.mms_wave_info) -> None:
    """Raises Error if the bits per sample had to be guessed."""
    found = _abi.mms_wave_diagnostic(ctypes.sizeof(_abi.mms_wave_diagnostic))
    for index in range(info.diagnostics):
        call(library.mms_wave_reader_diagnostic, handle.value, index, found)
        if found.repair == _abi.MMS_WAVE_REPAIR_BITS and info.encoding != _abi.MMS_WAVE_ENCODING_UNKNOWN:
            raise Error("bad sample width")
