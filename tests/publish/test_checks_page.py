"""The page of all checks and the checked copies."""

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from evallib.checks import check_unit, clean_unit, read_record
from evallib.publish import SUMMARY_COLUMNS, checked_copy, places, write_checks

pytestmark = pytest.mark.slow

ZOO = Path(__file__).parents[1] / "zoo" / "spreadsheets"
EVIL = '<script>alert(1)</script>"><img src=x>'


def inside_of(page):
    """The folder of data/inside with what belongs to a page of checks but is not published."""
    root = page.parents[4]
    return root / "data" / "inside" / page.relative_to(root / "reports").parent


@pytest.fixture
def zoo(empty_workspace):
    folder = empty_workspace.raw_dir("town", 2023)
    folder.mkdir(parents=True)

    def put(*names):
        for name in names:
            shutil.copy(ZOO / name, folder)
        clean_unit(empty_workspace.at("town", 2023))
        return write_checks(empty_workspace, read_record(empty_workspace.at("town", 2023)))

    return put


def test_the_page_tells_every_rule_and_every_problem(zoo, empty_workspace):
    page = zoo("total_is_not_the_sum.xlsx", "rate_above_100.xlsx", "shares_do_not_add_to_100.xlsx")
    text = page.read_text(encoding="utf-8")
    record = read_record(empty_workspace.at("town", 2023))
    assert text.count('<td class="number">') >= 3 * len(record["rules"])
    for words in (
        "“四率”有错误，整表没有进入；其余 2 类表已进入",
        "rate_above_100.xlsx › 四率 › B3",
        "783.95 万元",
    ):
        assert words in text
    assert "data/clean" not in text and "expectations/" not in text  # words that a reader has no use for
    assert "（北京时间）" in text and "+00:00" not in text
    assert sorted(path.name for path in inside_of(page).iterdir()) == [
        "checks.json", "rate_above_100_核对.xlsx", "shares_do_not_add_to_100_核对.xlsx",
        "total_is_not_the_sum_核对.xlsx", "全部问题.csv",
    ]  # fmt: skip
    for address in re.findall(r'href="([^"#][^"]*)"', text):
        assert not address.startswith(("http", "//"))
    assert (empty_workspace.reports / "assets" / "page.css").is_file()


def test_an_unchanged_folder_leaves_no_old_copies(zoo, empty_workspace):
    zoo("total_is_not_the_sum.xlsx")
    (empty_workspace.raw_dir("town", 2023) / "total_is_not_the_sum.xlsx").unlink()
    page = zoo("good.xlsx")
    assert sorted(path.name for path in inside_of(page).iterdir()) == ["checks.json", "全部问题.csv"]
    assert "没有发现问题" in page.read_text(encoding="utf-8")


def test_the_copy_colours_and_comments_the_cell(zoo):
    page = zoo("total_is_not_the_sum.xlsx")
    book = openpyxl.load_workbook(inside_of(page) / "total_is_not_the_sum_核对.xlsx")
    assert book.sheetnames == ["核对摘要", "预算"]
    summary = [[cell.value for cell in row] for row in book["核对摘要"].iter_rows(min_row=4)]
    assert summary[0] == list(SUMMARY_COLUMNS) and summary[1][:3] == ["警告", "预算", "E8"]
    assert book["核对摘要"]["C5"].hyperlink.location == "'预算'!E8"
    cell = book["预算"]["E8"]
    assert cell.value == 783.95 and cell.fill.fgColor.rgb == "FFFBE0A8"
    for words in ("明细之和不等", "783.59 万元", "请核对明细与合计"):
        assert words in cell.comment.text
    assert book["预算"]["D8"].comment is None and book["预算"]["D8"].value == 783.99


def test_every_sheet_of_the_copy_is_printed_one_page_wide(zoo):
    page = zoo("total_is_not_the_sum.xlsx")
    book = openpyxl.load_workbook(inside_of(page) / "total_is_not_the_sum_核对.xlsx")
    assert [(s.sheet_properties.pageSetUpPr.fitToPage, s.page_setup.fitToHeight) for s in book] == [(True, 0)] * len(
        book.sheetnames
    )


def test_a_file_that_cannot_be_read_still_gets_its_summary(zoo):
    page = zoo("password.xlsx")
    book = openpyxl.load_workbook(inside_of(page) / "password_核对.xlsx")
    assert book.sheetnames == ["核对摘要"] and "密码" in book["核对摘要"]["D5"].value


