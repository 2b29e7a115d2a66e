"""Figures (图): any figure of `evallib.charts` as inline SVG, from the same data as the interactive one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from evallib.publish.page.drawing.planes import draw_planes
from evallib.publish.page.drawing.rows import draw_rows
from evallib.publish.page.drawing.tiles import draw_tiles, is_tiles
from evallib.publish.page.drawing.traces import Trace, traces_of

NARROW, WIDE = 350, 722


def draw_figure(figure: Mapping[str, Any], broad: bool = False) -> str:
    """A figure as HTML: its keys, then the drawing; a broad one is drawn once for wide screens, once for narrow.

    Args:
        figure: plotly's JSON.
        broad: whether it has so many points that it gains from room.
    """
    if is_tiles(figure):
        return (
            draw_tiles(figure, WIDE).svg(css="wide") + draw_tiles(figure, NARROW).svg(css="narrow")
            if broad
            else (draw_tiles(figure, NARROW).svg())
        )
    traces = [trace for trace in traces_of(figure) if trace.x and trace.y]
    if not traces:
        return ""
    layout = figure.get("layout", {})
    if not broad:
        svg, named = _drawn(traces, layout, NARROW)
        return ("" if named else _keys(traces)) + svg
    (wide, named), (narrow, _) = (
        _drawn(traces, layout, width, css) for width, css in ((WIDE, "wide"), (NARROW, "narrow"))
    )
    return ("" if named else _keys(traces)) + wide + narrow


def _drawn(traces: Sequence[Trace], layout: Mapping[str, Any], width: int, css: str = "") -> tuple[str, bool]:
    upright, level = _lines(layout)
    if all(trace.horizontal or isinstance(trace.y[0], str) for trace in traces):
        return draw_rows(traces, layout, width, upright).svg(css=css), False
    pen, named = draw_planes(traces, layout, width, level)
    return pen.svg(css=css), named


def _lines(layout: Mapping[str, Any]) -> tuple[list[tuple[float, str]], list[tuple[str, float, str]]]:
    """Lines across the figure with their words: vertical ones, and horizontal ones with their axis."""
    words = [
        str(note.get("text", ""))
        for note in layout.get("annotations", [])
        if "domain" in f"{note.get('xref')}{note.get('yref')}"
    ]
    upright, level = [], []
    for place, shape in enumerate(layout.get("shapes", [])):
        told = words[place] if place < len(words) else ""
        if shape.get("type") != "line":
            continue
        if shape.get("x0") == shape.get("x1") and "domain" in str(shape.get("yref")):
            upright.append((float(shape["x0"]), told))
        elif shape.get("y0") == shape.get("y1") and "domain" in str(shape.get("xref")):
            level.append((str(shape.get("yref", "y")), float(shape["y0"]), told))
    return upright, level


def _keys(traces: Sequence[Trace]) -> str:
    """What the colours and marks mean, where there is more than one."""
    named: dict[str, Trace] = {}
    for trace in traces:
        if trace.name and trace.named:
            named.setdefault(trace.name, trace)
    if len(named) < 2:
        return ""
    items = "".join(f"<li><i{_sign(trace)}></i>{escape(name)}</li>" for name, trace in named.items())
    return f'<ul class="keys">{items}</ul>'


def _sign(trace: Trace) -> str:
    if trace.kind == "bar":
        return f' style="background:{trace.color()}"'
    if trace.symbol.startswith("line-ns"):
        return f' class="t" style="border-color:{trace.color()}"'
    if trace.markers and not trace.lines and not trace.symbol.startswith("line-"):
        return f' class="o" style="background:{trace.color()}"'
    return f' class="l" style="border-color:{trace.color()}"'
