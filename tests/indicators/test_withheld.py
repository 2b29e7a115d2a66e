"""A rate that the data cannot tell is withheld with its reason, whole and by group; the others stay."""

from __future__ import annotations

import pandas as pd

from evallib.indicators import COUNTS, HUACAO_RULES, rates_from_counts, rules


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


def test_marks_that_no_request_tells_are_not_nought() -> None:
    """A file without a column of repeats, red lights or returns has no rate of them; where some are told, a blank means no."""
    marked = ("red_light_rate", "repeated_rate", "returned_rate")
    usual = rules(rates=[*marked, "overdue_rate"])
    for told, values in (
        ({}, [None, None, None, 0.0]),
        ({"known_repeated_count": 1, "repeated_count": 1}, [None, 0.1, None, 0.0]),
        ({"known_red_light_count": 10, "known_repeated_count": 10, "known_returned_count": 10}, [0.0, 0.0, 0.0, 0.0]),
    ):
        rates = (
            rates_from_counts(pd.DataFrame([counted(**told)]), (), usual)
            .set_index("rate")
            .loc[[*marked, "overdue_rate"]]
        )
        assert [None if pd.isna(value) else value for value in rates["value"]] == values
        assert all(("标记" in note) == (value is None) for note, value in zip(rates["note"], values, strict=True))


def test_a_mark_told_in_one_group_means_no_in_the_others() -> None:
    rows = [counted(known_repeated_count=2, repeated_count=2) | {"group": "甲"}, counted() | {"group": "乙"}]
    rates = rates_from_counts(pd.DataFrame(rows), ["group"], rules(rates=["repeated_rate"]))
    assert dict(zip(rates["group"], rates["value"], strict=True)) == {"甲": 0.2, "乙": 0.0}
