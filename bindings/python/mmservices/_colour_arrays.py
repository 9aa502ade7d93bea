"""The conversions of colorsys over whole images."""

from __future__ import annotations

import array
import ctypes
import operator
import warnings
from typing import Any, Optional

from mmservices import _abi, _library, _steps
from mmservices._colour_meaning import HUES, YIQ, Meaning, hls, hsv, rgb
from mmservices._errors import exception_for, status_class
from mmservices._image import Image, Rows, picture, rows_of
from mmservices._memory import address, filled, place
from mmservices._numbers import cast, is_array, numpy

# Of the formats of memory without gaps that need no closer look: the type of the components, and whether integers.
_PLAIN = {
    "B": (_abi.MMS_COMPONENT_U8, True),
    "H": (_abi.MMS_COMPONENT_U16, True),
    "f": (_abi.MMS_COMPONENT_F32, False),
    "d": (_abi.MMS_COMPONENT_F64, False),
}
_ERROR_SIZE = ctypes.sizeof(_abi.mms_error)
_copy = _abi.mms_image.from_buffer_copy


class UndefinedColourWarning(RuntimeWarning):
    """Some pixels of an image have no result in a conversion: their components are NaN."""


UndefinedColourWarning.__module__ = "mmservices.colorsys"


def rgb_to_yiq_array(image: Any, out: Any = None, *, rgb_order: str = "rgb", axis: int = -1, threads: int = 0) -> Any:
    """Converts an image from RGB to YIQ. Parameters and result are those of rgb_to_hsv_array; there is no hue.

    i and q are -0.6 to 0.6 at most. Of integers 128, or 32768, stands for 0 and full scale for 0.6."""
    return _convert(image, out, rgb(rgb_order), YIQ, axis, threads)


def yiq_to_rgb_array(image: Any, out: Any = None, *, rgb_order: str = "rgb", axis: int = -1, threads: int = 0) -> Any:
    """Converts an image from YIQ, as rgb_to_yiq_array makes it, to RGB."""
    return _convert(image, out, YIQ, rgb(rgb_order), axis, threads)


def rgb_to_hls_array(
    image: Any,
    out: Any = None,
    *,
    rgb_order: str = "rgb",
    hls_order: str = "hls",
    hue: Optional[str] = None,
    preset: Optional[str] = None,
    axis: int = -1,
    threads: int = 0,
) -> Any:
    """Converts an image from RGB to HLS. Parameters and result are those of rgb_to_hsv_array; hls_order can be "hsl".
    Presets are "opencv_hls" and "opencv_hls_full"."""
    return _convert(image, out, rgb(rgb_order), hls(hls_order, hue, preset), axis, threads)


def hls_to_rgb_array(
    image: Any,
    out: Any = None,
    *,
    rgb_order: str = "rgb",
    hls_order: str = "hls",
    hue: Optional[str] = None,
    preset: Optional[str] = None,
    axis: int = -1,
    threads: int = 0,
) -> Any:
    """Converts an image from HLS, as rgb_to_hls_array makes it, to RGB."""
    return _convert(image, out, hls(hls_order, hue, preset), rgb(rgb_order), axis, threads)


def rgb_to_hsv_array(
    image: Any,
    out: Any = None,
    *,
    rgb_order: str = "rgb",
    hue: Optional[str] = None,
    preset: Optional[str] = None,
    axis: int = -1,
    threads: int = 0,
) -> Any:
    """Converts an image from RGB to HSV, each pixel as rgb_to_hsv would.

    image is an array of NumPy or another buffer of float64, float32, uint8 or uint16. Its last dimension, or the one
    that axis names, is the 3 components of a pixel, or 4 with alpha, which is kept as it is. A flat buffer that is no
    array of NumPy has pixels of 3 components, one after the other. Of integers 255, or 65535, is full scale.

    The result has the type of image: an array, an array.array, bytes, a bytearray; of other buffers a memoryview. out
    is an object of the same type of components and shape to put it in instead, and may be image itself; alpha in it is
    left as it is if image has none.

    rgb_order is "rgb" or "bgr". hue tells the steps of a turn: "turns" (1.0, or full scale of integers), "degrees"
    (360), "180" or "256". Integers need it; floats are in turns without it. Or preset says what another library
    means: "opencv_hsv", "opencv_hsv_full", "pillow_hsv" or "matplotlib_hsv". docs/colours.md has the rules.

    threads is the most processors to use: 0 for as many as pay, 1 for this thread only.

    Colours out of range that have no result, for which rgb_to_hsv raises an exception, become NaN, and
    UndefinedColourWarning says how many these are. Raises TypeError or ValueError for arguments.
    """
    return _convert(image, out, rgb(rgb_order), hsv(hue, preset), axis, threads)


