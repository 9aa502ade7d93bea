"""write: numbers as a WAV file, in the manner of the package soundfile."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import operator
import os
from typing import Any, NamedTuple, Optional

from mmservices import _abi, _library
from mmservices._errors import call
from mmservices._frames import Plane, frames_of, planes_of, pointers
from mmservices._memory import Pinned
from mmservices._numbers import as_buffer, buffer, without_gaps
from mmservices._samples import type_of_items
from mmservices._source import STEP, named, path_of
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
    planar: bool = False,
    closefd: bool = True,
) -> None:
    """Writes frames as a WAV file, which is replaced if it exists.

    file is a name (str, bytes or os.PathLike), a binary file object, which is written at its current position and
    stays open, or a descriptor, which is closed if closefd is true.

    data is an array of shape (frames, channels) or (frames,), or another buffer of such a shape or a flat one, whose
    frames of `channels` channels (1 if that is not given) follow each other. Its items tell the type of its samples:
    float64, float32, int32, int16 or uint8; dtype says so if they are 24 bits, int24, int24_left or int24_right, as in
    read. If planar is true, data is an array of shape (channels, frames), or a list or tuple of one buffer for each
    channel. It is used where it lies, if it has no gaps; rows of an array may lie apart.

    subtype is how the samples are stored: PCM_U8, PCM_16 (if it is not given), PCM_24, PCM_32, FLOAT or DOUBLE. format
    is WAV or, for WAVE_FORMAT_EXTENSIBLE, WAVEX.

    Raises Error for what no WAV file can be, OSError, and TypeError or ValueError for arguments; the file is not
    touched then.
    """
    form = _format(subtype, format, samplerate)
    samples = _Samples(data, dtype, channels, planar)
    form.channels = samples.channels
    path = path_of(file)
    if path is not None:
        try:
            _write("mms_wave_writer_create", path, form, samples)
        except OSError as error:
            raise named(error, file) from None
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
    """What is to be written: planes, with the number of their channels and frames."""

    def __init__(self, data: Any, dtype: Optional[str], channels: Optional[int], planar: bool) -> None:
        planes = [Plane(as_buffer(memory, name), name) for memory, name in planes_of(data, planar, "data")]
        if channels is None:
            channels = len(planes) if planar else _channels_of(planes[0], dtype)
        self.channels = operator.index(channels)
        if not 0 < self.channels < 1 << 16:
            raise ValueError(f"channels must be 1 to 65535, not {self.channels}")
        if planar and self.channels != len(planes):
            raise ValueError(f"data has planes of {len(planes)} channels, but channels is {self.channels}")
        self.kind, self.frames = frames_of(planes, dtype, self.channels // len(planes))
        self.frame_size = self.channels * self.kind.size
        self.planes = [without_gaps(plane.memory) for plane in planes]


def _channels_of(plane: Plane, dtype: Optional[str]) -> int:
    """How many channels the shape of interleaved frames tells of."""
    view = buffer(*plane)
    shape = view.shape or ()
    flat = len(shape) < 2 or (len(shape) == 2 and shape[1] == 3 and type_of_items(view, dtype, plane.name).packed)
    return 1 if flat else shape[1]


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
    pins: list[Pinned] = []
    try:
        for plane in samples.planes:
            pins.append(Pinned(plane))
        size = samples.frame_size // len(pins)
        for start in range(0, samples.frames, step):
            count = min(step, samples.frames - start)
            places = [pin.address + start * size for pin in pins]
            if len(places) == 1:
                function, *source = library.mms_wave_writer_write_samples, places[0]
            else:
                function, *source = library.mms_wave_writer_write_planar, pointers(places), len(places)
            invoke(function, handle, samples.kind.number, *source, count)
    except BaseException:
        with contextlib.suppress(Exception):  # what went wrong first counts
            invoke(library.mms_wave_writer_close, handle)
        raise
    finally:
        for pin in pins:
            pin.release()
    invoke(library.mms_wave_writer_close, handle)
