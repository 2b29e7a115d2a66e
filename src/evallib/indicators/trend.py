"""Trend (趋势): does a rate rise or fall over the years, and when does a process chart say so, each told once.

Sources: Cochran (1954), Biometrics 10, 417–451; Armitage (1955), Biometrics 11, 375–386 (tests recompute the example of
Agresti 2002, Categorical Data Analysis, 2nd ed., section 3.4.5).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from evallib.indicators.comparisons import UNTESTED
from evallib.indicators.frames import as_pandas, column, numbers

RISES, FALLS, STEADY, TOO_FEW = "逐年上升", "逐年下降", "无显著趋势", "不足三期，不判断趋势"
LEAST_PERIODS = 3


def cochran_armitage(
    series: Any, numerator: str, denominator: str, score: str | None = None, confidence: float | None = 0.95
) -> pd.Series:
    """Trend of a proportion over ordered periods (Cochran–Armitage 检验).

    Args:
        series: one row per period, in order; periods without both parts, or with more events than cases, are left out.
        numerator: column with events.
        denominator: column with cases.
        score: column with the position of a period, e.g. the year; the order by default.
        confidence: level at which a trend is called one; None for no verdict.

    Returns:
        ``z``, ``chance`` (two-sided), ``slope_pp`` (百分点 per unit of the score, weighted least squares),
        ``periods_count``, ``trend_word`` (逐年上升, 逐年下降, 无显著趋势 or 不足三期，不判断趋势).

    >>> years = pd.DataFrame({"year": [2021, 2022, 2023], "good": [480, 450, 410], "asked": [600, 600, 600]})
    >>> row = cochran_armitage(years, "good", "asked", "year")
    >>> round(row["z"], 2), round(row["slope_pp"], 2), row["trend_word"]
    (-4.63, -5.83, '逐年下降')
    """
    table = as_pandas(series)
    events, cases = numbers(column(table, numerator))[0], numbers(column(table, denominator))[0]
    place = np.arange(len(table), dtype=float) if score is None else numbers(column(table, score))[0]
    known = (events >= 0) & (events <= cases) & ~np.isnan(place) & (cases > 0)
    x, n, t = events[known], cases[known], place[known]
    row = {
        "z": math.nan,
        "chance": math.nan,
        "slope_pp": math.nan,
        "periods_count": int(known.sum()),
        "trend_word": TOO_FEW,
    }
    if len(x) < LEAST_PERIODS or len(set(t)) < LEAST_PERIODS:
        return pd.Series(row, dtype=object)
    share = float(x.sum() / n.sum())
    middle = float((n * t).sum() / n.sum())
    spread = float((n * (t - middle) ** 2).sum())
    top = float(((t - middle) * x).sum())
    row["slope_pp"] = top / spread * 100
    variance = share * (1 - share) * spread
    z = top / math.sqrt(variance) if variance > 0 else 0.0
    chance = math.erfc(abs(z) / math.sqrt(2))
    steady = confidence is not None and chance >= 1 - confidence
    word = UNTESTED if confidence is None else STEADY if steady else RISES if z > 0 else FALLS
    row |= {"z": z, "chance": chance, "trend_word": word}
    return pd.Series(row, dtype=object)


def episodes(chart: pd.DataFrame, label: str) -> pd.DataFrame:
    """The special causes of a process chart, each told once: neighbours of one meaning are one episode.

    Args:
        chart: frame of `evallib.indicators.spc.process_chart`.
        label: column that names the points.

    Returns:
        One row per episode, in order of time: ``first``, ``last`` (labels), ``points_count``, ``rule`` (every rule
        broken, joined by 、), ``meaning``, ``value_from``, ``value_to`` (lowest and highest value).

    >>> chart = pd.DataFrame({"m": ["1月", "2月", "3月"], "value": [0.9, 0.5, 0.4], "special": [False, True, True],
    ...                       "meaning": ["", "恶化", "恶化"], "rule": ["", "超出控制限", "超出控制限"], "phase": 1})
    >>> episodes(chart, "m")[["first", "last", "points_count"]].to_dict("records")
    [{'first': '2月', 'last': '3月', 'points_count': 2}]
    """
    rows: list[dict[str, Any]] = []
    before: tuple[Any, ...] | None = None
    for point in chart.to_dict("records"):
        kind = (point["meaning"], point["phase"]) if point["special"] else None
        if kind is not None and kind == before:
            last = rows[-1]
            last["last"], last["points_count"] = point[label], last["points_count"] + 1
            last["rule"] = "、".join(dict.fromkeys([*last["rule"].split("、"), *str(point["rule"]).split("、")]))
            last["value_from"], last["value_to"] = (
                min(last["value_from"], point["value"]),
                max(last["value_to"], point["value"]),
            )
        elif kind is not None:
            rows.append(
                {
                    "first": point[label],
                    "last": point[label],
                    "points_count": 1,
                    "rule": point["rule"],
                    "meaning": point["meaning"],
                    "value_from": point["value"],
                    "value_to": point["value"],
                }
            )
        before = kind
    return pd.DataFrame(rows, columns=["first", "last", "points_count", "rule", "meaning", "value_from", "value_to"])
