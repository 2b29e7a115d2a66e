"""Satisfaction (满意度): a weighted index over the levels of an answer; the weights are part of the rule."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from evallib.indicators.parts import EXACT, MISSING_PART, RATE_COLUMNS, ZERO_DENOMINATOR


def weighted_satisfaction(answers: pd.DataFrame, amount: str = "answers_count") -> pd.Series:
    """Weighted satisfaction (满意度) = Σ(各等级数 × 权重) ÷ 表态人数.

    Args:
        answers: one row per level with column `amount` (people, or shares of the answers) and ``weight_rate``
            (fraction); a level without an answer may be missing.
        amount: ``answers_count`` for people, ``answers_rate`` for printed shares. Shares are weighted as printed
            and not divided again, so that rounded shares are not silently rescaled.

    Returns:
        A row of `RATE_COLUMNS`; the numerator is the weighted sum, the denominator the number of answers.

    Source: rule C222 of the 2023 huacao framework (100%, 70%, 40%, 0%); other rules bring other weights.

    >>> levels = pd.DataFrame({"answers_count": [2740, 116, 65, 1183],
    ...                        "weight_rate": [Decimal(1), Decimal("0.7"), Decimal("0.4"), Decimal(0)]}, dtype=object)
    >>> weighted_satisfaction(levels)["value"].quantize(Decimal("0.0001"))
    Decimal('0.6938')
    """
    told = answers[answers[amount].notna()]
    if told.empty or told["weight_rate"].isna().any():
        note = MISSING_PART if told.empty else "有等级没有权重"
        return _row(statistic=EXACT, note=note)
    amounts = [Decimal(str(value)) for value in told[amount]]
    weighted = sum((value * weight for value, weight in zip(amounts, told["weight_rate"], strict=True)), Decimal(0))
    respondents = sum(amounts, Decimal(0)) if amount == "answers_count" else Decimal(1)
    value, note = (weighted / respondents, "") if respondents else (None, ZERO_DENOMINATOR)
    return _row(value=value, numerator=weighted, denominator=respondents, statistic=EXACT, note=note)


def survey_indices(answers: pd.DataFrame) -> pd.DataFrame:
    """Weighted index of every survey (各项调查的满意度).

    Args:
        answers: clean survey_answers; 合计 rows are left out.

    Returns:
        One row per survey in order of appearance: ``survey``, ``given_as`` (人数 or 占比), and `RATE_COLUMNS`.

    >>> frame = pd.DataFrame({"survey": ["内部"] * 2, "option": ["非常满意", "较为满意"], "answers_count": [None, None],
    ...     "answers_rate": [Decimal("0.842"), Decimal("0.158")], "weight_rate": [Decimal(1), Decimal("0.8")],
    ...     "row_kind": ["line"] * 2}, dtype=object)
    >>> survey_indices(frame)[["survey", "given_as", "value"]].to_dict("records")
    [{'survey': '内部', 'given_as': '占比', 'value': Decimal('0.9684')}]
    """
    rows = []
    for survey, group in answers[answers["row_kind"] == "line"].groupby("survey", sort=False):
        counted = group["answers_count"].notna().any()
        index = weighted_satisfaction(group, "answers_count" if counted else "answers_rate")
        rows.append({"survey": survey, "given_as": "人数" if counted else "占比", **index.to_dict()})
    return pd.DataFrame(rows, columns=["survey", "given_as", *RATE_COLUMNS], dtype=object)


def _row(**known: object) -> pd.Series:
    return pd.Series({**dict.fromkeys(RATE_COLUMNS), **known}, dtype=object)
