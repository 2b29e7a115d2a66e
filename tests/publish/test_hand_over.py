"""What stands beside a page: each file for itself, nothing of an earlier run, and a reason for what is not there."""

import pytest
from spreadsheet import printed_size

from evallib.checks import UnitData, clean_unit
from evallib.model import EvallibError, Problem
from evallib.publish import hand_over as module
from evallib.publish import withdraw
from evallib.publish.hand_over import hand_over

pytestmark = pytest.mark.slow

BUDGET = [
    ["单位：万元"], ["科目", "年初预算", "调整后预算", "执行金额", "执行率"], ["人员经费", 30, 30, 30, "100%"],
    ["公用经费", 20, 20, 10, "50%"], ["合计", 50, 50, 41, "82%"],
]  # fmt: skip


@pytest.fixture
def data(empty_workspace, workbook):
    """A unit whose 合计 is wrong, checked in."""
    workbook({"预算与支出情况": BUDGET}, empty_workspace.raw_dir("town", 2023) / "预算.xlsx")
    clean_unit(empty_workspace.at("town", 2023))
    empty_workspace.report_dir("town", 2023).mkdir(parents=True)
    return UnitData(empty_workspace, "town", 2023)


def names(data):
    return {path.name for path in data.workspace.report_dir("town", 2023).iterdir()}


def test_everything_that_can_be_made_is_there(data):
    assert hand_over(data) == {}
    assert {"tables", "checks", "勾稽核对.xlsx"} <= names(data)


def test_the_workbook_tells_the_findings_of_the_page(data):
    import openpyxl

    hand_over(data)
    sheet = openpyxl.load_workbook(data.workspace.report_dir("town", 2023) / "勾稽核对.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [(row[4], row[5], row[7]) for row in rows] == [("41 万元", "40 万元", "预算.xlsx › 预算与支出情况 › D5")]
    assert printed_size(sheet) >= 0.85  # of A4 across: what is signed can be read on paper


def test_one_file_that_cannot_be_made_takes_no_other_along(data, monkeypatch):
    def refuse(*_):
        raise EvallibError(Problem("x", "写不出来"))

    monkeypatch.setattr(module, "write_checks", refuse)
    assert hand_over(data) == {"校验结果": "[错误] 写不出来"}
    assert "勾稽核对.xlsx" in names(data) and "checks" not in names(data)


def test_an_internal_error_is_one_chinese_line(data, monkeypatch):
    monkeypatch.setattr(module, "write_findings_workbook", lambda *_: next(iter([])))
    told = hand_over(data)
    assert told == {"勾稽核对": "程序内部错误（StopIteration：）"}


def test_what_an_earlier_run_left_is_withdrawn(data):
    folder = data.workspace.report_dir("town", 2023)
    for name in ("评价底稿.xlsx", "绩效自评表.docx", "scorecard.json", "result.json", "index.html"):
        (folder / name).write_bytes(b"of an earlier run")
    hand_over(data)
    assert {"result.json", "index.html", "勾稽核对.xlsx"} <= names(data)
    assert not {"评价底稿.xlsx", "绩效自评表.docx", "scorecard.json"} & names(data)
    withdraw(folder)
    assert "勾稽核对.xlsx" not in names(data) and "index.html" in names(data)
