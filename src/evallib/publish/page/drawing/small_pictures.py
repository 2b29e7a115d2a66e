"""Small pictures (小图): those of the first screen, from `evallib.publish.messages.pictures`."""

from __future__ import annotations

from html import escape

from evallib.publish.messages.pictures import Bars, Picture, Quotes, Readings, Slopes, Stacks
from evallib.publish.page.drawing.pen import Pen, apart, cut, width_of
from evallib.publish.words import format as fmt

WIDTH = 344
CHANGE_ROOM, LABEL_ROOM = 44, 118
FILLS = {"accent": "fa", "mute": "f2", "outline": "fo", "m1": "f1", "m2": "f2", "m3": "f3"}


def draw(picture: Picture) -> str:
    """The picture as HTML: an SVG of 344 px, or two quotations."""
    if isinstance(picture, Slopes):
        return _slopes(picture)
    if isinstance(picture, Readings):
        return _readings(picture)
    if isinstance(picture, Bars):
        return _bars(picture)
    if isinstance(picture, Stacks):
        return _stacks(picture)
    return _quotes(picture)


def _slopes(picture: Slopes) -> str:
    ended = [_end(series.name, series.points[-1][1]) for series in picture.series]
    ended += [f"{series.average[1]} {fmt.points(series.average[0])}" for series in picture.series if series.average]
    top, bottom, left = 22.0, 96.0, 26.0
    right = WIDTH - 14 - max(width_of(words) for words in ended)
    years = sorted({year for series in picture.series for year, _ in series.points})
    values = [value for series in picture.series for _, value in series.points]
    values += [series.average[0] for series in picture.series if series.average]
    low, high = min(values), max(values)
    step = (right - left) / max(len(years) - 1, 1)

    def at(year: int, value: float) -> tuple[float, float]:
        return left + years.index(year) * step, bottom - (value - low) / ((high - low) or 1) * (bottom - top)

    pen = Pen(WIDTH, 125)
    pen.line(0, 105, WIDTH, 105, "ax")
    for year in years:
        pen.text(at(year, low)[0], 121, str(year), "", "middle")
    ends: list[tuple[float, str, str]] = []
    others = [dict(series.points) for series in picture.series]
    for place, series in enumerate(picture.series):
        dots = [at(year, value) for year, value in series.points]
        pen.path(dots, "ln" if series.accent else "lm")
        beside = next((other for number, other in enumerate(others) if number != place), {})
        for (year, value), (x, y) in zip(series.points, dots, strict=True):
            pen.circle(x, y, 4 if series.accent else 3, "dt" if series.accent else "dm")
            if year == years[-1]:
                ends.append(
                    (
                        y,
                        _end(series.name, value),
                        "a" if series.accent else "",
                    )
                )
                continue
            above = value >= beside.get(year, value)
            pen.text(x, y - 9 if above else y + 19, fmt.points(value), "a" if series.accent else "", "middle")
        if series.accent and len(dots) > 1:
            (x1, y1), (x2, y2) = dots[-2:]
            lower = min(max(y1, y2) + 12, bottom + 4)
            pen.text(x1 + (x2 - x1) * 0.62, lower, picture.change, "r", "end")
        if series.average:
            y = at(years[-1], series.average[0])[1]
            pen.line(right - 9, y, right + 9, y, "av")
            ends.append((y, f"{series.average[1]} {fmt.points(series.average[0])}", ""))
    for (_, words, css), y in zip(ends, apart([end[0] + 5 for end in ends], 17, 14, 101), strict=True):
        pen.text(right + 13, y, words, css)
    return pen.svg(picture.alt)


def _end(name: str, value: float) -> str:
    return f"{name.removeprefix('市民').removeprefix('诉求')} {fmt.points(value)}"


