"""Results as a picture: how many times as fast as each peer, with the goals."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from .figures import readable
from .results import Results, Row, rows

COLOURS = {True: "#1b8a6b", False: "#d1495b", None: "#8a94a6"}  # goal reached, not reached, none set
INK, FAINT = "#1f2733", "#d9dee6"
ROW_INCHES, TITLE_INCHES, WIDTH_INCHES = 0.235, 0.62, 13.0
LABEL_SHARE = 0.52  # of a column, for the names
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000, 100000)


def draw(results: Results, path: Path) -> None:
    panels = [list(lines) for _, lines in groupby(_drawable(results), key=lambda row: row.group.title)]
    columns = _two_columns(panels)
    height = max(map(_inches, columns)) + 1.15
    figure = Figure(figsize=(WIDTH_INCHES, height), facecolor="white")
    figure.text(
        0.015,
        1 - 0.33 / height,
        "mmservices over its peers: how many times as fast",
        size=15,
        color=INK,
        weight="bold",
        va="center",
    )
    figure.text(
        0.015,
        1 - 0.63 / height,
        f"{results.machine['CPU']}, {results.machine['cores']} cores, "
        f"{results.date}. Medians; the thin lines reach from quartile to quartile.",
        size=9,
        color=INK,
        va="center",
    )
    _legend(figure)
    for number, column in enumerate(columns):
        top = height - 1.0
        for panel in column:
            top -= TITLE_INCHES - 0.25
            inches = ROW_INCHES * len(panel)
            left = 0.5 * number
            box = (left + 0.5 * LABEL_SHARE, (top - inches) / height, 0.5 * (1 - LABEL_SHARE) - 0.025, inches / height)
            _draw_panel(figure.add_axes(box), panel)
            figure.text(left + 0.015, (top + 0.09) / height, panel[0].group.title, size=9.5, weight="bold", color=INK)
            top -= inches + 0.25
    figure.savefig(path, dpi=110)


def _drawable(results: Results) -> list[Row]:
    return [row for row in rows(results) if row.ratio is not None]


def _inches(panels: list[list[Row]]) -> float:
    return sum(TITLE_INCHES + ROW_INCHES * len(panel) for panel in panels)


def _two_columns(panels: list[list[Row]]) -> list[list[list[Row]]]:
    """In their order, so that the longer column is as short as can be."""
    cuts = range(len(panels) + 1)
    best = min(cuts, key=lambda cut: max(_inches(panels[:cut]), _inches(panels[cut:])))
    return [panels[:best], panels[best:]]


def _draw_panel(axes: Axes, panel: list[Row]) -> None:
    ratios = [row.ratio for row in panel if row.ratio is not None]
    goals = [row.goal for row in panel if row.goal is not None]
    low = min(0.5, *(ratio.median for ratio in ratios)) / 1.3
    high = max(2.0, *(ratio.median for ratio in ratios), *goals) * 2.2
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(len(panel) - 0.5, -0.5)
    axes.axvline(1, color=INK, linewidth=0.9, zorder=1)
    for place, (row, ratio) in enumerate(zip(panel, ratios)):
        axes.barh(place, ratio.median - 1, left=1, height=0.62, color=COLOURS[row.reached], zorder=2)
        axes.plot((ratio.low, ratio.high), (place, place), color=INK, linewidth=0.9, zorder=3)
        if row.goal is not None:
            axes.plot((row.goal, row.goal), (place - 0.42, place + 0.42), color="black", linewidth=2.2, zorder=4)
        end = max(1.0, ratio.high, row.goal or 0)
        axes.annotate(readable(ratio.median), (end, place), (5, 0), textcoords="offset points", va="center", size=8)
    axes.set_yticks(range(len(panel)), [f"{row.work.title} · {row.peer}" for row in panel], size=8, color=INK)
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in TICKS if low <= tick <= high]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda tick, _: f"{tick:g}"))
    axes.tick_params(axis="x", labelsize=7.5, color=FAINT, pad=1)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=FAINT, linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)


def _legend(figure: Figure) -> None:
    bars = {"goal reached": True, "not reached": False, "no goal set": None}
    handles: list[Patch | Line2D] = [Patch(color=COLOURS[verdict], label=name) for name, verdict in bars.items()]
    handles.append(Line2D([], [], color="black", linewidth=2.2, label="goal"))
    figure.legend(handles=handles, loc="upper right", ncols=4, fontsize=9, frameon=False)
