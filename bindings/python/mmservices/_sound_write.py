"""write: numbers as a WAV file, in the manner of the package soundfile."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import operator
import os
from typing import Any, NamedTuple, Optional, Union

from mmservices import _abi, _library
from mmservices._errors import call
from mmservices._memory import Pinned
from mmservices._numbers import buffer, is_array, numpy
from mmservices._samples import SampleType, frames_of, type_of_items
from mmservices._source import STEP, naming, path_of
from mmservices._stream import Stream, _calls

_PCM, _FLOAT = _abi.MMS_WAVE_TAG_PCM, _abi.MMS_WAVE_TAG_IEEE_FLOAT


class _Subtype(NamedTuple):
    tag: int
    bits: int


_SUBTYPES = {
    "PCM_U8": _Subtype(_PCM, 8),
    "PCM_16": _Subtype(_PCM, 16),
    "PCM_24": _Subtype(_PCM, 24),
    "PCM_32": _Subtype(_PCM, 32),
    "FLOAT": _Subtype(_FLOAT, 32),
    "DOUBLE": _Subtype(_FLOAT, 64),
}


def write(
    file: Any,
    data: Any,
    samplerate: int,
    subtype: Optional[str] = None,
    *,
    format: Optional[str] = None,
    channels: Optional[int] = None,
    dtype: Optional[str] = None,
    closefd: bool = True,
) -> None:
    """Writes frames as a WAV file, which is replaced if it exists.

    file is a name (str, bytes or os.PathLike), a binary file object, which is written at its current position and
    stays open, or a descriptor, which is closed if closefd is true.

    data is an array of shape (frames, channels) or (frames,), or another buffer of such a shape or a flat one, whose
    frames of `channels` channels (1 if that is not given) follow each other. Its items tell the type of its samples:
    float64, float32, int32, int16 or uint8; dtype says so if they are 24 bits, int24, int24_left or int24_right, as in
    read. It is used where it lies, if it has no gaps.

    subtype is how the samples are stored: PCM_U8, PCM_16 (if it is not given), PCM_24, PCM_32, FLOAT or DOUBLE. format
    is WAV or, for WAVE_FORMAT_EXTENSIBLE, WAVEX.

    Raises Error for what no WAV file can be, OSError, and TypeError or ValueError for arguments; the file is not
    touched then.
    """
    form = _format(subtype, format, samplerate)
    samples = _Samples(data, dtype, channels)
    form.channels = samples.channels
    path = path_of(file)
    if path is not None:
        with naming(file):
            _write("mms_wave_writer_create", path, form, samples)
    elif isinstance(file, int) and not isinstance(file, bool):
        try:
            _write("mms_wave_writer_create_fd", file, form, samples)
        finally:
            if closefd:
                os.close(file)
    elif hasattr(file, "write"):
        stream = _WritingStream(file)
        _write("mms_wave_writer_create_io", stream.io(), form, samples, stream.call)
    else:
        raise TypeError(
            "file must be a name (str, bytes or os.PathLike), a descriptor or a binary file object, "
            f"not {type(file).__name__}"
        )


def _format(subtype: Optional[str], form: Optional[str], samplerate: int) -> _abi.mms_wave_format:
    try:
        tag, bits = _SUBTYPES["PCM_16" if subtype is None else subtype.upper()]
    except (KeyError, AttributeError):
        raise ValueError(f"subtype must be one of {', '.join(_SUBTYPES)}, not {subtype!r}") from None
    extensible = isinstance(form, str) and form.upper() == "WAVEX"
    if not extensible and not (form is None or (isinstance(form, str) and form.upper() == "WAV")):
        raise ValueError(f"format must be WAV or WAVEX, not {form!r}")
    rate = operator.index(samplerate)
    if not 0 < rate < 1 << 32:
        raise ValueError(f"samplerate must be 1 to {(1 << 32) - 1}, not {rate}")
    found = _abi.mms_wave_format(ctypes.sizeof(_abi.mms_wave_format), tag)
    found.sample_rate, found.bits_per_sample = rate, bits
    if extensible:
        found.tag = _abi.MMS_WAVE_TAG_EXTENSIBLE
        # {0000tttt-0000-0010-8000-00aa00389b71}, where tttt is the tag (ksmedia.h).
        guid = tag.to_bytes(4, "little") + bytes.fromhex("00001000800000aa00389b71")
        found.sub_format = (ctypes.c_uint8 * 16).from_buffer_copy(guid)
    return found


class _Samples:
    """What is to be written: a buffer, with the number of its channels and frames."""

    def __init__(self, data: Any, dtype: Optional[str], channels: Optional[int]) -> None:
        self._data = _as_buffer(data)
        view = buffer(self._data, "data")
        self.kind: SampleType = type_of_items(view, dtype, "data")
        shape = view.shape or ()
        if channels is None:
            flat = len(shape) < 2 or (self.kind.packed and len(shape) == 2 and shape[1] == 3)
            channels = 1 if flat else shape[1]
        self.channels = operator.index(channels)
        if not 0 < self.channels < 1 << 16:
            raise ValueError(f"channels must be 1 to 65535, not {self.channels}")
        self.frames = frames_of(view, self.kind, self.channels, "data")
        self.frame_size = self.channels * self.kind.size
        if not view.c_contiguous:
            self._data = numpy().ascontiguousarray(self._data) if is_array(self._data) else view.tobytes()

    def pinned(self) -> Pinned:
        return Pinned(self._data)


def _as_buffer(data: Any) -> Union[Any, memoryview]:
    """data itself, if it is a buffer; what NumPy makes of it, if it is something else and NumPy is there."""
    try:
        memoryview(data)
    except TypeError:
        module = numpy()
        if module is None or isinstance(data, str):
            raise TypeError(f"data must be an array or another buffer, not {type(data).__name__}") from None
        return module.asarray(data)
    return data


class _WritingStream(Stream):
    """A file object that the library writes to."""

    def io(self) -> _abi.mms_io:
        stream = super().io()
        stream.write, stream.flush = _writing_callbacks()
        return stream

    def write(self, buffer: int, size: int) -> int:
        try:
            taken = self.file.write(ctypes.string_at(buffer, size))
        except BaseException as failure:
            return self._failed(failure)
        # Raw files may take less than they are given, and say so. Other objects may say nothing, or anything.
        return int(taken) if isinstance(taken, int) and 0 < taken < size else size

    def flush(self) -> int:
        try:
            getattr(self.file, "flush", int)()
        except BaseException as failure:
            return self._failed(failure)
        return _abi.MMS_OK


@functools.cache
def _writing_callbacks() -> tuple[Any, Any]:
    """The members of mms_io that only writers need."""
    stream: Any = _calls.stream
    return (
        _abi.mms_io_write(lambda key, buffer, size: stream(key).write(buffer, size)),
        _abi.mms_io_flush(lambda key: stream(key).flush()),
    )


def _write(create: str, target: Any, form: _abi.mms_wave_format, samples: _Samples, invoke: Any = call) -> None:
    """Writes samples with a writer of the library (mms_wave_writer), whose functions are called by invoke."""
    library = _library.current or _library.load()
    handle = _abi.mms_wave_writer()
    options = _abi.mms_wave_write_options(ctypes.sizeof(_abi.mms_wave_write_options), 0, samples.frames)
    invoke(getattr(library, create), target, form, options, ctypes.byref(handle))
    step = max(1, STEP // samples.frame_size)
    try:
        with samples.pinned() as pinned:
            for start in range(0, samples.frames, step):
                count = min(step, samples.frames - start)
                place = pinned.address + start * samples.frame_size
                invoke(library.mms_wave_writer_write_samples, handle, samples.kind.number, place, count)
    except BaseException:
        with contextlib.suppress(Exception):  # what went wrong first counts
            invoke(library.mms_wave_writer_close, handle)
        raise
    invoke(library.mms_wave_writer_close, handle)
