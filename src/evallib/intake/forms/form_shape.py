"""The shape of a form (表样): where its labels stand, its block of funds and its block of indicators.

No family of forms is known by name: a form is a sheet with a header of indicators, targets, results and points, and
with labels such as 项目名称 or a block of funds around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from evallib.intake.files.remembered import once_per_content
from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place
from evallib.intake.forms.form_labels import form_title, is_project_label, labels_in
from evallib.intake.forms.funds.fund_columns import fund_columns
from evallib.intake.forms.funds.fund_pairs import fund_pairs
from evallib.intake.forms.goal_columns import POINTS, WORD, goal_columns, over_headings
from evallib.intake.tables.headers.header_cells import HeaderCell, header_cells
from evallib.model.table_words import NO_WORDS, Words
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.headers import parse_header

FIGURE = re.compile(r"[≥≤<>=＝≧≦]?\s*\d[\d,.]*(?:%|％)?$")
TITLE = re.compile(r"自评|绩效(?:评价|评分|目标(?:完成|自评)|运行)|支出绩效")
LEVEL = re.compile(r"[一二三四]级(?:指标)?")
GOALS, FUNDS = "self_evaluation_indicators", "self_evaluation_funds"
#: What a header of goals has to tell: a self-evaluation's, one that may be by standards, one declared before the year.
Needs = tuple[frozenset[str], ...]
FULL: Needs = (frozenset({"target", "actual"}),)
SCORED: Needs = (*FULL, frozenset({"weight_score", "published_score"}))
DECLARED: Needs = (frozenset({"target"}),)
SEARCHED, FEWEST_WORDS, MORE_WORDS, NEAR, ABOVE, BY_WORDS = 300, 2, 3, 5, 6, frozenset({"target", "actual", "level3"})


@dataclass(frozen=True)
class IndicatorHeader:
    """Header of a form's indicators: its rows, the column of each concept; `given` are those that values tell."""

    top: int
    bottom: int
    columns: dict[str, HeaderCell]
    cells: tuple[HeaderCell, ...]
    given: dict[str, HeaderCell] = field(default_factory=dict)

    @property
    def has_points(self) -> bool:
        """Whether a column tells points or scores."""
        return not POINTS.isdisjoint(self.columns)


@dataclass(frozen=True)
class FormShape:
    """Where the parts of one form stand in its sheet; `first` and `last` are its rows, the last not included.

    `funds` is the header row of its money; `pairs` where each amount stands, in a form that has labels beside its
    figures; `fund_words` are the unit's own wordings of the headers of money, from its mapping.yaml; `further` are the
    headers of more goals below the first ones.
    """

    first: int
    last: int
    labels: dict[str, Place]
    indicators: IndicatorHeader
    funds: int | None
    pairs: dict[str, Place] = field(default_factory=dict)
    fund_words: Mapping[str, str] = field(default_factory=dict)
    further: tuple[IndicatorHeader, ...] = ()


@once_per_content
def find_forms(sheet: Sheet, words: Words | None = None, *, goes_on: bool = False) -> list[FormShape]:
    """The forms of a sheet, in their order; none where the sheet holds another kind of table.

    Args:
        sheet: any sheet.
        words: own wordings of headers, from the unit's mapping.yaml.
        goes_on: the sheet is the rest of a form, with neither head nor money.
    """
    goals = (words or {}).get(GOALS, NO_WORDS)
    headers = goal_headers(sheet, goals, FULL)
    if headers or form_title(sheet) is not None:  # goals without targets too: by standards, or beside the others
        headers = goal_headers(sheet, goals, SCORED)
    if not headers:
        return []
    title = "".join(clean_text(value) for row in sheet.rows[:4] for value in row if isinstance(value, str)) + sheet.name
    forms: list[FormShape] = []
    first, own = 0, (words or {}).get(FUNDS, NO_WORDS)
    for position, header in enumerate(headers):
        following = headers[position + 1].top if position + 1 < len(headers) else len(sheet.rows)
        labels = labels_in(sheet, first, header.top)
        last = _last_row(sheet, header.bottom, following) if position + 1 < len(headers) else following
        funds = _funds_row(sheet, first, header.top, own)
        if funds is None:
            funds = _funds_row(sheet, header.bottom + 1, last, own)
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
            told = [] if header.given else [header]  # values alone make no header of a row of goals
            forms[-1] = replace(before, last=last, further=(*before.further, *told))
            first = last
        # Without points a list of goals may be a table of its own; with its money, or called one, it is a form.
        elif goes_on or funds is not None or pairs or (named and (header.has_points or TITLE.search(title))):
            labels |= {
                name: place for name, place in labels_in(sheet, header.bottom + 1, last).items() if name not in labels
            }
            forms.append(FormShape(first, last, labels, header, funds, pairs, own))
            first = last
        elif forms:
            forms[-1] = replace(forms[-1], last=last)
            first = last
    return forms


def goal_headers(sheet: Sheet, own: Mapping[str, str], needs: Needs) -> list[IndicatorHeader]:
    """The headers of goals of a sheet, in order, that tell all of one of `needs`; `own` are the unit's wordings."""
    return list(_indicator_headers(sheet, own, needs))


