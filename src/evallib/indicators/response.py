"""Response (回访各步): 抽查 → 接通 → 表态 → 满意, what those who did not answer could change, and weighting by type.

Sources: bounds without assumptions: Manski (1989), Journal of Human Resources 24, 343–360; weighting by type: Cochran
(1977), Sampling Techniques, 3rd ed., chapter 5.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from evallib.indicators import intervals
from evallib.indicators.exact_numbers import is_missing
from evallib.indicators.frames import as_pandas, column, numbers
from evallib.indicators.proportions import proportion

STEPS: dict[str, str] = {"sampled_count": "抽查", "reached_count": "接通", "rated_count": "表态", "good_count": "满意"}


def response_funnel(counts: Mapping[str, Any]) -> pd.DataFrame:
    """The steps from the sample to the good answers, each against the one before (漏斗).

    Args:
        counts: ``sampled_count``, ``reached_count``, ``rated_count``, ``good_count``; a step that is not known may be
            missing or None.

    Returns:
        One row per known step: ``step``, ``label``, ``count``, ``step_rate`` (of the step before), ``whole_rate`` (of
        the first), ``note`` where a step has more than the one before.

    >>> response_funnel({"sampled_count": 616, "rated_count": 549, "good_count": 352})["step_rate"].round(4).tolist()
    [1.0, 0.8912, 0.6412]
    """
    rows: list[dict[str, Any]] = []
    for name, label in STEPS.items():
        amount = counts.get(name)
        if amount is None or pd.isna(amount):
            continue
        before, first = (rows[-1]["count"], rows[0]["count"]) if rows else (amount, amount)
        note = f"多于{rows[-1]['label']}数，请核对" if amount > before else ""
        rows.append(
            {
                "step": name,
                "label": label,
                "count": int(amount),
                "note": note,
                "step_rate": amount / before if before and not note else math.nan,
                "whole_rate": amount / first if first and not note else math.nan,
            }
        )
    return pd.DataFrame(rows, columns=["step", "label", "count", "step_rate", "whole_rate", "note"])


def response_bounds(good: float | None, rated: int | None, sampled: int | None) -> pd.Series:
    """The rate among those who answered, and what it would be if all others had answered badly, or well.

    Args:
        good: good answers; of weighted levels, the sum of their weights.
        rated: answers.
        sampled: asked.

    Returns:
        A row of `RATE_COLUMNS` of the answers, with ``worst_value``, ``best_value`` and ``response_rate``.

    >>> row = response_bounds(352, 549, 616)
    >>> [round(float(row[name]), 4) for name in ("value", "worst_value", "best_value")]
    [0.6412, 0.5714, 0.6802]
    """
    row = proportion(good, rated, basis="回访")
    for name in ("worst_value", "best_value", "response_rate"):
        row[name] = math.nan
    if good is None or rated is None or sampled is None or is_missing(good) or is_missing(rated) or is_missing(sampled):
        row["note"] = row["note"] or "抽查数未知，无法给出上下界"
    elif rated > sampled > 0:
        row["note"] = "表态数多于抽查数，请核对"
    elif sampled > 0 and 0 <= good <= rated:
        row["worst_value"], row["best_value"] = good / sampled, (good + sampled - rated) / sampled
        row["response_rate"] = rated / sampled
    return row


def published_response(rates: pd.DataFrame) -> pd.DataFrame:
    """The steps behind published rates (抽查 → 表态 → 满意): who was sampled, who was counted, who was content.

    How many were reached is not published with them. Where the counted ones are fewer than the sampled ones they are
    those that the printed rate implies (推算分母), and the bounds say what the others could change.

    Args:
        rates: frame of `evallib.indicators.four_rates.four_rates`.

    Returns:
        One row per rate whose sample is known: ``year``, ``indicator``, ``period``, ``sampled_count``, ``rated_count``,
        ``good_count``, ``response_rate``, ``value``, ``lower``, ``upper``, ``worst_value``, ``best_value``,
        ``is_implied``, ``note``; the counts are missing where several denominators fit the printed rate.

    >>> from evallib.indicators.four_rates import four_rates
    >>> printed = {"year": 2023, "indicator": "市民满意率", "rate": 0.6412, "sampled_count": 616, "failed_count": 197}
    >>> row = published_response(four_rates([printed])).iloc[0]
    >>> row["rated_count"], row["good_count"], round(row["worst_value"], 4), round(row["best_value"], 4)
    (549, 352, 0.5714, 0.6802)
    """
    rows = []
    for rate in rates[rates["sampled_count"].notna() & rates["value"].notna()].to_dict("records"):
        known = not is_missing(rate["denominator"])
        sampled = int(rate["sampled_count"])
        rated, good = (int(rate[name]) if known else None for name in ("denominator", "numerator"))
        bounds = response_bounds(good, rated, sampled)
        rows.append(
            {
                **{name: rate[name] for name in ("year", "indicator", "period", "value", "lower", "upper", "note")},
                "sampled_count": sampled,
                "rated_count": rated,
                "good_count": good,
                "is_implied": rate["basis"] == "回访",
                **{name: bounds[name] for name in ("response_rate", "worst_value", "best_value")},
            }
        )
    names = [
        "year",
        "indicator",
        "period",
        "sampled_count",
        "rated_count",
        "good_count",
        "response_rate",
        "value",
        "lower",
        "upper",
        "worst_value",
        "best_value",
        "is_implied",
        "note",
    ]
    return pd.DataFrame(rows, columns=names, dtype=object)


def stratified_rate(
    frame: Any, numerator: str, denominator: str, size: str, confidence: float | None = 0.95
) -> pd.Series:
    """A rate weighted by the sizes of its groups (按类型加权), so that types that answer often do not speak for all.

    Args:
        frame: one row per group (诉求类型).
        numerator: column with good answers.
        denominator: column with answers.
        size: column with all requests of the group.
        confidence: level of the interval, None for none; Wilson's with the effective number of answers.

    Returns:
        ``value``, ``lower``, ``upper``, ``plain_value`` (not weighted), ``effective_size``, ``note`` (which share of
        the requests lies in groups without an answer, which are left out).

    >>> types = pd.DataFrame({"good": [90, 10], "rated": [100, 20], "all": [500, 500]})
    >>> row = stratified_rate(types, "good", "rated", "all")
    >>> round(row["value"], 3), round(row["plain_value"], 3)
    (0.7, 0.833)
    """
    table = as_pandas(frame)
    good, rated, whole = (numbers(column(table, name))[0] for name in (numerator, denominator, size))
    wrong = (good < 0) | (good > rated)
    known = (rated > 0) & ~np.isnan(good) & (whole > 0) & ~wrong
    empty = {
        "value": math.nan,
        "lower": math.nan,
        "upper": math.nan,
        "plain_value": math.nan,
        "effective_size": math.nan,
    }
    if not known.any():
        return pd.Series(empty | {"note": "没有可加权的表态"}, dtype=object)
    share = good[known] / rated[known]
    weight = whole[known] / whole[known].sum()
    value = float((weight * share).sum())
    # Laplace's half keeps a group where all agree from claiming certainty.
    smooth = (good[known] + 0.5) / (rated[known] + 1)
    variance = float((weight**2 * smooth * (1 - smooth) / rated[known]).sum())
    effective = value * (1 - value) / variance if 0 < value < 1 else float(rated[known].sum())
    low, high = intervals.wilson(np.array([value]), np.array([effective]), confidence)
    left = float(np.nansum(whole[~known]) / np.nansum(whole))
    said = "没有表态或数字不可能的类型" if wrong.any() else "没有表态的类型"
    note = f"{said}占案件的 {left:.1%}，未计入" if left > 0 else ""
    return pd.Series(
        {
            "value": value,
            "lower": float(low[0]),
            "upper": float(high[0]),
            "plain_value": float(good[known].sum() / rated[known].sum()),
            "effective_size": effective,
            "note": note,
        },
        dtype=object,
    )
