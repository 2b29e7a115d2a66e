"""Parts (分子与分母): numerators and denominators summed in pairs, and the row that every measure becomes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from evallib.indicators import intervals
from evallib.indicators.frames import Array, Flags, Groups, group_rows, numbers

Basis = Literal["全量", "抽样", "回访", ""]
Texts = npt.NDArray[np.object_]
#: The columns of every rate, wherever it was computed.
RATE_COLUMNS = ["value", "numerator", "denominator", "lower", "upper", "confidence", "statistic", "method", "basis",
                "period", "n_missing", "note"]  # fmt: skip
METHOD, EXACT, WEIGHTED = "Wilson", "exact", "Wilson, effective size"
ZERO_DENOMINATOR = "分母为 0，无法计算"
MISSING_PART = "缺少分子或分母"
MORE_THAN_ALL = "分子大于分母，不是比例"
IMPOSSIBLE = "有不是数或为负的数"
PROCESS = "区间表示过程波动，不是抽样误差"


class RateParts:
    """Numerator and denominator of each group: pairs that are whole, summed."""

    def __init__(
        self, table: pd.DataFrame, numerator: str, denominator: str, by: Sequence[Hashable] | None, signed: bool = False
    ) -> None:
        self.table = table
        self.groups = group_rows(table, by, [numerator, denominator])
        self.first, gone, bad = numbers(table[numerator])
        self.second, lost, wrong = numbers(table[denominator])
        pair_gone = gone | lost
        self.bad: Flags = bad | wrong
        if not signed:
            self.bad |= (np.nan_to_num(self.first) < 0) | (np.nan_to_num(self.second) < 0)
        self.there: Flags = ~pair_gone & ~self.bad
        self.top = self.groups.sums(self.first, self.there)
        self.bottom = self.groups.sums(self.second, self.there)
        self.whole = self.groups.counts(self.there)
        self.missing = self.groups.counts(pair_gone & ~self.bad)

    def value(self, refused: Flags) -> Array:
        """Numerator over denominator; NaN where nothing is whole, the denominator is 0 or a row cannot be right."""
        wrong = self.groups.counts(self.bad | refused) > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(wrong | (self.whole == 0) | (self.bottom == 0), np.nan, self.top / self.bottom)

    def constant(self, given: str | float) -> Array:
        """One number for each group, from a column or for all."""
        return constant(self.table, self.groups, given)

    def notes(self, refusal: str = "", refused: Flags | None = None) -> Texts:
        """Why a value is missing, or what it leaves out."""
        wrong = self.groups.counts(self.bad) > 0
        told = self.groups.counts(refused) > 0 if refused is not None else np.zeros_like(wrong)
        rest = ~wrong & ~told
        notes = noted(self.groups.count, [
            (wrong, IMPOSSIBLE), (told & ~wrong, refusal), (rest & (self.whole == 0), MISSING_PART),
            (rest & (self.whole > 0) & (self.bottom == 0), ZERO_DENOMINATOR),
        ])  # fmt: skip
        return counted(notes, self.missing, (self.whole > 0) & (self.missing > 0), "{count} 行缺少分子或分母，未计入")


def constant(table: pd.DataFrame, groups: Groups, given: str | float) -> Array:
    """One number for each group: the same for all, or the largest of a column."""
    if not isinstance(given, str):
        return np.full(groups.count, float(given))
    values = numbers(table[given])[0]
    filled = np.full(groups.count, -np.inf)
    np.maximum.at(filled, groups.codes, np.nan_to_num(values, nan=-np.inf))
    return np.where(np.isfinite(filled), filled, np.nan)


def rate_limits(
    value: Array, confidence: float | None, basis: str, process: bool, limits: Any
) -> tuple[Array, Array, float | None]:
    """Limits where they belong, and the confidence that is then shown (None where there are none).

    Raises:
        ValueError: the confidence is not inside (0, 1), or the basis is none of the three.
    """
    if basis not in get_args(Basis):
        raise ValueError(f"basis must be 全量, 抽样 or 回访, not {basis!r}")
    nothing = np.full(len(value), np.nan)
    if confidence is not None:
        intervals.normal_quantile(confidence)
    if confidence is None or (basis == "全量" and not process):
        return nothing, nothing, None
    lower, upper = limits(confidence)
    gone = np.isnan(value)
    return np.where(gone, np.nan, lower), np.where(gone, np.nan, upper), confidence


def noted(count: int, reasons: Sequence[tuple[Flags, str]]) -> Texts:
    """A note per group, from flags and their texts; a later flag wins."""
    notes = np.full(count, "", dtype=object)
    for where, text in reasons:
        notes[where] = text
    return notes


def counted(notes: Texts, counts: npt.NDArray[np.int64], where: Flags, text: str) -> Texts:
    """Notes with a count added where `where` is true."""
    for place in np.flatnonzero(where):
        told = text.format(count=counts[place])
        notes[place] = f"{notes[place]}；{told}" if notes[place] else told
    return notes


def with_reading(notes: Texts, basis: str, process: bool, confidence: float | None) -> Texts:
    """Notes that say which reading the interval of a full count has."""
    if basis == "全量" and process and confidence is not None:
        notes[notes == ""] = PROCESS
    return notes


def rate_rows(
    groups: Groups, value: Array, top: Array, bottom: Array, lower: Array, upper: Array, confidence: float | None,
    statistic: str, method: str | npt.NDArray[np.str_], basis: str, period: str, missing: npt.NDArray[np.int64], notes: Texts,
) -> pd.DataFrame:  # fmt: skip
    """The frame of a measure: labels of the groups, then `RATE_COLUMNS`."""
    labels = groups.labels
    periods: Any = labels["period"] if "period" in labels.columns and not period else period
    there = ~np.isnan(lower)
    rates = pd.DataFrame(
        {
            "value": value, "numerator": whole_numbers(top), "denominator": whole_numbers(bottom), "lower": lower,
            "upper": upper, "confidence": np.where(there, np.nan if confidence is None else confidence, np.nan),
            "statistic": statistic, "method": method, "basis": basis, "period": periods, "n_missing": missing, "note": notes,
        },
        index=range(groups.count),
    )  # fmt: skip
    kept = labels[[name for name in labels.columns if name not in RATE_COLUMNS]]
    return pd.concat([kept, rates], axis=1)


def whole_numbers(values: Array) -> npt.NDArray[Any]:
    """Counts as whole numbers where all of them are.

    >>> whole_numbers(np.array([2.0, 3.0])).tolist(), whole_numbers(np.array([2.5])).tolist()
    ([2, 3], [2.5])
    """
    return values.astype(np.int64) if bool((np.isfinite(values) & (values == np.round(values))).all()) else values