def _indicator_headers(sheet: Sheet, own: Mapping[str, str], needs: Needs) -> Iterator[IndicatorHeader]:
    row = 0
    while row < min(len(sheet.rows), SEARCHED):
        found = _header_at(sheet, row, own, needs)
        if found is None:
            row += 1
            continue
        if (
            found.given.keys() & BY_WORDS
        ):  # a row of words over a header that tells more by itself: 预期目标｜实际完成情况
            below = [
                header for line in range(row + 1, row + 1 + NEAR) if (header := _header_at(sheet, line, own, needs))
            ]
            better = next((header for header in below if len(header.given) < len(found.given)), None)
            if better is not None:
                row = better.top
                continue
        yield found
        row = found.bottom + 1


def _header_at(sheet: Sheet, row: int, own: Mapping[str, str], needs: Needs) -> IndicatorHeader | None:
    if row >= len(sheet.rows):
        return None
    found = (_indicator_header(sheet, row, bottom, own, needs) for bottom in (row + 1, row))
    return next((header for header in found if header), None)


def _indicator_header(
    sheet: Sheet, top: int, bottom: int, own: Mapping[str, str], needs: Needs
) -> IndicatorHeader | None:
    texts = {text for value in sheet.rows[top] if isinstance(value, str) and (text := clean_text(value))}
    if (
        bottom >= len(sheet.rows)
        or sum(bool(WORD.search(text)) for text in texts) < _fewest(sheet, top, bottom)
        or len(texts) < MORE_WORDS
        or any(FIGURE.match(clean_text(value)) for value in sheet.rows[bottom] if not is_blank(value))
        or any(len(t) > 60 for t in texts)
    ):
        return None
    if bottom > top and not _continues(sheet, top, bottom):
        return None
    cells = header_cells(sheet, top, bottom)
    # A cell merged on over the rows below is the heading of the block (指标完成情况), whatever its words mean.
    merged = {left for upper, left, lower, _ in sheet.merged if upper <= bottom < lower}
    headings = merged if len(merged) * 2 < len(cells) else set()  # of a header of two rows most go on below
    columns, given = goal_columns(sheet, cells, bottom, headings, own, results=needs is not DECLARED)
    has_level = "level3" in columns or "level4" in columns or ("level2" in columns and "level1" in columns)
    told = next((need for need in needs if columns.keys() >= need), None)
    if not has_level or told is None or (told is SCORED[-1] and given.keys() - {"level1", "level2"}):
        return None
    if given.keys() & BY_WORDS and POINTS.isdisjoint(columns):
        return None  # values alone make no form of a table
    return IndicatorHeader(top, bottom, columns, tuple(cells), given)


def _fewest(sheet: Sheet, top: int, bottom: int) -> int:
    """How many words of a form a header needs: fewer where it is one row, none right over 产出指标｜数量指标."""
    if bottom > top:
        return MORE_WORDS
    return 0 if over_headings(sheet, top) and not over_headings(sheet, top - 1) else FEWEST_WORDS


def _continues(sheet: Sheet, top: int, bottom: int) -> bool:
    """Whether the lower row is a second header row: something of the upper one is merged, over it or down into it."""
    below = [value for value in sheet.rows[bottom] if not is_blank(value)]
    if not below or any(not isinstance(value, str) for value in below):
        return False
    words = [clean_text(value) for value in below]
    known = sum(
        LEVEL.fullmatch(text) is not None
        or (
            bool(parse_header(text))
            and parse_header(text)[0].value
            in {"target_operator", "measure_unit", "target", "actual", *POINTS, "deviation"}
        )
        for text in words
    )
    return (known >= 2 and known * 2 >= len(words)) or (known > 0 and _all_under_merged(sheet, top, bottom))


def _all_under_merged(sheet: Sheet, top: int, bottom: int) -> bool:
    """Whether all of the lower row stands under headers merged across: 年度指标值 over 运算符号｜内容｜度量单位."""
    spans = [(left, right) for row, left, last, right in sheet.merged if row == top == last and right > left]
    own = [
        column
        for column, value in enumerate(sheet.rows[bottom])
        if not is_blank(value) and sheet.anchor(bottom, column)[0] == bottom
    ]
    return len(own) > 1 and all(any(left <= column <= right for left, right in spans) for column in own)


def _funds_row(sheet: Sheet, first: int, last: int, own: Mapping[str, str]) -> int | None:
    """The header row of the block of funds; of several the one that is given points, else the first."""
    found = {
        row: columns for row in range(first, min(last, len(sheet.rows))) if (columns := fund_columns(sheet, row, own))
    }
    scored = [row for row, columns in found.items() if {"weight_score", "published_score"} & columns.keys()]
    return next(iter(scored or found), None)


def _last_row(sheet: Sheet, bottom: int, following: int) -> int:
    """Where a form ends before the next one's head: after its total, or where a label 项目名称 or a title is."""
    for row in range(bottom + 1, following):
        if any(is_project_label(value) for value in sheet.rows[row]):
            start = row
            while start > bottom + 1 and len(_distinct(sheet, start - 1)) <= 1:
                start -= 1
            titles = (line for line in range(start - 1, max(bottom, start - ABOVE), -1) if _is_title(sheet, line))
            return next(titles, start)
    return following


def _distinct(sheet: Sheet, row: int) -> set[str]:
    return {text for value in sheet.rows[row] if (text := clean_text(value))}


def _is_title(sheet: Sheet, row: int) -> bool:
    texts = _distinct(sheet, row)
    return len(texts) == 1 and all(TITLE.search(text) and "表" in text for text in texts)
