"""What is stored equals what a person sees: each clean cell is held against the text that an office program shows."""

import csv
import re
import subprocess
from decimal import Decimal

import openpyxl
import pytest
from programs import need

from evallib.intake import read_workbook

NUMBERS = [5672100, 567.21, 0.9733, -1234.5, 0, 12, 45000]
#: Formats as they stand in forms and exports of towns, banks, and the pickers of Excel and WPS.
FORMATS = [
    "General", "0", "0.0", "0.00", "0.0000", "#,##0", "#,##0.00", "#,##0.00_ ", "#,##0.00_);(#,##0.00)", "#,##0.00_);[Red](#,##0.00)", "0.00;[Red]0.00", "0.00;[Red]-0.00",
    '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "¥#,##0.00", "[$¥-804]#,##0.00;[$¥-804]-#,##0.00", "0.00;-0.00;0.00;@", "0.00;-0.00;;@", "#,##0;-#,##0;", "+0.00;-0.00;0",
    "#,##0,", "#,##0.00,", "0.0,,", "0\\.0000", '0"."0000', '0.00"元"', '#,##0.00"万元"', '#,##0.00,"千元"', "0.00\\元",
    '0"件"', 'General"人"', '"第"0"名"', '"约"0.00', '0;-0;"无"', '0.00;-0.00;"-"', '"达标";"未达标";"不适用"', '[>=60]"合格";"不合格"', "[Red][<0]0.00;0.00",
    "0%", "0.00%", "0.0%;-0.0%", '0.00"%"', '0.0"‰"', "000000", "0000", "00000000", "000", "?0.00", "#.##", "#", ";;;", ";;", '""', "yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', "m/d/yyyy",
    "[$-804]yyyy\"年\"m\"月\"", "[$元-804]0.00", "0.00 ", "#,##0.00;-#,##0.00;0.00", "0.000_ ;[Red]-0.000 ", "#,##0.0#", "0.##", "[Blue]0.00;[Red]-0.00",
]  # fmt: skip
NOTHING = {"", "-"}
DAY = 45000  # 2023-03-15; the other numbers are no days


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A workbook with every number under every format."""
    folder = tmp_path_factory.mktemp("shown")
    made = openpyxl.Workbook()
    for row, code in enumerate(FORMATS, start=1):
        for column, number in enumerate(NUMBERS, start=1):
            cell = made.active.cell(row, column, number)
            cell.number_format = code
    made.save(folder / "shown.xlsx")
    return folder / "shown.xlsx"


@pytest.fixture(scope="module", params=["xlsx", "xls", "ods"])
def seen(request, book):
    """The texts that the office program shows of a file of each kind, and what is read."""
    path = book if request.param == "xlsx" else convert(book, request.param, book.parent)
    shown = convert(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true", book.parent / request.param)
    with shown.open(encoding="utf-8", newline="") as file:
        texts = list(csv.reader(file))
    [sheet] = read_workbook(path)
    told = " ".join(note.cell for note in sheet.notes)
    return texts, sheet, told


def convert(path, kind, folder):
    """The file as the office program writes it."""
    words = [need("soffice"), "--headless", f"-env:UserInstallation=file://{path.parent}/profile", "--convert-to", kind]
    subprocess.run([*words, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.mark.slow
@pytest.mark.parametrize("code", FORMATS)
def test_what_is_read_is_what_is_shown(seen, code):
    texts, sheet, _ = seen
    row = FORMATS.index(code)
    for column, number in enumerate(NUMBERS):
        if "yy" in code and number != DAY:
            continue
        text, value = texts[row][column].strip(), sheet.value(row, column)
        assert agrees(text, value, sheet.number_format(row, column), code), (code, number, text, value)


@pytest.mark.slow
def test_what_is_shown_otherwise_than_stored_is_told(seen):
    _, sheet, told = seen
    codes = {note.code for note in sheet.notes}
    assert {"intake.shown_otherwise", "intake.hidden_number"} <= codes
    assert "A20" in told, "5672100 under #,##0, is 5672.1"
    assert sheet.value(FORMATS.index("#,##0.00,"), 0) == 5672.1


def agrees(text, value, percent, code):
    """Whether a person who sees the text and one who reads the value understand the same; shown digits may be fewer."""
    if not isinstance(value, int | float):
        if hasattr(value, "year"):
            return str(value.year) in text
        stored, words = figure(str(value or "")), re.sub(r"[\d.,\s]", "", str(value or ""))
        if stored is None:
            return (value or "") == text
        return close(figure(text), stored) and words == re.sub(r"[\d.,\s]", "", text)
    if text in NOTHING:
        return value == 0
    number = figure(text)
    if "%" in percent:
        return text.endswith("%") and close(number, Decimal(str(value)) * 100)
    unsigned = "[Red]" in code and value < 0
    return number is not None and close(
        abs(number) if unsigned else number, abs(Decimal(str(value))) if unsigned else Decimal(str(value))
    )


def figure(text):
    found = re.search(r"\d[\d,]*(?:\.\d*)?|\.\d+", text)
    if not found:
        return None
    number = Decimal(found[0].replace(",", ""))
    is_negative = "-" in text[: found.start()] or (text.startswith("(") and text.endswith(")"))
    return -number if is_negative else number


def close(shown, stored):
    """Equal to the places that are shown."""
    if shown is None:
        return False
    places = max(0, -shown.as_tuple().exponent)
    return abs(shown - stored) <= Decimal(5).scaleb(-places - 1) + Decimal("1e-9")
