"""Converts colours between RGB and YIQ, HLS and HSV, as the module of the same name in the standard library does.

    from mmservices import colorsys

    hue, saturation, value = colorsys.rgb_to_hsv(1.0, 0.5, 0.0)

Coordinates are 0 to 1, except i (-0.5990 to 0.5990) and q (-0.5251 to 0.5251); hues are in turns. Nothing is checked or
clamped, but for the results of yiq_to_rgb. The results are those of the standard library to the last bit, and of the
same types.

These functions convert one colour in Python's own arithmetic: to call the library takes longer than to convert. Any
numbers will do: floats, integers however large, fractions, scalars of NumPy, whatever else has the operators. Each
result comes from the same operators on the same operands in the same order as in the standard library's module, so
that its type, and the exception if there is one, is theirs. What is left out are operations whose result nobody gets
(a component's distance from itself, a difference that is there already). Operators that change their operands are not
used.
"""

from __future__ import annotations

from mmservices._colour_arrays import UndefinedColourWarning as UndefinedColourWarning
from mmservices._colour_arrays import hls_to_rgb_array as hls_to_rgb_array
from mmservices._colour_arrays import hsv_to_rgb_array as hsv_to_rgb_array
from mmservices._colour_arrays import rgb_to_hls_array as rgb_to_hls_array
from mmservices._colour_arrays import rgb_to_hsv_array as rgb_to_hsv_array
from mmservices._colour_arrays import rgb_to_yiq_array as rgb_to_yiq_array
from mmservices._colour_arrays import yiq_to_rgb_array as yiq_to_rgb_array

__all__ = ["rgb_to_yiq", "yiq_to_rgb", "rgb_to_hls", "hls_to_rgb", "rgb_to_hsv", "hsv_to_rgb"]

ONE_THIRD = 1.0 / 3.0
ONE_SIXTH = 1.0 / 6.0
TWO_THIRD = 2.0 / 3.0

_Colour = tuple[float, float, float]


def rgb_to_yiq(r: float, g: float, b: float) -> _Colour:
    """Converts red, green, blue to luma and the two chroma coordinates of the NTSC."""
    # The luma takes the place of green, which is not needed any more. To keep the differences would make this slower:
    # the interpreter computes a product in the place of a difference that nobody else holds.
    g = 0.30 * r + 0.59 * g + 0.11 * b
    return g, 0.74 * (r - g) - 0.27 * (b - g), 0.48 * (r - g) + 0.41 * (b - g)


def yiq_to_rgb(y: float, i: float, q: float) -> _Colour:
    """Converts y, i, q to red, green, blue, each clamped to 0 to 1."""
    r = y + 0.9468822170900693 * i + 0.6235565819861433 * q
    g = y - 0.27478764629897834 * i - 0.6356910791873801 * q
    b = y - 1.1085450346420322 * i + 1.7090069284064666 * q
    if r < 0.0:
        r = 0.0
    elif r > 1.0:
        r = 1.0
    if g < 0.0:
        g = 0.0
    elif g > 1.0:
        g = 1.0
    if b < 0.0:
        b = 0.0
    elif b > 1.0:
        b = 1.0
    return r, g, b


def rgb_to_hls(r: float, g: float, b: float) -> _Colour:
    """Converts red, green, blue to hue, lightness, saturation. Raises ZeroDivisionError for some colours out of range,
    as (-1, 0, 1)."""
    # As max and min compare: of equal components the first stays.
    high = low = r
    if g > high:
        high = g
    if b > high:
        high = b
    if g < low:
        low = g
    if b < low:
        low = b
    total = high + low
    span = high - low
    l = total / 2.0  # noqa: E741
    if low == high:
        return 0.0, l, 0.0
    s = span / (total if l <= 0.5 else 2.0 - high - low)
    if r == high:
        from_green = (high - g) / span
        return ((high - b) / span - from_green) / 6.0 % 1.0, l, s
    from_red = (high - r) / span
    if g == high:
        from_blue = (high - b) / span
        return (2.0 + from_red - from_blue) / 6.0 % 1.0, l, s
    from_green = (high - g) / span
    (high - b) / span  # with a NaN the largest need not be blue, and this can fail
    return (4.0 + from_green - from_red) / 6.0 % 1.0, l, s


