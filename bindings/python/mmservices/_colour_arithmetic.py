"""The colour conversions in Python's own arithmetic, for numbers that are not C doubles: fractions, huge integers,
subclasses of float, whatever else has the operators.

Which operator meets which operands, and in which order, is what colorsys of the standard library does: the results,
their types and the exceptions are the operands'.
"""

from __future__ import annotations

from typing import Any

Triple = tuple[Any, Any, Any]

ONE_THIRD = 1.0 / 3.0
ONE_SIXTH = 1.0 / 6.0
TWO_THIRD = 2.0 / 3.0


def rgb_to_yiq(r: Any, g: Any, b: Any) -> Triple:
    y = 0.30 * r + 0.59 * g + 0.11 * b
    return y, 0.74 * (r - y) - 0.27 * (b - y), 0.48 * (r - y) + 0.41 * (b - y)


def yiq_to_rgb(y: Any, i: Any, q: Any) -> Triple:
    red = y + 0.9468822170900693 * i + 0.6235565819861433 * q
    green = y - 0.27478764629897834 * i - 0.6356910791873801 * q
    blue = y - 1.1085450346420322 * i + 1.7090069284064666 * q
    return _clamp(red), _clamp(green), _clamp(blue)


def _clamp(x: Any) -> Any:
    if x < 0.0:
        return 0.0
    return 1.0 if x > 1.0 else x


def _hue(r: Any, g: Any, b: Any, largest: Any, span: Any) -> Any:
    """The hue of a colour that is not grey."""
    from_red = (largest - r) / span
    from_green = (largest - g) / span
    from_blue = (largest - b) / span
    if r == largest:
        sixths = from_blue - from_green
    elif g == largest:
        sixths = 2.0 + from_red - from_blue
    else:
        sixths = 4.0 + from_green - from_red
    return (sixths / 6.0) % 1.0


def rgb_to_hls(r: Any, g: Any, b: Any) -> Triple:
    largest, smallest = max(r, g, b), min(r, g, b)
    total, span = largest + smallest, largest - smallest
    lightness = total / 2.0
    if smallest == largest:
        return 0.0, lightness, 0.0
    saturation = span / (total if lightness <= 0.5 else 2.0 - largest - smallest)
    return _hue(r, g, b, largest, span), lightness, saturation


def hls_to_rgb(h: Any, l: Any, s: Any) -> Triple:  # noqa: E741
    if s == 0.0:
        return l, l, l
    upper = l * (1.0 + s) if l <= 0.5 else l + s - l * s
    lower = 2.0 * l - upper
    return (
        hls_component(lower, upper, h + ONE_THIRD),
        hls_component(lower, upper, h),
        hls_component(lower, upper, h - ONE_THIRD),
    )


def hls_component(lower: Any, upper: Any, hue: Any) -> Any:
    """A component of a colour, between its smallest and its largest, at its distance from the hue."""
    hue = hue % 1.0
    if hue < ONE_SIXTH:
        return lower + (upper - lower) * hue * 6.0
    if hue < 0.5:
        return upper
    if hue < TWO_THIRD:
        return lower + (upper - lower) * (TWO_THIRD - hue) * 6.0
    return lower


def rgb_to_hsv(r: Any, g: Any, b: Any) -> Triple:
    largest, smallest = max(r, g, b), min(r, g, b)
    span = largest - smallest
    if smallest == largest:
        return 0.0, 0.0, largest
    saturation = span / largest
    return _hue(r, g, b, largest, span), saturation, largest


def hsv_to_rgb(h: Any, s: Any, v: Any) -> Triple:
    if s == 0.0:
        return v, v, v
    sector = int(h * 6.0)
    rest = h * 6.0 - sector
    low = v * (1.0 - s)
    falling = v * (1.0 - s * rest)
    rising = v * (1.0 - s * (1.0 - rest))
    return (
        (v, rising, low),
        (falling, v, low),
        (low, v, rising),
        (low, falling, v),
        (rising, low, v),
        (v, low, falling),
    )[sector % 6]
