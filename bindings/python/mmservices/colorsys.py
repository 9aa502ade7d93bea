"""Converts colours between RGB and YIQ, HLS and HSV, as the module of the same name in the standard library does.

    from mmservices import colorsys

    hue, saturation, value = colorsys.rgb_to_hsv(1.0, 0.5, 0.0)

Coordinates are 0 to 1, except i (-0.5990 to 0.5990) and q (-0.5251 to 0.5251); hues are in turns. Nothing is checked or
clamped, but for the results of yiq_to_rgb. The results are those of the standard library to the last bit, and of the
same types.

The library converts floats, integers up to 2**52 and truth values. Other numbers (fractions, huge integers, subclasses
of float, ...) are converted in their own arithmetic.
"""

from __future__ import annotations

import ctypes
from typing import Any

from mmservices import _colour_arithmetic, _library
from mmservices._abi import MMS_OK
from mmservices._colour_arithmetic import ONE_SIXTH as ONE_SIXTH
from mmservices._colour_arithmetic import ONE_THIRD as ONE_THIRD
from mmservices._colour_arithmetic import TWO_THIRD as TWO_THIRD
from mmservices._colour_arithmetic import hls_component as _v  # noqa: F401 (a name of the standard library's module)
from mmservices._colour_arrays import UndefinedColourWarning as UndefinedColourWarning
from mmservices._colour_arrays import hls_to_rgb_array as hls_to_rgb_array
from mmservices._colour_arrays import hsv_to_rgb_array as hsv_to_rgb_array
from mmservices._colour_arrays import rgb_to_hls_array as rgb_to_hls_array
from mmservices._colour_arrays import rgb_to_hsv_array as rgb_to_hsv_array
from mmservices._colour_arrays import rgb_to_yiq_array as rgb_to_yiq_array
from mmservices._colour_arrays import yiq_to_rgb_array as yiq_to_rgb_array

__all__ = ["rgb_to_yiq", "yiq_to_rgb", "rgb_to_hls", "hls_to_rgb", "rgb_to_hsv", "hsv_to_rgb"]

_Colour = tuple[float, float, float]
_Double3 = ctypes.c_double * 3

# Integers up to here, their sums and differences are exact as doubles.
_EXACT = 2**52


def _is_double(x: Any) -> bool:
    """Whether x can become a C double without changing any result."""
    kind = type(x)
    return kind is float or kind is bool or (kind is int and -_EXACT <= x <= _EXACT)


def _are_doubles(x: Any, y: Any, z: Any) -> bool:
    if type(x) is float and type(y) is float and type(z) is float:
        return True
    return _is_double(x) and _is_double(y) and _is_double(z)


def rgb_to_yiq(r: float, g: float, b: float) -> _Colour:
    """Converts red, green, blue to luma and the two chroma coordinates of the NTSC."""
    if _are_doubles(r, g, b):
        out = _Double3()
        if (_library.current or _library.load()).mms_rgb_to_yiq(r, g, b, out) == MMS_OK:
            return out[0], out[1], out[2]
    return _colour_arithmetic.rgb_to_yiq(r, g, b)


def yiq_to_rgb(y: float, i: float, q: float) -> _Colour:
    """Converts y, i, q to red, green, blue, each clamped to 0 to 1."""
    if _are_doubles(y, i, q):
        out = _Double3()
        if (_library.current or _library.load()).mms_yiq_to_rgb(y, i, q, out) == MMS_OK:
            return out[0], out[1], out[2]
    return _colour_arithmetic.yiq_to_rgb(y, i, q)


def rgb_to_hls(r: float, g: float, b: float) -> _Colour:
    """Converts red, green, blue to hue, lightness, saturation. Raises ZeroDivisionError for some colours out of range,
    as (-1, 0, 1)."""
    if _are_doubles(r, g, b):
        out = _Double3()
        if (_library.current or _library.load()).mms_rgb_to_hls(r, g, b, out) == MMS_OK:
            return out[0], out[1], out[2]
    return _colour_arithmetic.rgb_to_hls(r, g, b)


def hls_to_rgb(h: float, l: float, s: float) -> _Colour:  # noqa: E741
    """Converts hue, lightness, saturation to red, green, blue."""
    # Of two integers l and s the sum, which may be a result, is an integer; and so is a grey of an integer l.
    if (type(l) is float or type(s) is float) and _are_doubles(h, l, s) and s != 0.0:
        out = _Double3()
        if (_library.current or _library.load()).mms_hls_to_rgb(h, l, s, out) == MMS_OK:
            return out[0], out[1], out[2]
    return _colour_arithmetic.hls_to_rgb(h, l, s)


def rgb_to_hsv(r: float, g: float, b: float) -> _Colour:
    """Converts red, green, blue to hue, saturation, value. Raises ZeroDivisionError if the largest component is 0 and
    another is negative."""
    if _are_doubles(r, g, b):
        out = _Double3()
        if (_library.current or _library.load()).mms_rgb_to_hsv(r, g, b, out) == MMS_OK:
            return out[0], out[1], max(r, g, b)  # the value is the largest component itself, whatever its type
    return _colour_arithmetic.rgb_to_hsv(r, g, b)


def hsv_to_rgb(h: float, s: float, v: float) -> _Colour:
    """Converts hue, saturation, value to red, green, blue. Raises ValueError or OverflowError for a hue that is not
    finite."""
    if _are_doubles(h, s, v) and s != 0.0:
        out = _Double3()
        if (_library.current or _library.load()).mms_hsv_to_rgb(h, s, v, out) == MMS_OK:
            if type(v) is float:
                return out[0], out[1], out[2]
            # One component is v itself. Which one, the sector of the hue tells.
            rgb = [out[0], out[1], out[2]]
            rgb[(0, 1, 1, 2, 2, 0)[int(h * 6.0) % 6]] = v
            return rgb[0], rgb[1], rgb[2]
    return _colour_arithmetic.hsv_to_rgb(h, s, v)
