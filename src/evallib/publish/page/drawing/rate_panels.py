"""Rate panels (四率小图): one small figure for each rate, all on one scale; lines where years are known, else dots."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from evallib.indicators.proportions import is_missing
from evallib.publish.page.drawing.pen import Pen, width_of
from evallib.publish.words import format as fmt

WIDTH = 163
LEAST_YEARS = 2


def scale_of(values: Sequence[float]) -> tuple[float, float]:
    """The common scale of the panels, in per cent: from a round number below the least value to 100.

    >>> scale_of([66.09, 100.0]), scale_of([3.0])
    ((55.0, 100.0), (0.0, 100.0))
    """
    return max(0.0, math.floor((min(values) - 8) / 5) * 5.0), 100.0


def values_of(years: Sequence[Mapping[Any, Any]]) -> list[float]:
    """Every value of a rate that its panel shows, in per cent."""
    last = years[-1]
    shown = [float(row["printed_rate"]) * 100 for row in years]
    return shown + [
        float(last[name]) * 100 for name in ("average_rate", "lower", "upper") if not is_missing(last[name])
    ]


def panel(years: Sequence[Mapping[Any, Any]], scale: tuple[float, float], lines: bool) -> str:
    """The panel of a rate.

    Args:
        years: its rows of `four_rates`, in order; the last one is the year of the page.
        scale: of all panels.
        lines: years as a line; else the last year as a dot with its interval.
    """
    return _line(years[-4:], scale) if lines else _dot(years[-1], scale)


def alt_of(years: Sequence[Mapping[Any, Any]]) -> str:
    """What a panel shows, in words."""
    last = years[-1]
    told = "，".join(f"{int(row['year'])}年 {fmt.pct(row['printed_rate'])}" for row in years)
    if not is_missing(last["lower"]):
        told += f"，95% 区间 {fmt.pct(last['lower'])}～{fmt.pct(last['upper'])}"
    if not is_missing(last["average_rate"]):
        told += f"；{last['average_label']} {fmt.pct(last['average_rate'])}"
    return f"{last['indicator']}：{told}"


def _number(rate: Any) -> str:
    """A fraction in per cent without the sign, rounded as everywhere."""
    return fmt.pct(rate).removesuffix("%")


def _line(years: Sequence[Mapping[Any, Any]], scale: tuple[float, float]) -> str:
    low, high = scale
    top, bottom, left = 26.0, 101.0, 20.0
    step = (134 - left) / (len(years) - 1)

    def height(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - top)

    pen = Pen(WIDTH, 124)
    pen.line(0, bottom, WIDTH, bottom, "ax")
    dots = [(left + place * step, height(float(row["printed_rate"]) * 100)) for place, row in enumerate(years)]
    pen.path(dots, "ln")
    last = years[-1]
    average = None if is_missing(last["average_rate"]) else float(last["average_rate"]) * 100
    for place, ((x, y), row) in enumerate(zip(dots, years, strict=True)):
        final = place == len(years) - 1
        pen.circle(x, y, 4 if final else 3, "dt")
        under = final and average is not None and average > float(row["printed_rate"]) * 100
        pen.inside(x, y + 20 if under else y - 8, _number(row["printed_rate"]), "b" if final else "")
        pen.text(x, 117, str(int(row["year"])), "", "middle")
    if average is not None:
        x, y, value = dots[-1][0], height(average), dots[-1][1]
        pen.line(x - 15, y, x + 15, y, "av")
        below = y >= value
        base = min(max(y + 16, value + 18), bottom - 3) if below else max(min(y - 6, value - 8), 12)
        pen.text(WIDTH, base, f"{last['average_label']} {_number(last['average_rate'])}", "", "end")
    return pen.svg(alt_of(years))


def _dot(row: Mapping[Any, Any], scale: tuple[float, float]) -> str:
    low, high = scale
    pen = Pen(WIDTH, 56)

    def across(value: float) -> float:
        return 5 + (value - low) / (high - low) * (WIDTH - 10)

    value = float(row["printed_rate"]) * 100
    pen.line(0, 26, WIDTH, 26, "ax")
    told = _number(row["printed_rate"])
    if not is_missing(row["lower"]):
        left, right = across(float(row["lower"]) * 100), across(float(row["upper"]) * 100)
        pen.line(left, 26, right, 26, "iv")
        told = f"{_number(row['lower'])}～{_number(row['upper'])}"
    pen.inside(across(value), 12, told, "k")
    pen.circle(across(value), 26, 5, "dt")
    if not is_missing(row["average_rate"]):
        average = float(row["average_rate"]) * 100
        pen.line(across(average), 17, across(average), 36, "av")
        words = f"{row['average_label']} {_number(row['average_rate'])}"
        half = width_of(words) / 2
        pen.text(min(max(across(average), half), WIDTH - half), 51, words, "", "middle")
    return pen.svg(alt_of([row]))