def _readings(picture: Readings) -> str:
    pitch, first = 47, 30 if picture.average else 14
    ends = [v for r in picture.readings for v in (r.value, r.lower, r.upper) if v is not None]
    ends += [picture.average[0]] if picture.average else []
    room = max((max(ends) - min(ends)) * 0.12, 0.5)
    low, high = min(ends) - room, min(max(ends) + room, 100.5)
    pen = Pen(WIDTH, first + pitch * len(picture.readings))

    def across(value: float) -> float:
        return (value - low) / (high - low) * WIDTH

    if picture.average:
        x = across(picture.average[0])
        pen.inside(x, 12, f"{picture.average[1]} {fmt.points(picture.average[0])}%", "k")
        pen.line(x, 17, x, first + pitch * len(picture.readings) - 8, "avd")
    for place, reading in enumerate(picture.readings):
        y = first + place * pitch + 18
        words = cut(reading.name, WIDTH)
        pen.rect(0, y - 21, width_of(words) + 4, 16, "pp")
        pen.text(0, y - 8, words, "k")
        if reading.lower is not None and reading.upper is not None:
            pen.line(across(reading.lower), y, across(reading.upper), y, "iv")
        pen.circle(across(reading.value), y, 5, "dt")
        pen.inside(across(reading.value), y + 19, f"{fmt.points(reading.value)}%", "a")
    return pen.svg(picture.alt)


def _bars(picture: Bars) -> str:
    heads = sum(bool(bar.head) for bar in picture.bars)
    later = sum(bool(bar.head) for bar in picture.bars[1:])
    compared = any(bar.before is not None or bar.change for bar in picture.bars)
    top = 18 if picture.legend and compared else 0
    pen = Pen(WIDTH, top + 21 * len(picture.bars) + 20 * heads + 7 * later + 2)
    left = min(max(width_of(bar.label) for bar in picture.bars), LABEL_ROOM) + 8
    right = WIDTH - (CHANGE_ROOM if any(bar.change for bar in picture.bars) else 0)
    words = max(width_of(bar.text) for bar in picture.bars) + 8
    most = max([bar.value for bar in picture.bars] + [bar.before or 0 for bar in picture.bars]) or 1
    scale = max(right - left - words, 40) / most
    if top:
        pen.text(left, 12, "本年", "a")
        pen.line(left + 38, 2, left + 38, 14, "avp")
        pen.text(left + 44, 12, picture.legend)
        pen.text(WIDTH, 12, "增减", "", "end")
    y = float(top)
    for bar in picture.bars:
        if bar.head:
            y += 7 if bar is not picture.bars[0] else 0
            pen.text(0, y + 13, cut(bar.head, WIDTH - width_of(bar.aside) - 10), "k")
            pen.text(WIDTH, y + 13, bar.aside, "r", "end")
            y += 20
        pen.text(0, y + 14, cut(bar.label, left - 8), "k")
        length = bar.value * scale
        pen.rect(left, y + 2, length, 15, FILLS[bar.kind])
        if bar.before is not None:
            x = left + bar.before * scale
            pen.line(x, y + 1, x, y + 18, "avh")
            pen.line(x, y + 1, x, y + 18, "avp")
        end = max(length, (bar.before or 0) * scale)
        pen.text(left + end + 6, y + 14, bar.text, "b" if bar.kind == "accent" else "")
        if bar.change:
            pen.text(WIDTH, y + 14, bar.change.replace("-", "−"), "b", "end")
        y += 21
    return pen.svg(picture.alt)


def _stacks(picture: Stacks) -> str:
    pitch = 62
    tall = sum(20 for stack in picture.stacks if stack.below)
    pen = Pen(WIDTH, pitch * len(picture.stacks) - 14 + tall)
    y = 0.0
    for stack in picture.stacks:
        pen.text(0, y + 12, cut(stack.name, WIDTH - width_of(stack.aside) - 8), "k")
        pen.text(WIDTH, y + 12, stack.aside, "a", "end")
        x = 0.0
        for words, share, kind in stack.parts:
            length = share / 100 * WIDTH
            pen.rect(x, y + 19, max(length - 1.5, 0.8), 24, FILLS[kind])
            if width_of(words) + 14 < length and kind != "accent":
                pen.text(x + 8, y + 36, words, "k")
            x += length
        if stack.below:
            pen.text(0, y + 60, cut(stack.below, WIDTH))
            y += 20
        y += pitch
    return pen.svg(picture.alt)


def _quotes(picture: Quotes) -> str:
    parts = [
        f"<div{' class=is-act' if against else ''}><span>{escape(where)}</span>{escape(words)}</div>"
        for where, words, against in picture.quotes
    ]
    return f'<div class="quote">{"".join(parts)}</div>'
