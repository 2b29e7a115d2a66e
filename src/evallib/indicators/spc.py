"""Process charts (统计过程控制图) for monthly rates, counts and rare events: is this month news, or noise?

Kinds: ``p`` for a proportion, ``u`` for a count by size; ``p_laney`` and ``u_laney`` the same where months differ by
more than chance (limits widened by the moving range of the scores, never narrowed); ``xmr`` for single values; ``g``
for the number of requests, ``t`` for the time between rare events (红灯、有责投诉). Rules are judged on limits that are
not clamped — a value cannot pass 100%, a limit may — and of p and u charts by exact probabilities
(`evallib.indicators.exact_windows`); what is drawn is clamped.

Sources: `evallib.indicators.control_limits` (limits), `evallib.indicators.special_causes` (rule sets); assurance and
rebasing as in NHS England, Making Data Count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from evallib.indicators import control_limits
from evallib.indicators.arrays import Array, Flags
from evallib.indicators.control_limits import Limits, moving_ranges, xmr_limits
from evallib.indicators.exact_windows import exact_windows, run_luck
from evallib.indicators.frames import as_pandas, check_names, numbers
from evallib.indicators.parts import IMPOSSIBLE, MISSING_PART, MORE_THAN_ALL, ZERO_DENOMINATOR
from evallib.indicators.rebasing import in_order, phases
from evallib.indicators.special_causes import Causes, RuleSet, find_causes, find_special_causes, rule_set

__all__ = ["ChartOptions", "find_special_causes", "moving_ranges", "process_chart", "xmr_limits"]
Kind = Literal["p", "p_laney", "u", "u_laney", "xmr", "g", "t"]
Direction = Literal["increase", "decrease", "neither"]
KINDS = ("p", "p_laney", "u", "u_laney", "xmr", "g", "t")
MIN_POINTS = 12


@dataclass(frozen=True)
class ChartOptions:
    """How a process chart is computed.

    Args:
        kind: p, p_laney, u, u_laney, xmr, g or t.
        better: which direction is an improvement.
        target: what the process is to reach, if anything.
        rebase_at: label (or date), or several, of the points with which a new process begins, e.g. the month of a
            policy change.
        screen_ranges: xmr, t: leave moving ranges above their own limit out of the limits.
        rules: name of a rule set (``MDC``, ``Western Electric``), or one of your own.
        run_length: points on one side that make a run, where it is not the set's.
        spread: xmr: limits from moving ranges, or from the standard deviation of all points, which a slow swing such as
            a season widens.
    """

    kind: Kind = "p"
    better: Direction = "increase"
    target: float | None = None
    rebase_at: object = ()
    screen_ranges: bool = True
    rules: str | RuleSet = "MDC"
    run_length: int | None = None
    spread: Literal["moving range", "standard deviation"] = "moving range"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be {', '.join(KINDS[:-1])} or {KINDS[-1]}")
        if self.better not in {"increase", "decrease", "neither"}:
            raise ValueError("better must be increase, decrease or neither")
        if self.target is not None and self.is_share and not 0 <= self.target <= 1:
            raise ValueError(
                f"the target of a proportion is a fraction between 0 and 1, e.g. 0.95, not {self.target!r}"
            )
        rule_set(self.rules, self.run_length)

    @property
    def is_count(self) -> bool:
        """Whether the chart is of counts with a size."""
        return self.kind[0] in "pu"

    @property
    def is_share(self) -> bool:
        """Whether values are shares of a whole."""
        return self.kind.startswith("p")


def process_chart(
    series: Any,
    label: str,
    value: str | None = None,
    numerator: str | None = None,
    denominator: str | None = None,
    options: ChartOptions | None = None,
    unripe: str | None = None,
) -> pd.DataFrame:
    """Centre line, limits and special causes (特殊原因) of a series.

    Args:
        series: one row per point; points named by dates or by year and month are put in order of time, others stay as
            they stand.
        label: column that names the points, e.g. ``month``.
        value: xmr, g and t: the values.
        numerator: p and u: events.
        denominator: p: cases; u: exposure (size). Points without one stay missing.
        options: see `ChartOptions`.
        unripe: column with the number of requests of a point that are not due yet; a point with any is drawn, but
            neither enters the limits nor breaks a rule.

    Returns:
        One row per point: `label`, ``value``, ``numerator``, ``denominator``, ``phase`` (1, 2, … after rebasing),
        ``centre``, ``lower_limit``, ``upper_limit`` (3σ, clamped for drawing), ``rule`` (Chinese names of the rules
        that a point breaks, joined by 、), ``special`` (bool), ``meaning`` (改善, 恶化, 变化 or empty), ``assurance``
        (稳定达标, 稳定不达标, 时好时坏 or empty), ``is_ripe`` (bool), ``unripe_count``, ``note`` (a warning under
        `MIN_POINTS` points, or what is wrong with a row).

    Raises:
        ValueError: columns do not fit the kind, two points have one label, or a label in ``rebase_at`` names no point.

    >>> months = pd.DataFrame({"month": range(1, 15), "rate": [8.0, 13, 9, 12] * 3 + [9.0, 30.0]})
    >>> chart = process_chart(months, "month", "rate", options=ChartOptions("xmr", "decrease"))
    >>> chart.loc[chart["special"], ["month", "rule", "meaning"]].to_dict("records")
    [{'month': 14, 'rule': '超出控制限', 'meaning': '恶化'}]
    """
    options = options or ChartOptions()
    table = as_pandas(series)
    check_names(table, [name for name in (label, value, numerator, denominator, unripe) if name is not None])
    table = in_order(table, label, distinct=options.kind not in {"g", "t"})
    frame = _points(table, label, value, numerator, denominator, options)
    waiting = np.zeros(len(frame)) if unripe is None else np.nan_to_num(numbers(table[unripe])[0])
    frame["unripe_count"], frame["is_ripe"] = waiting.astype(np.int64), waiting <= 0
    frame["phase"] = phases(frame[label], options.rebase_at)
    parts = [_phase(part.copy(), options) for _, part in frame.groupby("phase", sort=True)]
    if not parts:
        return _phase(frame, options)
    return pd.concat(parts, ignore_index=True)


def _points(
    table: pd.DataFrame,
    label: str,
    value: str | None,
    numerator: str | None,
    denominator: str | None,
    options: ChartOptions,
) -> pd.DataFrame:
    frame = pd.DataFrame({label: table[label].to_numpy()})
    frame["note"] = ""
    if not options.is_count:
        if value is None:
            raise ValueError(f"an {options.kind} chart needs `value`")
        amounts, _, odd = numbers(table[value])
        # A time or a number between two events is at least 0.
        odd = odd | ((options.kind in {"g", "t"}) & (np.nan_to_num(amounts) < 0))
        frame["value"] = np.where(odd, math.nan, amounts)
        frame.loc[odd, "note"] = IMPOSSIBLE
        return frame.assign(numerator=math.nan, denominator=math.nan)
    if numerator is None or denominator is None:
        raise ValueError(f"a {options.kind} chart needs `numerator` and `denominator`")
    (events, no_events, odd_events), (size, no_size, odd_size) = numbers(table[numerator]), numbers(table[denominator])
    frame["numerator"], frame["denominator"] = events, size
    odd = odd_events | odd_size | (np.nan_to_num(events) < 0) | (np.nan_to_num(size) < 0)
    more = options.is_share & (np.nan_to_num(events) > np.nan_to_num(size, nan=math.inf)) & ~odd
    wrong = odd | more
    frame["note"] = np.select(
        [odd, no_events | no_size, more, size == 0], [IMPOSSIBLE, MISSING_PART, MORE_THAN_ALL, ZERO_DENOMINATOR], ""
    )
    frame["value"] = frame["numerator"] / frame["denominator"].where((frame["denominator"] > 0) & ~wrong)
    return frame


def _phase(part: pd.DataFrame, options: ChartOptions) -> pd.DataFrame:
    """Limits, rules and assurance of the points of one phase."""
    values = part["value"].to_numpy(dtype=float)
    used = ~np.isnan(values) & part["is_ripe"].to_numpy(dtype=bool)
    limits, causes = (
        _limits(part, values, used, options),
        Causes([""] * len(part), np.zeros(len(part), bool), np.zeros(len(part), bool)),
    )
    if used.any():
        causes = _causes(part, values, used, limits, options)
    ceiling = 1.0 if options.is_share else math.inf
    floor = -math.inf if options.kind == "xmr" else 0.0
    part["centre"] = limits.centre
    part["lower_limit"], part["upper_limit"] = np.maximum(limits.lower, floor), np.minimum(limits.upper, ceiling)
    part["rule"] = causes.rules
    part["special"] = causes.up | causes.down
    part["meaning"] = _meaning(causes, options)
    part["assurance"] = _assurance(part["lower_limit"].to_numpy(), part["upper_limit"].to_numpy(), options)
    few = int(used.sum()) < MIN_POINTS
    part["note"] = part["note"].where(
        part["note"] != "", f"只有 {int(used.sum())} 个点，少于 {MIN_POINTS} 个，控制限仅供参考" if few else ""
    )
    names = ["value", "numerator", "denominator", "phase", "centre", "lower_limit", "upper_limit", "rule", "special",
             "meaning", "assurance", "is_ripe", "unripe_count", "note"]  # fmt: skip
    return part[[name for name in part.columns if name not in names] + names]


def _limits(part: pd.DataFrame, values: Array, used: Flags, options: ChartOptions) -> Limits:
    if not used.any():
        nothing = np.full(len(part), math.nan)
        return Limits(nothing, nothing, nothing, nothing)
    if options.kind == "xmr":
        return control_limits.single_values(values, used, options.screen_ranges, options.spread)
    if options.kind == "t":
        return control_limits.times_between(values, used, options.screen_ranges)
    if options.kind == "g":
        return control_limits.between_events(values, used)
    events, size = part["numerator"].to_numpy(dtype=float), part["denominator"].to_numpy(dtype=float)
    size = np.where(np.isnan(values), math.nan, size)
    return control_limits.counts(values, events, size, used, options.is_share, options.kind.endswith("laney"))


def _causes(part: pd.DataFrame, values: Array, used: Flags, limits: Limits, options: ChartOptions) -> Causes:
    judged, scores = np.where(used, values, math.nan), np.where(used, limits.scores, math.nan)
    rules = rule_set(options.rules, options.run_length)
    if not options.is_count:
        return find_causes(judged, scores, rules)
    events = part["numerator"].to_numpy(dtype=float)
    size = np.where(used, part["denominator"].to_numpy(dtype=float), math.nan)
    windows = exact_windows(events, size, options.is_share, limits.widen)
    return find_causes(
        judged, scores, rules, luck=run_luck(float(events[used].sum()), size, options.is_share), windows=windows
    )


def _meaning(causes: Causes, options: ChartOptions) -> npt.NDArray[Any]:
    special = causes.up | causes.down
    if options.better == "neither":
        return np.where(special, "变化", "")
    good, bad = (causes.up, causes.down) if options.better == "increase" else (causes.down, causes.up)
    return np.where(good, "改善", np.where(bad, "恶化", ""))


def _assurance(lower: Array, upper: Array, options: ChartOptions) -> npt.NDArray[np.str_]:
    """Whether the process as it is will reach the target: reliably, never, or by chance."""
    if options.target is None or options.better == "neither":
        return np.full(len(lower), "", dtype="<U5")
    passes, fails = (lower >= options.target, upper < options.target)
    if options.better == "decrease":
        passes, fails = (upper <= options.target, lower > options.target)
    words = np.where(passes, "稳定达标", np.where(fails, "稳定不达标", "时好时坏"))
    return np.where(np.isnan(lower), "", words)