def hls_to_rgb(h: float, l: float, s: float) -> _Colour:  # noqa: E741
    """Converts hue, lightness, saturation to red, green, blue."""
    if s == 0.0:
        return l, l, l
    high = l * (1.0 + s) if l <= 0.5 else l + s - l * s
    low = 2.0 * l - high
    # Three times _v, written out: the calls would take as long as the arithmetic.
    hue = (h + ONE_THIRD) % 1.0
    if hue < ONE_SIXTH:
        r = low + (high - low) * hue * 6.0
    elif hue < 0.5:
        r = high
    elif hue < TWO_THIRD:
        r = low + (high - low) * (TWO_THIRD - hue) * 6.0
    else:
        r = low
    hue = h % 1.0
    if hue < ONE_SIXTH:
        g = low + (high - low) * hue * 6.0
    elif hue < 0.5:
        g = high
    elif hue < TWO_THIRD:
        g = low + (high - low) * (TWO_THIRD - hue) * 6.0
    else:
        g = low
    hue = (h - ONE_THIRD) % 1.0
    if hue < ONE_SIXTH:
        return r, g, low + (high - low) * hue * 6.0
    if hue < 0.5:
        return r, g, high
    if hue < TWO_THIRD:
        return r, g, low + (high - low) * (TWO_THIRD - hue) * 6.0
    return r, g, low


def _v(m1: float, m2: float, hue: float) -> float:
    """A component of a colour, between its smallest and its largest, at its distance from the hue."""
    hue = hue % 1.0
    if hue < ONE_SIXTH:
        return m1 + (m2 - m1) * hue * 6.0
    if hue < 0.5:
        return m2
    if hue < TWO_THIRD:
        return m1 + (m2 - m1) * (TWO_THIRD - hue) * 6.0
    return m1


def rgb_to_hsv(r: float, g: float, b: float) -> _Colour:
    """Converts red, green, blue to hue, saturation, value. Raises ZeroDivisionError if the largest component is 0 and
    another is negative."""
    high = low = r
    if g > high:
        high = g
    if b > high:
        high = b
    if g < low:
        low = g
    if b < low:
        low = b
    span = high - low
    if low == high:
        return 0.0, 0.0, high
    s = span / high
    if r == high:
        from_green = (high - g) / span
        return ((high - b) / span - from_green) / 6.0 % 1.0, s, high
    from_red = (high - r) / span
    if g == high:
        from_blue = (high - b) / span
        return (2.0 + from_red - from_blue) / 6.0 % 1.0, s, high
    from_green = (high - g) / span
    (high - b) / span  # with a NaN the largest need not be blue, and this can fail
    return (4.0 + from_green - from_red) / 6.0 % 1.0, s, high


def hsv_to_rgb(h: float, s: float, v: float) -> _Colour:
    """Converts hue, saturation, value to red, green, blue. Raises ValueError or OverflowError for a hue that is not
    finite."""
    if s == 0.0:
        return v, v, v
    h = h * 6.0
    sector = int(h)
    h = h - sector
    low = v * (1.0 - s)
    sector %= 6
    if sector == 0:
        return v, v * (1.0 - s * (1.0 - h)), low
    if sector == 1:
        return v * (1.0 - s * h), v, low
    if sector == 2:
        return low, v, v * (1.0 - s * (1.0 - h))
    if sector == 3:
        return low, v * (1.0 - s * h), v
    if sector == 4:
        return v * (1.0 - s * (1.0 - h)), low, v
    return v, low, v * (1.0 - s * h)
