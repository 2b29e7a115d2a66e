"""What files held and reading lost or misread without a word, each as it was shown: rows, signs, remarks, columns, names of files."""

import pytest

from evallib.intake import add_wordings, masked_sheets, parse_file, read_document, read_file, read_folder, read_workbook
from evallib.model import EvallibError

HEAD = ["类别", "核定人数", "实有人数"]
STAFF = [["人员情况"], HEAD, ["行政", 20, 18], ["编外", 5, 5]]
XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table><Row>%s</Row></Table></Worksheet></Workbook>"""
REMARK = '<Comment><ss:Data xmlns="http://www.w3.org/TR/REC-html40"><B>甲:</B>请核对</ss:Data></Comment>'


def codes(submission):
    return [problem.code for problem in submission.problems]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([["行政", 20, 18], ["编制", 30, 28], ["统计", 3, 3], ["编外", 5, 5]], ["行政", "编制", "统计", "编外"]),
        ([["行政", 20, 18], ["编制", None, "张三"], ["编制：", 30, 28], ["审核", None, None]], ["行政"]),
        ([["甲", 20, 18], ["乙", 30, 28], ["丙", 5, 5]], ["甲", "乙", "丙"]),
        ([["甲", 1, 2], ["行政", 20, 18]], ["行政"]),
        ([["A", "(B)", "(C=A/B)"], ["行政", 20, 18]], ["行政"]),
        ([["甲", 12, 13], ["行政", 20, 18]], ["甲", "行政"]),
    ],
)  # fmt: skip
def test_a_line_is_no_note_and_no_row_of_marks(workbook, lines, kept):
    [frame] = read_file(workbook({"人员": [["人员情况"], HEAD, *lines]}), 2023).tables["staff"]
    assert list(frame["category"]) == kept


def test_two_figures_in_one_cell_are_asked_for(workbook):
    submission = read_file(workbook({"人员": [["人员情况"], HEAD, ["行政", "20\n10", 18], ["编外", 5, 5]]}), 2023)
    [frame] = submission.tables["staff"]
    assert frame["approved_count"].tolist()[0] is None and codes(submission) == ["intake.not_count"]


@pytest.mark.parametrize(
    ("cells", "rows", "uncomputed"),
    [
        (f'<Cell><Data ss:Type="Number">5</Data>{REMARK}</Cell>', [[5.0]], ()),
        (f'<Cell>{REMARK}<Data ss:Type="Number">5</Data></Cell>', [[5.0]], ()),
        (f"<Cell>{REMARK}</Cell>", [[""]], ()),
        ('<Cell ss:Formula="=1+1"></Cell><Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell>', [["", 2.0]], ("A1",)),
    ],
)  # fmt: skip
def test_remarks_and_formulas_of_an_xml_spreadsheet(tmp_path, cells, rows, uncomputed):
    (tmp_path / "表.xls").write_text(XML % cells, encoding="utf-8")
    [sheet] = read_workbook(tmp_path / "表.xls")
    assert (sheet.rows, sheet.facts.uncomputed) == (rows, uncomputed)


def test_words_of_a_document_as_they_are_seen(tmp_path):
    import docx
    from docx.oxml import OxmlElement, parse_xml

    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    box = f"<w:txbxContent {w}><w:p><w:r><w:t>50</w:t></w:r></w:p></w:txbxContent>"
    twice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    document = docx.Document()
    cells = document.add_table(3, 2).rows
    paragraph = cells[0].cells[0].paragraphs[0]
    paragraph.add_run("567.2")
    paragraph.add_run("1").font.superscript = True
    paragraph = cells[0].cells[1].paragraphs[0]
    paragraph.add_run("面积m")
    paragraph.add_run("2").font.superscript = True
    run = cells[1].cells[0].paragraphs[0].add_run("增减")
    run._r.append(OxmlElement("w:noBreakHyphen"))
    cells[1].cells[0].paragraphs[0].add_run("5")
    cells[1].cells[1].paragraphs[0].add_run()._r.append(parse_xml(twice))
    crossed = cells[2].cells[0].paragraphs[0].add_run("100")
    crossed.font.strike = True
    cells[2].cells[0].paragraphs[0].add_run("120")
    unseen = cells[2].cells[1].paragraphs[0].add_run("底稿")
    unseen.font.hidden = True
    cells[2].cells[1].paragraphs[0].add_run("7")
    document.save(tmp_path / "表.docx")
    [sheet] = read_document(tmp_path / "表.docx")
    assert sheet.rows == [["567.2¹", "面积m²"], ["增减-5", "50"], [" 100 120", "7"]]


def test_a_sheet_with_overlapping_merges_fails_alone(workbook, tmp_path):
    import openpyxl
    from openpyxl.worksheet.merge import MergedCellRange

    path = workbook(
        {"人员": STAFF, "乙": [["自评表", "b", "c"], [1, 2, 3], [4, 5, 6]]}, tmp_path / "a" / "2023" / "表.xlsx"
    )
    book = openpyxl.load_workbook(path)
    for area in ("A1:C3", "A2:C3", "B1:C3"):
        book["乙"].merged_cells.ranges.add(MergedCellRange(book["乙"], area))
    book.save(path)
    submission = read_folder(path.parent, 2023)
    assert [len(frame) for frame in submission.tables["staff"]] == [2]
    assert [(p.code, p.file, p.sheet) for p in submission.problems] == [("intake.overlapping_merges", "表.xlsx", "乙")]


@pytest.mark.parametrize(
    ("text", "code"),
    [("tables: [1,2\n", "yaml.syntax"), ("tables: {staf: {category: [岗位]}}\n", "mapping.unknown"), ("tabels: {}\n", "yaml.schema")],
)  # fmt: skip
def test_a_mapping_that_nobody_understands_is_told_by_its_name(workbook, tmp_path, text, code):
    path = workbook({"人员": STAFF}, tmp_path / "a" / "2023" / "表.xlsx")
    (path.parent / "mapping.yaml").write_text(text, encoding="utf-8")
    submission = read_folder(path.parent, 2023)
    assert submission.tables == {} and {problem.file for problem in submission.problems} == {"mapping.yaml"}
    assert codes(submission)[0].startswith(code.partition(".")[0])


@pytest.mark.parametrize(
    "text", ["tables: {staff: {category: 岗位类别}}\n", "tables: []\n", "tables: [1,2\n", "tables: {staff: 5}\n"]
)
def test_wordings_are_added_to_a_file_in_order_only(tmp_path, text):
    (tmp_path / "mapping.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(EvallibError):
        add_wordings(tmp_path, {"staff": {"actual_count": ["在岗"]}})
    assert (tmp_path / "mapping.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("delimiter", "amount"), [("\t", "1,234,567.00"), (";", "1,234,567.00"), (",", '"1,234,567.00"'), (",", "1234567")]
)
def test_the_commas_of_amounts_part_no_columns(tmp_path, delimiter, amount):
    rows = [["项目名称", "年初预算数（元）", "全年执行数（元）"], ["甲", amount, amount], ["乙", amount, amount]]
    (tmp_path / "预算.csv").write_text("\n".join(map(delimiter.join, rows)), encoding="utf-8")
    [frame] = read_file(tmp_path / "预算.csv", 2023).tables["project_lines"]
    assert list(map(int, frame["executed_yuan"])) == [1234567, 1234567]


def test_a_copy_is_told_by_its_own_name(workbook, tmp_path):
    for name in ("甲.csv", "乙.csv"):
        (tmp_path / name).write_text("类别,核定人数\n行政,20①\n", encoding="utf-8")
    found = {name: parse_file(tmp_path / name)[0] for name in ("甲.csv", "乙.csv")}
    assert [(sheet.name, sheet.notes[0].file) for sheet in found.values()] == [("甲", "甲.csv"), ("乙", "乙.csv")]
    assert [masked_sheets(tmp_path / name, tmp_path / "kept")[0].name for name in found] == ["甲", "乙"]


def test_files_in_folders_inside_are_told(workbook, tmp_path):
    path = workbook({"人员": STAFF}, tmp_path / "a" / "2023" / "表.xlsx")
    for name in ("附件/自评表.docx", "附件/更深/表.xlsx", "附件/~$表.xlsx", "空/说明.txt"):
        (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
        (path.parent / name).write_bytes(b"any")
    told = [problem for problem in read_folder(path.parent, 2023).problems if problem.code == "intake.not_read"]
    assert [(problem.file, problem.message) for problem in told] == [("附件", "子文件夹里有 2 个表格或文档，未读入")]


@pytest.mark.parametrize(
    ("over", "years"),
    [
        (("2022年（万元）", "2023年（万元）"), {2022: 100, 2023: 90}),
        (("2022年（万元）", "2023年（元）"), {2022: 100, 2023: "0.009"}),
        (("2022年", "2023年"), {2022: 100, 2023: 90}),
    ],
)
def test_years_over_columns_tell_their_unit_too(workbook, over, years):
    rows = [["预算执行情况（万元）"], ["科目", over[0], None, over[1], None], [None, *["年初预算数", "执行数"] * 2],
            ["人员经费", 110, 100, 95, 90], ["公用经费", 50, 49, 50, 48]]  # fmt: skip
    [frame] = read_file(workbook({"预算": rows}), 2023).tables["budget_lines"]
    first = frame[frame["line_name"] == "人员经费"]
    assert {row.year: str(row.executed_yuan / 10000) for row in first.itertuples()} == {
        y: str(v) for y, v in years.items()
    }


def test_a_column_beside_those_of_a_year_is_told(workbook):
    rows = [["2023年预算执行情况（万元）"], ["科目", "年初预算数", "执行数", "2023年年初预算数", "2023年执行数"],
            ["人员经费", 110, 100, 95, 90], ["公用经费", 50, 49, 50, 48]]  # fmt: skip
    submission = read_file(workbook({"预算": rows}), 2023)
    assert [str(value) for value in submission.tables["budget_lines"][0]["executed_yuan"]] == ["900000", "480000"]
    assert [problem.cell for problem in submission.problems if problem.code == "intake.unknown_column"] == ["C2"]


def test_a_digit_set_high_is_no_part_of_the_figure(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as book:
        sheet, high = book.add_worksheet(), book.add_format({"font_script": 1})
        sheet.write_row(0, 0, ["项目", "201", "<甲>"])
        sheet.write_rich_string(1, 0, "20", high, "1")
        sheet.write_rich_string(1, 1, "面积m", high, "2", "<乙>")
    [sheet] = read_workbook(tmp_path / "表.xlsx")
    assert sheet.rows == [["项目", "201", "<甲>"], ["20", "面积m²<乙>", ""]]
    assert [(note.code, note.cell) for note in sheet.notes] == [("intake.note_mark", "A2")]


FORM = [
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 40, 40, 38, 10, "95%", 9.5],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
    ["产出指标", "数量指标", "值守天数", "≥360天", "365天", 90, 90, None],
]


@pytest.mark.parametrize(
    ("line", "project", "code"),
    [
        (["项目名称", None, None, "主管部门", "某局"], None, ["intake.form_without_project"]),
        (["项目名称：", None, "项目负责人", "某人"], None, ["intake.form_without_project"]),
        (["项目名称", None, "填报日期", "2023年2月1日"], None, ["intake.form_without_project"]),
        (["项目名称", None, "泵站值守", "主管部门", "某局"], "泵站值守", []),
        (["项目名称", "水务主管部门能力建设", "主管部门", "某局"], "水务主管部门能力建设", []),
    ],
)
def test_the_next_label_is_no_answer(workbook, line, project, code):
    submission = read_file(workbook({"自评": [["2023年度项目支出绩效自评表"], line, *FORM]}), 2023)
    assert submission.tables["self_evaluation_forms"][0]["project_name"].tolist() == [project]
    assert [problem.code for problem in submission.problems.errors] == code


@pytest.mark.parametrize(
    ("towns", "rate"),
    [
        (["街道", "新虹街道", "镇", "华漕镇"], "0.98"),
        (["街道合计", "新虹", "镇小计", "华漕"], "0.98"),
        (["新虹街道城运中心", "新虹街道", "镇", "华漕镇"], "0.98"),
        (["街道", "新虹甲片", "新虹乙片", "华漕镇"], None),
    ],
)
def test_the_row_of_a_group_of_towns_is_nobodys_own(workbook, tmp_path, towns, rate):
    rows = [
        ["2023年四率"],
        ["街镇", "先行联系率", "按时办结率"],
        *([town, f"9{n}%", f"{97 + n}%"] for n, town in enumerate(towns)),
    ]
    path = workbook({"四率": rows}, tmp_path / "a" / "2023" / "表.xlsx")
    (path.parents[1] / "unit.yaml").write_text("name: 新虹街道\n", encoding="utf-8")
    submission = read_folder(path.parent, 2023)
    [frame] = submission.tables["four_rates"]
    assert [str(value) for value in frame["rate"]] == ([] if rate is None else ["0.91", rate])
    assert ("intake.which_row" in codes(submission)) == (rate is None)


def test_what_is_crossed_out_is_told(workbook):
    import openpyxl
    from openpyxl.styles import Font

    path = workbook({"人员": STAFF, "其他": [["甲"]]})
    book = openpyxl.load_workbook(path)
    for cell in ("A4", "B4", "F9"):
        book["人员"][cell].font = Font(strike=True)
    book["人员"]["A3"].font = Font(bold=True)
    book.save(path)
    told = [problem for problem in read_file(path, 2023).problems if problem.code == "intake.struck_out"]
    assert [(problem.sheet, problem.cell, problem.severity) for problem in told] == [("人员", "A4、B4", "warning")]


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("22年1-9月人员情况", "2022-01-01", "2022-09-30"),
        ("22年度人员情况", "2022-01-01", "2022-12-31"),
        ("人员情况（22年上半年）", "2022-01-01", "2022-06-30"),
        ("近20年人员情况", "2023-01-01", "2023-12-31"),
        ("1-9月人员情况", "2023-01-01", "2023-09-30"),
    ],
)
def test_a_year_in_two_digits_is_that_year(workbook, title, first, last):
    submission = read_file(workbook({"人员": [[title], *STAFF[1:]]}), 2023)
    [frame] = submission.tables["staff"]
    assert set(zip(frame["period_start"], frame["period_end"], strict=True)) == {(first, last)}
    assert ("intake.other_year" in codes(submission)) == first.startswith("2022")


@pytest.mark.parametrize(("first", "tables"), [("人员情况", ["staff"]), ("填写说明：人员情况", [])])
def test_only_the_notes_of_a_template_are_passed_over(workbook, first, tables):
    submission = read_file(workbook({"填写说明": [[first], *STAFF[1:]]}), 2023)
    assert list(submission.tables) == tables


def test_what_a_page_sets_high_or_crosses_out(tmp_path):
    lines = "<tr><td>类别<td>核定人数<td>实有人数<tr><td>行政<td>20<sup>1</sup><td><s>17</s>18<tr><td>编外<td>m<sup>2</sup><td>5"
    (tmp_path / "表.html").write_text(f"<html><table>{lines}</table></html>", encoding="utf-8")
    [sheet] = read_workbook(tmp_path / "表.html")
    assert sheet.rows[1:] == [["行政", "20", "17 18"], ["编外", "m²", "5"]]
