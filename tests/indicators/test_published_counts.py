"""Growth of published counts: from the tables themselves, beside what is printed, and one name for two counts."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from evallib.indicators import (
    Break,
    count_growth,
    like_for_like,
    merged_institutions,
    partial_total,
    published_request_rates,
    shares,
    totals_by_year,
)
from evallib.publish import growth_sentences, pct, signed_pct


def test_growth_of_huacao_is_what_its_tables_say(clean) -> None:
    growths = count_growth(clean("huacao", 2023).history("case_counts"), 2023).set_index("topic")
    row = growths[growths["category"] == "群众投诉"].iloc[0]
    assert signed_pct(row["value"]) == "+97.92%" and row["source"] == "上年表" and "6,464" in row["note"]
    printed = growths.loc["群众投诉举报数据"]
    assert (
        signed_pct(printed["printed_value"]) == "-69.36%" and printed["value"] is None and "30,803" in printed["note"]
    )
    told = " ".join(growth_sentences(growths.reset_index()))
    assert "没有上年件数可以核对" in told and "同名不同数" in told


@pytest.mark.slow
def test_growth_of_pujin_and_maqiao(clean) -> None:
    pujin = count_growth(clean("pujin", 2023).history("case_counts"), 2023).set_index("category")
    assert signed_pct(pujin.loc["受理总数", "value"]) == "-52.53%" and pujin.loc["受理总数", "previous_count"] == 12038
    assert (pujin["note"] == "").all(), "types of different things may share a word"
    maqiao = count_growth(clean("maqiao", 2024).history("case_counts"), 2024).iloc[0]
    assert (maqiao["topic"], maqiao["cases_count"], maqiao["previous_count"]) == ("督查问题", 17, 44)


def test_the_filing_rate_behind_a_printed_completion_rate(clean) -> None:
    rates = published_request_rates(clean("pujin", 2023).table("case_counts")).set_index("name")
    assert pct(rates.loc["网格巡查·立案率", "value"]) == "97.72%"
    assert "与立案率（立案 ÷ 上报，97.72%）相符" in rates.loc["网格巡查·办结率", "note"]
    assert rates.loc["110非警情分流联动案件·办结率", "note"] == "" and rates["lower"].isna().all()


def test_shares_are_of_the_printed_total(clean) -> None:
    found = shares(clean("pujin", 2023).table("case_counts"))
    red = found[(found["topic"] == "红灯案件") & (found["dimension"] == "案件类型")]
    assert (
        set(red["total_count"]) == {66}
        and pct(red["share_rate"].iloc[0]) == "18.18%"
        and "列出 32 件" in red["note"].iloc[0]
    )


@pytest.mark.parametrize(
    ("breaks", "value", "word"),
    [((), Decimal(1), ""), ((Break("merged", "原安监所并入", Decimal(400)),), Decimal("0.2"), "机构并入"),
     ((Break("split", "某科室分出", previous_less=Decimal(100)),), Decimal("1.5"), "机构分出"),
     ((Break("definition", "满意改按等级加权", comparable=False),), None, "口径改变")],
)  # fmt: skip
def test_growth_like_for_like_stands_beside_the_raw_one(
    breaks: tuple[Break, ...], value: Decimal | None, word: str
) -> None:
    row = like_for_like(Decimal(1000), Decimal(500), breaks)
    assert row["raw_value"] == 1 and row["value"] == value and word in row["note"]


def test_without_a_basis_there_is_no_growth() -> None:
    row = like_for_like(Decimal(5), None, [Break("period", "时段不同")])
    assert row["value"] is None and "缺少" in row["note"]
    nothing = count_growth(pd.DataFrame({"year": [2023], "topic": ["甲"], "category": ["乙"], "subcategory": [None],
                                         "cases_count": [3], "change_count": [None], "row_kind": ["line"]}), 2023)  # fmt: skip
    assert nothing.empty


def test_a_merger_is_taken_out_and_a_part_is_named(clean) -> None:
    data = clean("huacao", 2023)
    breaks = merged_institutions(data.table("budget_departments"), 2023)
    totals = totals_by_year(data.history("budget_lines")).set_index("year")["adjusted_budget_yuan"]
    row = like_for_like(totals[2023], totals[2022], breaks)
    assert (
        signed_pct(row["raw_value"]) == "+125.16%"
        and signed_pct(row["value"]) == "+27.68%"
        and "安监所并入" in row["note"]
    )
    assert merged_institutions(data.table("budget_departments"), 2022) == []
    part = partial_total(Decimal("3708800"), Decimal("8812000"), "所列项目")
    assert part is not None and part.reason == "所列项目只占 42.1%" and like_for_like(2, 1, [part])["value"] is None
    assert (
        partial_total(Decimal(999), Decimal(1000), "所列项目") is None and partial_total(None, Decimal(1), "") is None
    )
