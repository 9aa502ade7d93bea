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
    preset: str
    forth: Callable[..., Any]
    back: Callable[..., Any]
    their_forth: int
    their_back: int
    turn: int
    bound_back: int


OPENCV = [
    OpenCV(
        "opencv_hsv",
        colorsys.rgb_to_hsv_array,
        colorsys.hsv_to_rgb_array,
        cv2.COLOR_RGB2HSV,
        cv2.COLOR_HSV2RGB,
        180,
        1,
    ),
    OpenCV(
        "opencv_hsv_full",
        colorsys.rgb_to_hsv_array,
        colorsys.hsv_to_rgb_array,
        cv2.COLOR_RGB2HSV_FULL,
        cv2.COLOR_HSV2RGB_FULL,
        256,
        6,
    ),
    OpenCV(
        "opencv_hls",
        colorsys.rgb_to_hls_array,
        colorsys.hls_to_rgb_array,
        cv2.COLOR_RGB2HLS,
        cv2.COLOR_HLS2RGB,
        180,
        1,
    ),
    OpenCV(
        "opencv_hls_full",
        colorsys.rgb_to_hls_array,
        colorsys.hls_to_rgb_array,
        cv2.COLOR_RGB2HLS_FULL,
        cv2.COLOR_HLS2RGB_FULL,
        256,
        6,
    ),
]


@pytest.mark.parametrize("peer", OPENCV, ids=[peer.preset for peer in OPENCV])
class TestOpenCV:
    def test_8_bits(self, peer: OpenCV) -> None:
        ours = peer.forth(COLOURS, preset=peer.preset)
        assert (distance(ours, cv2.cvtColor(COLOURS, peer.their_forth), peer.turn) <= 1).all()

    def test_8_bits_back(self, peer: OpenCV) -> None:
        ours = peer.back(COLOURS, preset=peer.preset)
        assert (distance(ours, cv2.cvtColor(COLOURS, peer.their_back)) <= peer.bound_back).all()

    def test_8_bits_back_in_the_scale_that_opencv_takes(self, peer: OpenCV) -> None:
        """Forth its _FULL conversions make 256 steps of a turn, but back they take 255 for one."""
        hue = {"hue": "turns"} if peer.turn == 256 else {"hue": "180"}
        assert (distance(peer.back(COLOURS, **hue), cv2.cvtColor(COLOURS, peer.their_back)) <= 1).all()

    def test_floats(self, peer: OpenCV) -> None:
        pixels = COLOURS.astype("f4") / np.float32(255)
        ours = peer.forth(pixels, preset=peer.preset)
        hue, *others = distance(ours, cv2.cvtColor(pixels, peer.their_forth), 360)
        assert hue <= 0.002
        assert max(others) <= 5e-5

    def test_floats_back(self, peer: OpenCV) -> None:
        pixels = np.random.default_rng(2).random(COLOURS.shape, "f4") * np.array([360, 1, 1], "f4")
        ours = peer.back(pixels, preset=peer.preset)
        assert (distance(ours, cv2.cvtColor(pixels, peer.their_back)) <= 2e-6).all()

    def test_bgr(self, peer: OpenCV) -> None:
        bgr = np.ascontiguousarray(COLOURS[..., ::-1])
        ours = peer.forth(bgr, preset=peer.preset, rgb_order="bgr")
        np.testing.assert_array_equal(ours, peer.forth(COLOURS, preset=peer.preset))


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
