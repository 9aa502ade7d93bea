"""The types in which samples come and go, and memory for frames of them."""

from __future__ import annotations

import array
import ctypes
import sys
from typing import Any, NamedTuple, Optional

from mmservices import _abi
from mmservices._numbers import buffer, described, is_array, numpy, type_name


class SampleType(NamedTuple):
    """A type of samples.

    name    how callers name it.
    number  MMS_SAMPLE_...
    item    the items of its buffers, under NumPy's name: of packed 24 bits these are bytes.
    code    the type code of `array` for these items.
    size    bytes of a sample.
    """

    name: str
    number: int
    item: str
    code: str
    size: int

    @property
    def packed(self) -> bool:
        """Whether a sample is three items."""
        return self.number == _abi.MMS_SAMPLE_S24

    def encode(self, value: Any) -> bytes:
        """The bytes of one sample."""
        if self.packed:
            return int(value).to_bytes(3, "little", signed=True)
        return array.array(self.code, [value]).tobytes()


SAMPLE_TYPES = {
    kind.name: kind
    for kind in (
        SampleType("float64", _abi.MMS_SAMPLE_F64, "float64", "d", 8),
        SampleType("float32", _abi.MMS_SAMPLE_F32, "float32", "f", 4),
        SampleType("int32", _abi.MMS_SAMPLE_S32, "int32", "i", 4),
        SampleType("int16", _abi.MMS_SAMPLE_S16, "int16", "h", 2),
        SampleType("uint8", _abi.MMS_SAMPLE_U8, "uint8", "B", 1),
        SampleType("int24", _abi.MMS_SAMPLE_S24, "uint8", "B", 3),
        SampleType("int24_left", _abi.MMS_SAMPLE_S24_LEFT, "int32", "i", 4),
        SampleType("int24_right", _abi.MMS_SAMPLE_S24_RIGHT, "int32", "i", 4),
    )
}
_ACCEPTED = ", ".join(SAMPLE_TYPES)


def sample_type(dtype: Any) -> SampleType:
    """The type that a dtype argument names: a name of the table, or what NumPy takes for the same."""
    module = sys.modules.get("numpy")
    if not isinstance(dtype, str) and module is not None:
        dtype = module.dtype(dtype)
        dtype = dtype.name if dtype.isnative else dtype.str
    if not isinstance(dtype, str):
        raise TypeError(f"dtype must be a name, not {type(dtype).__name__}")
    try:
        return SAMPLE_TYPES[dtype]
    except KeyError:
        raise ValueError(f"dtype must be one of {_ACCEPTED}, not {dtype!r}") from None


def type_of_items(view: memoryview, dtype: Optional[str], role: str) -> SampleType:
    """The type of the samples in a buffer, which its items tell; where these can be several types, dtype does."""
    item = type_name(view)
    if dtype is None:
        if item in SAMPLE_TYPES:
            return SAMPLE_TYPES[item]
        raise TypeError(f"{role} has items of {described(view)}: they must be native {_ACCEPTED}")
    kind = sample_type(dtype)
    if kind.item != item:
        raise TypeError(f"{role} has items of {described(view)}, but samples of {kind.name} are items of {kind.item}")
    return kind


def frames_of(view: memoryview, kind: SampleType, channels: int, role: str) -> int:
    """How many frames of so many channels a buffer is: one of (frames, channels), or a flat one, interleaved. Packed
    samples have one more dimension of 3 bytes, if their buffer is not flat."""
    shape = view.shape
    assert shape is not None
    items = 3 if kind.packed else 1
    wanted = (channels, 3) if kind.packed else (channels,)
    if len(shape) == 1:
        frames, rest = divmod(shape[0], channels * items)
        if not rest:
            return frames
        raise ValueError(f"{role} has {shape[0]} items: no whole frames of {channels} channels")
    if shape[1:] == wanted or (kind.packed and channels == 1 and shape[1:] == (3,)):
        return shape[0]
    dimensions = ", ".join(map(str, ("frames", *wanted)))
    raise ValueError(f"{role} has the shape {shape}: it must be ({dimensions})")


class Frames:
    """Memory for frames of one type, in an object that the caller has given or will get."""

    def __init__(self, thing: Any, kind: SampleType, channels: int, count: int, ours: bool = False) -> None:
        """thing is a writable buffer of count frames, without gaps; ours says that nobody else has it yet."""
        self.thing = thing
        self.kind = kind
        self.count = count
        self.channels = channels
        self.frame_size = channels * kind.size
        self._ours = ours
        # Keeps the memory where it is. Of nothing there is no first byte.
        self._pin: Optional[ctypes.c_char] = ctypes.c_char.from_buffer(thing) if count else None

    def address(self, frame: int) -> int:
        """Where a frame lies, while this object lives."""
        return 0 if self._pin is None else ctypes.addressof(self._pin) + frame * self.frame_size

    def copy(self, start: int, frames: int) -> bytes:
        """The bytes of some frames."""
        return ctypes.string_at(self.address(start), frames * self.frame_size)

    def put(self, start: int, data: bytes) -> None:
        """Puts the bytes of frames in the place of those from start on."""
        ctypes.memmove(self.address(start), data, len(data))

    def fill(self, start: int, value: Any) -> None:
        """Puts a value in every sample from a frame on."""
        self.put(start, self.kind.encode(value) * ((self.count - start) * self.channels))

    def head(self, frames: int) -> Any:
        """The first frames: the object itself if these are all or it can be shortened, else a view of a part of it."""
        if frames == self.count:
            return self.thing
        if is_array(self.thing):
            return self.thing[:frames]
        items = frames * self.channels * (3 if self.kind.packed else 1)
        if self._ours:
            self._pin = None
            del self.thing[items:]
            return self.thing
        view = memoryview(self.thing)
        return view[:items] if view.ndim == 1 else view[:frames]


def new_frames(kind: SampleType, channels: int, count: int, always_2d: bool) -> Frames:
    """Frames in a new object: an array of NumPy if that is installed, else an array or, of bytes, a bytearray."""
    module = numpy()
    if module is None:
        if always_2d:
            raise TypeError("always_2d needs NumPy: without it samples come flat, in an array.array")
        size = count * channels * kind.size
        thing: Any = bytearray(size) if kind.code == "B" else array.array(kind.code, [0]) * (count * channels)
    else:
        shape: tuple[int, ...] = (count, channels) if always_2d or channels > 1 else (count,)
        thing = module.empty((*shape, 3) if kind.packed else shape, kind.item)
    return Frames(thing, kind, channels, count, ours=True)


def frames_in(out: Any, dtype: Any, channels: int) -> Frames:
    """Frames in an object of the caller. Its items tell their type, but for what only dtype can tell."""
    view = buffer(out, "out")
    if view.readonly:
        raise ValueError("out is read-only")
    if not view.c_contiguous:
        raise ValueError("out must be C-contiguous: without gaps, the channels of a frame side by side")
    kind = type_of_items(view, None if dtype == "float64" else dtype, "out")
    if is_array(out) and out.ndim == 1 and channels > 1:
        raise ValueError(f"out has the shape {out.shape}, but the file has {channels} channels")
    return Frames(out, kind, channels, frames_of(view, kind, channels, "out"))
