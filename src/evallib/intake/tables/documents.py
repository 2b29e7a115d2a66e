"""Documents of a folder (提交的文档): their tables are read like sheets; what spreadsheets tell already is only offered."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_shape import WORD, find_forms
from evallib.intake.grids.reading_documents import read_document
from evallib.intake.tables.recognition import recognise
from evallib.model.problems import EvallibError, Problem, ProblemList
from evallib.model.schema import get_schema
from evallib.parsing.cells import clean_text

FORM_TABLE = "self_evaluation_indicators"
#: So many words of a form in one row make a table that somebody meant to be read.
FORM_LIKE = 4
FEWEST_COLUMNS, FEWEST_ROWS, LOOKED_AT = 3, 2, 12
FIGURE = re.compile(r"[-+]?[\d,，]*\d(?:\.\d+)?(?:%|％)?")


def document_tables(
    paths: Iterable[Path],
    told: Collection[str],
    problems: ProblemList,
    read: Callable[[Path], list[Sheet]] = read_document,
) -> list[Sheet]:
    """The tables of Word and PDF files that are to be read.

    Args:
        paths: the files.
        told: table kinds that spreadsheets of the folder tell already; a table of such a kind is offered, not read.
        problems: receives what was passed over.
        read: reads one file.

    Returns:
        Sheets that the recogniser understands, in order.
    """
    found: list[Sheet] = []
    for path in paths:
        try:
            sheets = read(path)
        except EvallibError as error:
            problems.extend(error.problems)
            continue
        kinds = {sheet.name: _kinds(sheet) for sheet in sheets}
        taken = [sheet for sheet in sheets if kinds[sheet.name] and not kinds[sheet.name] <= set(told)]
        offered = [sheet for sheet in sheets if kinds[sheet.name] and kinds[sheet.name] <= set(told)]
        unknown = [sheet for sheet in sheets if not kinds[sheet.name]]
        found += taken
        if offered:
            names = "、".join([f"{sheet.name}“{get_schema(min(kinds[sheet.name])).title}”" for sheet in offered])
            problems.add(
                _said(
                    path,
                    "intake.offered_table",
                    f"文档中的{names}，已有表格文件提交，未读入",
                    "如应以文档为准，请移走相应的表格文件",
                )
            )
        forms = [sheet for sheet in unknown if _is_form_like(sheet) or looks_like_table(sheet)]
        if forms:
            problems.add(
                Problem("intake.unread_form", f"像是自评表或数据表，认不出表头，未读入（{len(forms)} 张）", file=path.name, sheet=forms[0].name,
                        value=_first_texts(forms[0]), expected="含有已知表头的一行", advice=f"请运行 evallib map {path.name} 查看各列")
            )  # fmt: skip
        if not taken and not offered and not forms:
            problems.add(
                _said(path, "intake.narrative", f"文档中没有可读入的表（{len(unknown)} 张表认不出），留作审核之用", "")
            )
    return found


def _kinds(sheet: Sheet) -> set[str]:
    if find_forms(sheet):
        return {FORM_TABLE}
    return {header.schema.name for header in recognise(sheet)[1]}


def _is_form_like(sheet: Sheet) -> bool:
    return any(sum(bool(WORD.search(str(value))) for value in set(row) if value) >= FORM_LIKE for row in sheet.rows)


def looks_like_table(sheet: Sheet) -> bool:
    """Whether a sheet nobody understood holds figures in columns: under a row of words, rows with a figure each.

    Words beside figures are what a table is; a layout of paragraphs, a list of contents or a letter is none.
    """
    for top, row in enumerate(sheet.rows):
        head = [text for value in row if (text := clean_text(value))]
        if len(head) < FEWEST_COLUMNS or any(FIGURE.fullmatch(text) for text in head):
            continue
        below = sheet.rows[top + 1 : top + 1 + LOOKED_AT]
        with_figures = [line for line in below if any(FIGURE.fullmatch(clean_text(value)) for value in line)]
        if len(with_figures) >= FEWEST_ROWS and len(with_figures) * 2 >= len(below):
            return True
    return False


def _first_texts(sheet: Sheet) -> str:
    return "｜".join(text for row in sheet.rows[:3] for value in row if (text := clean_text(value)))[:100]


def _said(path: Path, code: str, message: str, advice: str) -> Problem:
    return Problem(code, message, file=path.name, advice=advice, severity="note")
