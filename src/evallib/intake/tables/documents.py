"""Documents of a folder (提交的文档): tables read like sheets; what spreadsheets tell already is only offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_shape import find_forms
from evallib.intake.forms.goal_columns import form_like_row
from evallib.intake.forms.layouts.laid_out import laid_out
from evallib.intake.forms.layouts.money_sheet import with_money
from evallib.intake.grids.reading_documents import is_scan, read_document
from evallib.intake.tables.headers.unread_parts import looks_like_table
from evallib.intake.tables.oddities import sound_sheets
from evallib.intake.tables.recognition import recognise
from evallib.model.problems import EvallibError, Problem, ProblemList
from evallib.model.schema import get_schema
from evallib.parsing.cells import clean_text

FORM_TABLE = "self_evaluation_indicators"


def document_tables(
    paths: Iterable[Path],
    told: Mapping[str, Sequence[pd.DataFrame]],
    problems: ProblemList,
    tables_of: Callable[[Sheet], Mapping[str, Sequence[pd.DataFrame]]],
    read: Callable[[Path], list[Sheet]] = read_document,
) -> list[Sheet]:
    """The tables of Word and PDF files that are to be read.

    Args:
        paths: the files.
        told: what spreadsheets of the folder tell already, by kind; a table of such a kind is offered, not read, but
            for rates by name that they do not have and forms of other projects.
        problems: receives what was passed over.
        tables_of: what one sheet tells, by kind.
        read: reads one file.

    Returns:
        Sheets that the recogniser understands, in order.
    """
    found: list[Sheet] = []
    for path in paths:
        try:
            sheets = sound_sheets(read(path), problems)
        except EvallibError as error:
            problems.extend(error.problems)
            continue
        # The money of a form in a table of its own goes with its goals.
        purses = {id(money): sheet for sheet, money in with_money(sheets) if money is not None}
        kinds = {sheet.name: {FORM_TABLE} if id(sheet) in purses else _kinds(sheet) for sheet in sheets}
        for goals in purses.values():
            kinds[goals.name] = {FORM_TABLE}
        known = [sheet for sheet in sheets if kinds[sheet.name]]
        offered = [s for s in known if kinds[s.name] <= set(told) and not _tells_more(tables_of(s), told)]
        taken = [sheet for sheet in known if all(sheet is not other for other in offered)]
        unknown = [sheet for sheet in sheets if not kinds[sheet.name]]
        short = [(s, column) for s in taken if kinds[s.name] != {FORM_TABLE} and (column := _missing_amount(s))]
        for sheet, column in short:
            problems.add(
                Problem(
                    "intake.document_table_short",
                    (
                        f"文档中的“{get_schema(min(kinds[sheet.name])).title}”没有“{column}”一列，"
                        "不作提交的表，留作审核之用"
                    ),
                    file=path.name,
                    sheet=sheet.name,
                    expected=column,
                    severity="warning",
                    advice="如是要报的表，请补上这一列，或另交表格文件",
                )
            )
        found += [sheet for sheet in taken if all(sheet is not other for other, _ in short)]
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
        forms = [sheet for sheet in unknown if form_like_row(sheet) is not None or looks_like_table(sheet)]
        if forms:
            problems.add(
                Problem(
                    "intake.unread_form",
                    f"像是自评表或数据表，认不出表头，未读入（{len(forms)} 张）",
                    file=path.name,
                    sheet=forms[0].name,
                    value=_first_texts(forms[0]),
                    expected="含有已知表头的一行",
                    advice=f"请运行 evallib map {path.name} 查看各列",
                )
            )
        if not sheets and is_scan(path):
            problems.add(
                Problem(
                    "intake.scan",
                    "PDF 是扫描的图片，没有文字，读不到数，未读入",
                    file=path.name,
                    expected="可以选中文字的 PDF",
                    advice=(
                        "请改交 .xlsx 或 .docx 原件，或先做文字识别（OCR）再交；只是盖章件、内容已另交表格的，不必处理"
                    ),
                    severity="warning",
                )
            )
        elif not taken and not offered and not forms:
            problems.add(
                _said(
                    path,
                    "intake.narrative",
                    f"文档中没有可读入的表（{len(unknown)} 张表认不出），留作审核之用",
                    f"运行 evallib map {path.name}，可列出文字中能够录入的数字",
                )
            )
    return found


def _missing_amount(sheet: Sheet) -> str:
    """An amount that the kind of a table cannot do without and no column tells; a report often leaves it out.

    A spreadsheet without it is asked for it; a table inside a report repeats what was handed in elsewhere.
    """
    for header in recognise(sheet)[1]:
        told = {name for columns in header.groups.values() for name in columns}
        lacks = [c.label for c in header.schema.columns if c.required and c.type == "money" and c.name not in told]
        if lacks:
            return lacks[0]
    return ""


def _tells_more(own: Mapping[str, Sequence[pd.DataFrame]], told: Mapping[str, Sequence[pd.DataFrame]]) -> bool:
    """Whether a table of rates has names that were not told; amounts of other names may be the same money again."""
    return _another_form(own, told) or any(
        get_schema(name).column(value).type == "rate" and not _labels(name, frames) <= _labels(name, told.get(name, ()))
        for name, frames in own.items()
        if (value := get_schema(name).value)
    )


def _another_form(own: Mapping[str, Sequence[pd.DataFrame]], told: Mapping[str, Sequence[pd.DataFrame]]) -> bool:
    """Whether a form is of a project that no spreadsheet tells: another name, and most of its indicators are others."""
    goals = _goals(own)
    return bool(goals) and all(
        project not in _goals(told) and all(2 * len(names & others) < len(names) for others in _goals(told).values())
        for project, names in goals.items()
    )


def _goals(tables: Mapping[str, Sequence[pd.DataFrame]]) -> dict[str, set[str]]:
    """The names of the indicators of every form, by its project."""
    found: dict[str, set[str]] = {}
    for frame in tables.get(FORM_TABLE, ()):
        for project, name in zip(frame["project_name"], frame["level3"], strict=True):
            found.setdefault(str(project or ""), set()).add(str(name or ""))
    return found


def _labels(name: str, frames: Sequence[pd.DataFrame]) -> set[str]:
    label = get_schema(name).label
    return {str(text) for frame in frames for text in frame[label].dropna()} if label else set()


def _kinds(sheet: Sheet) -> set[str]:
    if find_forms(laid_out(sheet)):
        return {FORM_TABLE}
    return {header.schema.name for header in recognise(sheet)[1]}


def _first_texts(sheet: Sheet) -> str:
    return "｜".join(text for row in sheet.rows[:3] for value in row if (text := clean_text(value)))[:100]


def _said(path: Path, code: str, message: str, advice: str) -> Problem:
    return Problem(code, message, file=path.name, advice=advice, severity="note")
