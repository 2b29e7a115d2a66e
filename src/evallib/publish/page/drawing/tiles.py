"""Tile figures (色块图): a table of numbers as rectangles, the darker the larger, with words where there is room."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from evallib.publish.page.drawing.pen import Pen, cut
from evallib.publish.page.drawing.traces import unpacked

GAP, TALL, MOST_TALL = 2.0, 46.0, 420.0
#: Light enough that dark words stand on it.
PALEST, DARKEST = 0.06, 0.62


def is_tiles(figure: Mapping[str, Any]) -> bool:
    """Whether a figure is one of tiles."""
    data = figure.get("data", [])
    return bool(data) and all(trace.get("type") == "heatmap" for trace in data)


def draw_tiles(figure: Mapping[str, Any], width: int) -> Pen:
    """The figure.

    Args:
        figure: plotly's JSON, with one heatmap.
        width: in px.
    """
    [data, *_] = figure["data"]
    rows, words = _table(data["z"]), _table(data.get("text"))
    downwards = figure.get("layout", {}).get("yaxis", {}).get("autorange") == "reversed"
    order = range(len(rows)) if downwards else range(len(rows) - 1, -1, -1)
    columns = max(map(len, rows), default=1)
    wide = width / max(columns, 1)
    tall = TALL if words else min(wide, MOST_TALL / max(len(rows), 1))
    most = max((value for row in rows for value in row if _is_number(value)), default=1) or 1
    pen = Pen(width, max(tall * len(rows), 20))
    for place, number in enumerate(order):
        for column, value in enumerate(rows[number]):
            if not _is_number(value):
                continue
            x, y = column * wide, place * tall
            shade = PALEST + (DARKEST - PALEST) * value / most
            pen.rect(x, y, wide - GAP, tall - GAP, style=f"fill:var(--accent);fill-opacity:{shade:.2f}")
            if words:
                _write(pen, str(words[number][column]).split("<br>"), x, y, wide - GAP, tall - GAP)
    return pen


def _table(values: Any) -> list[list[Any]]:
    """Rows of a table: plotly packs its numbers into base64 with their shape."""
    if isinstance(values, Mapping):
        columns = int(str(values["shape"]).rpartition(",")[2])
        flat = unpacked(values)
        return [flat[start : start + columns] for start in range(0, len(flat), columns)]
    return [unpacked(row) for row in values or []]


def _write(pen: Pen, lines: Sequence[str], x: float, y: float, wide: float, tall: float) -> None:
    step = 15.0
    top = y + tall / 2 - step * (len(lines) - 1) / 2 + 4.5
    for place, text in enumerate(lines):
        pen.text(x + wide / 2, top + place * step, cut(text, wide - 4), "k", "middle")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not math.isnan(value)
