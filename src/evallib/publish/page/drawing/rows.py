"""Row figures (横向图): a name at the left of each row; bars, dots and intervals along one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evallib.publish.page.drawing.pen import Pen, cut, width_of
from evallib.publish.page.drawing.scales import Scale, span_of, tick_text
from evallib.publish.page.drawing.traces import Trace, numbers

BAR, GAP, DOT_ROW, AXIS, LABELS = 15, 7, 23, 24, 0.36


def draw_rows(
    traces: Sequence[Trace], layout: Mapping[str, Any], width: int, lines: Sequence[tuple[float, str]]
) -> Pen:
    """The figure.

    Args:
        traces: with their names of rows along y.
        layout: the figure's layout.
        width: in px.
        lines: (value, words) of vertical lines through all rows.
    """
    axis, bars = layout.get("xaxis", {}), [trace for trace in traces if trace.kind == "bar"]
    names = _rows(traces, layout.get("yaxis", {}))
    grouped = len(bars) if bars and layout.get("barmode") == "group" else 1
    pitch = grouped * BAR + GAP if bars else DOT_ROW
    told = bool(bars) and any(any(trace.text) for trace in bars)
    height = pitch * len(names) + (0 if told else AXIS) + (18 if lines else 0)
    pen = Pen(width, max(height, 20))
    left = min(max((width_of(name) for name in names), default=0), width * LABELS) + 8
    top = 18.0 if lines else 0.0
    scale = _scale(traces, axis, bars, layout, left, width, lines)
    places = {name: top + place * pitch for place, name in enumerate(names)}
    bottom = top + pitch * len(names)
    if not told:
        _axis(pen, scale, axis, top, bottom)
    for name, y in places.items():
        pen.text(0, y + pitch / 2 + 4.5, cut(name, left - 8), "k")
    for value, words in lines:
        pen.line(scale.at(value), top, scale.at(value), bottom, "avd")
        pen.inside(scale.at(value), 12, words)
    if bars:
        _bars(pen, bars, places, scale, str(layout.get("barmode", "group")), _beside(traces, scale))
    for trace in traces:
        if trace.kind != "bar":
            _dots(pen, trace, places, scale, pitch)
    return pen


def _rows(traces: Sequence[Trace], axis: Mapping[str, Any]) -> list[str]:
    ticks = dict(zip(axis.get("tickvals", []), axis.get("ticktext", []), strict=False))
    names = list(dict.fromkeys(str(ticks.get(name, name)).partition("<br>")[0] for trace in traces for name in trace.y))
    order = [str(name) for name in axis.get("categoryarray", [])]
    if order:
        names = [name for name in order if name in names]
    return names if axis.get("autorange") == "reversed" else names[::-1]


def _scale(
    traces: Sequence[Trace],
    axis: Mapping[str, Any],
    bars: Sequence[Trace],
    layout: Mapping[str, Any],
    left: float,
    width: int,
    lines: Sequence[tuple[float, str]],
) -> Scale:
    values = [value for value, _ in lines]
    for trace in traces:
        own = numbers(trace.x)
        values += own
        if trace.across:
            values += [x - m for x, m in zip(own, trace.minus, strict=False) if m is not None]
            values += [x + p for x, p in zip(own, trace.plus, strict=False) if p is not None]
    if layout.get("barmode") in {"stack", "relative"} and bars:
        sums: dict[tuple[str, bool], float] = {}
        for trace in bars:
            for x, y in zip(trace.x, trace.y, strict=False):
                if isinstance(x, int | float):
                    sums[str(y), x < 0] = sums.get((str(y), x < 0), 0.0) + x
        values += list(sums.values())
    stacked = layout.get("barmode") == "stack"
    told = [text for trace in bars if not stacked for text in trace.text]
    low, high = span_of(values, {} if told else axis, bool(bars))
    room = max((width_of(text) for text in told), default=0) + 8 if told else 6
    less = room if low < 0 and told else 0
    return Scale(low, high, left + less, width - room)


def _axis(pen: Pen, scale: Scale, axis: Mapping[str, Any], top: float, bottom: float) -> None:
    last = -100.0
    for value in scale.ticks(5):
        x, words = scale.at(value), tick_text(value, axis)
        pen.line(x, top, x, bottom, "gr")
        half = width_of(words) / 2
        if x - half > last:
            pen.inside(x, bottom + 15, words)
            last = x + half + 6


def _bars(
    pen: Pen,
    bars: Sequence[Trace],
    places: Mapping[str, float],
    scale: Scale,
    mode: str,
    beside: Mapping[str, list[float]],
) -> None:
    zero = scale.at(0)
    ends: dict[tuple[str, bool], float] = {}
    for number, trace in enumerate(bars):
        for place, (x, name) in enumerate(zip(trace.x, trace.y, strict=False)):
            if not isinstance(x, int | float) or str(name) not in places:
                continue
            y = places[str(name)] + GAP / 2 + (number * BAR if mode == "group" else 0)
            start = ends.get((str(name), x < 0), 0.0) if mode in {"stack", "relative"} else 0.0
            ends[str(name), x < 0] = start + x
            one, two = sorted((scale.at(start), scale.at(start + x)))
            style = f"fill:{trace.color(place)}"
            pen.rect(one, y, max(two - one - (1.5 if mode == "stack" else 0), 0.8), BAR, style=style)
            words = trace.text[place] if place < len(trace.text) else ""
            if not words:
                continue
            if mode == "stack":
                _within(pen, words, one, two, y, trace.color(place))
            elif x < 0:
                pen.text(one - 6, y + 12, words, "k", "end")
            else:
                pen.text(_free(two + 6, width_of(words), beside.get(str(name), ())), y + 12, words, "k")
    if scale.low < 0:
        top, bottom = min(places.values()), max(places.values()) + BAR + GAP
        pen.line(zero, top, zero, bottom, "tk")


def _beside(traces: Sequence[Trace], scale: Scale) -> dict[str, list[float]]:
    """Where marks of other traces stand in each row."""
    found: dict[str, list[float]] = {}
    for trace in traces:
        for x, name in zip(trace.x, trace.y, strict=False):
            if trace.kind != "bar" and isinstance(x, int | float):
                found.setdefault(str(name), []).append(scale.at(x))
    return found


def _free(x: float, width: float, marks: Sequence[float]) -> float:
    """From where on words are not crossed by a mark.

    >>> _free(40, 30, [20, 50]), _free(40, 30, [20, 90])
    (56, 40)
    """
    for mark in sorted(marks):
        if x - 4 <= mark < x + width:
            x = mark + 6
    return x


def _within(pen: Pen, words: str, one: float, two: float, y: float, color: str) -> None:
    if width_of(words) + 8 < two - one:
        light = color in {"var(--accent)", "var(--act)", "var(--good)", "var(--ink)"}
        pen.text((one + two) / 2, y + 12, words, "p" if light else "k", "middle")


def _dots(pen: Pen, trace: Trace, places: Mapping[str, float], scale: Scale, pitch: float) -> None:
    if trace.lines and len(trace.x) > 1:
        dots = [
            (scale.at(float(x)), places[str(n)] + pitch / 2)
            for x, n in zip(trace.x, trace.y, strict=False)
            if str(n) in places
        ]
        pen.path(dots, style=f"fill:none;stroke:{trace.color()};stroke-width:{trace.width:g};stroke-linecap:round")
    if not trace.markers:
        return
    for place, (x, name) in enumerate(zip(trace.x, trace.y, strict=False)):
        if not isinstance(x, int | float) or str(name) not in places:
            continue
        y = places[str(name)] + pitch / 2
        if place < len(trace.plus) and trace.across:
            minus, plus = trace.minus[place], trace.plus[place]
            if minus is not None and plus is not None:
                pen.line(scale.at(x - minus), y, scale.at(x + plus), y, "iv")
        mark(pen, trace, place, scale.at(x), y)
        if trace.words and place < len(trace.text):
            pen.text(scale.at(x) + 9, y + 4.5, trace.text[place], "k")


def mark(pen: Pen, trace: Trace, place: int, x: float, y: float) -> None:
    """A marker of a scatter."""
    color, half = trace.color(place), max(trace.size / 2, 3)
    if trace.symbol.startswith("line-ns"):
        pen.line(x, y - 9, x, y + 9, style=f"stroke:{color};stroke-width:2")
    elif trace.symbol.endswith("-open") or color == "var(--paper)":
        pen.circle(
            x,
            y,
            half,
            style=f"fill:var(--paper);stroke:{'var(--ink)' if color == 'var(--paper)' else color};stroke-width:2",
        )
    elif trace.symbol in {"square", "diamond"}:
        turn = [(x, y - half), (x + half, y), (x, y + half), (x - half, y), (x, y - half)]
        box = [
            (x - half, y - half),
            (x + half, y - half),
            (x + half, y + half),
            (x - half, y + half),
            (x - half, y - half),
        ]
        pen.path(turn if trace.symbol == "diamond" else box, style=f"fill:{color};stroke:{color}")
    else:
        pen.circle(x, y, half, style=f"fill:{color}")
