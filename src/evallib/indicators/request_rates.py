"""Rates of requests (工单各率): the four rates (四率) and their relatives, by any grouping.

A name alone never fixes a formula: what counts as a success, which requests stand in the denominator and to which
period one belongs are parts of a `RateRule`. The rules are data (`evallib.model.definitions`); `rules` takes a set of
them by name. Groups are summed and then divided, never averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from evallib.indicators.frames import as_names, as_pandas, check_names
from evallib.indicators.measures import weighted_indices
from evallib.indicators.parts import EXACT, RATE_COLUMNS, WEIGHTED
from evallib.indicators.proportions import proportions
from evallib.indicators.rate_rules import (
    FOUR_RATE_RULES,
    HUACAO_RULES,
    NO_INTERVAL,
    OTHER_RULES,
    RIPE,
    RateRule,
    resolution_rule,
    rules,
    satisfaction_rule,
)
from evallib.indicators.request_counts import COHORTS, count_requests, fetch, with_missing_columns
from evallib.indicators.withheld import counts_to_withhold, withhold
from evallib.model.periods import Period

__all__ = ["FOUR_RATE_RULES", "HUACAO_RULES", "OTHER_RULES", "WEIGHTED", "RateRule", "case_rates", "needed_counts",
           "rates_from_counts", "resolution_rule", "rules", "satisfaction_rule"]  # fmt: skip


def case_rates(
    cases: Any,
    by: Sequence[str] | str = (),
    rules: Sequence[RateRule] | RateRule = FOUR_RATE_RULES,
    period: Period | None = None,
    as_of: datetime | None = None,
    confidence: float | None = 0.95,
    *,
    process: bool = False,
) -> pd.DataFrame:
    """Rates of requests by group: one query for each cohort that the rules name.

    Args:
        cases: clean service requests: on any Ibis backend, or a frame.
        by: grouping columns, or one; ``month`` for the month of each rule's own cohort.
        rules: what to compute.
        period: see `count_requests`.
        as_of: see `count_requests`; with it, rates that a limit decides count ripe requests only.
        confidence: level of the intervals; None for none.
        process: give full counts the interval of their process.

    Returns:
        One row per group and rule: `by`, ``rate``, ``label``, ``cohort``, `RATE_COLUMNS`, ``unripe_count`` (未到期件数
        that the rate leaves out). By month each row's ``period`` is its month.
    """
    by, rules, cases = as_names(by), as_rules(rules), with_missing_columns(cases)
    frames = []
    for cohort in dict.fromkeys(rule.cohort for rule in rules):
        chosen = [rule for rule in rules if rule.cohort == cohort]
        counts = fetch(count_requests(cases, by, cohort, period, as_of, needed_counts(chosen), True), by)
        label = period.label if period is not None else ""
        frames.append(rates_from_counts(counts, by, chosen, confidence, process=process, period=label))
    order = {rule.name: place for place, rule in enumerate(rules)}
    return pd.concat(frames, ignore_index=True).sort_values(
        [*by, "rate"],
        key=lambda column: column.map(order) if column.name == "rate" else column,
        kind="stable",
        ignore_index=True,
    )


def month_label(month: Any) -> str:
    """A month in words; what is no date stays as it is.

    >>> month_label(pd.Timestamp(2023, 7, 1)), month_label("7月")
    ('2023年7月', '7月')
    """
    if month is None or pd.isna(month):
        return ""
    return f"{month.year}年{month.month}月" if hasattr(month, "year") else str(month)


def as_rules(rules: Sequence[RateRule] | RateRule) -> list[RateRule]:
    """Rules as a list; one alone may be given as it is."""
    return [rules] if isinstance(rules, RateRule) else list(rules)


def needed_counts(rules: Sequence[RateRule]) -> list[str]:
    """The counts that rules use, with those of ripe requests where a limit decides.

    >>> needed_counts(FOUR_RATE_RULES[:1])
    ['contacted_count', 'not_contacted_count']
    """
    needed = dict.fromkeys(name for rule in rules for name in rule.counts)
    bound = [rule for rule in rules if rule.is_time_bound]
    needed |= dict.fromkeys(RIPE[name] for rule in bound for name in rule.counts if name in RIPE)
    return [*needed, *(["unripe_count"] if bound else []), *counts_to_withhold(rules)]


def rates_from_counts(
    counts: Any,
    by: Sequence[str] | str = (),
    rules: Sequence[RateRule] | RateRule = FOUR_RATE_RULES,
    confidence: float | None = 0.95,
    *,
    process: bool = False,
    period: str = "",
) -> pd.DataFrame:
    """Rates from counts, e.g. from a stored cube; counts are summed over everything that is not in `by`.

    >>> counts = pd.DataFrame({"satisfied_count": [2740], "mostly_satisfied_count": [116], "neutral_count": [65],
    ...                        "dissatisfied_count": [1183]})
    >>> rule = satisfaction_rule({"满意": 1, "基本满意": 0.7, "一般": 0.4, "不满意": 0})
    >>> row = rates_from_counts(counts, rules=[rule]).iloc[0]
    >>> round(float(row["value"]), 4), int(row["denominator"]), row["method"]
    (0.6938, 4104, 'Wilson, effective size')
    """
    by, rules, table = as_names(by), as_rules(rules), as_pandas(counts)
    check_names(table, [*by, *dict.fromkeys(name for rule in rules for name in rule.as_ripe(table.columns).counts)])
    table = table.sort_values(by, kind="stable", ignore_index=True) if by else table
    frames = []
    for place, rule in enumerate(rules):
        rates = _rates(table, by, rule.as_ripe(table.columns), confidence, process, period)
        rates = rates.assign(
            rate=rule.name, label=rule.label, cohort=COHORTS[rule.cohort], _group=range(len(rates)), _rule=place
        )
        frames.append(_without_unripe(rates, table, by, rule))
    names = [*by, "rate", "label", "cohort", *RATE_COLUMNS, "unripe_count"]
    if not frames:
        return pd.DataFrame(columns=names)
    whole = pd.concat(frames, ignore_index=True).sort_values(["_group", "_rule"], kind="stable", ignore_index=True)
    if "month" in by:
        whole["period"] = [month_label(month) for month in whole["month"]]
    return withhold(whole[names].astype({"value": float, "lower": float, "upper": float}), table, rules, by)


def _rates(
    table: pd.DataFrame, by: Sequence[str], rule: RateRule, confidence: float | None, process: bool, period: str
) -> pd.DataFrame:
    if rule.is_index:
        levels = {name: rule.credit.get(name, 0.0) for name in rule.below}
        rates = weighted_indices(
            table[[*by, *levels]], levels, by, confidence, basis=rule.basis, process=process, period=period
        )
    else:
        parts = table[[*by, *(["period"] if "period" in table.columns and "period" not in by else [])]].copy()
        # A sum of weights such as 0.7 × 116 must not end in …00000001.
        parts["_top"] = sum(table[name].astype(float) * weight for name, weight in rule.credit.items()).round(9)  # type: ignore[union-attr]
        parts["_bottom"] = sum(table[name].astype(float) * weight for name, weight in rule.below.items())
        level = confidence if rule.is_plain else None
        rates = proportions(parts, "_top", "_bottom", by, level, basis=rule.basis, process=process, period=period)
        if not rule.is_plain:
            rates["statistic"], rates["method"] = "ratio", EXACT
            rates["note"] = np.where(rates["note"] == "", NO_INTERVAL, rates["note"])
    empty = (rates["denominator"] == 0) & rates["value"].isna() & (rates["n_missing"] == 0)
    if rule.when_empty != "缺失":
        rates.loc[empty, "note"] += f"，按“{rule.when_empty}”处理"
    return rates


def _without_unripe(rates: pd.DataFrame, table: pd.DataFrame, by: Sequence[str], rule: RateRule) -> pd.DataFrame:
    """How many requests of each group are not due yet, and a note about them."""
    if not rule.is_time_bound or "unripe_count" not in table.columns:
        return rates.assign(unripe_count=0)
    waiting = (
        table.groupby(list(by), sort=False, dropna=False)["unripe_count"].sum() if by else [table["unripe_count"].sum()]
    )
    rates = rates.assign(unripe_count=np.asarray(waiting, dtype=np.int64))
    for place in np.flatnonzero(rates["unripe_count"]):
        told = f"未到期 {rates['unripe_count'].iloc[place]:,} 件，不计"
        note = rates["note"].iloc[place]
        rates.loc[place, "note"] = f"{note}；{told}" if note else told
    return rates
