"""Tables that come as web pages or as XML under the name of a workbook, and pages that are made to hurt."""

import datetime

import pytest

from evallib.intake import read_folder, read_workbook, web_tables
from evallib.model import EvallibError

PAGE = """<html xmlns:o="o"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<style>td {{mso-number-format:"\\@"}}</style></head><body><table><tr><td colspan=4>2023年度部门预算与支出情况（万元）
<tr><th>科目名称<th>年初预算<th>调整后预算<th>执行金额
<tr><td>基本支出<td>4,821.50<td>5,120.75<td>5120.75
<tr><td>项目支出</td><td>731.25</td><td>729.50</td><td>&nbsp;729.50</td></tr></table></body></html>"""
BOOK = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style><Style ss:ID="k"><NumberFormat ss:Format="#,##0.00,"/></Style></Styles>
<Worksheet ss:Name="预算"><Table><Column ss:Index="2" ss:Hidden="1"/><Row><Cell ss:MergeAcross="2"><Data ss:Type="String">标题</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell><Data ss:Type="String">甲</Data></Cell><Cell ss:Index="3" ss:StyleID="p"><Data ss:Type="Number">0.973</Data></Cell>
<Cell ss:StyleID="k"><Data ss:Type="Number">482150</Data></Cell><Cell><Data ss:Type="DateTime">2023-03-01T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Error">#DIV/0!</Data></Cell></Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(("name", "encoding"), [("表.xls", "gbk"), ("表.html", "gb18030"), ("表.xlsx", "gbk")])
def test_a_web_page_is_read_as_the_table_that_it_shows(tmp_path, name, encoding):
    folder = tmp_path / "aa" / "2023"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(PAGE.format().encode(encoding))
    submission = read_folder(folder, 2023)
    [frame] = submission.tables["budget_lines"]
    assert list(map(str, frame["initial_budget_yuan"])) == ["48215000", "7312500"]
    assert not [problem for problem in submission.problems if problem.severity == "error"]


def test_merged_hidden_nested_and_captioned_tables():
    page = "<table><tr><td><table><caption>附表</caption><tr><td rowspan=2>a<td>b<tr hidden><td>c<td>d</table></table>"
    inner = web_tables(page)[-1]
    assert (inner.rows, inner.merged, inner.hidden_rows, inner.caption) == (
        [["a", "b"], [None, "c", "d"]], [(0, 0, 1, 0)], [2], "附表",
    )  # fmt: skip


def test_an_xml_spreadsheet_is_read_as_it_is_shown(tmp_path):
    path = tmp_path / "预算.xls"
    path.write_text(BOOK, encoding="utf-8")
    [sheet] = read_workbook(path)
    assert sheet.rows[2] == ["甲", "", 0.973, 482.15, datetime.date(2023, 3, 1), "#DIV/0!"]
    assert sheet.merged == [(0, 0, 0, 2)] and sheet.facts.hidden_rows == (3,) and sheet.facts.hidden_columns == (2,)
    assert sheet.number_format(2, 2) == "0.0%" and [note.code for note in sheet.notes] == ["intake.shown_otherwise"]


@pytest.mark.parametrize(
    "text",
    [
        "<table>" + "<tr><td rowspan=99999 colspan=999>x</td></tr>" * 50 + "</table>",
        BOOK.replace("<Workbook", "<!DOCTYPE a [<!ENTITY b 'c'>]><Workbook"),
        BOOK.replace('ss:Index="3" ss:Hidden', 'ss:Index="900000000" ss:Hidden'),
        BOOK.replace('ss:MergeAcross="2"', 'ss:MergeAcross="900000000"'),
        "<html><body><p>没有表格</p></body></html>",
    ],
)
def test_pages_that_are_made_to_hurt_are_refused(tmp_path, text):
    path = tmp_path / "a.xls"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvallibError):
        read_workbook(path)
