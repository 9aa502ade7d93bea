"""Draws a recording: its height is how loud it is, its colour how bright it sounds.

Each column of pixels shows a few milliseconds. Its hue comes from the spectral centroid, the mean frequency of the
sound: dark vowels are amber, bright ones violet, a hiss is turquoise. Its lightness and saturation come from the level.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from mmservices import colorsys

Array = npt.NDArray[np.float64]
Colour = tuple[float, float, float]  # red, green, blue, 0 to 1

WIDTH, HEIGHT = 1600, 500  # pixels
MARGIN = 60  # pixels to the left and right of the sound
COLUMNS = WIDTH - 2 * MARGIN
WINDOW = 1024  # frames over which a column's spectrum and level are taken
NEIGHBOURS = 5  # columns on either side: together about as long as one vibration of a voice

DARKEST, BRIGHTEST = 450.0, 5500.0  # Hz: where the scale of hues begins and ends
HUE_DARKEST, HUE_BRIGHTEST = 0.11, -0.51  # turns: from amber by way of red, violet and blue to turquoise
QUIETEST, LOUDEST = -50.0, -12.0  # dBFS: where the scale of lightness begins and ends

MOST_TICKS = 12  # on the time scale

BACKGROUND = "#0c101b"
WORD_COLOUR, TICK_COLOUR = "#c9d2e3", "#5d6880"
WORD_FONT: dict[str, Any] = {"family": "DejaVu Serif", "style": "italic", "size": 14, "ha": "center"}
TICK_FONT: dict[str, Any] = {"family": "DejaVu Sans", "size": 10, "ha": "center"}


class Word(NamedTuple):
    start: float  # seconds
    end: float
    text: str


class Columns(NamedTuple):
    """What is drawn, column by column: levels with full scale at 1.0, frequencies in Hz."""

    lowest: Array
    highest: Array
    rms: Array
    centroid: Array


def read_words(path: Path) -> list[Word]:
    """Reads a label track as Audacity writes it: start, end and text, with tabs between."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Word(float(start), float(end), text) for start, end, text in (line.split("\t") for line in lines)]


def measure_columns(samples: Array, rate: int) -> Columns:
    """Measures one channel, full scale at 1.0. The spectrum is taken over more frames than a column has."""
    edges = np.linspace(0, len(samples), COLUMNS + 1).astype(int)
    pieces = [samples[start : max(end, start + 1)] for start, end in zip(edges, edges[1:])]
    lowest = np.array([piece.min() for piece in pieces])
    highest = np.array([piece.max() for piece in pieces])

    window = np.hanning(WINDOW)
    padded = np.pad(samples, WINDOW // 2)
    windowed = np.stack([padded[middle : middle + WINDOW] * window for middle in (edges[:-1] + edges[1:]) // 2])
    rms = np.sqrt((windowed**2).sum(axis=1) / (window**2).sum())

    # Between magnitude (in which faint hiss counts much) and power (in which only the strongest vowel tone counts).
    strength = np.abs(np.fft.rfft(windowed)) ** 1.5
    frequencies = np.fft.rfftfreq(WINDOW, 1 / rate)
    centroid = smooth(strength @ frequencies) / np.maximum(smooth(strength.sum(axis=1)), 1e-12)
    return Columns(lowest, highest, rms, centroid)


def smooth(values: Array) -> Array:
    """Averages each value with its neighbours."""
    weights = np.hanning(2 * NEIGHBOURS + 3)[1:-1]
    return np.convolve(np.pad(values, NEIGHBOURS, mode="edge"), weights / weights.sum(), mode="valid")


def envelope(peaks: Array) -> Array:
    """The curve that joins the tops of the peaks."""
    padded = np.pad(peaks, NEIGHBOURS, mode="edge")
    return smooth(np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOURS + 1).max(axis=1))


def colour_of(centroid: float, rms: float) -> Colour:
    brightness = fraction(math.log(max(centroid, 1.0)), math.log(DARKEST), math.log(BRIGHTEST))
    level = fraction(20 * math.log10(max(rms, 1e-6)), QUIETEST, LOUDEST)
    hue = HUE_DARKEST + (HUE_BRIGHTEST - HUE_DARKEST) * brightness
    return colorsys.hls_to_rgb(hue % 1.0, 0.30 + 0.32 * level, 0.30 + 0.56 * level)


def fraction(value: float, low: float, high: float) -> float:
    """Where value lies between low (0) and high (1)."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def fill(axes: Axes, low: Array, high: Array, colours: Array, alpha: float) -> None:
    """Fills the space between two curves, each column with its own colour."""
    x = np.arange(COLUMNS) + 0.5
    outline = axes.fill_between(x, low, high, facecolor="none", edgecolor="none")
    image = axes.imshow(
        colours[np.newaxis],
        extent=(0, COLUMNS, low.min(), high.max()),
        aspect="auto",
        interpolation="bilinear",
        alpha=alpha,
    )
    image.set_clip_path(outline.get_paths()[0], transform=axes.transData)


def draw_sound(axes: Axes, columns: Columns) -> None:
    """Draws the loudness (bright) within the waveform (dimmer) within its envelope (dark)."""
    colours = np.array([colour_of(centroid, rms) for centroid, rms in zip(columns.centroid, columns.rms)])
    fill(axes, -envelope(-columns.lowest), envelope(columns.highest), colours, alpha=0.28)
    fill(axes, columns.lowest, columns.highest, colours, alpha=0.55)
    fill(axes, -columns.rms, columns.rms, colours, alpha=1.0)
    peak = max(columns.highest.max(), -columns.lowest.min(), 1e-3)
    axes.set(xlim=(0, COLUMNS), ylim=(-peak, peak))
    axes.axis("off")


def draw_times(panel: Axes, seconds: float, words: list[Word]) -> None:
    def x(time: float) -> float:
        return MARGIN + time / seconds * COLUMNS

    for word in words:
        panel.text(x((word.start + word.end) / 2), 76, word.text, color=WORD_COLOUR, **WORD_FONT)
    for second in range(0, math.floor(seconds) + 1, math.ceil(seconds / MOST_TICKS)):
        panel.plot([x(second), x(second)], [44, 50], color=TICK_COLOUR, linewidth=1)
        panel.text(x(second), 26, f"{second} s", color=TICK_COLOUR, **TICK_FONT)


def draw_waveform(path: Path, samples: Array, rate: int, words: list[Word]) -> None:
    """Writes a PNG file of one channel, full scale at 1.0. The same sound gives the same picture."""
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor="none")
    panel = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    panel.axis("off")
    corners = "round,pad=0,rounding_size=16"
    panel.add_patch(FancyBboxPatch((0, 0), WIDTH, HEIGHT, boxstyle=corners, facecolor=BACKGROUND, edgecolor="none"))
    draw_times(panel, len(samples) / rate, words)
    draw_sound(figure.add_axes((MARGIN / WIDTH, 0.22, COLUMNS / WIDTH, 0.73)), measure_columns(samples, rate))
    figure.savefig(path, facecolor="none", metadata={"Software": None}, pil_kwargs={"optimize": True})
