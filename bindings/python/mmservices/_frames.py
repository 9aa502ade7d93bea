"""Memory for frames: interleaved in one plane, or planar, where each channel has a plane of its own."""

from __future__ import annotations

import array
import ctypes
from collections.abc import Sequence
from typing import Any, NamedTuple, Optional

from mmservices._numbers import buffer, is_array, numpy, type_name
from mmservices._samples import SampleType, type_of_items
from mmservices._steps import steps


class Plane(NamedTuple):
    """A buffer in which samples lie side by side, and what messages call it."""

    memory: Any
    name: str


def planes_of(thing: Any, planar: bool, role: str) -> list[Plane]:
    """The planes of what callers give: the thing itself, or if it is planar the rows of an array, or the members of a
    list."""
    if not planar:
        return [Plane(thing, role)]
    if is_array(thing) and thing.ndim < 2:
        raise ValueError(f"{role} has the shape {thing.shape}: planar frames are (channels, frames)")
    if not is_array(thing) and not isinstance(thing, (list, tuple)):
        raise TypeError(
            f"{role} must be an array of NumPy or a list of one buffer for each channel, not {type(thing).__name__}"
        )
    return [Plane(memory, f"{role}[{channel}]") for channel, memory in enumerate(thing)]


def frames_of(planes: Sequence[Plane], dtype: Optional[str], channels: int) -> tuple[SampleType, int]:
    """The type of the samples in planes of so many channels each, and how many frames these are. All have the same."""
    first: Optional[tuple[SampleType, int]] = None
    for memory, name in planes:
        view = buffer(memory, name)
        kind = type_of_items(view, dtype, name)
        count = _frames_of_view(view, kind, channels, name)
        if first is None:
            first = kind, count
        elif kind is not first[0]:
            raise TypeError(f"{planes[0].name} has items of {first[0].item}, but {name} has items of {kind.item}")
        elif count != first[1]:
            raise ValueError(f"{planes[0].name} has {first[1]} frames, but {name} has {count}")
    assert first is not None
    return first


def _frames_of_view(view: memoryview, kind: SampleType, channels: int, role: str) -> int:
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


def pointers(places: Sequence[int]) -> Any:
    """Addresses, one for each channel, as the library takes them."""
    return (ctypes.c_void_p * len(places))(*places)


