"""Unread money (没有读入的资金): amounts beside labels in a sheet of goals or points that no table has a column for."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place, shown
from evallib.intake.forms.form_coverage import FIGURE, MEASURE, partly_read
from evallib.intake.forms.form_labels import form_title
from evallib.intake.tables.headers.header_row import Header
from evallib.model.problems import Problem

GOALS = "goals"
ADVICE = (
    "指标和目标值已读入；请在标题写明“绩效目标申报表”、在“项目名称”右侧写明项目，资金即随目标读入；"
    "不需要读入的，请从这张表中删去"
)


def unread_money(sheet: Sheet, headers: Sequence[Header]) -> list[Problem]:
    """An error that names such amounts; none for any other sheet.

    Args:
        sheet: the sheet.
        headers: its tables, with their ends.
    """
    only_goals = bool(headers) and all(header.schema.name == GOALS for header in headers)
    if not only_goals and not (headers and form_title(sheet) is not None):
        return []
    places = _beside_labels(sheet, headers)
    return [partly_read(sheet, places, ADVICE if only_goals else "")] if places else []


def _beside_labels(sheet: Sheet, headers: Sequence[Header]) -> list[Place]:
    """Figures outside the tables whose label asks for money or points."""
    inside = {row for header in headers for row in range(header.top, min(header.end, len(sheet.rows)))}
    found = []
    for row in range(len(sheet.rows)):
        label = ""
        for column in range(sheet.width) if row not in inside else ():
            if sheet.anchor(row, column) != (row, column) or not (text := shown(sheet, row, column)):
                continue
            if FIGURE.fullmatch(text):
                found += [(row, column)] if MEASURE.search(label) else []
            else:
                label = text
    return found
