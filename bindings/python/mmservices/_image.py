"""Images in memory: which pixels a buffer has, and how the library is told where they lie (mms_image)."""

from __future__ import annotations

import contextlib
import ctypes
import math
from collections.abc import Iterator
from typing import Any, NamedTuple, Optional

from mmservices import _abi, _steps
from mmservices._memory import Pinned
from mmservices._numbers import buffer, described, is_array, numpy, type_name

COMPONENTS = {
    "uint8": _abi.MMS_COMPONENT_U8,
    "uint16": _abi.MMS_COMPONENT_U16,
    "float32": _abi.MMS_COMPONENT_F32,
    "float64": _abi.MMS_COMPONENT_F64,
}


class Image:
    """Pixels in a buffer of the caller: an array of NumPy, or another buffer without gaps.

    thing           the buffer.
    component       the type of its numbers, under NumPy's name.
    size            bytes of such a number.
    shape           of the pixels: without the dimension of the channels.
    strides         bytes from a pixel to the next, in each of these dimensions.
    channels        3, or 4 with alpha.
    channel_stride  bytes from a channel to the next.
    flat            whether it has one dimension only, and more than one pixel.
    """

    def __init__(self, thing: Any, axis: int, role: str) -> None:
        self.thing = thing
        self._axis = axis
        view = buffer(thing, role)
        name = type_name(view)
        if name not in COMPONENTS:
            raise TypeError(f"{role} has components of {described(view)}: they must be native {', '.join(COMPONENTS)}")
        assert view.shape is not None and view.strides is not None
        self.component: str = name
        self.size = view.itemsize
        self.readonly = view.readonly
        self._contiguous = view.c_contiguous
        if not self._contiguous and not is_array(thing):
            raise ValueError(f"{role} has gaps: only arrays of NumPy may")
        shape, strides = list(view.shape), list(view.strides)
        self.flat = len(shape) == 1 and not is_array(thing)
        if self.flat:
            if shape[0] % 3 or axis not in (-1, 0):
                raise ValueError(f"{role} is flat and has {shape[0]} components: no whole pixels of 3")
            shape, strides = [shape[0] // 3, 3], [3 * self.size, self.size]
            axis = -1
        if not -len(shape) <= axis < len(shape):
            raise ValueError(f"{role} has the shape {view.shape}: it has no axis {axis}")
        self.channels = shape.pop(axis)
        self.channel_stride = strides.pop(axis)
        self.shape, self.strides = tuple(shape), tuple(strides)
        if self.channels not in (3, 4):
            raise ValueError(
                f"{role} has the shape {view.shape}: "
                f"its axis {axis} must be the 3 components of a pixel, or 4 with alpha"
            )

    @property
    def pixels(self) -> int:
        return math.prod(self.shape)

    def extent(self, address: int) -> tuple[int, int]:
        """Where the first byte of an image of at least one pixel lies, and where its last byte ends."""
        steps = [(length - 1) * stride for length, stride in zip(self.shape, self.strides)]
        steps.append((self.channels - 1) * self.channel_stride)
        first = address + sum(step for step in steps if step < 0)
        return first, address + sum(step for step in steps if step > 0) + self.size

    def copy(self) -> Image:
        """A copy of an array of NumPy, without gaps."""
        return Image(numpy().array(self.thing, order="C"), self._axis, "image")

    @contextlib.contextmanager
    def pinned(self) -> Iterator[int]:
        """Keeps the memory where it is while the with statement lasts, which gets the address of the first pixel."""
        if not self._contiguous:  # an array of NumPy, whose memory does not move
            yield self.thing.__array_interface__["data"][0]
        elif self.readonly:
            with Pinned(self.thing) as pinned:
                yield pinned.address
        else:
            pin = ctypes.c_char.from_buffer(self.thing)
            yield ctypes.addressof(pin)


class Rows(NamedTuple):
    """Pixels as rows of a picture: how many rows and how many pixels in each. Of each image, strides has the bytes from
    a row to the next and from a pixel to the next."""

    height: int
    width: int
    strides: list[tuple[int, int]]

    def tiles(self, size: int) -> Iterator[Tile]:
        """Cuts the picture into steps: whole rows, or pieces of one. size is the bytes of a pixel."""
        pace = _steps.Pace(size, _steps.QUICK)
        row = column = 0
        while row < self.height:
            most = pace.count()
            if column == 0 and most >= self.width:
                tile = Tile(row, 0, min(most // self.width, self.height - row), self.width)
            else:
                tile = Tile(row, column, 1, min(most, self.width - column))
            yield tile
            column += tile.width
            if column == self.width:
                row, column = row + tile.height, 0


class Tile(NamedTuple):
    """A piece of a picture."""

    row: int
    column: int
    height: int
    width: int


def rows_of(*images: Image) -> Optional[Rows]:
    """The pixels of images of the same shape as rows of a picture, whatever their number of dimensions. The strides
    are one pair for each image. None if the library cannot be told so."""
    shape = images[0].shape
    merged: list[tuple[int, tuple[int, ...]]] = []
    for length, strides in zip(shape, zip(*(image.strides for image in images))):
        if length == 1:
            continue
        if min(strides) <= 0:
            return None
        if merged and all(outer == length * inner for outer, inner in zip(merged[-1][1], strides)):
            merged[-1] = (merged[-1][0] * length, strides)
        else:
            merged.append((length, strides))
    if len(merged) > 2 or any(image.channel_stride <= 0 for image in images):
        return None
    one = (1, (0,) * len(images))  # a stride of 0 stands for no gap
    (height, row_strides), (width, pixel_strides) = [one, one, *merged][-2:]
    return Rows(height, width, list(zip(row_strides, pixel_strides)))


def picture(
    image: Image, address: int, strides: tuple[int, int], tile: Tile, meaning: _abi.mms_image
) -> _abi.mms_image:
    """What the library is told of a piece of an image. What the components mean is copied from another."""
    row_stride, pixel_stride = strides
    found = _abi.mms_image.from_buffer_copy(meaning)
    found.component = COMPONENTS[image.component]
    found.data = address + tile.row * row_stride + tile.column * pixel_stride
    found.width, found.height = tile.width, tile.height
    found.channels = image.channels
    found.row_stride, found.pixel_stride = row_stride, pixel_stride
    if image.channel_stride != image.size:
        found.planar = 1
        found.plane_stride = image.channel_stride
    return found
