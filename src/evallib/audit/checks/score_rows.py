"""Score rows (指标得分行): indicators with code, weight, value, rule and score, from any table that lists them.

Indicator tables are the widest of a report and the ones that page breaks damage most, so rows are read by their
indicator code rather than by column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from evallib.audit.reading.document import Cell, Place
from evallib.audit.reading.figures import Figure, figure_of
from evallib.audit.reading.grid import Grid, GridRow
from evallib.model import patterns
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.plain_text import half_width, squeeze

CODE = re.compile(r"(?<![A-Za-z\d])(?P<code>[A-H](?:\d{1,4}|\d(?:\.\d{1,2}){1,3}))\s*(?=[\u4e00-\u9fff“\"《])")
#: “G107甲镇至乙镇公路改建” is a project on a road, and others are on the same.
_ROAD_WORKS = re.compile("公路|国道|高速|路段|[改扩新]建|大修|养护|[至到-].{0,8}[段线]")
#: What a register of projects has columns of; no table of indicators has.
_PROJECTS, _INDICATORS = re.compile("债券|投资|规模|建设"), re.compile("指标|分值|权重|得分|评分")
_LETTER = re.compile("[A-HＡ-Ｈ]")
LEVEL_ONE = re.compile(r"^(?P<code>[A-H])\s*[、.]?\s*(?P<name>[\u4e00-\u9fff].{1,14})$")
_VALUE_HEAD = re.compile(r"业绩值|实际完成值|完成值|实际值|评价值")
_POINTS = re.compile(r"\((?P<points>\d+(?:\.\d+)?)\s*分\)")


ROAD = 4  # characters of the number of a national road

#: Points beyond those of the indicators, in rows without a code.
EXTRA = re.compile(r"加分|附加|奖励|奖分|[扣减]分|倒扣|特色|创新")


@dataclass(frozen=True, slots=True)
class Heading:
    """A parent indicator named in a row, with the points that its heading promises ("C32 …（10分）")."""

    code: str
    name: str
    points: Figure | None = None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One scored indicator; `name`, `value` and `rule` are texts with the row and column where they stand."""

    grid: Grid
    row: int
    code: str
    name: str
    weight: Figure | None
    score: Figure | None
    rate: Figure | None
    headings: tuple[Heading, ...]
    value: str = ""
    value_column: int = -1
    rule: str = ""
    rule_column: int = -1
    name_column: int = 0


_KNOWN: WeakKeyDictionary[Grid, bool] = WeakKeyDictionary()


def has_codes(grid: Grid) -> bool:
    """Whether a table lists indicators by code: at least three rows hold one beside a number."""
    known = _KNOWN.get(grid)
    if known is None:
        heads = "".join(head.group + head.label for head in grid.heads.values())
        register = bool(_PROJECTS.search(heads)) and not _INDICATORS.search(heads)
        coded = (
            row
            for row in grid.rows
            if not register and any(_LETTER.search(cell.text) for cell in grid.table.rows[row.index])
        )
        known = (
            sum(1 for _ in coded) >= 3
            and sum(bool(row.figures) and bool(_code_cells(grid, row)) for row in grid.rows) >= 3
        )
        _KNOWN[grid] = known
    return known


def read_score_rows(grid: Grid) -> list[ScoreRow]:
    """The indicators of a table, in order.

    A page cuts an indicator into two rows; the second has no code. If it holds both numbers, they are taken from it,
    because the numbers of a tall cell stand beside its last line.
    """
    if not has_codes(grid):
        return []
    rows: list[ScoreRow] = []
    for row, below in zip(grid.rows, [*grid.rows[1:], None], strict=True):
        codes = _code_cells(grid, row)
        if not codes or row.kind != "line" or (rows and _is_tail(grid, row, rows[-1].code)):
            continue
        column, code, name = codes[-1]
        weight, score, rate = _columns(grid, row, column)
        if below and below.kind == "line" and _is_tail(grid, below, code):
            again = _columns(grid, below, 0)
            rest = squeeze(grid.table.rows[below.index][column].text)
            name += rest if not cell_figure(rest) and len(rest) <= 12 else ""
            if again[0] and again[1]:
                weight, score, rate = again
        if weight is None:
            continue
        cells = grid.table.rows[row.index]
        headings = tuple(_heading(grid, row.index, *parent) for parent in codes[:-1])
        value_column = _value_column(grid, cells, score) if score else -1
        rule_column = next((c for c in range(column + 1, len(cells)) if _is_rule(cells[c].text)), -1)
        rows.append(
            ScoreRow(
                grid,
                row.index,
                code,
                name,
                weight,
                score,
                rate,
                headings,
                cells[value_column].text if value_column >= 0 else "",
                value_column,
                cells[rule_column].text if rule_column >= 0 else "",
                rule_column,
                column,
            )
        )
    return rows


