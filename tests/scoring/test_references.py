"""References into clean tables: one row, its cell, and a message for everything else."""

from decimal import Decimal

import pytest
from shipped import unit_data

from evallib.model import EvallibError
from evallib.scoring import resolver


@pytest.fixture(scope="module")
def resolve():
    return resolver(unit_data("huacao", 2023))


def test_a_value_knows_its_cell(resolve):
    where = {"topic": "案件处置", "category": "已结案"}
    found = resolve({"table": "case_counts", "column": "cases_count", "where": where})
    assert (found.value, found.place) == (Decimal(38581), "案件与四率.xlsx › 案件状态 › C4")


def test_another_year_comes_from_its_newest_statement(resolve):
    found = resolve({"table": "four_rates", "column": "rate", "year": "2022", "where": {"indicator": "市民满意率"}})
    assert found.value == Decimal("0.8138")


def test_items_leave_out_what_has_no_base(resolve):
    asked = {"table": "project_lines", "column": "executed_yuan", "each": "project_name", "base": "initial_budget_yuan"}
    items = resolve(asked)
    assert len(items) == 10  # four of the fourteen projects of the year had no initial budget
    assert items["单兵"].value == (Decimal("5.02") - Decimal("4.36")) / Decimal("5.02")


def test_rows_are_counted(resolve):
    asked = {"table": "work_plan", "count": True, "where": {"task_kind": "年度计划", "completed": "已完成"}}
    assert resolve(asked).value == 5


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"table": "case_count", "column": "cases_count"}, "scoring.reference_table", "case_counts"),
        ({"table": "case_counts", "column": "cases"}, "scoring.reference_column", "cases_count"),
        ({"table": "case_counts", "column": "cases_count"}, "scoring.reference_rows", "应对应一行"),
        ({"table": "case_counts", "colum": "cases_count"}, "scoring.reference", "colum"),
        ({"table": "case_counts", "where": {"category": "已结案"}}, "scoring.reference", "可用的列：topic"),
        ({"table": "project_lines", "column": "executed_yuan", "each": "project_name"}, "scoring.reference", "base"),
        ({"table": "work_plan", "column": "completed", "sum": True}, "scoring.reference_sum", "文字不能相加"),
        (
            {"table": "staff", "column": "approved_count", "where": {"category": "内勤"}},
            "scoring.reference_empty",
            "没有数",
        ),
    ],
)
def test_what_cannot_be_looked_up_is_said(resolve, asked, code, said):
    with pytest.raises(EvallibError) as error:
        resolve(asked)
    assert error.value.problems[0].code == code
    assert said in str(error.value)
