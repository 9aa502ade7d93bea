"""Wave_read: a WAV file that is read."""

from __future__ import annotations

import builtins
import io
import os
import sys
import warnings
from types import TracebackType
from typing import TYPE_CHECKING, Any, Optional

from mmservices._chunk import _Chunk
from mmservices._errors import Error, unknown_sub_format
from mmservices._header import Format, parse_format
from mmservices._reader import DataChunk, DecodedChunk, Reader, RIFFChunk
from mmservices._wave_format import (
    WAVE_FORMAT_EXTENSIBLE,
    WAVE_FORMAT_IEEE_FLOAT,
    WAVE_FORMAT_PCM,
    _byteswap,
    _wave_params,
)

if TYPE_CHECKING:
    from typing_extensions import Self


_BIG_ENDIAN = sys.byteorder == "big"


class Wave_read:
    """Reads a WAV file: `f` is its name (str, bytes or os.PathLike) or a binary file object with a read method.

    Positions and lengths are in frames, one sample of each channel. The samples are bytes: integers in the order of
    this machine, of 8 bits unsigned and above that signed, or IEEE floats. Those of other encodings are decoded to
    integers of 16 bits.

    A file object is driven through its own methods: read, and for setpos and rewind also tell and seek. It stays open,
    and it must not be read by others meanwhile. A file opened by name is closed by close().

    Raises Error for what is no WAV file or cannot be read, EOFError if the file ends within its header, and what
    opening the file or its methods raise.
    """

    # For instances whose __init__ failed, and for subclasses with an initfp of their own.
    _i_opened_the_file: Any = None
    _reader: Optional[Reader] = None
    _file: Optional[_Chunk] = None
    _swapped = _BIG_ENDIAN  # whether the bytes of samples are in the other order than this machine's

    def __init__(self, f: Any) -> None:
        if isinstance(f, (str, bytes, os.PathLike)):
            f = self._i_opened_the_file = self._open_by_name(f)
        else:
            self._i_opened_the_file = None
        try:
            self.initfp(f)
        except BaseException:
            if self._i_opened_the_file:
                f.close()
            raise

    def __del__(self) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]] = None,
        value: Optional[BaseException] = None,
        traceback: Optional[TracebackType] = None,
    ) -> None:
        self.close()

    # Opening

    def _open_by_name(self, name: Any) -> Any:
        """Opens a file as `open` does. The buffer that `open` puts around it is left out where nobody would use it."""
        if builtins.open is io.open and getattr(self.initfp, "__func__", None) is _OWN_INITFP and self._is_plain():
            return io.FileIO(name)
        return builtins.open(name, "rb")

    def _is_plain(self) -> bool:
        """Whether the fmt chunk is read by the method of this class."""
        return getattr(self._read_fmt_chunk, "__func__", None) is _OWN_READ_FMT_CHUNK

    def initfp(self, file: Any) -> None:
        """Reads the header of the WAV file at the current position of file, which then stands on the first frame.
        Subclasses may replace it by a walk through the chunks of their own, which sets _data_chunk and _nframes and
        hands the fmt chunk to _read_fmt_chunk."""
        self._convert = None
        self._soundpos = 0
        if self._is_plain():
            self._open(file)
        else:
            self._walk(file)

    def _open(self, file: Any) -> None:
        """Lets the library understand the header."""
        reader = self._reader = Reader(file, file is self._i_opened_the_file)
        header = reader.header
        self._set_format(header.format)
        self._fmt_chunk_read = 1
        self._nframes: int = header.data_bytes // header.format.frame_bytes
        self._file = riff = RIFFChunk(reader)
        self._data_chunk: _Chunk
        if header.decoder is None:
            self._data_chunk = DataChunk(riff, reader)
        else:
            self._data_chunk = DecodedChunk(riff, reader, header.decoder)
        self._data_seek_needed = 0

    def _walk(self, file: Any) -> None:
        """Walks through the chunks here, for the sake of a _read_fmt_chunk that a subclass replaces."""
        self._file = _Chunk(file, bigendian=False)
        if self._file.getname() != b"RIFF":
            raise Error("file does not start with RIFF id")
        if self._file.read(4) != b"WAVE":
            raise Error("not a WAVE file")
        self._fmt_chunk_read = 0
        self._data_seek_needed = 1
        while True:
            try:
                chunk = _Chunk(self._file, bigendian=False)
            except EOFError:
                raise Error("fmt chunk and/or data chunk missing") from None
            if chunk.getname() == b"fmt ":
                self._read_fmt_chunk(chunk)
                self._fmt_chunk_read = 1
            elif chunk.getname() == b"data":
                break
            chunk.skip()
        if not self._fmt_chunk_read:
            raise Error("data chunk before fmt chunk")
        self._data_chunk = chunk
        self._nframes = chunk.chunksize // self._framesize
        self._data_seek_needed = 0

    def _read_fmt_chunk(self, chunk: _Chunk) -> None:
        """Sets the format from a chunk object that stands at the start of a fmt chunk's payload. Reads just what is
        needed of it, and refuses what has to be decoded."""
        payload = bytes(chunk.read(14))
        tag = int.from_bytes(payload[:2], "little")
        pieces = {WAVE_FORMAT_PCM: (2,), WAVE_FORMAT_IEEE_FLOAT: (2,), WAVE_FORMAT_EXTENSIBLE: (2, 8, 16)}
        if len(payload) == 14 and tag not in pieces:
            raise Error(f"unknown format: {tag}")
        for size in pieces.get(tag, ()) if len(payload) == 14 else ():
            piece = chunk.read(size)
            payload += piece
            if len(piece) < size:
                raise EOFError
        form = parse_format(payload)
        if payload[14:16] == b"\0\0":
            raise Error("bad sample width")
        if form.decoded:
            raise unknown_sub_format(payload[24:40])
        self._set_format(form)

    def _set_format(self, form: Format) -> None:
        self._format, self._nchannels, self._sampwidth, self._framerate, self._framesize = form[:5]
        self._comptype, self._compname = form.comptype, form.compname
        self._swapped = not form.decoded and form.big_endian != _BIG_ENDIAN

    # Parameters. They can be asked for after close(), too.

    def getnchannels(self) -> int:
        """The number of channels."""
        return self._nchannels

    def getsampwidth(self) -> int:
        """Bytes of one sample."""
        return self._sampwidth

    def getframerate(self) -> int:
        """Frames per second."""
        return self._framerate

    def getnframes(self) -> int:
        """The number of frames in the file; as many as its header declares if the file object is of a kind whose
        length cannot be told without driving it."""
        return self._nframes

    def getformat(self) -> int:
        """The format tag, as WAVE_FORMAT_PCM, WAVE_FORMAT_IEEE_FLOAT or WAVE_FORMAT_EXTENSIBLE."""
        return self._format

    def getcomptype(self) -> str:
        """'NONE', or the encoding of a file whose samples are decoded: 'ALAW', 'ULAW', 'IMA_ADPCM', 'MS_ADPCM' or
        'GSM610'."""
        return self._comptype

    def getcompname(self) -> str:
        """The name of the encoding, 'not compressed' if that is 'NONE'."""
        return self._compname

    def getparams(self) -> _wave_params:
        """All parameters but the format, as a named tuple (nchannels, sampwidth, framerate, nframes, comptype,
        compname)."""
        return _wave_params(
            self.getnchannels(),
            self.getsampwidth(),
            self.getframerate(),
            self.getnframes(),
            self.getcomptype(),
            self.getcompname(),
        )

    # Reading

    def tell(self) -> int:
        """The frame that the next readframes begins with."""
        return self._soundpos

    def setpos(self, pos: int) -> None:
        """Moves to a frame, 0 to getnframes(). Raises Error for others. That a file object cannot seek is noticed by
        the next readframes, with an OSError."""
        if pos < 0 or pos > self._nframes:
            raise Error("position not in range")
        self._soundpos = pos
        self._data_seek_needed = 1

    def rewind(self) -> None:
        """Moves to the first frame, as setpos(0)."""
        self._soundpos = 0
        self._data_seek_needed = 1

    def readframes(self, nframes: int) -> bytes:
        """Reads up to nframes frames, or all that are left if nframes is negative. At the end of the file the bytes
        are fewer, and at last none. Bytes of a cut last frame come with the read that reaches them."""
        if self._data_seek_needed:
            self._data_chunk.seek(0, 0)  # finds out whether the file can
            position = self._soundpos * self._framesize
            if position:
                self._data_chunk.seek(position, 0)
            self._data_seek_needed = 0
        if nframes == 0:
            return b""
        data = self._data_chunk.read(nframes * self._framesize)
        if self._swapped and self._sampwidth != 1:
            data = _byteswap(data, self._sampwidth)
        if self._convert and data:
            data = self._convert(data)
        self._soundpos += len(data) // (self._nchannels * self._sampwidth)
        return data  # type: ignore[no-any-return]

    # The end

    def getfp(self) -> Optional[_Chunk]:
        """The RIFF chunk of the file as a chunk object; None after close()."""
        return self._file

    def close(self) -> None:
        """Closes the file if it was opened by name. Of a file object that stays open, readframes can still read."""
        self._file = None
        file, self._i_opened_the_file = self._i_opened_the_file, None
        if file:
            if self._reader is not None:
                self._reader.close()
            file.close()

    if sys.version_info < (3, 15):

        def getmarkers(self) -> None:
            """None: WAV files have no marks here."""
            _deprecate_mark("Wave_read.getmarkers")

        def getmark(self, id: Any) -> None:
            """Raises Error: WAV files have no marks here."""
            _deprecate_mark("Wave_read.getmark")
            raise Error("no marks")


Wave_read.__module__ = "mmservices.wave"

# Programs replace them in subclasses and in the class itself.
_OWN_READ_FMT_CHUNK = Wave_read._read_fmt_chunk
_OWN_INITFP = Wave_read.initfp


def _deprecate_mark(name: str) -> None:
    """Warns the caller's caller as Python 3.13 and 3.14 do."""
    if sys.version_info >= (3, 13):
        message = f"{name!r} is deprecated and slated for removal in Python 3.15"
        warnings.warn(message, DeprecationWarning, stacklevel=3)
