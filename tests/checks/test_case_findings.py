"""What is wrong in a case export is said at its cell, every single one, in record, list, summary and checked copy."""

import csv
import io

import openpyxl
import pytest

from evallib.checks import check_unit, clean_unit, read_record
from evallib.intake import find_export, read_service_requests
from evallib.model import Workspace
from evallib.publish import ALL_PROBLEMS, COLOURS, write_checks

pytestmark = pytest.mark.slow

HEAD = ["工单编号", "主责部门", "受理时间", "满意度"]
BAD = 1500


def shifted(rows):
    """The rows two columns to the right, so that fields and columns cannot be confused."""
    return [[None, None, *row] for row in rows]


@pytest.fixture
def town(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    folder.mkdir(parents=True)
    (folder.parent / "unit.yaml").write_text("name: 某镇\nagencies: [城建中心]\n", encoding="utf-8")
    rows = [[f"S{number:05}", "城建中心", "三月", "满意"] for number in range(BAD)]
    good = [["G1", "城建中心", "2023-03-05 10:00", "满意"], ["G2", "别处", "2023-03-05 10:00", "还行"]]
    workbook({"工单": shifted([["2023年工单"], HEAD, *rows, *good])}, folder / "工单.xlsx")
    return empty_workspace


def test_every_doubted_cell_is_told_everywhere_under_one_cause(town):
    clean_unit(town.at("town", 2023))
    record = read_record(town.at("town", 2023))
    cells = [f"E{row}" for row in range(3, BAD + 3)]
    whole = f"E3:E{BAD + 2}"
    [told] = [p for p in record["problems"] if p["code"] == "intake.not_a_date"]
    assert told["cell"] == whole and f"共 {BAD:,} 处" in told["message"] and f"三月（{BAD}处）" in told["value"]
    write_checks(town, record)
    folder = town.inside / "2023" / "town" / "checks"
    listed = list(csv.DictReader(io.StringIO((folder / ALL_PROBLEMS).read_text(encoding="utf-8-sig"))))
    assert [row["单元格"] for row in listed if row["代码"] == "intake.not_a_date"] == [whole]
    book = openpyxl.load_workbook(folder / "工单_核对.xlsx")
    summary = [row[2] for row in book["核对摘要"].iter_rows(values_only=True)]
    assert whole in summary
    red = COLOURS["warning"].strip("#").upper()
    coloured = [c.coordinate for row in book["工单"].iter_rows() for c in row if c.fill.fgColor.rgb == "FF" + red]
    assert [cell for cell in coloured if cell.startswith("E")] == cells
    assert book["工单"]["E3"].comment and book["工单"]["E3"].value == "三月"


def test_rules_name_the_cell_and_colour_it(town):
    result = clean_unit(town.at("town", 2023))
    [unknown] = [p for p in result.problems if p.code == "checks.expect_column_values_to_be_in_set"]
    assert (unknown.cell, unknown.value) == (f"D{BAD + 4}", "别处")
    write_checks(town, read_record(town.at("town", 2023)))
    folder = town.inside / "2023" / "town" / "checks"
    sheet = openpyxl.load_workbook(folder / "工单_核对.xlsx")["工单"]
    assert sheet[f"D{BAD + 4}"].fill.fgColor.rgb == "FF" + COLOURS["warning"].strip("#").upper()
    assert sheet[f"A{BAD + 4}"].fill.fill_type is None and sheet[f"C{BAD + 4}"].fill.fill_type is None


def test_a_large_export_is_copied_where_something_is_wrong(town, monkeypatch):
    monkeypatch.setattr("evallib.publish.books.checked_copy.MAX_CELLS", 1000)
    clean_unit(town.at("town", 2023))
    write_checks(town, read_record(town.at("town", 2023)))
    folder = town.inside / "2023" / "town" / "checks"
    sheet = openpyxl.load_workbook(folder / "工单_核对.xlsx")["工单"]
    assert sheet["E3"].value == "三月" and sheet["C2"].value == "工单编号"
    assert sheet[f"C{BAD + 3}"].value is None and sheet[f"C{BAD + 4}"].value == "G2"


def test_every_cell_that_was_doubted_is_at_hand(town):
    read = read_service_requests(town.raw_dir("town", 2023) / "工单.xlsx")
    assert len(read.doubted[read.doubted["code"] == "intake.not_a_date"]) == BAD
    assert read.tally.is_complete and read.tally.doubtful == BAD + 1


def test_an_export_that_stays_out_has_its_page(town, workbook):
    suite = town.expectations / "service_requests.json"
    text = suite.read_text(encoding="utf-8")
    changed = text.replace('["line"]', '["total"]')
    assert changed != text
    suite.write_text(changed, encoding="utf-8")
    assert clean_unit(town.at("town", 2023)).rejected == ["service_requests"]
    assert "工单" in write_checks(town, read_record(town.at("town", 2023))).read_text(encoding="utf-8")


CORRECTION = """corrections:
  - {{sheet: {sheet}, cell: {cell}, printed: '{printed}', corrected: '{corrected}', reason: 笔误, role: 组长}}
"""


@pytest.mark.parametrize(
    ("cell", "printed", "corrected"),
    [
        ("E3", "三月", "2023-03-01 08:00"),
        (f"F{BAD + 4}", "还行", "不满意"),
        (f"E{BAD + 3}", "2023/3/5 10:00", "2023-03-06"),
    ],
)
def test_a_cell_can_be_corrected(town, cell, printed, corrected):
    folder = town.raw_dir("town", 2023)
    text = CORRECTION.format(sheet="工单", cell=cell, printed=printed, corrected=corrected)
    (folder / "corrections.yaml").write_text(text, encoding="utf-8")
    before = (folder / "工单.xlsx").read_bytes()
    result = clean_unit(town.at("town", 2023))
    [applied] = result.corrections
    assert (applied.file, applied.cell, applied.corrected) == ("工单.xlsx", cell, corrected)
    assert not [p for p in result.problems if p.cell == cell or p.cell.startswith(f"{cell}:")]
    assert result.accepted["service_requests"] == BAD + 2, "an order is kept whatever its time says"
    assert (folder / "工单.xlsx").read_bytes() == before
    assert read_record(town.at("town", 2023))["corrections"][0]["cell"] == cell


@pytest.mark.parametrize(
    ("sheet", "cell", "printed", "code", "words"),
    [
        ("工单", "E3", "四月", "intake.stale_correction", "三月"),
        ("工单", "E9999", "三月", "intake.stale_correction", "原值“三月”"),
        ("工単", "E3", "三月", "intake.correction_without_place", "可用的有：工单"),
    ],
)
def test_a_correction_that_does_not_fit_keeps_the_export_out(town, sheet, cell, printed, code, words):
    folder = town.raw_dir("town", 2023)
    text = CORRECTION.format(sheet=sheet, cell=cell, printed=printed, corrected="x")
    (folder / "corrections.yaml").write_text(text.replace("{sheet", "{file: 工单.xlsx, sheet"), encoding="utf-8")
    result = clean_unit(town.at("town", 2023))
    [problem] = [p for p in result.problems if p.code == code]
    assert words in str(problem) and problem.file == "工单.xlsx"
    assert result.rejected == ["service_requests"] and result.corrections == []


def test_a_sheet_name_that_two_exports_have_needs_its_file(town):
    folder = town.raw_dir("town", 2023)
    (folder / "又一份.xlsx").write_bytes((folder / "工单.xlsx").read_bytes())
    text = CORRECTION.format(sheet="工单", cell="E3", printed="三月", corrected="2023-03-01")
    (folder / "corrections.yaml").write_text(text, encoding="utf-8")
    [problem] = [p for p in clean_unit(town.at("town", 2023)).problems if p.code == "intake.correction_without_place"]
    assert "写明 file" in problem.advice


def test_a_text_file_is_corrected_under_its_own_name(town):
    folder = town.raw_dir("town", 2023)
    (folder / "工单.xlsx").unlink()
    (folder / "导出.csv").write_text("工单编号,受理时间,来源\nS1,三月,热线\n", encoding="utf-8")
    text = CORRECTION.format(sheet="导出", cell="B2", printed="三月", corrected="2023-03-01")
    (folder / "corrections.yaml").write_text(text, encoding="utf-8")
    result = clean_unit(town.at("town", 2023))
    assert result.accepted == {"service_requests": 1} and len(result.corrections) == 1
    assert find_export(folder / "导出.csv")


def test_what_a_rule_says_of_many_orders_is_said_once(tmp_path, root):
    """Agencies that the unit does not know: one warning, with their count, the cells and the names."""
    folder = tmp_path / "data/raw/town/2024"
    folder.mkdir(parents=True)
    (tmp_path / "expectations").symlink_to(root / "expectations")
    (folder.parent / "unit.yaml").write_text("name: 某镇\nagencies: [城管中队]\n", encoding="utf-8")
    rows = [
        f"A{n},噪音,2024-03-{n % 28 + 1:02} 09:00:00,{'城管中队' if n % 3 else '外来部门'},已办结" for n in range(90)
    ]
    (folder / "a.csv").write_text("\n".join(["工单编号,诉求类型,受理时间,主责部门,案件状态", *rows]), encoding="utf-8")
    result = check_unit(Workspace(tmp_path).at("town", 2024))
    [told] = [problem for problem in result.problems if "名单" in problem.message]
    assert "共 30 处" in told.message and told.cell.startswith("D2、D5、D8") and told.value == "外来部门（30处）"
