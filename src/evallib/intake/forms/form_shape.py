"""The shape of a form (表样): where its labels stand, its block of funds and its block of indicators.

No family of forms is known by name: a form is a sheet with a header of indicators, targets, results and points, and with
labels such as 项目名称 or a block of funds around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place
from evallib.intake.forms.form_labels import is_project_label, labels_in
from evallib.intake.forms.fund_columns import fund_columns
from evallib.intake.forms.fund_pairs import fund_pairs
from evallib.intake.forms.goal_columns import POINTS, WORD, goal_columns
from evallib.intake.tables.headers.header_cells import HeaderCell, header_cells
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.headers import parse_header

TITLE = re.compile(r"自评|绩效(?:评价|评分|目标(?:完成|自评)|运行)|支出绩效")
SEARCHED = 300


@dataclass(frozen=True)
class IndicatorHeader:
    """The header of a form's indicators: its rows, and the column of each concept."""

    top: int
    bottom: int
    columns: dict[str, HeaderCell]
    cells: tuple[HeaderCell, ...]

    @property
    def has_points(self) -> bool:
        """Whether a column tells points or scores."""
        return not POINTS.isdisjoint(self.columns)


@dataclass(frozen=True)
class FormShape:
    """Where the parts of one form stand in its sheet; `first` and `last` are its rows, the last not included.

    `funds` is the header row of its money; `pairs` where each amount stands, in a form that has labels beside its figures.
    """

    first: int
    last: int
    labels: dict[str, Place]
    indicators: IndicatorHeader
    funds: int | None
    pairs: dict[str, Place] = field(default_factory=dict)


def find_forms(sheet: Sheet) -> list[FormShape]:
    """The forms of a sheet, in their order; none where the sheet holds another kind of table.

    Args:
        sheet: any sheet.
    """
    headers = list(_indicator_headers(sheet))
    if not headers:
        return []
    title = "".join(clean_text(value) for row in sheet.rows[:4] for value in row if isinstance(value, str)) + sheet.name
    forms: list[FormShape] = []
    first = 0
    for position, header in enumerate(headers):
        following = headers[position + 1].top if position + 1 < len(headers) else len(sheet.rows)
        labels = labels_in(sheet, first, header.top)
        last = _last_row(sheet, header.bottom, following) if position + 1 < len(headers) else following
        funds = _funds_row(sheet, first, header.top)
        if funds is None:
            funds = _funds_row(sheet, header.bottom + 1, last)
        pairs = (
            {}
            if funds is not None
            else fund_pairs(sheet, first, header.top) or fund_pairs(sheet, header.bottom + 1, last)
        )
        named = labels.keys() & {"project_name", "implementer", "supervisor"} or (
            TITLE.search(title) and "organisation" in labels
        )
        above = (funds is not None and funds < header.top) or any(row < header.top for row, _ in pairs.values())
        if forms and not named and not above:  # a second block of indicators of the same form
            before = forms[-1]
            if before.funds is None and not before.pairs:
                before = replace(before, funds=funds, pairs=pairs)
            forms[-1] = replace(before, last=last)
            first = last
        # Without points a list of goals may be a table of its own; with its money, or called one, it is a form.
        elif funds is not None or pairs or (named and (header.has_points or TITLE.search(title))):
            labels |= {
                name: place for name, place in labels_in(sheet, header.bottom + 1, last).items() if name not in labels
            }
            forms.append(FormShape(first, last, labels, header, funds, pairs))
            first = last
        elif forms:
            forms[-1] = replace(forms[-1], last=last)
            first = last
    return forms


def _indicator_headers(sheet: Sheet) -> Iterator[IndicatorHeader]:
    row = 0
    while row < min(len(sheet.rows), SEARCHED):
        found = next((header for bottom in (row + 1, row) if (header := _indicator_header(sheet, row, bottom))), None)
        if found is None:
            row += 1
            continue
        yield found
        row = found.bottom + 1


def _indicator_header(sheet: Sheet, top: int, bottom: int) -> IndicatorHeader | None:
    texts = {value for value in sheet.rows[top] if isinstance(value, str) and value.strip()}
    if (
        bottom >= len(sheet.rows)
        or sum(bool(WORD.search(text)) for text in texts) < 3
        or any(len(t) > 60 for t in texts)
    ):
        return None
    if bottom > top and not _continues(sheet, top, bottom):
        return None
    cells = header_cells(sheet, top, bottom)
    # A cell merged on over the rows below is the heading of the block (指标完成情况), whatever its words mean.
    merged = {left for upper, left, lower, _ in sheet.merged if upper <= bottom < lower}
    headings = merged if len(merged) * 2 < len(cells) else set()  # of a header of two rows most go on below
    columns = goal_columns(sheet, cells, bottom, headings)
    has_level = "level3" in columns or "level4" in columns or ("level2" in columns and "level1" in columns)
    if not (has_level and "actual" in columns and "target" in columns):
        return None
    return IndicatorHeader(top, bottom, columns, tuple(cells))


def _continues(sheet: Sheet, top: int, bottom: int) -> bool:
    """Whether the lower row is a second header row: something of the upper one is merged, over it or down into it."""
    below = [value for value in sheet.rows[bottom] if not is_blank(value)]
    if not below or any(not isinstance(value, str) for value in below):
        return False
    words = [clean_text(value) for value in below]
    known = sum(
        bool(parse_header(text))
        and parse_header(text)[0].value in {"target_operator", "measure_unit", "target", "actual", *POINTS, "deviation"}
        for text in words
    )
    return known >= 2 and known * 2 >= len(words)


def _funds_row(sheet: Sheet, first: int, last: int) -> int | None:
    """The header row of the block of funds."""
    return next((row for row in range(first, min(last, len(sheet.rows))) if fund_columns(sheet, row)), None)


def _last_row(sheet: Sheet, bottom: int, following: int) -> int:
    """Where a form ends before the next one's head begins: after its total, or where a label 项目名称 stands."""
    for row in range(bottom + 1, following):
        for value in sheet.rows[row]:
            if is_project_label(value):
                start = row
                while (
                    start > bottom + 1 and len({clean_text(v) for v in sheet.rows[start - 1] if not is_blank(v)}) <= 1
                ):
                    start -= 1
                return start
    return following
