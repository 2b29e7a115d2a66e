"""Declared goals (申报的绩效目标): figures of a 绩效目标表 that the table of goals has no column for: its money and its points."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place, shown
from evallib.intake.forms.form_coverage import FIGURE, MEASURE, TOLD, is_out, partly_read
from evallib.intake.forms.form_labels import declares_goals
from evallib.intake.forms.goal_columns import form_title
from evallib.intake.tables.headers.header_row import Header
from evallib.model.problems import Problem
from evallib.parsing.headers import parse_header

KIND, GOAL_FIGURES = "goals", "intake.goal_figures"
#: Points of declared goals are kept nowhere else.
POINTS = frozenset({"weight_score", "weight_rate"})


def unread_figures(sheet: Sheet, headers: Sequence[Header]) -> list[Problem]:
    """An error that names the figures which a sheet of goals or of points tells and no table of it has a column for.

    Declared goals (绩效目标表) have no column for their money and their points; a 自评评分表 that is read as points and scores
    has none for its money.

    Args:
        sheet: the sheet.
        headers: its tables, with their ends.
    """
    goals = [header for header in headers if header.schema.name == KIND]
    if not goals and headers and form_title(sheet) is not None:
        money = _beside_labels(sheet, headers)
        return [partly_read(sheet, money)] if money else []
    if not goals or len(goals) < len(headers):
        return []
    # Points of a framework that lists its goals are kept with the framework.
    points: set[Place] = (
        {place for header in goals for place in _under(sheet, header)} if declares_goals(sheet) else set()
    )
    places = sorted({*points, *_beside_labels(sheet, goals)})
    if not places:
        return []
    more = f"等 {len(places)} 格" if len(places) > TOLD else ""
    return [
        Problem(
            GOAL_FIGURES, f"绩效目标表没有读完整：{len(places)} 格数值没有读入（资金、权重等没有对应的列）", file=sheet.file,
            sheet=sheet.name, cell="、".join(sheet.place(*place) for place in places[:TOLD]) + more,
            value="｜".join(shown(sheet, *place) for place in places[:TOLD]), expected="目标类型、绩效内容、目标名称、目标值",
            advice="指标和目标值已读入；资金请另填项目支出情况表，权重以自评表为准；不需要读入的，请从这张表中删去",
        )
    ]  # fmt: skip


def _under(sheet: Sheet, header: Header) -> list[Place]:
    """Figures in columns of the goals that were not understood."""
    columns = [cell.column for cell in header.unknown if not is_out(cell.text) or _tells_points(cell.text)]
    rows = range(header.bottom + 1, min(header.end, len(sheet.rows)))
    return [
        (row, column)
        for row in rows
        for column in columns
        if sheet.anchor(row, column) == (row, column) and FIGURE.fullmatch(shown(sheet, row, column))
    ]


def _tells_points(text: str) -> bool:
    return any(reading.value in POINTS for reading in parse_header(text)[:1])


def _beside_labels(sheet: Sheet, headers: Sequence[Header]) -> list[Place]:
    """Figures outside the goals whose label asks for money or points."""
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
