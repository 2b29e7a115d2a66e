"""Comparing rates (比较): the one place that decides whether a rate is called higher, the same or untested.

高, 低, 上升 and 下降 say how two printed figures lie; 显著 and 无显著差异 say what the samples carry. Where there is no
sample, the same clause says that nobody can tell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from evallib.indicators.change import difference_pp
from evallib.indicators.comparisons import differ
from evallib.indicators.proportions import is_missing
from evallib.publish.words import format as fmt
from evallib.publish.words.levels import level_text

UNTESTED = "没有可用的抽查数，不能判断是否超出抽样误差"
MOST_SAMPLE = 2000


class Call(StrEnum):
    """What may be said of a difference."""

    HIGHER = "高"
    LOWER = "低"
    SAME = "无显著差异"
    EQUAL = "持平"
    UNKNOWN = ""


@dataclass(frozen=True)
class Against:
    """A rate against the average that was published with it.

    Args:
        call: what may be said.
        tested: whether a sample stands behind it.
        label: 街镇平均, 区平均 …
        average: the average, a fraction; None where none was published.
        gap: percentage points.
        basis: the sample and its interval, in words.
    """

    call: Call
    tested: bool
    label: str
    average: Decimal | None
    gap: Decimal | None
    basis: str = ""

    @property
    def verdict(self) -> str:
        """The verdict with its figure, without what it rests on."""
        named = self.label
        if self.call is Call.UNKNOWN:
            return f"未公布{named}"
        if self.call is Call.EQUAL:
            return f"与{named}持平"
        if self.call is Call.SAME:
            return f"与{named}无显著差异"
        sure = "显著" if self.tested else ""
        return (
            f"{sure}{'高于' if self.call is Call.HIGHER else '低于'}{named} {_points(self.gap)}"
            if sure
            else (f"比{named}{self.call} {_points(self.gap)}")
        )

    @property
    def caveat(self) -> str:
        """What the verdict rests on, or that it rests on nothing."""
        if self.call in {Call.UNKNOWN, Call.EQUAL}:
            return ""
        if not self.tested:
            return UNTESTED
        return f"相差 {fmt.pp(self.gap)}，{self.basis}" if self.call is Call.SAME else self.basis


def against_average(row: Mapping[Any, Any]) -> Against:
    """What may be said of a rate against its average.

    Args:
        row: a row of `evallib.indicators.four_rates.four_rates`.

    >>> row = {"average_rate": Decimal("0.7361"), "average_label": "街镇平均", "gap_pp": Decimal("6.19"),
    ...        "lower": None, "upper": None, "denominator": None, "basis": "抽样"}
    >>> against_average(row).verdict, against_average(row).caveat
    ('比街镇平均高 6.19 个百分点', '没有可用的抽查数，不能判断是否超出抽样误差')
    >>> sure = row | {"lower": 0.75, "upper": 0.80, "denominator": 500}
    >>> against_average(sure).verdict
    '显著高于街镇平均 6.19 个百分点'
    """
    label = row["average_label"] if isinstance(row["average_label"], str) and row["average_label"] else "平均"
    if is_missing(row["average_rate"]) or is_missing(row["gap_pp"]):
        return Against(Call.UNKNOWN, False, label, None, None)
    average, gap = Decimal(str(row["average_rate"])), Decimal(str(row["gap_pp"]))
    side = Call.HIGHER if gap > 0 else Call.LOWER if gap < 0 else Call.EQUAL
    if is_missing(row["lower"]):
        return Against(side, False, label, average, gap)
    basis = f"{sample_words(row)} {level_text(row.get('confidence'))} 区间 {fmt.interval(row['lower'], row['upper'])}"
    inside = row["lower"] <= float(average) <= row["upper"]
    return Against(Call.SAME if inside else side, True, label, average, gap, basis)


@dataclass(frozen=True)
class Over:
    """A rate against the year before: ``change`` in percentage points (None: no such year), whether it was tested."""

    change: Decimal | None
    tested: bool
    differs: bool
    needed: int | None = None

    @property
    def verdict(self) -> str:
        """The change in words."""
        if self.change is None:
            return ""
        if not self.change:
            return "持平"
        if self.tested and not self.differs:
            return f"无显著变化（{fmt.pp(self.change)}）"
        return f"{'显著' if self.tested else ''}{'上升' if self.change > 0 else '下降'} {_points(self.change)}"

    @property
    def caveat(self) -> str:
        """That there is no sample, and how large one would have to be."""
        if not self.change or self.tested:
            return ""
        needed = f"（两年各抽查 {self.needed} 件以上即超出）" if self.needed else ""
        return f"没有两年的抽查数，不能判断变动是否超出抽样误差{needed}"


def over_year(now: Mapping[Any, Any], before: Mapping[Any, Any] | None) -> Over:
    """What may be said of a rate against the year before.

    Args:
        now: a row of `four_rates`.
        before: the row of the same rate a year before; None where there is none.
    """
    change = None if before is None else difference_pp(now["printed_rate"], before["printed_rate"])
    if change is None or before is None:
        return Over(None, False, False)
    if any(is_missing(row["lower"]) or is_missing(row["denominator"]) for row in (now, before)):
        return Over(change, False, False, sample_to_tell(float(now["printed_rate"]), float(before["printed_rate"])))
    return Over(change, True, differ(now, before))


def sample_to_tell(first: float, second: float) -> int | None:
    """How many cases each of two samples needs for their difference to be told from chance (95%); None above 2,000.

    >>> sample_to_tell(0.8138, 0.7227), sample_to_tell(0.8, 0.8), sample_to_tell(0.80, 0.81)
    (163, None, None)
    """
    if first == second:
        return None
    spread = first * (1 - first) + second * (1 - second)
    size = math.ceil(spread * (1.96 / abs(first - second)) ** 2)
    return size if size <= MOST_SAMPLE else None


def sample_words(row: Mapping[Any, Any]) -> str:
    """On how many requests an interval rests."""
    if is_missing(row["denominator"]):
        return "按可能的分母"
    counted = fmt.count(row["denominator"])
    return f"抽查 {counted} 件" if row["basis"] == "抽样" else f"推算分母 {counted} 件"


def _points(gap: Decimal | None) -> str:
    return f"{abs(fmt.rounded(gap))} 个百分点"
