"""Traces (图层): what a figure of `evallib.charts` shows, unpacked from JSON into plain numbers, names, colours."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from evallib.model import palette

#: Colours of the palette by the variable of the style sheet that stands for each, so that figures turn dark with the
#: page.
VARIABLES = {
    palette.INK: "ink", palette.SOFT: "soft", palette.GRID: "line", palette.LINE: "line", palette.ACCENT: "accent",
    palette.SECOND: "second", palette.GREY: "m2", palette.GOOD: "good", palette.BAD: "act", palette.WARN: "warn",
    palette.SERIES[4]: "band", palette.BAND: "band", palette.MUTE: "mute", "white": "paper", palette.PAPER: "paper",
    **{color: name for name, color in palette.FILLS.items()},
}  # fmt: skip


@dataclass
class Trace:
    """One trace: values along both axes, with what stands beside each.

    Args:
        kind: ``bar`` or ``scatter``.
        x, y: values: numbers or names; None where there is none.
        lines, markers, words: what a scatter shows.
    """

    kind: str
    name: str
    x: list[Any]
    y: list[Any]
    colors: list[str]
    text: list[str]
    horizontal: bool = False
    lines: bool = False
    markers: bool = False
    words: bool = False
    steps: bool = False
    dashed: bool = False
    width: float = 2.0
    symbol: str = "circle"
    size: float = 8.0
    minus: list[float] = field(default_factory=list)
    plus: list[float] = field(default_factory=list)
    across: bool = False  # the errors lie along x
    axes: tuple[str, str] = ("x", "y")
    named: bool = True

    def color(self, place: int = 0) -> str:
        """The colour of a mark, as CSS."""
        return self.colors[place % len(self.colors)]


def traces_of(figure: Mapping[str, Any]) -> list[Trace]:
    """The traces of a figure (plotly's JSON)."""
    layout = figure.get("layout", {})
    named = layout.get("showlegend", True) is not False
    return [_trace(data, place, named) for place, data in enumerate(figure.get("data", []))]


def _trace(data: Mapping[str, Any], place: int, named: bool) -> Trace:
    marker, line = data.get("marker", {}), data.get("line", {})
    x, y = unpacked(data.get("x")), unpacked(data.get("y"))
    count = max(len(x), len(y))
    x, y = x or list(range(count)), y or list(range(count))
    mode = data.get("mode", "lines+markers" if data["type"] == "scatter" else "")
    raw = marker.get("color") or line.get("color") or marker.get("line", {}).get("color")
    symbol = marker.get("symbol", "circle")
    if str(symbol).startswith("line-") or str(symbol).endswith("-open"):
        raw = marker.get("line", {}).get("color") or raw
    raw = raw if isinstance(raw, list) else unpacked(raw) if isinstance(raw, dict) else [raw]
    colors = [paint(item or palette.SERIES[place % len(palette.SERIES)]) for item in raw]
    if line.get("color") and "lines" in mode and "markers" not in mode:
        colors = [paint(line["color"])]
    size = marker.get("size", 8)
    error, across = (data["error_x"], True) if data.get("error_x") else (data.get("error_y") or {}, False)
    plus = unpacked(error.get("array"))
    return Trace(
        data["type"],
        str(data.get("name") or ""),
        x,
        y,
        colors,
        _texts(data.get("text"), count),
        horizontal=data.get("orientation") == "h",
        lines="lines" in mode,
        markers="markers" in mode,
        words="text" in mode,
        steps=line.get("shape") == "hv",
        dashed=line.get("dash", "solid") != "solid",
        width=float(line.get("width", 2)),
        symbol=symbol if isinstance(symbol, str) else "circle",
        size=float(size if isinstance(size, int | float) else 8),
        minus=unpacked(error.get("arrayminus")) or plus,
        plus=plus,
        across=across,
        axes=(data.get("xaxis") or "x", data.get("yaxis") or "y"),
        named=named and data.get("showlegend", True) is not False,
    )


def unpacked(values: Any) -> list[Any]:
    """An array as a list: plotly packs numbers into base64; what is no number is None.

    >>> unpacked([1, None, float("nan"), "甲"])
    [1, None, None, '甲']
    """
    if values is None:
        return []
    if isinstance(values, Mapping):
        values = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    return [None if isinstance(value, float) and not math.isfinite(value) else value for value in values]


def paint(color: Any) -> str:
    """A colour as CSS: a variable of the page where it is one of the palette.

    >>> paint(palette.ACCENT), paint("teal")
    ('var(--accent)', 'teal')
    """
    name = VARIABLES.get(str(color))
    return f"var(--{name})" if name else str(color)


def _texts(text: Any, count: int) -> list[str]:
    if text is None:
        return []
    return [text] * count if isinstance(text, str) else ["" if item is None else str(item) for item in text]


def numbers(values: Iterable[Any]) -> list[float]:
    """The numbers among values."""
    return [float(value) for value in values if isinstance(value, int | float)]
