"""Oddities (异常之处): what a sheet holds that an evaluator would not see, or not expect, said once per sheet."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evallib.intake.files.sheet import Sheet, cell_name, cells_told
from evallib.model.problems import EvallibError, Problem, ProblemList, Severity
from evallib.model.workspace.handed_in import DOCUMENT_SUFFIXES, SPREADSHEET_SUFFIXES
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.plain_text import INVISIBLE_CHARACTERS

INVISIBLE = re.compile(f"[{re.escape(INVISIBLE_CHARACTERS)}]")
#: =HYPERLINK(…), +cmd|…, @SUM(…); a target such as =100% is none.
FORMULA_TEXT = re.compile(r"\s*[=+@-]\s*[A-Za-z_(=+@-]")
TOLD = 10
#: What is told of sheets that hold no data.
NO_DATA = frozenset({"intake.blank_form", "intake.text_sheet", "intake.empty_workbook", "intake.scan"})
#: Formats in which forms and tables travel and that are not read: nobody may think that they were.
OTHER_FORMATS = frozenset({".doc", ".wps", ".et", ".odt", ".xlsb", ".rtf", ".dps", ".zip", ".rar", ".7z"})
#: Files that belong to a folder without being read as tables.
COMPANIONS = {".yaml", ".yml", ".json", ".md"}


def find_oddities(sheet: Sheet) -> Iterator[Problem]:
    """Everything odd about a sheet that is read as a table.

    Hidden rows and columns are read and reported; formulas without a saved value are errors, because their cells
    would read as empty.
    """
    yield from sheet.notes
    if sheet.hidden:
        yield _said(sheet, "intake.hidden_sheet", "隐藏的工作表也已读入", advice="如不应提交，请删除该表")
    rows = [row for row in sheet.facts.hidden_rows if any(not is_blank(value) for value in _row(sheet, row - 1))]
    if rows:
        where = f"第{numbers_told(rows)}行"
        yield _said(
            sheet, "intake.hidden_rows", f"{len(rows)} 个隐藏的行也已读入", where, "如不应计入，请删除这些行", "warning"
        )
    columns = [
        c
        for c in sheet.facts.hidden_columns
        if any(not is_blank(sheet.value(r, c - 1)) for r in range(len(sheet.rows)))
    ]
    if columns:
        where = "、".join(cell_name(0, column - 1)[:-1] for column in columns[:TOLD]) + "列"
        advice = "如不应计入，请删除这些列"
        yield _said(sheet, "intake.hidden_columns", f"{len(columns)} 个隐藏的列也已读入", where, advice, "warning")
    for cell in sheet.facts.uncomputed:
        yield Problem(
            "intake.formula_without_value",
            "公式没有保存计算结果，读不到数",
            file=sheet.file,
            sheet=sheet.name,
            cell=cell,
            expected="数值",
            advice="请用 Excel 或 WPS 打开该文件，保存一次后再提交",
        )
    yield from _odd_texts(sheet)


def _odd_texts(sheet: Sheet) -> Iterator[Problem]:
    invisible, formulas = [], []
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            if not isinstance(value, str) or not value:
                continue
            if not (value.isascii() and value.isprintable()) and INVISIBLE.search(value):
                invisible.append(cell_name(row, column))
            if FORMULA_TEXT.match(value):
                formulas.append(cell_name(row, column))
    if invisible:
        yield _said(
            sheet,
            "intake.invisible_characters",
            f"{len(invisible)} 格含有看不见的字符（零宽、反向或控制字符），已去除",
            cells_told(invisible),
            "请核对这些格显示的内容是否就是所填的内容",
        )
    if formulas:
        yield _said(
            sheet,
            "intake.formula_text",
            f"{len(formulas)} 格的文字写成了公式的样子，按文字处理，不会执行",
            cells_told(formulas),
            "如本应是数值，请改为数值",
        )


def _row(sheet: Sheet, row: int) -> Sequence[object]:
    return sheet.rows[row] if row < len(sheet.rows) else ()


def numbers_told(rows: Sequence[int]) -> str:
    """The first of many numbers, and how many there are.

    >>> numbers_told([3, 5])
    '3、5'
    """
    return "、".join(map(str, rows[:TOLD])) + (f"等{len(rows)}" if len(rows) > TOLD else "")


def _said(
    sheet: Sheet, code: str, message: str, cell: str = "", advice: str = "", severity: Severity = "note"
) -> Problem:
    return Problem(code, message, file=sheet.file, sheet=sheet.name, cell=cell, advice=advice, severity=severity)


def passed_over(folder: Path, read: list[Path]) -> Iterable[Problem]:
    """What stands in the folder and is not read, so that nobody waits for it."""
    for path in sorted(folder.iterdir()):
        if path in read or path.name.startswith((".", "~$")) or path.suffix.lower() in COMPANIONS:
            continue
        if path.is_symlink():
            yield Problem("intake.link", "是指向别处的链接，未读入", file=path.name, advice="请放入文件本身")
            continue
        inner = _handed_in_below(path) if path.is_dir() else 0
        if path.is_dir() and not inner:
            continue
        what = f"子文件夹里有 {inner} 个表格或文档" if inner else "不是电子表格"
        other = path.suffix.lower() in OTHER_FORMATS
        what = f"{path.suffix} 格式读不了" if other else what
        yield Problem(
            "intake.not_read",
            f"{what}，未读入",
            file=path.name,
            expected=".xlsx、.xls、.csv、.docx 或 .pdf 文件",
            advice="如需读入，请另存为 .xlsx 或 .docx 放在年度文件夹内",
            severity="error" if other else "note",
        )


def _handed_in_below(folder: Path) -> int:
    """How many files that could be read stand in a folder, or in folders inside of it."""
    return sum(
        (Path(place) / name).suffix.lower() in (*SPREADSHEET_SUFFIXES, *DOCUMENT_SUFFIXES)
        and not name.startswith((".", "~$"))
        for place, _, names in os.walk(folder)
        for name in names
    )


def sound_sheets(sheets: Sequence[Sheet], problems: ProblemList) -> list[Sheet]:
    """The sheets of a file of which it is known which cells are one; each of the others is told and stays out."""
    found = []
    for sheet in sheets:
        try:
            sheet.anchor(0, 0)
        except EvallibError as error:
            problems.extend(error.problems)
        else:
            found.append(sheet)
    return found


def empty_workbook(sheets: Sequence[Sheet]) -> list[Problem]:
    """What is wrong with a file in none of whose sheets anything is written."""
    if not sheets or any(clean_text(value) for sheet in sheets for row in sheet.rows for value in row):
        return []
    return [
        Problem(
            "intake.empty_workbook",
            "文件里什么也没有写",
            file=sheets[0].file,
            sheet=sheets[0].name,
            expected="填好的表",
            advice="请核对是否交错了文件，放入填好的表后重新运行",
            severity="warning",
        )
    ]


def nothing_read(problems: ProblemList) -> list[Problem]:
    """An error where blank forms and sheets of text are all that was handed in: nobody may take that for data.

    Args:
        problems: what was told of the sheets, none of which was a table.
    """
    told = [problem for problem in problems if problem.code in NO_DATA]
    if problems.errors or not told:
        return []
    return [
        Problem(
            "intake.nothing_read",
            "提交的表格里没有一行数据：只有空表、空白模板、文字或扫描件",
            file=told[0].file,
            sheet=told[0].sheet,
            expected="至少一张填好的表",
            advice="请放入填好的表后重新运行 evallib check",
        )
    ]
