"""The book of findings: what disagrees inside a table, each fault once, with its cell; and what else the gate said."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.checks import TableFinding, clean_unit, each_once, other_problems, read_findings, read_record, severity_of
from evallib.checks.completion_rates import completion_rates
from evallib.identities import Disagreement

pytestmark = pytest.mark.slow

BUDGET = [
    ["单位：万元"], ["科目", "年初预算", "调整后预算", "执行金额", "执行率"], ["人员经费", 30, 30, 30, "100%"],
    ["公用经费", 20, 20, 10, "50%"], ["合计", 50, 50, 41, "82%"],
]  # fmt: skip


def finding(code="sum.amount", cell="D5", printed="41 万元"):
    return TableFinding(
        "budget_lines", code, "score", "合计不等", printed, "40 万元", "30 + 10 = 40", "预算.xlsx", "预算", cell
    )


@pytest.fixture
def record(empty_workspace, workbook):
    """The gate's record of a unit that handed in these sheets."""

    def make(**sheets):
        for name, rows in sheets.items():
            workbook({name: rows}, empty_workspace.raw_dir("town", 2023) / f"{name}.xlsx")
        clean_unit(empty_workspace.at("town", 2023))
        return read_record(empty_workspace.at("town", 2023))

    return make


def test_the_gate_records_each_disagreement(record):
    (found,) = read_findings(record(预算与支出情况=BUDGET))
    assert (found.code, found.severity, found.cell) == ("sum.amount", "score", "D5")
    assert (found.printed, found.recomputed) == ("41 万元", "40 万元")
    assert found.arithmetic == "30 + 10 = 40" and found.message.startswith("2023年合计的执行金额")


def test_what_is_a_finding_is_no_second_time_a_problem(record):
    told = record(预算与支出情况=BUDGET)
    assert [problem["cell"] for problem in told["problems"] if problem["severity"] == "warning"] == ["D5"]
    assert not [problem for problem in other_problems(told) if problem["severity"] == "warning"]


def test_a_table_that_was_refused_has_no_findings_and_keeps_its_problems(record):
    rows = [list(row) for row in BUDGET]
    rows[2][1] = -30
    told = record(预算与支出情况=rows)
    assert told["rejected"] == ["budget_lines"] and told["findings"] == []
    assert {problem["cell"] for problem in other_problems(told)} >= {"B3", "D5"}


def test_of_one_cell_and_family_the_first_is_told():
    assert [item.printed for item in each_once([finding(), finding(printed="again")])] == ["41 万元"]
    assert len(each_once([finding(), finding(code="rate.execution")])) == 2


def test_a_doubt_about_the_unit_explains_the_sum_that_it_spoils():
    codes = [item.code for item in each_once([finding(), finding(code="unit.column"), finding(cell="D4")])]
    assert codes == ["unit.column", "sum.amount"]


@pytest.mark.parametrize(
    ("code", "rounding", "kind", "severity"),
    [
        ("sum.amount", False, "total", "score"),
        ("sum.amount", False, "subtotal", "contradiction"),
        ("sum.amount", True, "total", "rounding"),
        ("rate.execution", False, "total", "contradiction"),
        ("unit.column", False, "total", "wording"),
    ],
)
def test_severity(code, rounding, kind, severity):
    assert severity_of(code, Disagreement(0, "n", "合计", "4", "3", "", rounding), kind) == severity


def counts(printed):
    rows = [("已结案", "line", 97, printed), ("处理中", "line", 3, None), ("立案合计", "total", 100, None)]
    frame = pd.DataFrame(rows, columns=["category", "row_kind", "cases_count", "printed_rate"], dtype=object)
    return frame.assign(topic="案件处置", dimension="案件状态", subcategory=None)


@pytest.mark.parametrize(("printed", "told"), [("0.97", 0), ("0.9700", 0), ("0.98", 1), ("0.9701", 1)])
def test_completion_rates(printed, told):
    found = list(completion_rates(counts(Decimal(printed))))
    assert len(found) == told
    assert not told or (found[0].column, found[0].recomputed, found[0].arithmetic) == (
        "printed_rate", "97.00%", "97 ÷ 100 = 97.00%",
    )  # fmt: skip
