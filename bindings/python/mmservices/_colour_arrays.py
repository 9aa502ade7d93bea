"""The conversions of colorsys over whole images."""

from __future__ import annotations

import array
import ctypes
import operator
import warnings
from typing import Any, NamedTuple, Optional

from mmservices import _abi, _library
from mmservices._errors import exception_for, status_class
from mmservices._image import Image, Rows, picture, rows_of
from mmservices._memory import address, filled
from mmservices._numbers import cast, is_array, numpy

# The most bytes of components to convert in one call of the library, so that Ctrl-C need not wait for more.
_STEP = 64 << 20

_RGB_ORDERS = {"rgb": _abi.MMS_ORDER_NAMED, "bgr": _abi.MMS_ORDER_REVERSED}
_HLS_ORDERS = {"hls": _abi.MMS_ORDER_NAMED, "hsl": _abi.MMS_ORDER_HSL}
_HUES = {
    "turns": _abi.MMS_HUE_TURNS,
    "degrees": _abi.MMS_HUE_DEGREES,
    "180": _abi.MMS_HUE_180,
    "256": _abi.MMS_HUE_256,
}
_HUE_NOT_GIVEN = -1
_HSV_PRESETS = {
    "opencv_hsv": _abi.MMS_PRESET_OPENCV_HSV,
    "opencv_hsv_full": _abi.MMS_PRESET_OPENCV_HSV_FULL,
    "pillow_hsv": _abi.MMS_PRESET_PILLOW_HSV,
    "matplotlib_hsv": _abi.MMS_PRESET_MATPLOTLIB_HSV,
}
_HLS_PRESETS = {
    "opencv_hls": _abi.MMS_PRESET_OPENCV_HLS,
    "opencv_hls_full": _abi.MMS_PRESET_OPENCV_HLS_FULL,
}


class UndefinedColourWarning(RuntimeWarning):
    """Some pixels of an image have no result in a conversion: their components are NaN."""


UndefinedColourWarning.__module__ = "mmservices.colorsys"


class _Meaning(NamedTuple):
    """What the components of an image mean, in the numbers of mms_image."""

    model: int
    order: int = 0
    hue: int = 0
    preset: int = 0


def _choice(choices: dict[str, int], name: Any, parameter: str) -> int:
    try:
        return choices[name]
    except (KeyError, TypeError):
        raise ValueError(f"{parameter} must be one of {', '.join(map(repr, choices))}, not {name!r}") from None


def _rgb(order: str) -> _Meaning:
    return _Meaning(_abi.MMS_MODEL_RGB, _choice(_RGB_ORDERS, order, "rgb_order"))


_YIQ = _Meaning(_abi.MMS_MODEL_YIQ)


def _hued(model: int, order: int, hue: Optional[str], preset: Optional[str], presets: dict[str, int]) -> _Meaning:
    if preset is None:
        return _Meaning(model, order, _HUE_NOT_GIVEN if hue is None else _choice(_HUES, hue, "hue"))
    if hue is not None or order != _abi.MMS_ORDER_NAMED:
        raise ValueError("a preset stands for a scale of hue and an order: give it, or them")
    return _Meaning(_abi.MMS_MODEL_RGB, preset=_choice(presets, preset, "preset"))


def _hls(order: str, hue: Optional[str], preset: Optional[str]) -> _Meaning:
    return _hued(_abi.MMS_MODEL_HLS, _choice(_HLS_ORDERS, order, "hls_order"), hue, preset, _HLS_PRESETS)


def _hsv(hue: Optional[str], preset: Optional[str]) -> _Meaning:
    return _hued(_abi.MMS_MODEL_HSV, _abi.MMS_ORDER_NAMED, hue, preset, _HSV_PRESETS)


def rgb_to_yiq_array(image: Any, out: Any = None, *, rgb_order: str = "rgb", axis: int = -1, threads: int = 0) -> Any:
    """Converts an image from RGB to YIQ. Parameters and result are those of rgb_to_hsv_array; there is no hue.

    i and q are -0.6 to 0.6 at most. Of integers 128, or 32768, stands for 0 and full scale for 0.6."""
    return _convert(image, out, _rgb(rgb_order), _YIQ, axis, threads)


def yiq_to_rgb_array(image: Any, out: Any = None, *, rgb_order: str = "rgb", axis: int = -1, threads: int = 0) -> Any:
    """Converts an image from YIQ, as rgb_to_yiq_array makes it, to RGB."""
    return _convert(image, out, _YIQ, _rgb(rgb_order), axis, threads)


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
    return _convert(image, out, _rgb(rgb_order), _hls(hls_order, hue, preset), axis, threads)


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
    return _convert(image, out, _hls(hls_order, hue, preset), _rgb(rgb_order), axis, threads)


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
    return _convert(image, out, _rgb(rgb_order), _hsv(hue, preset), axis, threads)


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
    return _convert(image, out, _hsv(hue, preset), _rgb(rgb_order), axis, threads)


def _convert(image: Any, out: Any, source: _Meaning, target: _Meaning, axis: int, threads: int) -> Any:
    src = Image(image, axis, "image")
    conversion = _Conversion(_for_component(source, src), _for_component(target, src), operator.index(threads))
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
    if conversion.undefined:
        message = f"{conversion.undefined} pixels have no result: they are NaN"
        warnings.warn(message, UndefinedColourWarning, stacklevel=3)
    return result


def _for_component(meaning: _Meaning, image: Image) -> _Meaning:
    """Settles the scale of hue, now that the type of the components is known."""
    if meaning.hue != _HUE_NOT_GIVEN:
        return meaning
    if image.component in ("uint8", "uint16"):
        raise ValueError(
            f"hue must be given for an image of {image.component}, where its scale is a matter of taste: "
            f"{', '.join(map(repr, _HUES))}, or a preset"
        )
    return meaning._replace(hue=_abi.MMS_HUE_TURNS)


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

    def __init__(self, source: _Meaning, target: _Meaning, threads: int) -> None:
        if not 0 <= threads < 1 << 32:
            raise ValueError(f"threads must not be negative: {threads}")
        self._source = source
        self._target = target
        self._threads = threads
        self._library = _library.current or _library.load()
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
        for tile in rows.tiles(max(1, _STEP // (src.channels * src.size))):
            source = picture(src, src_address, rows.strides[0], tile)
            target = picture(dst, dst_address, rows.strides[1], tile)
            self._call(source, target)

    def _call(self, source: _abi.mms_image, target: _abi.mms_image) -> None:
        for image, meaning in ((source, self._source), (target, self._target)):
            image.model, image.order, image.hue, image.preset = meaning
        error = _abi.mms_error(ctypes.sizeof(_abi.mms_error))
        status = self._library.mms_convert_image(source, target, self._threads, error)
        if status == _abi.MMS_ERROR_DOMAIN_PIXELS:
            self.undefined += error.value
        elif status_class(status) == _abi.MMS_ERROR_ARGUMENT:
            raise ValueError(error.message.decode("utf-8", "replace"))
        elif status != _abi.MMS_OK:
            raise exception_for(error)