def hsv_to_rgb_array(
    image: Any,
    out: Any = None,
    *,
    rgb_order: str = "rgb",
    hue: Optional[str] = None,
    preset: Optional[str] = None,
    axis: int = -1,
    threads: int = 0,
) -> Any:
    """Converts an image from HSV, as rgb_to_hsv_array makes it, to RGB."""
    return _convert(image, out, hsv(hue, preset), rgb(rgb_order), axis, threads)


def _convert(image: Any, out: Any, source: Meaning, target: Meaning, axis: int, threads: int) -> Any:
    threads = operator.index(threads)
    if not 0 <= threads < 1 << 32:
        raise ValueError(f"threads must not be negative: {threads}")
    done = _convert_plain(image, out, source, target, threads) if axis == -1 else None
    result, undefined = done or _convert_any(image, out, source, target, axis, threads)
    if undefined:
        message = f"{undefined} pixels have no result: they are NaN"
        warnings.warn(message, UndefinedColourWarning, stacklevel=3)
    return result


def _convert_plain(image: Any, out: Any, source: Meaning, target: Meaning, threads: int) -> Optional[tuple[Any, int]]:
    """Converts what nearly everybody has: memory without gaps, components last, and an out like it or none. Returns
    None, with nothing done, for everything else and for what is to be refused: that is for _convert_any, which could
    do this, too, but takes as long to look at two images as the library takes to convert ten thousand pixels."""
    try:
        src = memoryview(image)
        dst = None if out is None else memoryview(out)
    except TypeError:
        return None
    shape: Any = src.shape
    size, form = src.nbytes, src.format
    if form not in _PLAIN or not src.c_contiguous or len(shape) < 2 or not 0 < size <= _steps.QUICK:
        return None
    component, integers = _PLAIN[form]
    channels = shape[-1]
    if channels not in (3, 4) or (integers and (source.floats_only or target.floats_only)):
        return None
    if dst is None:
        if not is_array(image):
            return None
        out = numpy().empty(shape, image.dtype)
        dst = memoryview(out)
    elif dst.shape != shape or dst.format != form or dst.readonly or not dst.c_contiguous:
        return None

    at, to = place(src), place(dst)
    if at is None or to is None or 0 < abs(at - to) < size:
        return None
    from_image = _copy(source.image)
    to_image = _copy(target.image)
    from_image.component = to_image.component = component
    from_image.width = to_image.width = size // (channels * src.itemsize)
    from_image.channels = to_image.channels = channels
    from_image.data, to_image.data = at, to
    return out, _call(from_image, to_image, threads)


def _convert_any(image: Any, out: Any, source: Meaning, target: Meaning, axis: int, threads: int) -> tuple[Any, int]:
    src = Image(image, axis, "image")
    _check_hue(src, source, target)
    conversion = _Conversion(source, target, threads)
    if out is not None:
        dst = Image(out, axis, "out")
        _check_out(src, dst)
        conversion.run(src, dst)
        result = out
    elif isinstance(image, bytes):
        result = conversion.new_bytes(src)
    else:
        result = _new_like(image, src)
        conversion.run(src, Image(result, axis, "out"))
    return result, conversion.undefined


def _check_hue(image: Image, source: Meaning, target: Meaning) -> None:
    if image.component in ("uint8", "uint16") and (source.floats_only or target.floats_only):
        raise ValueError(
            f"hue must be given for an image of {image.component}, where its scale is a matter of taste: "
            f"{', '.join(map(repr, HUES))}, or a preset"
        )


