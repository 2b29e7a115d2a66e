"""What the values of a case export do not tell is said: macros, links, hidden parts, lost formulas; and it is bounded."""

import zipfile

import openpyxl
import pytest

from evallib.intake import EXPORT, MAX_TOLD, find_export, inspect_package, read_service_requests
from evallib.model import EvallibError

pytestmark = pytest.mark.slow

HEAD = ["工单编号", "受理时间", "办结时间", "满意度", "诉求内容"]
ROWS = [[f"S{number}", "2023-03-05 10:00", "2023-03-06 10:00", "满意", "路灯不亮"] for number in range(2, 8)]


def said(path):
    result = read_service_requests(find_export(path))
    return result, {(p.code, p.sheet, p.cell): p for p in result.problems}


@pytest.fixture
def odd(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表"
    for row in [HEAD, *ROWS]:
        sheet.append(row)
    sheet["D2"] = '=IF(1,"不满意")'
    sheet["B3"] = "=NOW()"
    sheet["F4"] = "=1+1"
    sheet["E5"] = "\u202e亮不灯路"
    sheet["E6"] = "=HYPERLINK"
    sheet["E6"].data_type = "s"
    sheet.row_dimensions[4].hidden = sheet.row_dimensions[300].hidden = True
    sheet.column_dimensions["D"].hidden = sheet.column_dimensions["K"].hidden = True
    for name, state in (("隐", "veryHidden"), ("藏", "hidden")):
        other = book.create_sheet(name)
        other.append(HEAD)
        other.append([f"{name}9", "2023-03-05 10:00", None, "满意", "x"])
        other.sheet_state = state
    path = tmp_path / "工单.xlsm"
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<a/>")
    return path


def test_what_nobody_would_see_is_told(odd):
    _, problems = said(odd)
    assert {
        key
        for key in problems
        if key[0] not in {"intake.unknown_columns", "intake.formula_without_value", "intake.missing_time"}
    } == {
        ("intake.macros", "", ""),
        ("intake.external_links", "", ""),
        ("intake.hidden_rows", "表", "第4行"),
        ("intake.hidden_columns", "表", "D列"),
        ("intake.invisible_characters", "表", "E5"),
        ("intake.formula_text", "表", "E6"),
        ("intake.hidden_sheet", "隐", ""),
        ("intake.hidden_sheet", "藏", ""),
    }
    assert problems["intake.hidden_rows", "表", "第4行"].severity == "warning"


def test_a_formula_without_a_value_empties_its_cell_in_columns_that_are_read(odd):
    result, problems = said(odd)
    lost = {key[2] for key in problems if key[0] == "intake.formula_without_value"}
    assert lost == {"D2", "B3"}  # F4 stands in a column that no field claims
    assert result.table["service_request_id"].to_pylist() == ["S2", "S3", "S4", "S5", "S6", "S7", "隐9", "藏9"]
    assert sorted(result.doubted["cell"]) == ["B3", "D2"]
    assert result.table["requested_datetime"].null_count == 1 and result.rejected.empty
    assert "保存一次" in problems["intake.formula_without_value", "表", "D2"].advice


def test_more_lost_formulas_than_are_told_one_by_one(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表")
    sheet.append(HEAD[:3])
    length = MAX_TOLD + 500
    for number in range(length):
        sheet.append([f"S{number}", "2023-03-05 10:00", "=NOW()"])
    book.save(tmp_path / "工单.xlsx")
    result, _ = said(tmp_path / "工单.xlsx")
    assert result.table.num_rows == length == len(result.doubted)
    assert result.table["closed_datetime"].null_count == length


def rewritten(path, change):
    parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(data) if name == "xl/worksheets/sheet1.xml" else data)


def with_far_cell(data):
    return data.replace(b"</sheetData>", b'<row r="1048576"><c r="BE1048576"><v>1</v></c></row></sheetData>')


def with_styled_far_cell(data):
    return data.replace(b"</sheetData>", b'<row r="1048576"><c r="BE1048576" s="0"/></row></sheetData>')


def with_giant_cell(data):
    giant = b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + b"x" * 20_000_000 + b"</t></is></c></row></sheetData>"
    return data.replace(b"</sheetData>", giant)


def with_many_merges(data):
    merges = b"".join(b'<mergeCell ref="H%d:I%d"/>' % (row, row) for row in range(1, 60_000))
    return data.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")


@pytest.mark.parametrize("change", [with_far_cell, with_giant_cell])
def test_sizes_out_of_proportion_are_refused(workbook, change):
    path = workbook({"表": [HEAD, *ROWS]})
    rewritten(path, change)
    with pytest.raises(EvallibError) as caught:
        inspect_package(path, EXPORT)
    assert caught.value.problems[0].code == "intake.too_large"


@pytest.mark.parametrize("change", [with_styled_far_cell, with_many_merges])
def test_empty_cells_and_long_lists_are_no_reason_to_refuse(workbook, change):
    path = workbook({"表": [HEAD, *ROWS]})
    rewritten(path, change)
    assert find_export(path)


def test_a_giant_shared_text_is_refused(workbook):
    path = workbook({"表": [HEAD, *ROWS, ["S99", "2023-03-05", None, "满意", "x" * 32_767]]})
    assert find_export(path)
    parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b"x" * 32_767, b"x" * 20_000_000))
    with pytest.raises(EvallibError, match=r"intake\.too_large|不予读取"):
        inspect_package(path, EXPORT)


def test_a_sheet_may_be_sparse_as_long_as_it_is_small(workbook):
    rows = [HEAD, *ROWS, *[[] for _ in range(5000)], [None] * 60 + ["x"]]
    assert find_export(workbook({"表": rows}))


def test_a_giant_cell_of_a_text_file_is_refused(tmp_path):
    path = tmp_path / "工单.csv"
    rows = "".join(f"S{number},2023-03-05 10:00,热线\n" for number in range(60))
    path.write_text(
        "工单编号,受理时间,来源\n" + rows + 'S99,2023-03-05 10:00,"' + "x" * 5_000_000 + '"\n', encoding="utf-8"
    )
    with pytest.raises(EvallibError, match="读不下去"):
        read_service_requests(find_export(path))
