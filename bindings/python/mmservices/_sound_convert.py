"""convert: samples in memory from one type to another, as the samples of files are converted."""

from __future__ import annotations

import ctypes
import math
from typing import Any, Optional

from mmservices import _library
from mmservices._errors import call
from mmservices._frames import check_writable, new_flat
from mmservices._memory import Pinned
from mmservices._numbers import as_buffer, buffer, is_array, numpy, without_gaps
from mmservices._samples import SampleType, sample_type, type_of_items
from mmservices._steps import steps


def convert(samples: Any, dtype: Any, *, from_dtype: Optional[str] = None, out: Any = None) -> Any:
    """Converts samples in memory to another type.

    samples is an array or another buffer, of any shape. Its items tell the type of its samples: float64, float32,
    int32, int16 or uint8; from_dtype says so if they are 24 bits, int24, int24_left or int24_right. dtype is what they
    become: one of these, as in read. Samples of int24 have a last dimension of 3 bytes, or lie in a flat buffer.

    With NumPy the result is an array of the same shape. Without, it is an array.array, or a bytearray of uint8 and
    int24, and flat. out is a writable C-contiguous buffer to convert into, and the result then: an array of the same
    shape, or another buffer of such a shape or a flat one. It may be samples itself if samples of both types have the
    same size; else it must not overlap it.

    Raises TypeError or ValueError for arguments.
    """
    target = sample_type(dtype)
    source = as_buffer(samples, "samples")
    view = buffer(source, "samples")
    kind = type_of_items(view, from_dtype, "samples")
    shape = _shape_of(view, kind, "samples")
    if out is None:
        out = _new(target, shape)
    else:
        _check_out(out, target, shape)
    if math.prod(shape):
        _convert(without_gaps(source), kind, out, target, math.prod(shape))
    return out


def _shape_of(view: memoryview, kind: SampleType, role: str) -> tuple[int, ...]:
    """The shape of the samples in a buffer, without the dimension of their bytes if they are packed."""
    shape = view.shape
    assert shape is not None
    if not kind.packed:
        return shape
    if len(shape) == 1 and shape[0] % 3 == 0:
        return (shape[0] // 3,)
    if len(shape) > 1 and shape[-1] == 3:
        return shape[:-1]
    raise ValueError(f"{role} has the shape {shape}: the last dimension of {kind.name} must be 3")


def _new(kind: SampleType, shape: tuple[int, ...]) -> Any:
    module = numpy()
    if module is None:
        return new_flat(kind, math.prod(shape))
    return module.empty((*shape, 3) if kind.packed else shape, kind.item)


def _check_out(out: Any, kind: SampleType, shape: tuple[int, ...]) -> None:
    view = buffer(out, "out")
    check_writable(view, "out")
    type_of_items(view, kind.name, "out")
    found = _shape_of(view, kind, "out")
    flat = len(found) == 1 and not is_array(out)
    if found != shape and not (flat and found[0] == math.prod(shape)):
        raise ValueError(f"out has samples of the shape {found}, but samples has the shape {shape}")


def _convert(source: Any, kind: SampleType, out: Any, target: SampleType, count: int) -> None:
    """Converts at least one sample from a buffer to another, both without gaps."""
    library = _library.current or _library.load()
    pin = ctypes.c_char.from_buffer(out)
    place = ctypes.addressof(pin)
    with Pinned(source) as pinned:
        apart = pinned.address + count * kind.size <= place or place + count * target.size <= pinned.address
        if not apart and (pinned.address != place or kind.size != target.size):
            raise ValueError("samples and out overlap, but are not the same memory and types of the same size")
        for start, number in steps(count, max(kind.size, target.size)):
            call(
                library.mms_convert_samples,
                pinned.address + start * kind.size,
                kind.number,
                place + start * target.size,
                target.number,
                number,
            )