def test_all_failing_rows_of_a_large_sheet(empty_workspace, workbook, monkeypatch):
    monkeypatch.setattr("evallib.publish.books.checked_copy.MAX_CELLS", 1000)
    rates = [["先行联系率", f"第{number}段", "976%" if number % 3 else "97%"] for number in range(1500)]
    path = workbook(
        {"四率": [["指标", "统计时段", "本镇"], *rates]}, empty_workspace.raw_dir("town", 2023) / "四率.xlsx"
    )
    problems = [p for p in check_unit(empty_workspace.at("town", 2023)).problems if p.severity == "error"]
    assert len(problems) == 1000
    copy = path.parent / "copy.xlsx"
    copy.write_bytes(checked_copy(path, problems, "某镇"))
    sheet = openpyxl.load_workbook(copy)["四率"]
    assert all(sheet[problem.cell].comment for problem in problems)
    assert sheet["A1"].value == "指标" and sheet["A1001"].value is None, "of the good rows only those near the head"


def test_text_is_never_markup_or_formula(empty_workspace, workbook):
    head = ["项目名称", "年初预算", "决算", "计划内容", "实际内容", "完成情况"]
    rows = [["单位：万元"], head, [EVIL, 1, 1, "=1+1", EVIL, "@x"], [EVIL, 1, 1, "a", "b", "c"]]
    path = empty_workspace.raw_dir("town", 2023) / "a&b.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "<i>表"
    for row in rows:
        book.active.append(row)
    book.active["D3"].data_type = "s"
    path.parent.mkdir(parents=True)
    book.save(path)
    clean_unit(empty_workspace.at("town", 2023))
    page = write_checks(empty_workspace, read_record(empty_workspace.at("town", 2023)))
    text = page.read_text(encoding="utf-8")
    assert "<script>" not in text and "<img" not in text and "<i>" not in text and "&lt;script&gt;" in text
    copy = openpyxl.load_workbook(inside_of(page) / "a&b_核对.xlsx")
    assert {cell.data_type for row in copy.worksheets[1].iter_rows() for cell in row if cell.value is not None} == {
        "s",
        "n",
    }
    lines = (inside_of(page) / "全部问题.csv").read_text(encoding="utf-8-sig").splitlines()
    assert not [line for line in lines if re.search(r'(?:^|,)"?[=@]', line)]


@pytest.mark.parametrize(
    ("cell", "found"),
    [("B5、AA7", [(4, 1), (6, 26)]), ("第3行", [(2, 0)]), ("", []), ("第5、6行", []), ("E列", [])],
)
def test_places(cell, found):
    assert places(cell) == found


def test_a_rejected_case_export_has_its_page_and_copy(empty_workspace):
    folder = empty_workspace.raw_dir("town", 2023)
    folder.mkdir(parents=True)
    rows = [
        "工单编号,受理时间,办结时间,来源",
        *(f"A{i},1985-03-0{i} 09:00,1985-03-0{i} 10:00,12345" for i in range(1, 9)),
    ]
    (folder / "工单.csv").write_text("\n".join(rows), encoding="utf-8")
    assert clean_unit(empty_workspace.at("town", 2023)).rejected == ["service_requests"]
    text = write_checks(empty_workspace, read_record(empty_workspace.at("town", 2023))).read_text(encoding="utf-8")
    assert "工单" in text and "service_requests" not in text.replace("service_requests.json", "")
    assert (empty_workspace.inside / "2023" / "town" / "checks" / "工单_核对.xlsx").is_file()


def test_one_cell_that_is_left_blank_keeps_no_table_out(workbook, empty_workspace):
    rows = [
        ["2023年度示例镇四率情况"],
        ["指标", "本镇", "街镇平均"],
        ["先行联系率", "97.60%", "约九成"],
        ["诉求解决率", "79.80%", "73.61%"],
    ]
    workbook({"四率": rows}, empty_workspace.raw_dir("town", 2023) / "四率.xlsx")
    clean_unit(empty_workspace.at("town", 2023))
    text = write_checks(empty_workspace, read_record(empty_workspace.at("town", 2023))).read_text(encoding="utf-8")
    assert "能识别的 1 类表都已进入，其中 1 格读不出来、留空。" in text
    assert "整张表不入库" not in text and "有文件或工作表" not in text
