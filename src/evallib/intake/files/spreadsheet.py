"""Spreadsheets (电子表格): read inside the guarded process; see `evallib.intake.files.workbook` for the way in."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from evallib.intake.files.cell_states import CellStates, cells_told, put_in, put_raised, read_states, states_of_formats
from evallib.intake.files.guarding.guard import Package, file_kind, inspect_package
from evallib.intake.files.guarding.limits import TABLE, refused
from evallib.intake.files.guarding.refusing import refusing
from evallib.intake.files.note_marks import take_marks
from evallib.intake.files.old_workbook import OldSheet, read_old_workbook
from evallib.intake.files.open_documents.open_cells import OpenSheet, read_open_sheets
from evallib.intake.files.open_documents.open_document import inspect_open_document
from evallib.intake.files.sheet import CSV_ENCODINGS, DELIMITERS, SAMPLE, Sheet, find_delimiter
from evallib.intake.files.sheet_xml import SheetFacts, column_number
from evallib.intake.files.web_tables import read_web_page
from evallib.intake.files.worksheets import worksheets
from evallib.intake.files.xml_spreadsheet import as_sheet, is_xml_spreadsheet, read_xml_sheets
from evallib.model.problems import EvallibError, Problem

#: What stands behind = and calculates nothing: a number with a word, a word.
NO_FORMULA = re.compile(r"[\d.,]*\s*%?\s*[一-鿿/·.、（）()%]+")


def read_spreadsheet(path: Path) -> list[Sheet]:
    """All sheets of a file; see `evallib.intake.files.workbook.read_workbook`."""
    sheets = _read(path)
    for sheet in sheets:
        if marked := take_marks(sheet.rows):
            note = Problem("intake.note_mark", "数字后面的注释标记不作数字读", file=sheet.file, sheet=sheet.name,
                           cell=cells_told(marked), advice="注释请写在表下", severity="note")  # fmt: skip
            sheet.notes = [*sheet.notes, note]
    return sheets


def stored_rows(path: Path) -> dict[str, list[list[Any]]]:
    """Rows of every sheet of an .xlsx; see `evallib.intake.files.workbook.read_plain_rows`."""
    import openpyxl

    with path.open("rb") as file:
        if file_kind(file.read(4096)) != "zip":
            raise refused(path, "intake.not_a_workbook", "不是 .xlsx 工作簿", "请用 Excel 或 WPS 打开后另存为 .xlsx")
    inspect_package(path)
    with refusing(path):
        book = openpyxl.load_workbook(path, data_only=True)
        return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def _read(path: Path) -> list[Sheet]:
    with path.open("rb") as file:
        head = file.read(4096)
    kind = file_kind(head)
    if kind == "empty":
        raise refused(path, "intake.empty_file", "文件是空的", "请重新导出")
    if kind == "html":
        return _read_xml(path) if is_xml_spreadsheet(head) else read_web_page(path)
    suffix = path.suffix.lower()
    if suffix in {".csv", ".tsv"}:
        if kind != "text":
            raise refused(path, "intake.wrong_suffix", "文件其实是工作簿，不是 csv", "请把扩展名改为 .xlsx 或 .xls")
        return [_read_csv(path)]
    if kind == "text":
        return [_read_named_workbook(path, head)]
    if kind == "ole":
        return [_as_sheet(path, old) for old in read_old_workbook(path)]
    if _is_open_document(path):
        inspect_open_document(path)
        with refusing(path):
            found = read_open_sheets(path)
        return _read_sheets(path, Package(), found)
    return _read_sheets(path, inspect_package(path), {})


def _as_sheet(path: Path, old: OldSheet) -> Sheet:
    notes = list(_told(path, old.name, old.rows, old.states))
    return Sheet(
        path, old.name, old.rows, old.merged, old.hidden, old.facts, notes, old.states.percent, looks=old.looks
    )


def _read_named_workbook(path: Path, head: bytes) -> Sheet:
    """A text that is called a workbook, as exports of many systems are: it is read as what it is, and that is told."""
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    lines = [line for line in head.splitlines() if line.strip()]
    in_columns = sum(any(mark.encode() in line for mark in DELIMITERS) for line in lines)
    if not is_wide and (b"\0" in head or in_columns < min(2, len(lines))):
        raise refused(path, "intake.wrong_suffix", "文件其实是文本，不是工作簿", "请把扩展名改为 .csv，或另存为 .xlsx")
    sheet = _read_csv(path)
    note = Problem(
        "intake.named_workbook",
        "文件其实是分列的文本，按文本表格读取",
        file=path.name,
        severity="note",
        advice="扩展名宜为 .csv；编号前面的零、长数字请核对",
    )
    sheet.notes = [*sheet.notes, note]
    return sheet


def _read_xml(path: Path) -> list[Sheet]:
    sheets = []
    for found in read_xml_sheets(path):
        states = states_of_formats(found.rows, found.formats, found.errors)
        sheet = as_sheet(path, found, states)
        sheet.notes = list(_told(path, sheet.name, sheet.rows, states))
        sheets.append(sheet)
    return sheets


def _is_open_document(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "mimetype" in archive.namelist() and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False


def _read_sheets(path: Path, package: Package, open_sheets: dict[str, OpenSheet]) -> list[Sheet]:
    sheets: list[Sheet] = []
    with refusing(path):
        for sheet in worksheets(path):
            name, rows = sheet.name, sheet.rows
            part = package.parts.get(name, "")
            if name in open_sheets:
                facts, found = open_sheets[name].facts, open_sheets[name]
                states = states_of_formats(rows, found.formats, found.errors)
            else:
                facts = _typed_as_formula(rows, package.sheets.get(name, SheetFacts()))
                states = read_states(path, part) if part else CellStates()
            notes = [*([] if sheets else package.notes), *_told(path, name, rows, states)]
            sheets.append(
                Sheet(
                    path,
                    name,
                    rows,
                    sheet.merged,
                    sheet.hidden,
                    facts=facts,
                    notes=notes,
                    percent=states.percent,
                    looks=states.looks,
                )
            )
        put_raised(path, {package.parts[sheet.name]: sheet.rows for sheet in sheets if sheet.name in package.parts})
    return sheets


def _typed_as_formula(rows: list[list[Any]], facts: SheetFacts) -> SheetFacts:
    """Texts such as =3套 that a spreadsheet took for formulas are in their cells again, with the sign as typed."""
    texts = {
        cell: text for cell, text in zip(facts.uncomputed, facts.formulas, strict=False) if NO_FORMULA.fullmatch(text)
    }
    for cell, text in texts.items():
        letters = cell.rstrip("0123456789")
        row, column = int(cell[len(letters) :]) - 1, column_number(letters) - 1
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = f"={text}"
    if not texts:
        return facts
    left = [(cell, text) for cell, text in zip(facts.uncomputed, facts.formulas, strict=False) if cell not in texts]
    return replace(facts, uncomputed=tuple(cell for cell, _ in left), formulas=tuple(text for _, text in left))


def _told(path: Path, name: str, rows: list[list[Any]], states: CellStates) -> Iterator[Problem]:
    meant = put_in(rows, states)
    if states.twice:
        yield Problem(
            "intake.cell_twice",
            "同一单元格在文件里写了两次，不知以哪一个为准",
            file=path.name,
            sheet=name,
            cell=cells_told(states.twice),
            advice="请用 Excel 或 WPS 打开后另存再提交",
        )
    if states.hidden:
        yield Problem("intake.hidden_number", "单元格里有数，但数字格式使它不显示，按空白读取", file=path.name,
                      sheet=name, cell=cells_told(states.hidden), advice="请删去这些数，或改用看得见的格式",
                      severity="warning")  # fmt: skip
    if states.unsigned:
        yield Problem(
            "intake.hidden_sign",
            "存储的是负数，数字格式不显示负号，仍按负数读取",
            file=path.name,
            sheet=name,
            cell=cells_told(states.unsigned),
            advice="请核对正负；是正数的请改去负号",
            severity="warning",
        )
    if states.struck:
        yield Problem(
            "intake.struck_out",
            "画了删除线的格仍按所写的值读入",
            file=path.name,
            sheet=name,
            cell=cells_told(states.struck),
            advice="已作废的，请清除这些格或整行后重新提交；不是的，请去掉删除线",
            severity="warning",
        )
    if meant:
        cell, stored, shown = meant[0]
        yield Problem(
            "intake.shown_otherwise",
            "显示的数与存储的数不同，按显示的意思读取",
            file=path.name,
            sheet=name,
            cell=cells_told(cell for cell, _, _ in meant),
            value=f"{cell} 存储 {stored}，显示 {shown}",
            advice="请核对数字格式（如千位缩放、单位后缀）",
            severity="note",
        )


def _read_csv(path: Path) -> Sheet:
    data = path.read_bytes()
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else CSV_ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        delimiter = find_delimiter(text[:SAMPLE])
        # Counted before a cell is built: a file of nothing but commas has more cells than bytes.
        if text.count(delimiter) + text.count("\n") + text.count("\r") > 2 * TABLE.cells:
            raise refused(path, "intake.too_large", "表格大得不正常，不予读取", "请删去多余的行、列后另存")
        try:
            rows: list[list[Any]] = [
                list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            ]
        except csv.Error as error:
            raise refused(
                path, "intake.damaged", "csv 读不下去", "请用 Excel 或 WPS 另存为 .xlsx", str(error)
            ) from None
        if sum(map(len, rows)) > TABLE.cells:
            raise refused(path, "intake.too_large", "表格大得不正常，不予读取", "请删去多余的行、列后另存")
        return Sheet(path, path.stem, rows)
    raise EvallibError(
        Problem(
            "intake.encoding", "看不出文字编码", file=path.name, expected="UTF-8 或 GB18030", advice="请另存为 .xlsx"
        )
    )
