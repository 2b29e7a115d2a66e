"""Plane figures (坐标图): lines, dots and columns over two axes; several of them beside each other where there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from evallib.publish.page.drawing.pen import Pen, apart, cut, width_of
from evallib.publish.page.drawing.rows import mark
from evallib.publish.page.drawing.scales import Scale, span_of, tick_text
from evallib.publish.page.drawing.traces import Trace, numbers

HEIGHT, BOTTOM, TOP, MOST_NAMED = 210, 22, 14, 5
SMALL_WIDTH, SMALL_HEIGHT = 168, 120


def draw_planes(
    traces: Sequence[Trace], layout: Mapping[str, Any], width: int, lines: Sequence[tuple[str, float, str]]
) -> tuple[Pen, bool]:
    """The figure, and whether its lines are named at their ends.

    Args:
        traces: of all planes; a second y axis (右轴) shares the first plane.
        layout: the figure's layout.
        width: in px.
        lines: (y axis, value, words) of horizontal lines.
    """
    over = {name: axis for name, axis in layout.items() if name.startswith("yaxis") and axis.get("overlaying")}
    main = [trace for trace in traces if f"yaxis{trace.axes[1][1:]}" not in over]
    planes = list(dict.fromkeys(trace.axes for trace in main))
    if len(planes) > 1:
        return _many(traces, layout, width, planes), True
    named = _names(traces)
    pen = Pen(width, HEIGHT)
    room = max((width_of(trace.name) for trace in named), default=0) + 10 if named else 10
    _plane(pen, traces, layout, (0.0, 0.0, float(width), float(HEIGHT)), min(room, width * 0.32), over, lines, named)
    return pen, bool(named)


def _names(traces: Sequence[Trace]) -> list[Trace]:
    """Lines that get their names at their ends: few, each with one, and no columns among them."""
    lines = [trace for trace in traces if trace.kind == "scatter" and trace.lines and trace.name and trace.named]
    others = [trace for trace in traces if trace.named and trace not in lines and trace.name]
    return lines if 1 < len(lines) <= MOST_NAMED and not others else []


def _many(traces: Sequence[Trace], layout: Mapping[str, Any], width: int, planes: Sequence[tuple[str, str]]) -> Pen:
    """Small multiples: as many beside each other as there is room for, on one scale."""
    columns = max(1, (width + 10) // (SMALL_WIDTH + 10))
    own = (width - 10 * (columns - 1)) / columns
    rows = -(-len(planes) // columns)
    pen = Pen(width, rows * (SMALL_HEIGHT + 22))
    titles = [str(note.get("text", "")) for note in layout.get("annotations", []) if note.get("showarrow") is False]
    shared = [value for trace in traces for value in numbers(trace.y)]
    span = span_of(shared, {}, False)
    for place, axes in enumerate(planes):
        x, y = (place % columns) * (own + 10), (place // columns) * (SMALL_HEIGHT + 22)
        if place < len(titles):
            pen.text(x, y + 13, cut(titles[place], own), "k")
        part = [trace for trace in traces if trace.axes == axes]
        inner = dict(layout) | {"yaxis": dict(layout.get("yaxis", {})) | {"range": list(span), "title": None}}
        _plane(pen, part, inner, (x, y + 14, own, SMALL_HEIGHT), 4, {}, (), ())
    return pen


def _plane(
    pen: Pen,
    traces: Sequence[Trace],
    layout: Mapping[str, Any],
    box: tuple[float, float, float, float],
    right: float,
    over: Mapping[str, Any],
    lines: Sequence[tuple[str, float, str]],
    named: Sequence[Trace],
) -> None:
    left, top, width, height = box
    xaxis, yaxis = layout.get("xaxis", {}), layout.get("yaxis", {})
    first = [trace for trace in traces if f"yaxis{trace.axes[1][1:]}" not in over]
    bars = [trace for trace in first if trace.kind == "bar"]
    values = [value for trace in first for value in _heights(trace)] + [value for _, value, _ in lines]
    values += _stacked(bars) if layout.get("barmode") == "stack" else []
    low, high = span_of(values, yaxis, bool(bars))
    ticks = Scale(low, high, 0, 1).ticks(4)
    words = [tick_text(value, yaxis) for value in ticks]
    start = left + max((width_of(text) for text in words), default=0) + 6
    upright = Scale(low, high, top + height - BOTTOM, top + TOP)
    for value, text in zip(ticks, words, strict=True):
        y = upright.at(value)
        pen.line(start, y, left + width - right, y, "gr")
        pen.text(start - 5, y + 4.5, text, "", "end")
    across = _across(pen, traces, xaxis, start, left + width - right, top + height, bool(bars))
    for _, value, told in lines:
        pen.line(start, upright.at(value), left + width - right, upright.at(value), "avd")
        pen.text(left + width - right, upright.at(value) - 4, told, "k", "end")
    _columns(pen, bars, across, upright, str(layout.get("barmode", "group")))
    beside = {
        f"y{name.removeprefix('yaxis')}": Scale(
            *span_of(
                [v for t in traces if t.axes[1] == f"y{name.removeprefix('yaxis')}" for v in numbers(t.y)], axis, True
            ),
            upright.start,
            upright.end,
        )
        for name, axis in over.items()
    }
    for trace in traces:
        if trace.kind == "scatter":
            _scatter(pen, trace, across, beside.get(trace.axes[1], upright))
    ends = [(trace, upright.at(numbers(trace.y)[-1])) for trace in named if numbers(trace.y)]
    places = apart([y + 4.5 for _, y in ends], 16, top + TOP, top + height - BOTTOM + 4)
    for (trace, _), y in zip(ends, places, strict=True):
        pen.text(left + width - right + 6, y, cut(trace.name, right - 6), style=f"fill:{trace.color()}")


def _heights(trace: Trace) -> list[float]:
    own = numbers(trace.y)
    if trace.across or not trace.plus:
        return own
    return (
        own
        + [y + p for y, p in zip(own, trace.plus, strict=False) if p is not None]
        + [y - m for y, m in zip(own, trace.minus, strict=False) if m is not None]
    )


def _stacked(bars: Sequence[Trace]) -> list[float]:
    sums: dict[str, float] = {}
    for trace in bars:
        for x, y in zip(trace.x, trace.y, strict=False):
            sums[str(x)] = sums.get(str(x), 0.0) + (float(y) if isinstance(y, int | float) else 0.0)
    return list(sums.values())


class _Names:
    """Places of names along x."""

    def __init__(self, names: Sequence[str], start: float, end: float, bars: bool) -> None:
        self.names = {name: place for place, name in enumerate(names)}
        self.edge = 0.5 if bars or len(names) == 1 else 0.08
        self.step = (end - start) / max(len(names) - 1 + 2 * self.edge, 1)
        self.start = start

    def at(self, name: Any) -> float:
        return self.start + (self.names.get(str(name), 0) + self.edge) * self.step


class _Numbers:
    """Places of numbers along x."""

    step = 20.0

    def __init__(self, scale: Scale) -> None:
        self.scale = scale

    def at(self, value: Any) -> float:
        return self.scale.at(float(value))


def _across(
    pen: Pen, traces: Sequence[Trace], axis: Mapping[str, Any], start: float, end: float, bottom: float, bars: bool
) -> _Names | _Numbers:
    values = [value for trace in traces for value in trace.x if value is not None]
    pen.line(start, bottom - BOTTOM, end, bottom - BOTTOM, "ax")
    if axis.get("type") == "category" or any(isinstance(value, str) for value in values):
        names = list(dict.fromkeys(str(value) for value in values))
        names = sorted(names) if "ascending" in str(axis.get("categoryorder", "")) else names
        places = _Names(names, start, end, bars)
        every = max(1, -(-int(max((width_of(name) for name in names), default=1) + 10) // max(int(places.step), 1)))
        for place, name in enumerate(names):
            if place % every == 0:
                pen.inside(
                    places.at(name), bottom - 6, cut(name, every * places.step if every > 1 else max(places.step, 30))
                )
        return places
    scale = Scale(*span_of(numbers(values), axis, False), start, end)
    shown = dict(zip(axis.get("tickvals", []), axis.get("ticktext", []), strict=False)) or {
        value: tick_text(value, axis) for value in scale.ticks(5)
    }
    for value, text in shown.items():
        pen.inside(scale.at(float(value)), bottom - 6, str(text))
    return _Numbers(scale)


def _columns(pen: Pen, bars: Sequence[Trace], across: _Names | _Numbers, upright: Scale, mode: str) -> None:
    sums: dict[str, float] = {}
    share = 0.7 / (len(bars) if mode == "group" and bars else 1)
    for number, trace in enumerate(bars):
        for place, (x, y) in enumerate(zip(trace.x, trace.y, strict=False)):
            if not isinstance(y, int | float):
                continue
            base = sums.get(str(x), 0.0) if mode == "stack" else 0.0
            sums[str(x)] = base + y
            wide = across.step * share
            left = across.at(x) - across.step * 0.35 + (number * wide if mode == "group" else 0)
            one, two = sorted((upright.at(base), upright.at(base + y)))
            pen.rect(left, one, wide, two - one, style=f"fill:{trace.color(place)}")


def _scatter(pen: Pen, trace: Trace, across: _Names | _Numbers, upright: Scale) -> None:
    pairs = [
        (place, across.at(x), upright.at(float(y)))
        for place, (x, y) in enumerate(zip(trace.x, trace.y, strict=False))
        if isinstance(y, int | float) and x is not None
    ]
    if trace.lines and len(pairs) > 1:
        dots = [(x, y) for _, x, y in pairs]
        if trace.steps:
            dots = [
                dots[0],
                *(corner for (_, before), (x, y) in pairwise(dots) for corner in ((x, before), (x, y))),
            ]
        dash = ";stroke-dasharray:4 3" if trace.dashed else ""
        pen.path(dots, style=f"fill:none;stroke:{trace.color()};stroke-width:{trace.width:g}{dash}")
    for place, x, y in pairs if trace.markers else ():
        if (
            not trace.across
            and place < len(trace.plus)
            and trace.plus[place] is not None
            and trace.minus[place] is not None
        ):
            value = float(trace.y[place])
            pen.line(x, upright.at(value - trace.minus[place]), x, upright.at(value + trace.plus[place]), "tk")
        mark(pen, trace, place, x, y)
    for place, x, y in pairs if trace.words else ():
        if place < len(trace.text):
            pen.inside(x, y - 9, trace.text[place], "k")