class Frames:
    """Memory for frames of one type, in an object that the caller has given or will get."""

    __slots__ = (
        "_addresses",
        "_ours",
        "_pins",
        "_planar",
        "_planes",
        "_size",
        "channels",
        "count",
        "frame_size",
        "kind",
        "planes",
        "thing",
    )

    def __init__(
        self,
        thing: Any,
        kind: SampleType,
        channels: int,
        count: int,
        planes: Optional[Sequence[Any]] = None,
        ours: bool = False,
    ) -> None:
        """thing is count frames: a writable buffer without gaps, or what consists of the planes, which are such
        buffers, one for each channel. ours says that nobody else has it yet."""
        self.thing = thing
        self.kind = kind
        self.count = count
        self.channels = channels
        self.frame_size = channels * kind.size
        self._planar = planes is not None
        self._planes = [thing] if planes is None else planes
        self._ours = ours
        self.planes = len(self._planes)  # of one channel one, planar or not
        self._size = self.frame_size // self.planes  # bytes of a frame in each plane
        # Keep the memory where it is. Of nothing there is no first byte.
        self._pins = [ctypes.c_char.from_buffer(plane) for plane in self._planes] if count else []
        self._addresses = [ctypes.addressof(pin) for pin in self._pins]

    def places(self, frame: int) -> list[int]:
        """Where a frame lies in each plane, while this object lives."""
        offset = frame * self._size
        return [address + offset for address in self._addresses]

    def copy(self, start: int, frames: int) -> list[bytes]:
        """The bytes of some frames, for each plane."""
        return [ctypes.string_at(place, frames * self._size) for place in self.places(start)]

    def put(self, start: int, data: Sequence[bytes]) -> None:
        """Puts the bytes of frames, for each plane, in the place of those from start on."""
        for place, part in zip(self.places(start), data):
            ctypes.memmove(place, part, len(part))

    def fill(self, start: int, value: Any) -> None:
        """Puts a value in every sample from a frame on."""
        frame = self.kind.encode(value) * (self._size // self.kind.size)
        same = b""
        for done, count in steps(self.count - start, self.frame_size):
            if len(same) != len(frame) * count:
                same = frame * count
            self.put(start + done, [same] * self.planes)

    def head(self, frames: int) -> Any:
        """The first frames: the object itself if these are all or it can be shortened, else a view of a part of it,
        or a list of the views of its planes."""
        if frames == self.count:
            return self.thing
        items = frames * (len(self._planes[0]) // self.count)  # flat buffers have several for a frame
        if is_array(self.thing):
            if not self._planar:
                return self.thing[:items]
            part = self.thing[:, :items]
            return numpy().ascontiguousarray(part) if self._ours else part
        if self._ours:
            self._pins.clear()
            for plane in self._planes:
                del plane[items:]
            return self.thing
        views = [(plane if is_array(plane) else memoryview(plane))[:items] for plane in self._planes]
        return views if self._planar else views[0]


class Layout(NamedTuple):
    """How callers want frames.

    planar     whether each channel has a plane of its own.
    always_2d  whether interleaved frames of one channel have two dimensions, too.
    """

    planar: bool
    always_2d: bool


def new_frames(kind: SampleType, channels: int, count: int, layout: Layout) -> Frames:
    """Frames in a new object: an array of NumPy if that is installed, else an array or, of bytes, a bytearray, or if
    they are planar a list of those."""
    planar, always_2d = layout
    module = numpy()
    if module is None:
        if planar:
            planes = [new_flat(kind, count) for _ in range(channels)]
            return Frames(planes, kind, channels, count, planes, ours=True)
        if always_2d:
            raise TypeError("always_2d needs NumPy: without it samples come flat, in an array.array")
        return Frames(new_flat(kind, count * channels), kind, channels, count, ours=True)
    if planar:
        shape: tuple[int, ...] = (channels, count)
    else:
        shape = (count, channels) if always_2d or channels > 1 else (count,)
    thing = module.empty((*shape, 3) if kind.packed else shape, kind.item)
    return Frames(thing, kind, channels, count, list(thing) if planar else None, ours=True)


def new_flat(kind: SampleType, samples: int) -> Any:
    """An array of so many samples, or a bytearray if their items are bytes."""
    return bytearray(samples * kind.size) if kind.code == "B" else array.array(kind.code, [0]) * samples


def frames_in(out: Any, dtype: Any, channels: int, planar: bool) -> Frames:
    """Frames in an object of the caller. Its items tell their type, but for what only dtype can tell."""
    planes = planes_of(out, planar, "out")
    if planar and len(planes) != channels:
        raise ValueError(f"out has planes of {len(planes)} channels, but the file has {channels} channels")
    for memory, name in planes:
        check_writable(buffer(memory, name), name)
    if dtype == "float64":  # the default of those who give out
        dtype = "int64" if type_name(memoryview(planes[0].memory)) == "int64" else None
    kind, count = frames_of(planes, dtype, channels // len(planes))
    if not planar and is_array(out) and out.ndim == 1 and channels > 1:
        raise ValueError(f"out has the shape {out.shape}, but the file has {channels} channels")
    return Frames(out, kind, channels, count, [plane.memory for plane in planes] if planar else None)


def check_writable(view: memoryview, role: str) -> None:
    """Raises a ValueError if the library cannot write to a buffer."""
    if view.readonly:
        raise ValueError(f"{role} is read-only")
    if not view.c_contiguous:
        raise ValueError(f"{role} must be C-contiguous: without gaps, one sample beside the other")
