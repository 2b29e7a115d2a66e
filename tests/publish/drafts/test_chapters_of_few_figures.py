"""What a chapter says where amounts are missing, two sheets name one row, or a table waits to be read again."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from stored_tables import YEAR, stored

from evallib.publish import UnitPage
from evallib.publish.drafts import figures, inputs, material
from evallib.publish.drafts.chapters import annexes, findings, money, people, requests


def drawn_from(root: Path, kind: str = "department", **tables: list[dict[str, Any]]) -> material.Material:
    page = UnitPage(stored(root, **tables))
    return material.Material(kind, page, inputs.Inputs(root), figures.FigureBook(YEAR))


def said(blocks: list[Any]) -> str:
    return "".join(material.text_of(block.pieces) for block in blocks if hasattr(block, "pieces"))


def amounts(*values: int | None) -> dict[str, Decimal | None]:
    names = ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan")
    return {name: None if value is None else Decimal(value) for name, value in zip(names, values, strict=True)}


@pytest.mark.parametrize(("values", "told"), [
    ((1000000, 1200000, None), "部门年初预算 100.00 万元，年中调增 20.00 万元（占年初预算 20.00%），调整后预算 120.00 万元，执行数未提供（"),
    ((None, 1200000, 600000), "部门调整后预算 120.00 万元，执行 60.00 万元，执行率 50.00%（"),
    ((1000000, None, 600000), "部门年初预算 100.00 万元，执行 60.00 万元（"),
])  # fmt: skip
def test_an_amount_that_is_missing_is_no_dash_in_a_sentence(tmp_path: Path, values: tuple[Any, ...], told: str) -> None:
    row = {"line_name": "合计", "row_kind": "total", **amounts(*values)}
    assert told in said(money.budget(drawn_from(tmp_path, budget_lines=[row])))


def test_a_project_without_execution_says_so(tmp_path: Path) -> None:
    row = {"project_name": "河道整治", **amounts(1000000, 1000000, None)}
    told = said(money.budget(drawn_from(tmp_path, project_lines=[row])))
    assert told.startswith("河道整治年初预算 100.00 万元、调整后预算 100.00 万元，执行数未提供（")


def test_a_count_that_nobody_filled_is_left_to_the_table(tmp_path: Path) -> None:
    rows = [{"topic": "案件受理", "dimension": "类型", "category": name, "cases_count": count}
            for name, count in (("噪音", 20), ("违建", None), ("停车", 30))]  # fmt: skip
    assert "按类型分，停车 30 件、噪音 20 件。" in said(requests.counts(drawn_from(tmp_path, case_counts=rows)))


def test_rows_of_one_name_on_two_sheets_are_two_figures(tmp_path: Path) -> None:
    rows = [{"category": "在编人员", "approved_count": 10, "actual_count": count, "source_sheet": sheet}
            for count, sheet in ((9, "机关"), (12, "事业"))]  # fmt: skip
    assert (
        "控制率 90.00%" in (told := said(people.staff(drawn_from(tmp_path, staff=rows)))) and "控制率 120.00%" in told
    )


def test_an_unnamed_sheet_is_called_by_its_kind_in_chinese(tmp_path: Path) -> None:
    made = drawn_from(tmp_path)
    sheet = {"file": "预算.xlsx", "sheet": "Sheet1", "title": "", "table": "budget_lines", "rows": 3}
    made.page.__dict__["gate"] = {"sheets": [sheet], "inputs": {}, "problems": [], "rejected": {}}
    [_, table] = annexes.inputs_table(made)
    assert [str(cell) for cell in table.rows[0].cells[:4]] == ["预算.xlsx", "Sheet1", "预算与支出情况", "3"]


def test_a_table_whose_file_changed_since_was_used_all_the_same(tmp_path: Path) -> None:
    made = drawn_from(tmp_path, staff=[{"category": "在编人员", "approved_count": 10, "actual_count": 9}])
    raw = made.page.data.workspace.raw_dir("town", YEAR) / "staff.csv"
    raw.write_text("类别,核定编制数,实有人数\n在编人员,10,9\n", encoding="utf-8")
    record = {"unit": "town", "year": YEAR, "sheets": [{"file": "staff.csv", "sheet": "staff", "title": "", "table": "staff", "rows": 1}],
              "problems": [], "inputs": {"staff.csv": "0" * 64}, "accepted": {"staff": 1}, "rejected": {}, "rules": [], "corrections": []}  # fmt: skip
    (made.page.data.folder / "intake.json").write_text(json.dumps(record), encoding="utf-8")
    told = said(findings.limits(made))
    assert "入库后原始文件有变动的资料：人员情况，本报告采用的是变动前的数据" in told and "人员情况，未采用" not in told
