"""Parts (分子与分母): numerators and denominators summed in pairs, and the row that every measure becomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from evallib.indicators import intervals
from evallib.indicators.arrays import Array, Flags
from evallib.indicators.frames import By, Groups, as_names, column, group_rows, numbers

Basis = Literal["全量", "抽样", "回访", ""]
Texts = npt.NDArray[np.object_]
#: The columns of every rate, wherever it was computed.
RATE_COLUMNS = ["value", "numerator", "denominator", "lower", "upper", "confidence", "statistic", "method", "basis",
                "period", "n_missing", "note"]  # fmt: skip
METHOD, EXACT, WEIGHTED, FINITE = "Wilson", "exact", "Wilson, effective size", "Wilson, finite population"
ZERO_DENOMINATOR = "分母为 0，无法计算"
MISSING_PART = "缺少分子或分母"
MORE_THAN_ALL = "分子大于分母，不是比例"
IMPOSSIBLE = "有不是数或为负的数"
MORE_THAN_TOTAL = "样本多于总数，不给区间"
PROCESS = "区间表示过程波动，不是抽样误差"


class RateParts:
    """Numerator and denominator of each group: pairs that are whole, summed."""

    def __init__(self, table: pd.DataFrame, numerator: str, denominator: str, by: By, signed: bool = False) -> None:
        self.table = table
        refuse_taken_names(by)
        self.groups = group_rows(table, by, [numerator, denominator])
        self.first, gone, bad = numbers(column(table, numerator))
        self.second, lost, wrong = numbers(column(table, denominator))
        pair_gone = gone | lost
        self.bad: Flags = bad | wrong
        if not signed:
            self.bad |= (np.nan_to_num(self.first) < 0) | (np.nan_to_num(self.second) < 0)
        self.there: Flags = ~pair_gone & ~self.bad
        self.top = self.groups.sums(self.first, self.there)
        self.bottom = self.groups.sums(self.second, self.there)
        self.whole = self.groups.counts(self.there)
        self.missing = self.groups.counts(pair_gone & ~self.bad)
        # Of what is missing as a whole the parts are missing, too, and not 0.
        gone = (self.whole == 0) & (self.missing > 0)
        self.top, self.bottom = np.where(gone, np.nan, self.top), np.where(gone, np.nan, self.bottom)

    def value(self, refused: Flags) -> Array:
        """Numerator over denominator; NaN where nothing is whole, the denominator is 0 or a row cannot be right."""
        wrong = self.groups.counts(self.bad | refused) > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(wrong | (self.bottom == 0), np.nan, self.top / self.bottom)

    def notes(self, refusal: str = "", refused: Flags | None = None) -> Texts:
        """Why a value is missing, or what it leaves out."""
        wrong = self.groups.counts(self.bad) > 0
        told = self.groups.counts(refused) > 0 if refused is not None else np.zeros_like(wrong)
        rest = ~wrong & ~told
        notes = noted(
            self.groups.count,
            [
                (wrong, IMPOSSIBLE),
                (told & ~wrong, refusal),
                (rest & (self.whole == 0), MISSING_PART),
                (rest & (self.whole > 0) & (self.bottom == 0), ZERO_DENOMINATOR),
            ],
        )
        return counted(notes, self.missing, (self.whole > 0) & (self.missing > 0), "{count} 行缺少分子或分母，未计入")


def refuse_taken_names(by: By) -> None:
    """Raise where a grouping column is called like a column of the result, which would hide it."""
    taken = [str(name) for name in as_names(() if by is None else by) if name in RATE_COLUMNS and name != "period"]
    if taken:
        raise ValueError(f"grouping column {'、'.join(taken)} is called like a column of every rate; rename it")


def totals(table: pd.DataFrame, groups: Groups, given: str | float, there: Flags) -> Array:
    """The known total (总体) of each group: one number for all, or a column; NaN where it is not known.

    In a column the same number in every row of a group is the total of the group; different numbers are those of its
    parts (各层), and add up.
    """
    if not isinstance(given, str):
        return np.full(groups.count, float(given))
    values = np.where(there, numbers(column(table, given))[0], 0.0)
    known = values > 0
    first = np.zeros(groups.count)
    first[groups.codes[known]] = values[known]
    varies = groups.counts(known & (values != first[groups.codes])) > 0
    whole = groups.counts(known) == groups.counts(there)
    return np.where(whole & (first > 0), np.where(varies, groups.sums(values, known), first), np.nan)


def finite_sample(size: Array, total: Array) -> tuple[Array, Flags]:
    """The sample size that counts in a known total, and where the sample is larger than its total, which cannot be.

    >>> size, wrong = finite_sample(np.array([100.0, 100.0, 100.0]), np.array([1000.0, np.nan, 50.0]))
    >>> size.tolist(), wrong.tolist()
    ([111.0, 100.0, nan], [False, False, True])
    """
    wrong = total < size
    known = np.where(np.isnan(total), size, intervals.finite_size(size, total))
    return np.where(wrong, np.nan, known), wrong


def told_periods(table: pd.DataFrame, groups: Groups) -> Any:
    """The period of each group: that of its rows, or the first and the last of several."""
    if "period" not in table.columns:
        return ""
    if "period" in groups.labels.columns:
        return groups.labels["period"]
    told = table["period"].astype(str).where(table["period"].notna(), "").groupby(groups.codes)
    return told.agg(lambda part: span_of(list(dict.fromkeys(name for name in part if name)))).to_numpy()


def span_of(names: Sequence[str]) -> str:
    """Several periods in a word: all of a few, the first and the last of many, as they stand.

    >>> span_of(["2021年", "2022年"]), span_of(["1月", "2月", "3月", "4月"])
    ('2021年、2022年', '1月…4月（4 个时段）')
    """
    return "、".join(names) if len(names) <= 3 else f"{names[0]}…{names[-1]}（{len(names)} 个时段）"


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


def with_reading(notes: Texts, basis: str, confidence: float | None) -> Texts:
    """Notes that say which reading the interval of a full count has: `rate_limits` shows one for its process only."""
    if basis == "全量" and confidence is not None:
        notes[notes == ""] = PROCESS
    return notes


def rate_rows(
    table: pd.DataFrame,
    groups: Groups,
    value: Array,
    top: Array,
    bottom: Array,
    lower: Array,
    upper: Array,
    confidence: float | None,
    statistic: str,
    method: str | npt.NDArray[Any],
    basis: str,
    period: str,
    missing: npt.NDArray[np.int64],
    notes: Texts,
) -> pd.DataFrame:
    """The frame of a measure: labels of the groups, then `RATE_COLUMNS`."""
    labels = groups.labels
    periods: Any = period or told_periods(table, groups)
    there = ~np.isnan(lower)
    rates = pd.DataFrame(
        {
            "value": value,
            "numerator": whole_numbers(top),
            "denominator": whole_numbers(bottom),
            "lower": lower,
            "upper": upper,
            "confidence": np.where(there, np.nan if confidence is None else confidence, np.nan),
            "statistic": statistic,
            "method": method,
            "basis": basis,
            "period": periods,
            "n_missing": missing,
            "note": notes,
        },
        index=range(groups.count),
    )
    kept = labels[[name for name in labels.columns if name not in RATE_COLUMNS]]
    return pd.concat([kept, rates], axis=1)


def whole_numbers(values: Array) -> npt.NDArray[Any]:
    """Counts as whole numbers where all of them are.

    >>> whole_numbers(np.array([2.0, 3.0])).tolist(), whole_numbers(np.array([2.5])).tolist()
    ([2, 3], [2.5])
    """
    return values.astype(np.int64) if bool((np.isfinite(values) & (values == np.round(values))).all()) else values
