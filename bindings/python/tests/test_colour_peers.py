"""The presets come as close to the libraries they are named after as docs/colours.md says."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

import cv2
import matplotlib.colors
import numpy as np
import pytest
from PIL import Image

from mmservices import colorsys


def colours() -> Any:
    """A picture in 8 bits: a lattice through all colours with extremes and the middle, and a million others. The bounds
    were measured with all 2**24 colours."""
    levels = np.array([*range(0, 256, 5), 1, 2, 127, 128, 254], "u1")
    lattice = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), -1).reshape(-1, 3)
    others = np.random.default_rng(1).integers(0, 256, (1_000_000, 3), "u1")
    pixels = np.concatenate([lattice, others])
    return pixels[: len(pixels) // 1000 * 1000].reshape(-1, 1000, 3)


COLOURS = colours()


def distance(ours: Any, theirs: Any, turn: float = 0) -> Any:
    """How far components are from each other at most; the first of them on a circle if turn is its length."""
    difference = np.abs(ours.astype("f8") - theirs.astype("f8"))
    if turn:
        difference[..., 0] = np.minimum(difference[..., 0], turn - difference[..., 0])
    return difference.reshape(-1, 3).max(0)


class OpenCV(NamedTuple):
    """A pair of conversions of OpenCV. Bounds are those of each component."""

    preset: str
    forth: int
    back: int
    turn: int  # steps of hue in 8 bits
    bounds: tuple[float, float, float]  # in 8 bits, forth
    bound_back: int
    float_bounds: tuple[float, float, float]  # forth

    def ours(self, way: str) -> Callable[..., Any]:
        model = self.preset.split("_")[1]
        name = f"rgb_to_{model}_array" if way == "forth" else f"{model}_to_rgb_array"
        found: Callable[..., Any] = getattr(colorsys, name)
        return found


HSV_FLOATS = (0.002, 0.00005, 0)
HLS_FLOATS = (0.0001, 0, 0.00002)
OPENCV = [
    OpenCV("opencv_hsv", cv2.COLOR_RGB2HSV, cv2.COLOR_HSV2RGB, 180, (1, 1, 0), 1, HSV_FLOATS),
    OpenCV("opencv_hsv_full", cv2.COLOR_RGB2HSV_FULL, cv2.COLOR_HSV2RGB_FULL, 256, (1, 1, 0), 6, HSV_FLOATS),
    OpenCV("opencv_hls", cv2.COLOR_RGB2HLS, cv2.COLOR_HLS2RGB, 180, (1, 1, 1), 1, HLS_FLOATS),
    OpenCV("opencv_hls_full", cv2.COLOR_RGB2HLS_FULL, cv2.COLOR_HLS2RGB_FULL, 256, (1, 1, 1), 6, HLS_FLOATS),
]


@pytest.mark.parametrize("peer", OPENCV, ids=[peer.preset for peer in OPENCV])
class TestOpenCV:
    def test_8_bits(self, peer: OpenCV) -> None:
        ours = peer.ours("forth")(COLOURS, preset=peer.preset)
        assert (distance(ours, cv2.cvtColor(COLOURS, peer.forth), peer.turn) <= peer.bounds).all()

    def test_8_bits_back(self, peer: OpenCV) -> None:
        ours = peer.ours("back")(COLOURS, preset=peer.preset)
        assert (distance(ours, cv2.cvtColor(COLOURS, peer.back)) <= peer.bound_back).all()

    def test_8_bits_back_in_the_scale_that_opencv_takes(self, peer: OpenCV) -> None:
        """Forth its _FULL conversions make 256 steps of a turn, but back they take 255 for one."""
        hue = "turns" if peer.turn == 256 else "180"
        assert (distance(peer.ours("back")(COLOURS, hue=hue), cv2.cvtColor(COLOURS, peer.back)) <= 1).all()

    def test_floats(self, peer: OpenCV) -> None:
        pixels = COLOURS.astype("f4") / np.float32(255)
        ours = peer.ours("forth")(pixels, preset=peer.preset)
        assert (distance(ours, cv2.cvtColor(pixels, peer.forth), 360) <= peer.float_bounds).all()

    def test_floats_back(self, peer: OpenCV) -> None:
        pixels = np.random.default_rng(2).random(COLOURS.shape, "f4") * np.array([360, 1, 1], "f4")
        ours = peer.ours("back")(pixels, preset=peer.preset)
        assert (distance(ours, cv2.cvtColor(pixels, peer.back)) <= 0.000002).all()

    def test_bgr(self, peer: OpenCV) -> None:
        bgr = np.ascontiguousarray(COLOURS[..., ::-1])
        ours = peer.ours("forth")(bgr, preset=peer.preset, rgb_order="bgr")
        np.testing.assert_array_equal(ours, peer.ours("forth")(COLOURS, preset=peer.preset))


def test_opencv_hls_comes_back_equal() -> None:
    pixels = COLOURS.copy()
    pixels[..., 0] %= 180
    theirs = cv2.cvtColor(pixels, cv2.COLOR_HLS2RGB)
    np.testing.assert_array_equal(colorsys.hls_to_rgb_array(pixels, preset="opencv_hls"), theirs)


class TestPillow:
    def test_forth(self) -> None:
        theirs = np.asarray(Image.fromarray(COLOURS).convert("HSV"))
        assert (distance(colorsys.rgb_to_hsv_array(COLOURS, preset="pillow_hsv"), theirs, 255) <= [1, 1, 0]).all()

    def test_back(self) -> None:
        planes = [Image.fromarray(np.ascontiguousarray(COLOURS[..., i])) for i in range(3)]
        theirs = np.asarray(Image.merge("HSV", planes).convert("RGB"))
        np.testing.assert_array_equal(colorsys.hsv_to_rgb_array(COLOURS, preset="pillow_hsv"), theirs)


@pytest.mark.parametrize(("dtype", "epsilon"), [("float64", 2**-52), ("float32", 2**-23)])
class TestMatplotlib:
    def pixels(self, dtype: str) -> Any:
        return np.concatenate([COLOURS / 255, np.random.default_rng(3).random(COLOURS.shape)]).astype(dtype)

    def test_forth(self, dtype: str, epsilon: float) -> None:
        pixels = self.pixels(dtype)
        theirs = matplotlib.colors.rgb_to_hsv(pixels)
        ours = colorsys.rgb_to_hsv_array(pixels, preset="matplotlib_hsv")
        assert (distance(ours, theirs, 1) <= [epsilon, 0, 0]).all()

    def test_back(self, dtype: str, epsilon: float) -> None:
        pixels = self.pixels(dtype)
        theirs = matplotlib.colors.hsv_to_rgb(pixels)
        ours = colorsys.hsv_to_rgb_array(pixels, preset="matplotlib_hsv")
        assert (distance(ours, theirs) <= (0 if dtype == "float64" else epsilon)).all()
