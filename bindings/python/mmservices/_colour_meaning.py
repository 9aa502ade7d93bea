"""What the components of an image mean: model, order, scale of hue, preset, from the names that callers give."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any, NamedTuple, Optional

from mmservices import _abi


class Meaning(NamedTuple):
    """What the components of an image mean.

    image        what the library is told of it: an mms_image of one row, to be copied and completed.
    floats_only  whether integers would need a scale of hue that was not given.
    """

    image: _abi.mms_image
    floats_only: bool = False


def _meaning(model: int, order: int = 0, hue: int = 0, preset: int = 0, floats_only: bool = False) -> Meaning:
    image = _abi.mms_image(ctypes.sizeof(_abi.mms_image), height=1, model=model, order=order, hue=hue, preset=preset)
    return Meaning(image, floats_only)


HUES = {
    "turns": _abi.MMS_HUE_TURNS,
    "degrees": _abi.MMS_HUE_DEGREES,
    "180": _abi.MMS_HUE_180,
    "256": _abi.MMS_HUE_256,
}
_HLS_ORDERS = {"hls": _abi.MMS_ORDER_NAMED, "hsl": _abi.MMS_ORDER_HSL}
_HSV_ORDERS = {"hsv": _abi.MMS_ORDER_NAMED}
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

_Names = tuple[str, Optional[str], Optional[str]]  # of an order, a scale of hue and a preset


def _hued(model: int, orders: dict[str, int], presets: dict[str, int]) -> dict[_Names, Meaning]:
    """Everything that components with a hue can mean. A preset stands alone."""
    found: dict[_Names, Meaning] = {}
    for name, order in orders.items():
        found[name, None, None] = _meaning(model, order, _abi.MMS_HUE_TURNS, floats_only=True)
        for hue, scale in HUES.items():
            found[name, hue, None] = _meaning(model, order, scale)
    for preset, number in presets.items():
        found[next(iter(orders)), None, preset] = _meaning(_abi.MMS_MODEL_RGB, preset=number)
    return found


_RGB = {
    "rgb": _meaning(_abi.MMS_MODEL_RGB, _abi.MMS_ORDER_NAMED),
    "bgr": _meaning(_abi.MMS_MODEL_RGB, _abi.MMS_ORDER_REVERSED),
}
_HLS = _hued(_abi.MMS_MODEL_HLS, _HLS_ORDERS, _HLS_PRESETS)
_HSV = _hued(_abi.MMS_MODEL_HSV, _HSV_ORDERS, _HSV_PRESETS)
YIQ = _meaning(_abi.MMS_MODEL_YIQ)


def rgb(order: str) -> Meaning:
    try:
        return _RGB[order]
    except (KeyError, TypeError):
        raise _unknown(_RGB, order, "rgb_order") from None


def hls(order: str, hue: Optional[str], preset: Optional[str]) -> Meaning:
    try:
        return _HLS[order, hue, preset]
    except (KeyError, TypeError):
        raise _refusal(_HLS_ORDERS, order, hue, _HLS_PRESETS, preset) from None


def hsv(hue: Optional[str], preset: Optional[str]) -> Meaning:
    try:
        return _HSV["hsv", hue, preset]
    except (KeyError, TypeError):
        raise _refusal(_HSV_ORDERS, "hsv", hue, _HSV_PRESETS, preset) from None


def _unknown(choices: Mapping[str, object], name: Any, parameter: str) -> ValueError:
    return ValueError(f"{parameter} must be one of {', '.join(map(repr, choices))}, not {name!r}")


def _refusal(orders: Mapping[str, int], order: Any, hue: Any, presets: Mapping[str, int], preset: Any) -> ValueError:
    """Why these names mean nothing."""
    if order not in list(orders):  # the name need not be hashable
        return _unknown(orders, order, "hls_order")
    if preset is None:
        return _unknown(HUES, hue, "hue")
    if hue is not None or order != next(iter(orders)):
        return ValueError("a preset stands for a scale of hue and an order: give it, or them")
    return _unknown(presets, preset, "preset")
