"""Process charts (统计过程控制图) for monthly rates and counts: is this month news, or noise?

Kinds: ``p`` for a proportion, ``p_laney`` for one of so many cases that months differ by more than the binomial
(limits widened by the moving range of the z scores, never narrowed), ``u`` for a count by size, ``xmr`` for single
values (XmR, 单值—移动极差图).

Sources: Shewhart (1931); Montgomery (2019), Introduction to Statistical Quality Control, 8th ed., chapters 6–7;
Laney (2002), Improved control charts for attributes, Quality Engineering 14, 531–537;
rules, assurance and rebasing as in NHS England, Making Data Count, and the R package NHSRplotthedots.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Kind = Literal["p", "p_laney", "u", "xmr"]
Direction = Literal["increase", "decrease", "neither"]

MIN_POINTS = 12
RUN_LENGTH = 7
#: XmR: 2.66 = 3 / d2, 3.267 = D4, for moving ranges of two (Montgomery 2019, appendix VI).
LIMIT_FACTOR, RANGE_FACTOR = 2.66, 3.267

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ChartOptions:
    """How a process chart is computed.

    Args:
        kind: p, p_laney, u or xmr.
        better: which direction is an improvement.
        target: what the process is to reach, if anything.
        rebase_at: labels of the points with which a new process begins, e.g. the month of a policy change.
        screen_ranges: xmr: leave moving ranges above their own limit out of the limits.
    """

    kind: Kind = "p"
    better: Direction = "increase"
    target: float | None = None
    rebase_at: tuple[object, ...] = ()
    screen_ranges: bool = True

    def __post_init__(self) -> None:
        if self.kind not in {"p", "p_laney", "u", "xmr"}:
            raise ValueError("kind must be p, p_laney, u or xmr")
        if self.better not in {"increase", "decrease", "neither"}:
            raise ValueError("better must be increase, decrease or neither")


def process_chart(
    series: pd.DataFrame,
    label: str,
    value: str | None = None,
    numerator: str | None = None,
    denominator: str | None = None,
    options: ChartOptions | None = None,
) -> pd.DataFrame:
    """Centre line, limits and special causes (特殊原因) of a series.

    Args:
        series: one row per point, in order of time.
        label: column that names the points, e.g. ``month``.
        value: xmr: the values.
        numerator: p and u: events.
        denominator: p: cases; u: exposure (size). Points without one stay missing.
        options: see `ChartOptions`.

    Returns:
        One row per point: `label`, ``value``, ``numerator``, ``denominator``, ``phase`` (1, 2, … after rebasing),
        ``centre``, ``lower_limit``, ``upper_limit`` (3σ), ``rule`` (Chinese names of the rules that a point breaks,
        joined by 、), ``special`` (bool), ``meaning`` (改善, 恶化, 变化 or empty), ``assurance`` (稳定达标, 稳定不达标,
        时好时坏 or empty), ``note`` (a warning under `MIN_POINTS` points).

    Raises:
        ValueError: columns do not fit the kind, or a numerator exceeds its denominator in a p chart.

    >>> months = pd.DataFrame({"month": range(1, 15), "rate": [8.0, 13, 9, 12] * 3 + [9.0, 30.0]})
    >>> chart = process_chart(months, "month", "rate", options=ChartOptions("xmr", "decrease"))
    >>> chart.loc[chart["special"], ["month", "rule", "meaning"]].to_dict("records")
    [{'month': 14, 'rule': '超出控制限', 'meaning': '恶化'}]
    """
    options = options or ChartOptions()
    frame = _points(series, label, value, numerator, denominator, options.kind)
    frame["phase"] = frame[label].isin(list(options.rebase_at)).cumsum() + 1
    parts = [_phase(part.copy(), options) for _, part in frame.groupby("phase", sort=True)]
    return pd.concat(parts, ignore_index=True)


def moving_ranges(values: Sequence[float]) -> list[float]:
    """Absolute differences of neighbours (移动极差).

    >>> moving_ranges([3.0, 5.0, 4.0])
    [2.0, 1.0]
    """
    return [abs(after - before) for before, after in pairwise(values)]


def xmr_limits(values: Sequence[float], screen_ranges: bool = True) -> tuple[float, float, float]:
    """Centre and natural process limits of an XmR chart.

    >>> [round(limit, 2) for limit in xmr_limits([10, 12, 11, 13, 12])]
    [11.6, 7.61, 15.59]
    """
    centre = float(np.mean(values))
    ranges = moving_ranges(values)
    if not ranges:
        return centre, math.nan, math.nan
    mean = float(np.mean(ranges))
    if screen_ranges:
        kept = [size for size in ranges if size <= RANGE_FACTOR * mean]
        mean = float(np.mean(kept)) if kept else mean
    return centre, centre - LIMIT_FACTOR * mean, centre + LIMIT_FACTOR * mean


def _points(
    series: pd.DataFrame, label: str, value: str | None, numerator: str | None, denominator: str | None, kind: Kind
) -> pd.DataFrame:
    frame = pd.DataFrame({label: series[label].to_numpy()})
    if kind == "xmr":
        if value is None:
            raise ValueError("an xmr chart needs `value`")
        frame["value"] = series[value].to_numpy(dtype=float)
        return frame.assign(numerator=math.nan, denominator=math.nan)
    if numerator is None or denominator is None:
        raise ValueError(f"a {kind} chart needs `numerator` and `denominator`")
    frame["numerator"] = series[numerator].to_numpy(dtype=float)
    frame["denominator"] = series[denominator].to_numpy(dtype=float)
    if kind.startswith("p") and (frame["numerator"] > frame["denominator"]).any():
        raise ValueError("numerators must be less than or equal to denominators")
    frame["value"] = frame["numerator"] / frame["denominator"].where(frame["denominator"] > 0)
    return frame


def _phase(part: pd.DataFrame, options: ChartOptions) -> pd.DataFrame:
    """Limits, rules and assurance of the points of one phase."""
    there = part["value"].notna().to_numpy()
    values = part["value"].to_numpy(dtype=float)
    centre, lower, upper = _limits(part, there, options)
    part["centre"], part["lower_limit"], part["upper_limit"] = centre, lower, upper
    rules, up, down = find_special_causes(values, centre, lower, upper)
    part["rule"] = rules
    part["special"] = up | down
    good, bad = {"increase": (up, down), "decrease": (down, up)}.get(options.better, (None, None))
    if good is None or bad is None:
        part["meaning"] = np.where(up | down, "变化", "")
    else:
        part["meaning"] = np.where(good & ~bad, "改善", np.where(bad & ~good, "恶化", np.where(good & bad, "变化", "")))
    part["assurance"] = _assurance(lower, upper, options)
    few = int(there.sum()) < MIN_POINTS
    part["note"] = f"只有 {int(there.sum())} 个点，少于 {MIN_POINTS} 个，控制限仅供参考" if few else ""
    return part


def _limits(part: pd.DataFrame, there: Flags, options: ChartOptions) -> tuple[Values, Values, Values]:
    length = len(part)
    if not there.any():
        return np.full(length, math.nan), np.full(length, math.nan), np.full(length, math.nan)
    if options.kind == "xmr":
        return tuple(  # type: ignore[return-value]
            np.full(length, limit) for limit in xmr_limits(part["value"][there].tolist(), options.screen_ranges)
        )
    size = part["denominator"].where(there).to_numpy(dtype=float)
    centre = float(part["numerator"][there].sum() / part["denominator"][there].sum())
    is_share = options.kind.startswith("p")
    sigma = np.sqrt((centre * (1 - centre) if is_share else centre) / size)
    widen = _laney(part["value"].to_numpy(dtype=float), centre, sigma) if options.kind == "p_laney" else 1.0
    three = 3 * sigma * widen
    ceiling = 1.0 if is_share else math.inf
    return np.full(length, centre), np.maximum(centre - three, 0.0), np.minimum(centre + three, ceiling)


def _laney(values: Values, centre: float, sigma: Values) -> float:
    """How much more months differ than the binomial says: mean moving range of the z scores over d2 = 1.128."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = (values - centre) / sigma
    ranges = moving_ranges(scores[np.isfinite(scores)].tolist())
    return max(float(np.mean(ranges)) / 1.128, 1.0) if ranges else 1.0


