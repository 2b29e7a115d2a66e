"""The shape of a form (表样): where its labels stand, its block of funds and its block of indicators.

No family of forms is known by name: a form is a sheet with a header of indicators, targets, results and points, and with
labels such as 项目名称 or a block of funds around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place
from evallib.intake.forms.form_labels import is_project_label, labels_in
from evallib.intake.forms.fund_columns import fund_columns
from evallib.intake.tables.headers.header_cells import HeaderCell, header_cells
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.headers import parse_header, undress

TITLE = re.compile(r"自评|绩效(?:评价|评分|目标(?:完成|自评)|运行)|支出绩效")
#: Words that a header of indicators is made of.
WORD = re.compile("指标|目标|分值|权重|得分|评分|完成|实际|实现|偏差|自评|绩效")
LEVELS = ("level1", "level2", "level3", "level4")
ANSWERS = frozenset({"actual", "actual_result", "completion"})
TARGETS = frozenset({"target", "expected_goal", "section_goal"})
#: 指标类别 beside 指标名称 tells what sort of goal stands there.
SORT = re.compile(r"(?:绩效)?指标(?:类别|类型|分类|种类)")
POINTS = frozenset({"weight_score", "published_score", "self_score", "review_score", "score_coefficient"})
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
    """Where the parts of one form stand in its sheet; `first` and `last` are its rows, the last not included."""

    first: int
    last: int
    labels: dict[str, Place]
    indicators: IndicatorHeader
    funds: int | None


def find_forms(sheet: Sheet) -> list[FormShape]:
    """The forms of a sheet, in their order; none where the sheet holds another kind of table.

    Args:
        sheet: any sheet.
    """
    headers = list(_indicator_headers(sheet))
    if not headers:
        return []
    title = "".join(clean_text(value) for row in sheet.rows[:4] for value in row if isinstance(value, str)) + sheet.name
    forms, first = [], 0
    for position, header in enumerate(headers):
        following = headers[position + 1].top if position + 1 < len(headers) else len(sheet.rows)
        labels = labels_in(sheet, first, header.top)
        last = _last_row(sheet, header.bottom, following) if position + 1 < len(headers) else following
        funds = _funds_row(sheet, first, header.top)
        if funds is None:
            funds = _funds_row(sheet, header.bottom + 1, last)
        named = labels.keys() & {"project_name", "implementer", "supervisor"} or (
            TITLE.search(title) and "organisation" in labels
        )
        # Without points a list of goals may be a table of its own; with its money, or called one, it is a form.
        if funds is not None or (named and (header.has_points or TITLE.search(title))):
            labels |= {
                name: place for name, place in labels_in(sheet, header.bottom + 1, last).items() if name not in labels
            }
            forms.append(FormShape(first, last, labels, header, funds))
            first = last
        elif forms:  # a second block of indicators of the same form
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
    columns = _columns(cells, headings)
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


def _columns(cells: list[HeaderCell], headings: Set[int]) -> dict[str, HeaderCell]:
    """The column of each concept; of two candidates the better word, then the one further left.

    Args:
        cells: the headers.
        headings: the columns whose header is the heading of the block and tells no more than that (绩效指标).
    """
    wishes = sorted(
        (
            (score, -cell.column, concept, cell)
            for cell in cells
            for concept, score in _form_concepts(cell)
            if concept == "level0" or cell.column not in headings
        ),
        key=lambda wish: wish[:2],
        reverse=True,
    )
    taken: set[int] = set()
    chosen: dict[str, HeaderCell] = {}
    for _, _, concept, cell in wishes:
        if concept not in chosen and cell.column not in taken:
            taken.add(cell.column)
            chosen[concept] = cell
    if "actual" not in chosen and "target" in chosen:  # 目标值 … 指标值: of two values the later one was reached
        values = [cell for _, _, concept, cell in wishes if concept == "target" and cell.column not in taken]
        if len(values) == 1 and values[0].column > chosen["target"].column:
            chosen["actual"] = values[0]
    points = [cell for _, _, concept, cell in wishes if concept == "weight_score"]
    if "level3" in chosen and len(points) > 1:  # points of 二级指标 stand left of 三级指标
        chosen["weight_score"] = next((p for p in points if p.column > chosen["level3"].column), points[0])
    if "level3" not in chosen:
        lower = chosen.get("level4") or (
            chosen.get("indicator")
            if chosen.keys() & {"level1", "level2"} or {"target", "actual"} <= chosen.keys()
            else None
        )
        if lower is not None:
            chosen["level3"] = lower
            chosen = {name: cell for name, cell in chosen.items() if name not in {"level4", "indicator"}}
    if not chosen.keys() & {"level0", "level1"}:
        left = min((cell.column for cell in chosen.values()), default=0)
        heading = next((cell for cell in cells if cell.column < left and WORD.search(cell.text)), None)
        if heading is not None:
            chosen["level1"] = heading
    for concept in ("self_score", "review_score"):
        if "published_score" not in chosen and concept in chosen:
            chosen["published_score"] = chosen.pop(concept)
    return chosen


def _form_concepts(cell: HeaderCell) -> Iterator[tuple[str, float]]:
    """What a header means inside a form, where a column cannot be money or a request."""
    core = undress(cell.text).core
    if SORT.fullmatch(core):
        yield "level2", 0.95
        return
    for rank, reading in enumerate(cell.meanings):
        concept = str(reading.value)
        score = 1.0 - 0.15 * rank
        if concept in TARGETS:
            yield "target", score if concept == "target" else score - 0.3
        elif concept in ANSWERS:
            yield "actual", score if concept == "actual" else score - 0.3
        elif concept in {
            *LEVELS,
            *POINTS,
            "target_operator",
            "measure_unit",
            "deviation",
            "rule_text",
            "is_core",
            "indicator",
            "remark",
            "level0",
        }:
            # 分值 over 得分 …: the words in the cell itself count more than those above it.
            yield concept, score + (0.05 if core and not cell.above else 0.0)


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
