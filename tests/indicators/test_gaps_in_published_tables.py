"""Empty cells in published tables: what they leave out is missing, never a sum or a rate of the rest."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.checks import answer
from evallib.identities import find_wholes
from evallib.indicators import count_growth, published_request_rates, shares, totals_by_year


def counts(*rows, **same):
    frame = pd.DataFrame([{"subcategory": None, "row_kind": "line"} | same | row for row in rows])
    return frame.astype({"cases_count": "Int64"})


@pytest.mark.parametrize(("total", "closed"), [(None, 5), (9, None)])
def test_a_status_table_with_an_empty_cell_has_no_rate(total, closed):
    """The empty cell ended in an error of the program instead."""
    rows = (
        {"category": "合计", "row_kind": "total", "cases_count": total},
        {"category": "已结案", "cases_count": closed},
        {"category": "处理超时案件", "cases_count": None},
    )
    found = published_request_rates(counts(*rows, topic="案件", dimension="案件状态", printed_rate=Decimal("0.9")))
    assert found["value"].isna().all() and set(found["note"]) == {"缺少分子或分母"}
    assert "案件·办结率" in list(found["name"])


def test_sums_that_lack_a_line_are_no_basis():
    topics = [("2022年督查问题", 10, 20), ("督查问题", 10, None)]
    lines = [
        {"topic": topic, "category": kind, "cases_count": count}
        for topic, *both in topics
        for kind, count in zip("甲乙", both, strict=True)
    ]
    whole = [line | {"cases_count": line["cases_count"] or 50} for line in lines]
    assert count_growth(counts(*lines, year=2023, change_count=None), 2023).empty
    assert count_growth(counts(*whole, year=2023, change_count=None), 2023)["value"].tolist() == [Decimal(1)]


def test_shares_of_a_table_with_a_gap_need_its_printed_total():
    lines = [{"category": kind, "cases_count": count} for kind, count in (("甲", 1), ("乙", 3), ("丙", None))]
    same = {"topic": "督查", "dimension": "类型"}
    assert shares(counts(*lines, **same)).empty
    printed = {"category": "合计", "row_kind": "total", "cases_count": 8}
    told = shares(counts(*lines, printed, **same))
    assert told["share_rate"].tolist()[:2] == [0.125, 0.375] and told["note"][0] == "列出 4 件，合计 8 件"


def test_an_amount_that_no_line_tells_is_missing():
    amounts = {"initial_budget_yuan": None, "adjusted_budget_yuan": Decimal(5), "executed_yuan": Decimal(4)}
    lines = pd.DataFrame([{"year": 2023, "row_kind": "line", "level": 1} | amounts] * 2, dtype=object)
    row = totals_by_year(lines).iloc[0]
    assert row["initial_budget_yuan"] is None and row["note"] == "调整率：缺少分子或分母"
    assert (row["adjusted_budget_yuan"], row["execution_rate"]) == (10, Decimal("0.8"))


def test_a_completion_rate_that_differs_is_told_where_it_stands():
    """It was told at the first cell of the table that prints the same percentage, and could not run beside an empty cell."""
    half = Decimal("0.5")
    rows = [
        {"topic": "来源", "category": "网格", "cases_count": 5, "printed_rate": half},
        {"topic": "案件", "category": "合计", "row_kind": "total", "cases_count": 10, "printed_rate": None},
        {"topic": "案件", "category": "已结案", "cases_count": 9, "printed_rate": half},
    ]
    table = counts(*rows, dimension="案件状态")
    table["dimension"] = ["类型", "案件状态", "案件状态"]
    found = answer("expect_completion_rates_to_agree", {}, table)
    assert [(one.row, one.printed, one.recomputed) for one in found.found] == [(2, "50.00%", "90.00%")]
    table.loc[1, "cases_count"] = pd.NA
    assert answer("expect_completion_rates_to_agree", {}, table).passed


def test_a_subtotal_of_nobody_is_called_by_its_own_name():
    table = pd.DataFrame(
        {"row_kind": ["line", "subtotal"], "line_name": ["基本支出", "小计"], "department": ["甲", None]}
    )
    assert [whole.name for whole in find_wholes(table, "named", "line_name", (), "department")] == ["小计"]
