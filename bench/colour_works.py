"""What is measured in Python on colours."""

from __future__ import annotations

import colorsys as cpython_colorsys
from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import starmap
from typing import Any, Callable, Optional

import numpy as np

from mmservices import colorsys

from . import ours, peers
from .catalogue import CONVERSIONS, OF_MATPLOTLIB, OF_OPENCV, OURS, SIZES
from .files import Array, make_picture
from .measurement import Contestant
from .plan import Plan

SHAPES = {"512": (512, 512), "1080": (1080, 1920)}
ROWS_OF_LOOP = 8  # of the picture, for the loop over colorsys

# What OpenCV's numbers mean: hues are degrees in floats, and half of that in bytes.
HUE = {"f32": "degrees", "u8": "180"}
TOLERANCE = {"f32": 0.001, "u8": 1}


def plans() -> Iterator[Plan]:
    for conversion in CONVERSIONS:
        yield Plan(f"f64-{conversion}", "pixels", partial(over_f64, conversion), tolerance=1e-9)
    for dtype in HUE:
        for size in SIZES:
            for conversion in OF_OPENCV:
                prepare = partial(against_opencv, conversion, dtype, size)
                yield Plan(f"{dtype}-{conversion}-{size}", "pixels", prepare, TOLERANCE[dtype])
    for conversion in CONVERSIONS:
        yield Plan(f"scalar-{conversion}", "colours", partial(one_by_one, conversion))
    for dtype in ("f64", "f32", "u8"):
        yield Plan(f"cores-{dtype}", "pixels", partial(over_cores, dtype))


def picture_of(dtype: str, size: str) -> Array:
    picture = make_picture(*SHAPES[size])
    return np.rint(picture * 255).astype(np.uint8) if dtype == "u8" else picture.astype(dtype.replace("f", "float"))


def input_of(conversion: str, picture: Array, hue: Optional[str] = None) -> Array:
    """A picture in the space that the conversion starts from."""
    source, target = conversion.split("_to_")
    if source == "rgb":
        return picture
    converted: Array = ours.convert(f"{target}_to_{source}", picture, hue=hue)
    return converted


def over_f64(conversion: str) -> list[Contestant]:
    """Everyone makes a new array, by the plainest call. Ours then takes all cores."""
    picture = input_of(conversion, picture_of("f64", "512"))
    pixels = picture.size // 3
    rows = picture[:ROWS_OF_LOOP]
    function: Callable[..., Any] = getattr(cpython_colorsys, conversion)

    def loop() -> Array:
        return np.array([function(*colour) for colour in rows.reshape(-1, 3).tolist()]).reshape(rows.shape)

    contestants = [
        Contestant(OURS, lambda: ours.convert(conversion, picture, threads=0), pixels),
        Contestant("loop over colorsys", loop, rows.size // 3),
    ]
    if peers.colors and conversion in OF_MATPLOTLIB:
        theirs = getattr(peers.colors, conversion)
        contestants.append(Contestant("matplotlib", lambda: theirs(picture), pixels))
    return contestants


def against_opencv(conversion: str, dtype: str, size: str) -> list[Contestant]:
    """Everyone fills an array that is there."""
    hue = HUE[dtype]
    picture = input_of(conversion, picture_of(dtype, size), hue)
    pixels = picture.size // 3
    our_result, their_result = np.zeros_like(picture), np.zeros_like(picture)
    contestants = [Contestant(OURS, lambda: ours.convert(conversion, picture, our_result, hue), pixels)]
    if peers.cv2:
        cv2 = peers.cv2
        cv2.setNumThreads(1)
        code = getattr(cv2, "COLOR_" + conversion.upper().replace("_TO_", "2"))
        contestants.append(Contestant("OpenCV", lambda: cv2.cvtColor(picture, code, dst=their_result), pixels))
    return contestants


def one_by_one(conversion: str) -> list[Contestant]:
    """A call for each colour; the loop around them is CPython's own, in C."""
    source, _ = conversion.split("_to_")
    colours = [tuple(colour) for colour in make_picture(40, 25).reshape(-1, 3).tolist()]
    if source != "rgb":
        colours = list(starmap(getattr(cpython_colorsys, f"rgb_to_{source}"), colours))

    def call_each(function: Callable[..., Any]) -> Callable[[], Any]:
        return lambda: deque(starmap(function, colours), maxlen=0)

    return [
        Contestant(OURS, call_each(getattr(colorsys, conversion)), len(colours)),
        Contestant("CPython colorsys", call_each(getattr(cpython_colorsys, conversion)), len(colours)),
    ]


def over_cores(dtype: str) -> list[Contestant]:
    picture = picture_of(dtype, "1080")
    result = np.zeros_like(picture)

    def with_threads(threads: int) -> Callable[[], Any]:
        return lambda: ours.convert("rgb_to_hsv", picture, result, hue="turns", threads=threads)

    pixels = picture.size // 3
    return [Contestant("both cores", with_threads(2), pixels), Contestant("one core", with_threads(1), pixels)]
