"""Number formats: what is stored equals what a person sees, for every format of a long list."""

from decimal import Decimal

import openpyxl
import pytest

from evallib.intake import meaning, read_workbook, shown

#: Format, stored number, what is read.
SAME = [
    "General", "0", "0.0", "0.00", "0.000", "#,##0", "#,##0.0", "#,##0.00", "#,##0.0000", "0_ ", "0.00_ ", "#,##0_ ", "#,##0.00_);(#,##0.00)", "#,##0.00_);[Red](#,##0.00)", "0.00;[Red]0.00",
    "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-", "¥#,##0.00", "$#,##0.00", "[$¥-804]#,##0.00", "[$¥-804]#,##0.00;[$¥-804]-#,##0.00",
    "[DBNum1]0", "000", "00000", "#", "#.##", "?0.00", "0.00E+00", "##0.0E+0", "# ?/?", "# ??/??", "G/通用格式", "0.00;-0.00;0.00;@", "[Blue]0.00;[Red]-0.00", "[=0]0;0.00", "#,##0.00;[Red]-#,##0.00",
    "* 0.00", "0.00\\ ", "+0.00;-0.00", "#,##0.00_);\\(#,##0.00\\)", "[红色]0.00", "0.00 ", "#,##0.00;;0", "0.00;@", "(0.00)", "#,##0.00:", "0.00_W",
]  # fmt: skip
OTHER = [
    ("#,##0.00,", "5672100", 5672.1), ("#,##0,", "5672100", 5672.1), ("0,", "5672100", 5672.1), ("0.00,,", "5672100", 5.6721), ("0!.0000", "5672100", 567.21), ("0\\.0000", "5672100", 567.21),
    ('0"."0000', "5672100", 567.21), ("0!.0,", "5672100", 567.21), ("0!.00,", "56721000", 567.21), ("#0!.0,", "5672100", 567.21), ('0.00"元"', "567.21", "567.21元"), ('#,##0.00"万元"', "567.21", "567.21万元"),
    ('0!.0000"万元"', "5672100", "567.21万元"), ('0"件"', "12", "12件"), ('General"人"', "12", "12人"), ('"第"0"名"', "3", "第3名"), ('0;-0;"无"', "0", "无"), ('"达标";"未达标"', "1", "达标"),
    ('"达标";"未达标"', "-1", "未达标"), ('[>=60]"合格";"不合格"', "75", "合格"), ('[>100]0"多";0"少"', "50", "50少"), ('0.0,"千元"', "5672100", "5672.1千元"), ('#,##0.00\\元', "567.21", "567.21元"), ("#,##0.00!元", "567.21", "567.21元"),
    ('0.00"‰"', "3.1", "3.1‰"), ('[$元-804]0.00', "567.21", "元567.21"), ('0.0"%"', "97.5", "97.5%"),
]  # fmt: skip
HIDDEN = [";;;", ";;;@", '""', ";0;", "[>1000]0;;"]
PERCENT = ["0%", "0.00%", "0.0%", "#,##0.00%", "0.00%_ ", "[Red]0.0%", "0.00%;-0.00%", "0 %"]


def stored(tmp_path, code, value):
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active["B1"] = value
    book.active["B1"].number_format = code
    path = tmp_path / "a.xlsx"
    book.save(path)
    [sheet] = read_workbook(path)
    return sheet


@pytest.mark.parametrize("code", SAME)
def test_most_formats_show_what_is_stored(tmp_path, code):
    assert meaning(Decimal("567.21"), code).kind == "same"
    sheet = stored(tmp_path, code, 567.21)
    assert sheet.value(0, 1) == 567.21 and sheet.notes == []


@pytest.mark.parametrize(("code", "value", "read"), OTHER)
def test_what_is_shown_is_what_is_read(tmp_path, code, value, read):
    sheet = stored(tmp_path, code, float(value))
    assert sheet.value(0, 1) == read
    [note] = sheet.notes
    assert note.code == "intake.shown_otherwise" and note.cell == "B1" and note.severity == "note"


@pytest.mark.parametrize("code", HIDDEN)
def test_a_number_that_is_not_shown_is_told(tmp_path, code):
    sheet = stored(tmp_path, code, 567.21)
    assert [(note.code, note.cell, note.severity) for note in sheet.notes] == [
        ("intake.hidden_number", "B1", "warning")
    ]


@pytest.mark.parametrize("code", PERCENT)
def test_percentages_keep_their_format(tmp_path, code):
    sheet = stored(tmp_path, code, 0.9721)
    assert sheet.value(0, 1) == 0.9721 and "%" in sheet.number_format(0, 1) and sheet.notes == []


@pytest.mark.parametrize(
    ("code", "value", "seen"),
    [
        ("#,##0.00,", "567210", "567.21"),
        ("0.0%", "0.1234", "12.3%"),
        ("0.00", "2.345", "2.35"),
        (";;;", "5", ""),
        ('0"件"', "5", "5件"),
    ],
)
def test_shown_text(code, value, seen):
    assert shown(Decimal(value), code) == seen


def test_a_cell_in_error_and_a_cell_that_stands_twice_are_told(tmp_path):
    from hostile_files import _package, _workbook

    path = tmp_path / "a.xlsx"
    cells = b'<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    _package(path, _workbook(sheet=cells))
    [sheet] = read_workbook(path)
    assert sheet.value(0, 0) == "#DIV/0!"
    assert [(note.code, note.cell, note.severity) for note in sheet.notes] == [("intake.cell_twice", "B1", "error")]
