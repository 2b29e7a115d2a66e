"""A rate that the data cannot tell is withheld with its reason, whole and by group; the others stay."""

from __future__ import annotations

import pandas as pd

from evallib.indicators import COUNTS, HUACAO_RULES, rates_from_counts


def counted(**told: int) -> dict[str, int]:
    return {**dict.fromkeys(COUNTS, 0), "cases_count": 10, "closed_count": 8, "ripe_count": 10, "ripe_closed_count": 8,
            "limited_count": 10, **told}  # fmt: skip


def test_each_group_is_judged_by_its_own_counts() -> None:
    rows = [
        counted() | {"group": "甲"},
        counted(unknown_state_count=2) | {"group": "乙"},
        counted(limited_count=0) | {"group": "丙"},
    ]
    rates = rates_from_counts(pd.DataFrame(rows), ["group"], HUACAO_RULES).set_index(["group", "rate"])
    assert rates.loc[("甲", "completion_rate"), "value"] == 0.8
    assert pd.isna(rates.loc[("乙", "completion_rate"), "value"]) and "2 件" in str(
        rates.loc[("乙", "completion_rate"), "note"]
    )
    assert rates.loc[("乙", "timeliness_rate"), "value"] == 1.0
    assert pd.isna(rates.loc[("丙", "timeliness_rate"), "value"]) and "没有处置时限" in str(
        rates.loc[("丙", "timeliness_rate"), "note"]
    )
    assert rates.loc[("丙", "completion_rate"), "value"] == 0.8


def test_one_unknown_state_withholds_the_whole() -> None:
    rates = rates_from_counts(pd.DataFrame([counted(), counted(unknown_state_count=1)]), (), HUACAO_RULES).set_index(
        "rate"
    )
    assert pd.isna(rates.loc["completion_rate", "value"]) and rates.loc["timeliness_rate", "value"] == 1.0
