"""The shape of a form (表样): where its labels stand, its block of funds and its block of indicators.

No family of forms is known by name: a form is a sheet with a header of indicators, targets, results and points, and with
labels such as 项目名称 or a block of funds around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from evallib.intake.files.workbook import Sheet
from evallib.intake.tables.cell_values import clean_text, is_blank
from evallib.intake.tables.header_cells import HeaderCell, header_cells
from evallib.parsing.headers import parse_header, undress

#: Labels of a form's head, by concept, and further wordings of theirs that only a form uses.
HEAD = {
    "project_name": re.compile(r"(?:项目|专项|政策|资金|二级项目|子项目|预算项目)(?:支出|资金)?名称|项目名称及.*"),
    "organisation": re.compile(r"(?:部门|预算|被评价|填报|评价)?(?:[(]?单位[)]?|部门|预算部门|部门[(/]?单位[)]?)(?:全称|名称)|预算(?:部门|单位)(?:名称)?|填报单位"),
    "supervisor": re.compile(r"(?:项目|省级|市级|中央|预算|上级|业务)?主管(?:预算)?(?:部门|单位)(?:及代码|名称)?"),
    "implementer": re.compile(r"(?:项目|资金|具体)?(?:实施|使用|承担|执行)(?:单位|部门|主体)(?:名称)?|(?:地方|市县|下级)(?:主管|财政)部门|资金使用单位|项目单位"),
    "expected_goal": re.compile(r"(?:年度|年初|预期|总体|全年|项目|绩效|当年|部门整体|整体)*(?:设定|预期|总体|绩效|年度)*目标(?:设定|值|情况)?(?:[(]?年初设定[)]?)?"),
    "actual_result": re.compile(r"(?:年度|全年|总体|目标|绩效|年度总体|总体目标|年度目标|自评|项目)*(?:实际)?(?:完成|实现)(?:情况)?(?:情况|综述|结果)+(?:综述)?"),
    "published_grade": re.compile(r"(?:评分|自评|绩效|评价|评定|综合)*(?:等级|等次|级别)"),
    "published_total": re.compile(r"(?:自评|绩效|评价|项目|综合|最终)*(?:总分|总得分|自评得分)"),
}  # fmt: skip
TITLE = re.compile(r"自评|绩效(?:评价|评分|目标(?:完成|自评)|运行)|支出绩效")
#: Words that a header of indicators is made of.
WORD = re.compile("指标|目标|分值|权重|得分|评分|完成|实际|实现|偏差|自评|绩效")
LEVELS = ("level1", "level2", "level3", "level4")
ANSWERS = frozenset({"actual", "actual_result", "completion"})
TARGETS = frozenset({"target", "expected_goal"})
POINTS = frozenset({"weight_score", "published_score", "self_score", "review_score", "score_coefficient"})
MONEY = frozenset(
    {
        "initial_budget_yuan",
        "adjusted_budget_yuan",
        "executed_yuan",
        "applied_budget_yuan",
        "final_accounts_yuan",
        "fund_total",
    }
)
SEARCHED = 300
#: So few rows has a block of funds at least; what stands further down is of another block.
FUNDS_ROWS = 2
Place = tuple[int, int]


@dataclass(frozen=True)
class IndicatorHeader:
    """The header of a form's indicators: its rows, and the column of each concept."""

    top: int
    bottom: int
    columns: dict[str, HeaderCell]
    cells: tuple[HeaderCell, ...]


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
        labels = _labels(sheet, first, header.top)
        last = _last_row(sheet, header.bottom, following) if position + 1 < len(headers) else following
        funds = _funds_row(sheet, first, header.top)
        if funds is None:
            funds = _funds_row(sheet, header.bottom + 1, last)
        if (
            labels.keys() & {"project_name", "implementer", "supervisor"}
            or (funds is not None)
            or (TITLE.search(title) and "organisation" in labels)
        ):
            labels |= {
                name: place for name, place in _labels(sheet, header.bottom + 1, last).items() if name not in labels
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
    columns = _columns(cells)
    has_level = "level3" in columns or "level4" in columns or ("level2" in columns and "level1" in columns)
    answered = "actual" in columns
    if not (has_level and answered and ("target" in columns) and any(name in columns for name in POINTS)):
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


def _columns(cells: list[HeaderCell]) -> dict[str, HeaderCell]:
    """The column of each concept; of two candidates the better word, then the one further left."""
    found: dict[str, tuple[float, HeaderCell]] = {}
    for cell in cells:
        for concept, score in _form_concepts(cell):
            if concept not in found or score > found[concept][0]:
                found[concept] = (score, cell)
    taken: dict[int, str] = {}
    chosen: dict[str, HeaderCell] = {}
    for concept, (_, cell) in sorted(found.items(), key=lambda item: -item[1][0]):
        if cell.column not in taken:
            taken[cell.column] = concept
            chosen[concept] = cell
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


def _labels(sheet: Sheet, first: int, last: int) -> dict[str, Place]:
    """Where each label of the head stands: its first cell."""
    places: dict[str, Place] = {}
    for row in range(first, min(last, len(sheet.rows))):
        for column, value in enumerate(sheet.rows[row]):
            if not isinstance(value, str) or is_blank(value):
                continue
            text = undress(value.split("：")[0].split(":")[0]).core
            if len(text) > 16:
                continue
            for name, pattern in HEAD.items():
                if pattern.fullmatch(text) and (name not in places or _beside(places[name], name, row)):
                    places[name] = (row, column)
    return places


def _beside(place: Place, name: str, row: int) -> bool:
    """Of two labels in one row the right one counts: 年度总体目标 left of 预期目标 is the heading of both."""
    return name in {"expected_goal", "actual_result"} and place[0] == row


def _funds_row(sheet: Sheet, first: int, last: int) -> int | None:
    """The header row of the block of funds: at least two kinds of money, one of them spent."""
    for row in range(first, min(last, len(sheet.rows))):
        cells = header_cells(sheet, row, row, rows=FUNDS_ROWS)
        money = {str(reading.value) for cell in cells for reading in cell.meanings[:2] if reading.value in MONEY}
        if "executed_yuan" in money and len(money) >= 2:
            return row
    return None


def _last_row(sheet: Sheet, bottom: int, following: int) -> int:
    """Where a form ends before the next one's head begins: after its total, or where a label 项目名称 stands."""
    for row in range(bottom + 1, following):
        for value in sheet.rows[row]:
            if isinstance(value, str) and HEAD["project_name"].fullmatch(undress(value).core):
                start = row
                while (
                    start > bottom + 1 and len({clean_text(v) for v in sheet.rows[start - 1] if not is_blank(v)}) <= 1
                ):
                    start -= 1
                return start
    return following