def _is_tail(grid: Grid, row: GridRow, code: str) -> bool:
    """Whether a row ends the indicator above it: it names no code, or only that indicator's own parent."""
    codes = _code_cells(grid, row)
    if EXTRA.match(row.label):
        return False  # “加分项”: a row of its own
    return not codes or (code.startswith(codes[-1][1]) and code != codes[-1][1])


def _code_cells(grid: Grid, row: GridRow) -> list[tuple[int, str, str]]:
    """Column, code and name of the codes in the cells of a row, outermost first."""
    found: list[tuple[int, str, str]] = []
    for column, cell in enumerate(grid.table.rows[row.index]):
        text = half_width(cell.text).strip()
        if _is_rule(text):
            break
        matches = list(CODE.finditer(text))
        if not matches or matches[0].start():
            matches = [match] if len(text) <= 16 and (match := LEVEL_ONE.match(text)) else []
        for match, following in zip(matches, [*matches[1:], None], strict=False):
            name = text[match.end("code") : following.start() if following else len(text)]
            if len(match["code"]) == ROAD and match["code"][0] == "G" and _ROAD_WORKS.search(text):
                continue
            if not any(code == match["code"] for _, code, _ in found):
                found.append((column, match["code"], squeeze(_POINTS.sub("", name)).strip("、.")))
    return found if any(len(code) > 1 for _, code, _ in found) else []


def _columns(grid: Grid, row: GridRow, after: int) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Weight, score and score rate: first number, last number and percentage behind the code."""
    cells = grid.table.rows[row.index]
    figures = {figure.place.column - 1: figure for figure in row.figures.values()}
    numeric = [c for c in sorted(figures) if c > after]
    plain = [
        c
        for c in numeric
        if "%" not in half_width(cells[c].text) and figures[c].unit not in {"人", "个", "件", "次", "项"}
    ]
    if not plain:
        return None, None, None
    roles = [head.role for head in grid.heads.values()]
    score = replace(figures[plain[-1]], unit="") if len(plain) > 1 and "score" in roles else None
    has_rate = "score_rate" in roles and score is not None
    rate = (
        next((figures[c] for c in numeric if c > plain[-1] and "%" in half_width(cells[c].text)), None)
        if has_rate
        else None
    )
    return replace(figures[plain[0]], unit=""), score, rate


def _value_column(grid: Grid, cells: tuple[Cell, ...], score: Figure) -> int:
    """The column that the header calls 业绩值; where pages have shifted the columns, the one right before the score."""
    named = [c for c, head in grid.heads.items() if _VALUE_HEAD.search(head.label) and "目标" not in head.label]
    if not named:
        return -1
    filled = [c for c in range(score.place.column - 1) if cells[c].text.strip() and not _is_rule(cells[c].text)]
    told = [c for c in named if c in filled and cells[c].text.strip()]
    return (
        told[0]
        if len(told) == 1 and any(_is_rule(cells[c].text) for c in range(told[0], score.place.column - 1))
        else filled[-1]
        if filled
        else -1
    )


def _is_rule(text: str) -> bool:
    return len(text) > 8 and bool(
        patterns.search(r"得\s*满?\s*\d*(?:\.\d+)?\s*分|扣\s*\d|扣权重|扣完|酌情扣", half_width(text))
    )


def _heading(grid: Grid, row: int, column: int, code: str, name: str) -> Heading:
    text = half_width(grid.table.rows[row][column].text)
    match = _POINTS.search(text)
    if not match:
        return Heading(code, name)
    mention = cell_figure(match["points"])
    assert mention is not None
    start, end = match.span("points")
    place = Place(
        grid.block,
        start,
        end,
        grid.table.rows[row][column].line,
        text.strip()[:60],
        grid.table.number,
        row + 1,
        column + 1,
        grid.table.section,
        grid.table.title,
        grid.table.rows[row][column].name,
        grid.table.file,
    )
    return Heading(code, name, figure_of(mention, place, "分", f"{code} {name}"))
