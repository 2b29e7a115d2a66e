"""What of a handed-in sheet stands in its checked copy: no person, nothing that was not read, no number of anybody."""

from io import BytesIO

import openpyxl
import pytest

from evallib.checks import check_unit, clean_unit
from evallib.intake import PERSON, UNREAD, read_workbook, table_columns
from evallib.model import Problem
from evallib.privacy import is_person_header
from evallib.publish import checked_copy

PLAN = [
    ["2023年"],
    ["工作任务", "任务类别", "是否完成", "完成说明", "联系电话", "姓名", "附注"],
    ["甲", "重点", "已完成", "联系138\u200b1234\u200b5678", 13900000099, "王建军", "随便写的"],
    ["乙", "重点", "完工啦", 13800000098, 13900000097, "李四", None],
]
CASES = [
    ["工单编号", "受理时间", "诉求内容", "地址", "联系电话", "诉求人", "内部备注"],
    ["S1", "2023-03-05 10:00", "市民王小明反映漏水", "幸福路88弄5号402室", 13900000001, "王建军", "张建国说的"],
    [13900000021, "三月", "x", "y", "13900000002", "阿布都", "无"],
]


def copied(path, problems):
    book = openpyxl.load_workbook(BytesIO(checked_copy(path, problems, "某镇")))
    return book.worksheets[1]


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_table_with_persons_and_unread_columns(workbook, empty_workspace):
    name = "计划13900000096"
    path = workbook({name: PLAN}, empty_workspace.raw_dir("town", 2023) / "计划.xlsx")
    problems = check_unit(empty_workspace.at("town", 2023)).problems
    sheet = copied(path, problems)
    assert sheet.title == "计划139____0096"
    assert values(sheet)[1:] == [
        ["工作任务", "任务类别", "是否完成", "完成说明", "联系电话", "姓名", "附注"],
        ["甲", "重点", "已完成", "联系138****5678", PERSON, PERSON, UNREAD],
        ["乙", "重点", "完工啦", "138****0098", PERSON, PERSON, None],
    ]
    wrong = sheet["C4"]
    assert wrong.comment and wrong.fill.fgColor.rgb.endswith("F4B6B1"), "the masked name of the sheet finds its sheet"


def test_what_the_gate_recognised_is_not_recognised_again(workbook, empty_workspace, monkeypatch):
    at = empty_workspace.at("town", 2023)
    rows = [[str(cell).replace("是否完成", "办妥没有") for cell in row] for row in PLAN]
    path = workbook({"计划": rows}, at.raw_dir / "计划.xlsx")
    own = "tables:\n  work_plan: {completed: [办妥没有]}\n"
    (at.raw_dir.parent / "mapping.yaml").write_text(own, encoding="utf-8")
    problems = clean_unit(at).problems
    monkeypatch.setattr("evallib.intake.copied_columns.table_columns", None)
    monkeypatch.setattr("evallib.intake.copied_columns.request_columns", None)
    book = openpyxl.load_workbook(BytesIO(checked_copy(path, problems, "某镇", kept_in=at.submission_dir)))
    shown = values(book.worksheets[1])
    assert shown[2] == ["甲", "重点", "已完成", "联系138****5678", PERSON, PERSON, UNREAD], (
        "own wordings are read columns"
    )
    assert shown[1][2] == "办妥没有"


def test_a_case_export(workbook, tmp_path):
    path = workbook({"工单": CASES}, tmp_path / "工单.xlsx")
    sheet = copied(path, [Problem("x", "y", "工单.xlsx", "工单", "B3")])
    assert values(sheet)[1:] == [
        ["S1", "2023-03-05 10:00", "市民某某反映漏水", "幸福路**弄**号**室", PERSON, PERSON, UNREAD],
        ["139****0021", "三月", "x", "y", PERSON, PERSON, UNREAD],
    ]
    assert sheet["B3"].comment


def test_amounts_stay_numbers(workbook, tmp_path):
    rows = [
        ["单位：元"],
        ["科目名称", "年初预算", "调整后预算", "执行金额"],
        ["基本支出", 13812345678, 13812345678.5, 1],
    ]
    (sheet,) = read_workbook(workbook({"预算": rows}, tmp_path / "b.xlsx"))
    columns = table_columns(sheet)
    assert [columns.copy(2, column, rows[2][column]) for column in range(4)] == rows[2]


def test_a_sheet_that_is_no_table(workbook, tmp_path):
    (sheet,) = read_workbook(
        workbook({"名单": [["姓名", "手机"], ["李四", 13812345678], [13812345678, 5]]}, tmp_path / "b.xlsx")
    )
    columns = table_columns(sheet)
    assert columns.copy(1, 0, "李四") == columns.copy(1, 1, 13812345678) == PERSON
    assert columns.copy(0, 0, "姓名") == "姓名"


@pytest.mark.parametrize(
    "text", ["联系人", "投诉人姓名", "居民姓名", "联系电话*", "联系方式（手机）", "手机号码", "身份证号", "家庭住址"]
)
def test_headers_of_persons(text):
    assert is_person_header(text)


@pytest.mark.parametrize(
    "text", ["联系人数", "居民", "电话 13812345678", "电话回访数", "来电", "项目名称", "负责人员", "供应商", "联系率"]
)
def test_headers_of_other_things(text):
    assert not is_person_header(text)