def _check_out(src: Image, dst: Image) -> None:
    if dst.readonly:
        raise ValueError("out is read-only")
    if dst.component != src.component:
        raise TypeError(f"out has components of {dst.component}, but image has components of {src.component}")
    if dst.shape != src.shape:
        raise ValueError(f"out has pixels of the shape {dst.shape}, but image has pixels of the shape {src.shape}")


def _are_interleaved(src: Image, src_address: int, dst: Image, dst_address: int) -> bool:
    """Whether bytes of one image lie between those of the other, which the library takes for an overlap. Raises
    ValueError for a true one."""
    src_first, src_end = src.extent(src_address)
    dst_first, dst_end = dst.extent(dst_address)
    if src_end <= dst_first or dst_end <= src_first:
        return False
    if (src_address, src.strides, src.channel_stride) == (dst_address, dst.strides, dst.channel_stride):
        return False  # in place
    if is_array(src.thing) and is_array(dst.thing) and not numpy().shares_memory(src.thing, dst.thing):
        return True
    raise ValueError("image and out overlap, but are not the same pixels")


def _new_like(image: Any, src: Image) -> Any:
    """An object of the kind and shape of image."""
    if is_array(image):
        return numpy().empty(image.shape, image.dtype)
    if isinstance(image, array.array):
        return array.array(image.typecode, [0]) * len(image)
    view = memoryview(image)
    if isinstance(image, bytearray):
        return bytearray(view.nbytes)
    memory = memoryview(bytearray(view.nbytes))
    return cast(memory, view.format, view.shape if src.pixels else None)


class _Conversion:
    """What to convert to what.

    undefined  how many pixels had no result.
    """

    def __init__(self, source: Meaning, target: Meaning, threads: int) -> None:
        self._source = source
        self._target = target
        self._threads = threads
        self.undefined = 0

    def new_bytes(self, src: Image) -> bytes:
        """Converts an image without gaps to a new bytes object."""
        size = src.pixels * src.channels * src.size
        if size == 0:
            return b""

        rows = rows_of(src, src)
        assert rows is not None

        def fill(memory: Any) -> int:
            with src.pinned() as source:
                self._run(rows, src, source, src, address(memory))
            return size

        return filled(size, fill)

    def run(self, src: Image, dst: Image) -> None:
        """Converts an image to another of the same shape."""
        if src.pixels == 0:
            return
        with src.pinned() as source, dst.pinned() as target:
            rows = None if _are_interleaved(src, source, dst, target) else rows_of(src, dst)
            if rows is not None:
                self._run(rows, src, source, dst, target)
                return
        # The library cannot be told where the pixels lie. This happens with arrays of NumPy only.
        copied = src.copy()
        if rows_of(copied, dst) is not None:
            self.run(copied, dst)
        else:
            gathered = dst.copy()  # with the alpha that is left alone
            self.run(copied, gathered)
            dst.thing[...] = gathered.thing

    def _run(self, rows: Rows, src: Image, src_address: int, dst: Image, dst_address: int) -> None:
        for tile in rows.tiles(src.channels * src.size):
            source = picture(src, src_address, rows.strides[0], tile, self._source.image)
            target = picture(dst, dst_address, rows.strides[1], tile, self._target.image)
            self.undefined += _call(source, target, self._threads)


def _call(source: _abi.mms_image, target: _abi.mms_image, threads: int) -> int:
    """Has the library convert an image. Returns how many pixels have no result."""
    library = _library.current or _library.load()
    error = _abi.mms_error(_ERROR_SIZE)
    status = library.mms_convert_image(source, target, threads, error)
    if status == _abi.MMS_OK:
        return 0
    if status == _abi.MMS_ERROR_DOMAIN_PIXELS:
        return int(error.value)
    if status_class(status) == _abi.MMS_ERROR_ARGUMENT:
        raise ValueError(error.message.decode("utf-8", "replace"))
    raise exception_for(error)
