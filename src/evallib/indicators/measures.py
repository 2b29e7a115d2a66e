"""Measures (指标计算内核): rates per n, ratios, means and weighted indices by group, frame in, frame out.

They and `evallib.indicators.proportions` are one kernel: groups are summed and then divided, never averaged; what is
missing is missing in pairs and counted; a row that cannot be right leaves a note and stops nothing; an interval stands
where chance does, on samples (抽样) and answers (回访), on a full count (全量) only for the process behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from evallib.indicators import intervals
from evallib.indicators.frames import By, as_pandas, check_names, column, group_rows, numbers
from evallib.indicators.parts import (
    EXACT,
    IMPOSSIBLE,
    MORE_THAN_TOTAL,
    WEIGHTED,
    ZERO_DENOMINATOR,
    Basis,
    RateParts,
    counted,
    finite_sample,
    noted,
    rate_limits,
    rate_rows,
    refuse_taken_names,
    totals,
    with_reading,
)

BYAR, POISSON, STUDENT = "Byar", "exact Poisson", "Student t"


def rates_per(
    frame: Any,
    numerator: str,
    exposure: str,
    by: By = (),
    confidence: float | None = 0.95,
    *,
    per: float = 1000.0,
    basis: Basis = "抽样",
    process: bool = False,
    period: str = "",
) -> pd.DataFrame:
    """Events per so many (每万人件数、每千户件数) with Byar's limits, exact Poisson limits under 10 events.

    Args:
        frame: a table with one row per count.
        numerator: column with events.
        exposure: column with inhabitants, households, days, ….
        by: see `proportions`.
        confidence: see `proportions`.
        per: how many the rate is for.
        basis: see `proportions`.
        process: see `proportions`.
        period: see `proportions`.

    >>> towns = pd.DataFrame({"town": ["A"], "orders": [65], "people": [100]})
    >>> rates_per(towns, "orders", "people", ["town"], per=100)[["value", "lower", "upper"]].round(2).to_dict("records")
    [{'value': 65.0, 'lower': 50.16, 'upper': 82.85}]
    """
    parts = RateParts(as_pandas(frame), numerator, exposure, by)
    value = parts.value(np.zeros(len(parts.first), dtype=bool))
    scale = per / np.where(parts.bottom > 0, parts.bottom, np.nan)
    lower, upper, shown = rate_limits(
        value,
        confidence,
        basis,
        process,
        lambda level: intervals.poisson(np.where(np.isnan(value), np.nan, parts.top), level),
    )
    method = np.where(parts.top < intervals.EXACT_BELOW, POISSON, BYAR)
    return rate_rows(
        parts.table,
        parts.groups,
        value * per,
        parts.top,
        parts.bottom,
        lower * scale,
        upper * scale,
        shown,
        f"rate per {per:g}",
        method,
        basis,
        period,
        parts.missing,
        with_reading(parts.notes(), basis, shown),
    )


def ratios(
    frame: Any, numerator: str, denominator: str, by: By = (), *, basis: Basis = "全量", period: str = ""
) -> pd.DataFrame:
    """Ratios of two amounts (比值), e.g. spent to planned: no sample, so no interval; they may exceed 1 or be negative.

    >>> lines = pd.DataFrame({"spent": [286.52, None], "plan": [286.73, 5]})
    >>> ratios(lines, "spent", "plan", None)[["value", "note"]].round(4).to_dict("list")
    {'value': [0.9993, nan], 'note': ['', '缺少分子或分母']}
    """
    parts = RateParts(as_pandas(frame), numerator, denominator, by, signed=True)
    nothing = np.full(parts.groups.count, np.nan)
    return rate_rows(parts.table, parts.groups, parts.value(np.zeros(len(parts.first), dtype=bool)), parts.top,
                 parts.bottom, nothing, nothing, None, "ratio", EXACT, basis, period, parts.missing,
                 parts.notes())  # fmt: skip


def means(
    frame: Any,
    value: str,
    by: By = (),
    confidence: float | None = 0.95,
    *,
    basis: Basis = "抽样",
    process: bool = False,
    period: str = "",
) -> pd.DataFrame:
    """Means by group with Student's limits (均值); the numerator is the sum, the denominator the number of values.

    >>> hours = pd.DataFrame({"town": ["A", "A", "A"], "hours": [4.0, 6.0, None]})
    >>> means(hours, "hours", ["town"])[["value", "denominator", "n_missing"]].to_dict("records")
    [{'value': 5.0, 'denominator': 2, 'n_missing': 1}]
    """
    table = as_pandas(frame)
    refuse_taken_names(by)
    groups = group_rows(table, by, [value])
    amounts, missing, bad = numbers(column(table, value))
    there = ~np.isnan(amounts)
    size, total = groups.counts(there).astype(float), groups.sums(amounts)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = total / size
        spread = groups.sums((amounts - middle[groups.codes]) ** 2) / (size - 1)
    wrong = groups.counts(bad) > 0
    middle = np.where(wrong, np.nan, middle)
    lower, upper, shown = rate_limits(
        middle, confidence, basis, process, lambda level: intervals.mean(middle, spread, size, level)
    )
    gone = groups.counts(missing)
    notes = noted(groups.count, [(wrong, IMPOSSIBLE), (~wrong & (size == 0), "没有数值")])
    notes = counted(notes, gone, (size > 0) & (gone > 0), "{count} 行没有数值，未计入")
    return rate_rows(
        table,
        groups,
        middle,
        total,
        size,
        lower,
        upper,
        shown,
        "mean",
        STUDENT,
        basis,
        period,
        gone,
        with_reading(notes, basis, shown),
    )


def weighted_indices(
    frame: Any,
    weights: Mapping[str, float],
    by: By = (),
    confidence: float | None = 0.95,
    *,
    basis: Basis = "回访",
    population: str | float | None = None,
    process: bool = False,
    period: str = "",
) -> pd.DataFrame:
    """Weighted indices of answers (加权满意度) = Σ(各等级数 × 权重) ÷ 表态人数, with limits that hold for few answers.

    Args:
        frame: a table with one column of counts per level.
        weights: weight of each of these columns.
        by: see `proportions`.
        confidence: see `proportions`.
        basis: see `proportions`.
        population: see `proportions`.
        process: see `proportions`.
        period: see `proportions`.

    >>> answers = pd.DataFrame({"good": [5], "fair": [0], "bad": [0]})
    >>> row = weighted_indices(answers, {"good": 1, "fair": 0.7, "bad": 0}).iloc[0]
    >>> float(row["value"]), round(float(row["lower"]), 4), float(row["upper"])
    (1.0, 0.5655, 1.0)
    """
    table = as_pandas(frame)
    refuse_taken_names(by)
    check_names(table, list(weights))
    groups = group_rows(table, by, list(weights))
    levels = {name: numbers(table[name]) for name in weights}
    # A level that nobody chose may be left empty; a row without any level is missing.
    missing = np.logical_and.reduce([part[1] for part in levels.values()])
    bad = np.logical_or.reduce([part[2] | (np.nan_to_num(part[0]) < 0) for part in levels.values()])
    sums = {name: groups.sums(part[0], ~bad) for name, part in levels.items()}
    size = np.sum(list(sums.values()), axis=0)
    top = np.round(np.sum([sums[name] * weight for name, weight in weights.items()], axis=0), 9)
    least, most = float(min(weights.values())), float(max(weights.values()))
    reach = np.float64(most) - least  # of equal weights 0: then there are no limits
    wrong = groups.counts(bad) > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(wrong, np.nan, top / size)
        scaled = (value - least) / reach
        square = (
            np.sum([sums[name] * (weight - least) ** 2 for name, weight in weights.items()], axis=0) / reach**2 / size
        )
    effective, larger = size, np.zeros(groups.count, dtype=bool)
    if population is not None:
        effective, larger = finite_sample(size, totals(table, groups, population, ~bad & ~missing))
    low, high, shown = rate_limits(
        value,
        confidence if reach else None,
        basis,
        process,
        lambda level: intervals.weighted_index(scaled, square, size, level, effective),
    )
    gone = groups.counts(missing)
    notes = noted(
        groups.count,
        [
            (wrong, IMPOSSIBLE),
            (~wrong & (size == 0) & (gone == 0), ZERO_DENOMINATOR),
            (~wrong & (size == 0) & (gone > 0), "没有各等级的数"),
        ],
    )
    if shown is not None:
        notes[larger & (notes == "")] = MORE_THAN_TOTAL
    notes = counted(notes, gone, (size > 0) & (gone > 0), "{count} 行没有各等级的数，未计入")
    return rate_rows(
        table,
        groups,
        value,
        top,
        size,
        least + low * reach,
        least + high * reach,
        shown,
        "weighted index",
        WEIGHTED,
        basis,
        period,
        gone,
        with_reading(notes, basis, shown),
    )