def find_special_causes(values: Values, centre: Values, lower: Values, upper: Values) -> tuple[list[str], Flags, Flags]:
    """The rules that points break, and whether they lie or move up or down.

    超出控制限: beyond a 3σ limit. 连续同侧: `RUN_LENGTH` or more on one side of the centre. 连续升降: `RUN_LENGTH` or more
    rising or falling. 三点两近限: two of three beyond two thirds of the way to one limit.
    """
    there = ~np.isnan(values)
    side = np.where(there, np.sign(values - centre), 0)
    step = np.concatenate([[0.0], np.sign(np.diff(values))])
    with np.errstate(invalid="ignore"):
        above, below = values > upper, values < lower
        near_up = there & (values > centre + (upper - centre) * 2 / 3)
        near_down = there & (values < centre - (centre - lower) * 2 / 3)
    causes: list[tuple[str, Flags, Flags]] = [
        ("超出控制限", above, below),
        ("连续同侧", _runs(side == 1, RUN_LENGTH), _runs(side == -1, RUN_LENGTH)),
        ("连续升降", _trends(step == 1), _trends(step == -1)),
        ("三点两近限", _two_of_three(near_up), _two_of_three(near_down)),
    ]
    up = np.logical_or.reduce([cause[1] for cause in causes])
    down = np.logical_or.reduce([cause[2] for cause in causes])
    rules = ["、".join(name for name, high, low in causes if high[i] or low[i]) for i in range(len(values))]
    return rules, up, down


def _runs(flags: Flags, length: int) -> Flags:
    """The points of every unbroken run of at least `length`."""
    found = np.zeros(len(flags), dtype=bool)
    start = 0
    for i in range(len(flags) + 1):
        if i == len(flags) or not flags[i]:
            if i - start >= length:
                found[start:i] = True
            start = i + 1
    return found


def _trends(steps: Flags) -> Flags:
    # Seven points that rise make six steps up; the first point belongs to the trend.
    found = _runs(steps, RUN_LENGTH - 1)
    starts = np.flatnonzero(found & ~np.concatenate([[False], found[:-1]]))
    found[np.maximum(starts - 1, 0)] = True
    return found


def _two_of_three(near: Flags) -> Flags:
    found = np.zeros(len(near), dtype=bool)
    for i in range(len(near) - 2):
        window = slice(i, i + 3)
        if near[window].sum() >= 2:
            found[window] |= near[window]
    return found


def _assurance(lower: Values, upper: Values, options: ChartOptions) -> npt.NDArray[np.str_]:
    """Whether the process as it is will reach the target: reliably, never, or by chance."""
    if options.target is None or options.better == "neither":
        return np.full(len(lower), "", dtype="<U5")
    passes, fails = (lower >= options.target, upper < options.target)
    if options.better == "decrease":
        passes, fails = (upper <= options.target, lower > options.target)
    words = np.where(passes, "稳定达标", np.where(fails, "稳定不达标", "时好时坏"))
    return np.where(np.isnan(lower), "", words)
