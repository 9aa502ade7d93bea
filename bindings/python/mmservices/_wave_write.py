"""Wave_write: a WAV file that is written."""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import io
import operator
import os
import struct
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Optional

from mmservices import _abi, _library
from mmservices._errors import Error
from mmservices._wave_format import WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_PCM, _byteswap, _wave_params
from mmservices._wave_read import _deprecate_mark
from mmservices._writer import Writer, descriptor, forked

if TYPE_CHECKING:
    from typing_extensions import Self


_BIG_ENDIAN = sys.byteorder == "big"


class Wave_write:
    """Writes a WAV file: `f` is its name (str, bytes or os.PathLike) or a binary file object with write and flush, and
    with tell and seek if the header is to be corrected.

    Set the number of channels, the sample width and the frame rate, then write frames. The header is written with the
    first of them; it declares as many frames as setnframes told, or else as many as came first, and is corrected by
    writeframes and close where that was wrong.

    A file object stays open. A file opened by name is closed by close(). What is written to it by small pieces is
    gathered first, so that a failure, as of a full disk, may be raised by a later call, at last by close().

    Raises Error for parameters that cannot be written, missing or set too late, and what opening the file or its
    methods raise.
    """

    # For instances whose __init__ failed, and for subclasses with an initfp of their own.
    _file: Any = None
    _i_opened_the_file: Any = None
    _writer: Optional[Writer] = None  # of the library, for a file opened by name
    _begun: Optional[int] = None  # _library.forks when the header was written

    _comptype: str
    _compname: str

    def __init__(self, f: Any) -> None:
        if isinstance(f, (str, bytes, os.PathLike)):
            f = self._i_opened_the_file = builtins.open(f, "wb")
        else:
            self._i_opened_the_file = None
        try:
            self.initfp(f)
        except BaseException:
            if self._i_opened_the_file:
                f.close()
            raise

    def initfp(self, file: Any) -> None:
        """Begins to write to file, with no parameter set."""
        self._file = file
        self._abandon()
        self._begun = None
        self._frame_bytes: Any = None  # as the header tells them
        self._convert: Any = None
        self._nchannels: Any = 0
        self._sampwidth: Any = 0
        self._framerate: int = 0
        self._nframes: Any = 0
        self._format: int = WAVE_FORMAT_PCM
        self._nframeswritten = 0
        self._datawritten = 0
        self._datalength: Any = 0
        self._headerwritten = False

    def __del__(self) -> None:
        if self._is_of_the_parent():
            self._file = None  # to complete it is the parent's business
        try:
            self.close()
        finally:
            self._abandon()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]] = None,
        value: Optional[BaseException] = None,
        traceback: Optional[TracebackType] = None,
    ) -> None:
        self.close()

    # Parameters. They can be set until sample data was written.

    def _check_before_data(self) -> None:
        if self._datawritten:
            raise Error("cannot change parameters after starting to write")

    def setnchannels(self, nchannels: int) -> None:
        """Sets the number of channels, 1 to 65535."""
        self._check_before_data()
        if nchannels < 1:
            raise Error("bad # of channels")
        self._nchannels = nchannels

    def getnchannels(self) -> int:
        """The number of channels. Raises Error if it was not set."""
        if not self._nchannels:
            raise Error("number of channels not set")
        return self._nchannels  # type: ignore[no-any-return]

    def setsampwidth(self, sampwidth: int) -> None:
        """Sets the bytes of one sample: 1 to 4, or 4 or 8 for floats, whose format is to be set before."""
        self._check_before_data()
        if self._format == WAVE_FORMAT_IEEE_FLOAT:
            _check_float_width(sampwidth)
        elif sampwidth < 1 or sampwidth > 4:
            raise Error("bad sample width")
        self._sampwidth = sampwidth

    def getsampwidth(self) -> int:
        """Bytes of one sample. Raises Error if they were not set."""
        if not self._sampwidth:
            raise Error("sample width not set")
        return self._sampwidth  # type: ignore[no-any-return]

    def setframerate(self, framerate: float) -> None:
        """Sets the frames per second, rounded to an integer."""
        self._check_before_data()
        rounded = int(round(framerate))  # noqa: RUF046 (what __round__ returns may be no int)
        if rounded <= 0:
            raise Error("bad frame rate")
        self._framerate = rounded

    def getframerate(self) -> int:
        """Frames per second. Raises Error if they were not set."""
        if not self._framerate:
            raise Error("frame rate not set")
        return self._framerate

    def setnframes(self, nframes: int) -> None:
        """Sets the number of frames that the first header declares; 0 if it is not known."""
        self._check_before_data()
        self._nframes = nframes

    def getnframes(self) -> int:
        """The number of frames written so far."""
        return self._nframeswritten

    def setcomptype(self, comptype: str, compname: str) -> None:
        """Sets the compression type, which must be 'NONE', and its name."""
        self._check_before_data()
        if comptype != "NONE":
            raise Error("unsupported compression type")
        self._comptype = comptype
        self._compname = compname

    def getcomptype(self) -> str:
        """The compression type that was set."""
        return self._comptype

    def getcompname(self) -> str:
        """The name of the compression type that was set."""
        return self._compname

    def setformat(self, format: int) -> None:
        """Sets the format: WAVE_FORMAT_PCM, integers (as it is at first), or WAVE_FORMAT_IEEE_FLOAT."""
        self._check_before_data()
        if format not in (WAVE_FORMAT_PCM, WAVE_FORMAT_IEEE_FLOAT):
            raise Error("unsupported wave format")
        if format == WAVE_FORMAT_IEEE_FLOAT and self._sampwidth:
            _check_float_width(self._sampwidth)
        self._format = format

    def getformat(self) -> int:
        """The format that was set."""
        return self._format

    def setparams(self, params: Any) -> None:
        """Sets all parameters: (nchannels, sampwidth, framerate, nframes, comptype, compname), and with a seventh, the
        format, for others than integers."""
        self._check_before_data()
        if len(params) == 6:
            params = (*params, WAVE_FORMAT_PCM)
        nchannels, sampwidth, framerate, nframes, comptype, compname, form = params
        self.setnchannels(nchannels)
        self.setformat(form)
        self.setsampwidth(sampwidth)
        self.setframerate(framerate)
        self.setnframes(nframes)
        self.setcomptype(comptype, compname)

    def getparams(self) -> _wave_params:
        """The parameters as a named tuple; nframes is what was set or the header declares. Raises Error if channels,
        width or rate were not set."""
        if not self._nchannels or not self._sampwidth or not self._framerate:
            raise Error("not all parameters set")
        return _wave_params(
            self._nchannels, self._sampwidth, self._framerate, self._nframes, self._comptype, self._compname
        )

    # Writing

    def tell(self) -> int:
        """The number of frames written so far."""
        return self._nframeswritten

    def writeframesraw(self, data: Any) -> None:
        """Writes sample data, any object with a buffer of contiguous bytes, and does not correct the header."""
        if not isinstance(data, (bytes, bytearray)):
            data = memoryview(data).cast("B")
        size = len(data)
        self._ensure_header_written(size)
        frames = size // (self._sampwidth * self._nchannels)
        if self._convert:
            data = self._convert(data)
            size = len(data)
        if _BIG_ENDIAN and self._sampwidth != 1:
            data = _byteswap(data, self._sampwidth)
        total = self._datawritten + size
        writer = self._writer
        if writer is not None and size:
            writer.write(data)
        else:
            begun = self._begun
            if begun is not None and (total > self._most_bytes or begun != _library.forks):
                raise self._refusal()
            taken = self._file.write(data)
            if taken != size:
                self._write_rest(data, taken)
        self._datawritten = total
        self._nframeswritten += frames

    def _refusal(self) -> Error:
        """Why a file object gets no more data."""
        if self._is_of_the_parent():
            return forked()
        return Error(_abi.STATUS_TEXT[_abi.MMS_ERROR_LIMIT_RIFF_SIZE])

    def _write_rest(self, data: Any, taken: Any) -> None:
        """Writes what a raw file did not take. Of other objects the result of `write` means nothing, as the standard
        library's module takes no notice of it."""
        if isinstance(self._file, io.RawIOBase) and type(taken) is int:
            while taken is not None and 0 < taken < len(data):
                data = memoryview(data)[taken:]
                taken = self._file.write(data)

    def writeframes(self, data: Any) -> None:
        """Writes sample data as writeframesraw, and corrects the header if it declares another length."""
        self.writeframesraw(data)
        if self._datalength != self._datawritten:
            self._patchheader()

    def close(self) -> None:
        """Completes the file: a header if there is none yet, the byte that pads an odd length, the right sizes. Flushes
        it, and closes it if it was opened by name."""
        try:
            if self._file:
                self._ensure_header_written(0)
                if self._is_of_the_parent():
                    raise forked()
                self._complete()
        finally:
            self._file = None
            self._abandon()
            file, self._i_opened_the_file = self._i_opened_the_file, None
            if file:
                file.close()

    def _is_of_the_parent(self) -> bool:
        """Whether the header was written before this process was forked off."""
        return self._begun is not None and self._begun != _library.forks

    def _abandon(self) -> None:
        """Lets go of the library's writer."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.abandon()

    def _complete(self) -> None:
        writer = self._writer
        if writer is not None and getattr(self._patchheader, "__func__", None) is _OWN_PATCHHEADER:
            writer.close()
            self._datalength = self._datawritten
            return
        if writer is not None:
            # A subclass or somebody with a _patchheader of their own does part of it.
            writer.flush()
            if writer.marks:
                self._file.seek(0, 2)
        try:
            if self._datawritten % 2:
                self._file.write(b"\0")
            if self._datalength != self._datawritten:
                self._patchheader()
        finally:
            self._file.flush()

    # The header. These three are called in this order and may be replaced by subclasses.

    def _ensure_header_written(self, datasize: int) -> None:
        """Writes the header, before datasize bytes of sample data, if it was not written yet."""
        if self._headerwritten:
            return
        if not self._nchannels:
            raise Error("# channels not specified")
        if not self._sampwidth:
            raise Error("sample width not specified")
        if not self._framerate:
            raise Error("sampling rate not specified")
        self._write_header(datasize)

    def _write_header(self, initlength: int) -> None:
        """Writes the header, before initlength bytes of sample data."""
        if not self._nframes:
            self._nframes = initlength // (self._nchannels * self._sampwidth)
        self._datalength = self._nframes * self._nchannels * self._sampwidth
        packed = self._pack_header()
        number = descriptor(self._file) if self._file is self._i_opened_the_file else None
        if number is None:
            self._write_header_to_object(*packed)
        else:
            self._write_header_to_descriptor(number)
        self._begun = _library.forks
        self._most_bytes = 0xFFFFFFFF - self._riff_size(0) - 1
        self._frame_bytes = self._nchannels * self._sampwidth
        self._headerwritten = True

    def _write_header_to_descriptor(self, number: int) -> None:
        form = _abi.mms_wave_format(ctypes.sizeof(_abi.mms_wave_format))
        form.tag = self._format
        form.channels = operator.index(self._nchannels)
        form.sample_rate = self._framerate
        form.bits_per_sample = operator.index(8 * self._sampwidth)
        writer = self._writer = Writer(number, form, operator.index(self._nframes))
        self._form_length_pos = self._fact_sample_count_pos = self._data_length_pos = None
        if writer.marks:
            self._form_length_pos = writer.marks[0]
            self._data_length_pos = writer.marks[-1]
            if len(writer.marks) == 3:
                self._fact_sample_count_pos = writer.marks[1]

    def _write_header_to_object(self, riff_size: bytes, form: bytes, frames: bytes, data_size: bytes) -> None:
        if self._format == WAVE_FORMAT_PCM and self._sampwidth > 4:
            raise Error(f"{8 * self._sampwidth} bits of PCM cannot be written")
        self._form_length_pos = self._fact_sample_count_pos = self._data_length_pos = None
        self._put(b"RIFF")
        try:
            self._form_length_pos = self._file.tell()
            seekable = True
        except (AttributeError, OSError):
            seekable = False
        self._put(riff_size + b"WAVEfmt " + struct.pack("<L", len(form)) + form)
        if frames:
            self._put(b"fact")
            self._put(struct.pack("<L", len(frames)))
            if seekable:
                self._fact_sample_count_pos = self._file.tell()
            self._put(frames)
        self._put(b"data")
        if seekable:
            self._data_length_pos = self._file.tell()
        self._put(data_size)

    def _put(self, piece: bytes) -> None:
        """Writes a piece of the header to a file object."""
        taken = self._file.write(piece)
        if taken != len(piece):
            self._write_rest(piece, taken)

    def _riff_size(self, datalength: Any) -> Any:
        """The size of the RIFF chunk around datalength bytes of sample data, with the byte that pads an odd length."""
        return (48 if self._format == WAVE_FORMAT_IEEE_FLOAT else 36) + datalength + (datalength & 1)

    def _pack_header(self) -> tuple[bytes, bytes, bytes, bytes]:
        """The size of the RIFF chunk and the payloads: of the fmt chunk, of the fact chunk that floats have, the size
        of the data chunk. Raises struct.error or TypeError for numbers that the header has no room for, before anything
        is written."""
        size = struct.pack("<L", self._riff_size(self._datalength))
        form = struct.pack(
            "<HHLLHH",
            self._format,
            self._nchannels,
            self._framerate,
            self._nchannels * self._framerate * self._sampwidth,
            self._nchannels * self._sampwidth,
            self._sampwidth * 8,
        )
        frames = struct.pack("<L", self._nframes) if self._format == WAVE_FORMAT_IEEE_FLOAT else b""
        return size, form, frames, struct.pack("<L", self._datalength)

    def _patchheader(self) -> None:
        """Corrects the sizes in the header."""
        if self._datawritten == self._datalength:
            return
        if self._writer is not None:
            self._writer.update_header()
        else:
            self._patch()
        self._datalength = self._datawritten

    def _patch(self) -> None:
        """Corrects the header of a file object, or one that a subclass has written."""
        end = self._file.tell()
        if self._form_length_pos is None:
            raise OSError("cannot seek")
        riff_size = struct.pack("<L", self._riff_size(self._datawritten))
        frames = b""
        if self._format == WAVE_FORMAT_IEEE_FLOAT:
            frame_bytes = self._frame_bytes or self._nchannels * self._sampwidth
            frames = struct.pack("<L", self._datawritten // frame_bytes)
        data_size = struct.pack("<L", self._datawritten)
        try:
            self._file.seek(self._form_length_pos, 0)
            self._file.write(riff_size)
            if frames:
                self._file.seek(self._fact_sample_count_pos, 0)
                self._file.write(frames)
            self._file.seek(self._data_length_pos, 0)
            self._file.write(data_size)
        except BaseException:
            # The next write must not fall on the header.
            with contextlib.suppress(Exception):
                self._file.seek(end, 0)
            raise
        self._file.seek(end, 0)

    if sys.version_info < (3, 15):

        def setmark(self, id: Any, pos: Any, name: Any) -> None:
            """Raises Error: no marks are written to WAV files here."""
            _deprecate_mark("Wave_write.setmark")
            raise Error("setmark() not supported")

        def getmark(self, id: Any) -> None:
            """Raises Error: WAV files have no marks here."""
            _deprecate_mark("Wave_write.getmark")
            raise Error("no marks")

        def getmarkers(self) -> None:
            """None: WAV files have no marks here."""
            _deprecate_mark("Wave_write.getmarkers")


Wave_write.__module__ = "mmservices.wave"

# Programs replace it in subclasses, in instances and in the class itself.
_OWN_PATCHHEADER = Wave_write._patchheader


def _check_float_width(sampwidth: Any) -> None:
    if sampwidth not in (4, 8):
        raise Error("unsupported sample width for IEEE float format")
