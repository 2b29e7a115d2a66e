"""Satisfaction (满意度): a weighted index over the levels of an answer; the weights are part of the rule."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.indicators.frames import as_pandas, check_names
from evallib.indicators.measures import weighted_indices
from evallib.indicators.parts import IMPOSSIBLE, MISSING_PART, RATE_COLUMNS, WEIGHTED, ZERO_DENOMINATOR, Basis
from evallib.indicators.printed import answers_from_shares
from evallib.indicators.proportions import empty_rate, proportion

#: Levels of a satisfied answer, and answers that give no opinion.
SATISFIED = r"(?:非常|十分|很|比较|较为|较|基本)?满意"
NO_OPINION = r"不了解|不清楚|不知道|说不清|弃权|未表态|未评价|未作答"
NO_WEIGHT = "部分等级未设权重，未计算加权满意度"


def weighted_satisfaction(
    answers: pd.DataFrame, amount: str = "answers_count", confidence: float | None = 0.95, basis: Basis = "抽样"
) -> pd.Series:
    """Weighted satisfaction (满意度) = Σ(各等级数 × 权重) ÷ 表态人数, exact, with the interval of its sample.

    Where only shares are printed, the number of answers is deduced if one alone fits (68.4% and 31.6% come from 19),
    and the note says so; otherwise there is no interval.

    Args:
        answers: one row per level with column `amount` (people, or shares of the answers) and ``weight_rate``
            (fraction); a level without an answer may be missing.
        amount: ``answers_count`` for people, ``answers_rate`` for printed shares. Shares are weighted as printed
            and not divided again, so that rounded shares are not silently rescaled.
        confidence: level of the interval; None for none.
        basis: 抽样 or 回访; 全量 where everybody was asked and answered, without an interval.

    Returns:
        A row of `RATE_COLUMNS`; the numerator is the weighted sum, the denominator the number of answers.

    Source: rule C222 of the 2023 huacao framework (100%, 70%, 40%, 0%); other rules bring other weights.

    >>> levels = pd.DataFrame({"answers_count": [2740, 116, 65, 1183],
    ...                        "weight_rate": [Decimal(1), Decimal("0.7"), Decimal("0.4"), Decimal(0)]}, dtype=object)
    >>> row = weighted_satisfaction(levels)
    >>> row["value"].quantize(Decimal("0.0001")), round(row["lower"], 4), round(row["upper"], 4)
    (Decimal('0.6938'), 0.6798, 0.7074)
    """
    table = as_pandas(answers)
    told = table[table[amount].notna()]
    known: dict[str, Any] = {
        "statistic": "weighted index",
        "method": WEIGHTED,
        "basis": basis,
        "value": None,
        "numerator": None,
        "denominator": None,
    }
    if told.empty or told["weight_rate"].isna().any():
        return empty_rate(MISSING_PART if told.empty else NO_WEIGHT, **known)
    amounts = [Decimal(str(value)) for value in told[amount]]
    weights = [Decimal(str(weight)) for weight in told["weight_rate"]]
    if any(not number.is_finite() or number < 0 for number in amounts):
        return empty_rate(IMPOSSIBLE, **known)
    weighted = sum((value * weight for value, weight in zip(amounts, weights, strict=True)), Decimal(0))
    people = amount == "answers_count"
    respondents = sum(amounts, Decimal(0)) if people else Decimal(1)
    if not respondents:
        return empty_rate(ZERO_DENOMINATOR, **known)
    row = empty_rate("", **known | {"value": weighted / respondents, "numerator": weighted, "denominator": respondents})
    counts, size, note = [float(number) for number in amounts], respondents, ""
    if not people:
        implied = answers_from_shares(told[amount])
        if implied is None:
            row["note"] = "只有占比，表态人数无法推定，不给区间"
            return row
        counts, size = [float(number) for number in implied[0]], Decimal(implied[1])
        note = f"只有占比；与各占比都相符的最少表态人数为 {size} 人，区间按此计算"
    lower, upper = _interval(counts, [float(weight) for weight in weights], confidence, basis)
    row["lower"], row["upper"], row["note"] = lower, upper, note
    row["confidence"] = confidence if not math.isnan(lower) else math.nan
    return row


def survey_indices(answers: Any, confidence: float | None = 0.95) -> pd.DataFrame:
    """Weighted index of every survey (各项调查的满意度), with the interval of its sample.

    Args:
        answers: clean survey_answers; 合计 rows (``row_kind``) are left out.
        confidence: level of the intervals; None for none.

    Returns:
        One row per survey in order of appearance: ``survey``, ``given_as`` (人数 or 占比), and `RATE_COLUMNS`.

    >>> frame = pd.DataFrame({"survey": ["内部"] * 2, "option": ["非常满意", "较为满意"], "answers_count": [None, None],
    ...     "answers_rate": [Decimal("0.842"), Decimal("0.158")], "weight_rate": [Decimal(1), Decimal("0.8")],
    ...     "row_kind": ["line"] * 2}, dtype=object)
    >>> survey_indices(frame)[["survey", "given_as", "value"]].to_dict("records")
    [{'survey': '内部', 'given_as': '占比', 'value': Decimal('0.9684')}]
    """
    rows, table = [], as_pandas(answers)
    check_names(table, ["survey", "weight_rate"])
    lines = table[table["row_kind"] == "line"] if "row_kind" in table else table
    for survey, group in lines.groupby("survey", sort=False):
        counted = "answers_count" in group and group["answers_count"].notna().any()
        index = weighted_satisfaction(group, "answers_count" if counted else "answers_rate", confidence)
        rows.append({"survey": survey, "given_as": "人数" if counted else "占比", **index.to_dict()})
    return pd.DataFrame(rows, columns=["survey", "given_as", *RATE_COLUMNS], dtype=object)


def satisfied_shares(answers: Any, confidence: float | None = 0.95) -> pd.DataFrame:
    """满意率 of every survey: those at a satisfied level ÷ those who gave an opinion, with the sample's interval.

    Args:
        answers: clean survey_answers with ``answers_count``; surveys without counts are left out, 合计 rows too.
        confidence: level of the intervals; None for none.

    Returns:
        One row per survey in order of appearance: ``survey``, ``options`` (the levels that count as satisfied), and
        `RATE_COLUMNS`.

    >>> frame = pd.DataFrame({"survey": "某社区", "option": ["非常满意", "满意", "一般", "不满意", "不了解"],
    ...                       "answers_count": [92, 80, 20, 10, 8]})
    >>> row = satisfied_shares(frame).iloc[0]
    >>> row["options"], row["numerator"], row["denominator"], round(row["value"], 4)
    ('非常满意、满意', 172, 202, 0.8515)
    """
    table = as_pandas(answers)
    check_names(table, ["survey", "option", "answers_count"])
    lines = table[table["row_kind"] == "line"] if "row_kind" in table else table
    rows = []
    for survey, group in lines[lines["answers_count"].notna()].groupby("survey", sort=False):
        opinions = group[~group["option"].astype(str).str.fullmatch(NO_OPINION)]
        happy = opinions[opinions["option"].astype(str).str.fullmatch(SATISFIED)]
        if happy.empty or len(happy) == len(opinions):
            continue
        row = proportion(int(happy["answers_count"].sum()), int(opinions["answers_count"].sum()), confidence)
        rows.append({"survey": survey, "options": "、".join(happy["option"]), **row.to_dict()})
    return pd.DataFrame(rows, columns=["survey", "options", *RATE_COLUMNS], dtype=object)


def _interval(counts: list[float], weights: list[float], confidence: float | None, basis: Basis) -> tuple[float, float]:
    # Two levels may have one weight; each keeps its own column.
    table = pd.DataFrame([counts], columns=[f"level_{place}" for place in range(len(counts))])
    row = weighted_indices(table, dict(zip(table.columns, weights, strict=True)), (), confidence, basis=basis).iloc[0]
    return float(row["lower"]), float(row["upper"])
