"""Grid (数表): a table as numbers under named columns, so that checks need not care about layout.

A form that stacks several tables is cut into bands, each under its own header, and so are two lists side by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from evallib.audit.reading.bands import (
    has_no_header,
    header_row,
    is_second_header,
    numbers_columns,
    row_ranges,
    side_by_side,
)
from evallib.audit.reading.document import Cell, Document, Table
from evallib.audit.reading.figures import Figure, figure_of
from evallib.audit.reading.headless import ENOUGH, Band, counts_rows, is_unit, tells_units
from evallib.audit.reading.roles import RATE_ROLES, role_of, total_kind, unit_of
from evallib.audit.reading.slipped_rows import numbered_columns, realign
from evallib.audit.reading.strayed_columns import beside_heads, strayed_columns
from evallib.model import patterns
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.plain_text import half_width, squeeze
from evallib.parsing.years import first_year

_LABEL_HEAD = re.compile(
    r"项目|名称|科目|指标|明细|说明|内容|类别|类型|部门|单位|事项|岗位|资产|来源|街道|村居|姓名|月份"
)
_CODES = re.compile(r"(?:功能|经济)分类|(?:科目|项目)(?:编码|代码)|^[类款项]$")
#: “系统考核得分（占40%）” is no share: so much of it counts.
WEIGHED = re.compile(r"\((?:占|权重|占比|按)?:?(?P<p>\d+(?:\.\d+)?)%(?:权重)?\)")
#: A plan under a wide header 支出 is none of what was spent.
_PLANNED = re.compile(r"^\d{4}年?(?:预算|计划)")
MONEY_ROLES = frozenset(
    {"adjusted_budget", "initial_budget", "executed", "balance", "amount", "unit_price", "opening", "closing"}
)
Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column (or, after `Grid.transpose`, a row) by name."""

    group: str
    label: str
    role: str
    unit: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of figures; `path` holds the labels to its left from outside in, `mark` its list mark ("(1)")."""

    index: int
    label: str
    path: tuple[str, ...]
    kind: str
    mark: str
    figures: dict[int, Figure]
    role: str = ""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Grid:
    """A band of a table."""

    block: int
    table: Table
    heads: dict[int, Head]
    rows: tuple[GridRow, ...]
    turned: bool = False

    def columns(self, role: str) -> list[int]:
        """The columns with a role."""
        return [column for column, head in self.heads.items() if head.role == role]

    def transpose(self) -> Grid:
        """Columns as rows: for tables that hold their fields one below the other."""
        heads = {row.index: Head("", row.label, role_of(row.label)) for row in self.rows}
        rows = []
        for column, head in self.heads.items():
            figures = {row.index: row.figures[column] for row in self.rows if column in row.figures}
            if figures:
                rows.append(GridRow(column, head.label, (head.group,), total_kind(head.label), "", figures, head.role))
        return replace(self, heads=heads, rows=tuple(rows), turned=not self.turned)


def is_form(table: Table) -> bool:
    """Whether a table is a form of indicators (绩效自评表): points and values of every kind stand in its columns."""
    named = (c.text for row in table.rows for c in row if "指" in c.text and not c.inherited and len(c.text) <= 12)
    return sum("指标" in word for word in set(map(squeeze, named))) >= 2


def read_grids(document: Document) -> list[Grid]:
    """All bands of all tables that hold figures."""
    grids = []
    last = Band()
    for index, table in document.tables:
        for top, bottom in row_ranges(table):
            start = header_row(table, top, bottom)
            rows = table.rows[start:bottom]
            on = top == 0 and last.goes_on(document, index, rows)
            first = start if on or has_no_header(rows) or tells_units(rows) else start + 1
            while first < bottom and is_second_header(table.rows, first):
                first += 1
            body = first + (first < bottom and numbers_columns(table.rows[first]))
            over = last.heads if on else table.rows[start:first]
            last = Band(index, over, ((*last.rows, *rows) if on else table.rows[body:bottom])[:ENOUGH])
            for left, right in side_by_side((*over, *table.rows[first:bottom]), len(over)):
                heads = _read_heads(table, _only(over, left, right))
                part = replace(table, rows=_only(table.rows, left, right))
                grid = _read_band(document, index, part, heads, (body, bottom))
                if grid.rows:
                    grids.append(grid)
    return grids


def _only(rows: Rows, left: int, right: int) -> Rows:
    """Rows with the cells of some columns, all in their places."""
    if not rows or (left, right) == (0, len(rows[0])):
        return rows
    return tuple(
        tuple(cell if left <= c < right else Cell(line=cell.line) for c, cell in enumerate(row)) for row in rows
    )


def _read_band(document: Document, index: int, table: Table, heads: dict[int, Head], lines: tuple[int, int]) -> Grid:
    body, bottom = lines
    first = next((c for c in heads if any(row[c].text.strip() for row in table.rows[body:bottom])), 0)
    if not heads[first].label and counts_rows(table.rows[body:bottom], first):
        heads[first] = replace(heads[first], role="sequence")
    numbered = numbered_columns(heads, table.rows[body:bottom])
    strays = strayed_columns(heads, table.rows[body:bottom])
    rows: list[GridRow] = []
    above: tuple[str, ...] = ()
    for r in range(body, bottom):
        cells = beside_heads(realign(table.rows[r], heads, numbered), strays)
        figures = {}
        for column, (cell, source) in enumerate(cells):
            head = heads.get(column)
            # A merged figure is one figure: read in each row of its range it would be added up several times.
            mention = None if head is None or cell.inherited else cell_figure(cell.text)
            if mention is None or head is None or head.role in {"sequence", "code"}:
                continue
            place = document.place_in_table(index, r, source, mention.start, mention.end)
            unit = mention.unit or head.unit or (table.unit if head.role in MONEY_ROLES or not head.role else "")
            figures[column] = figure_of(mention, place, unit, head.label, head.period)
        path = _path([cell for cell, _ in cells], figures, above)
        above = path
        label, kind, mark = _label(table.rows[r], heads, path, figures)
        rows.append(GridRow(r, label, path, kind, mark, figures))
    return Grid(index, table, heads, tuple(rows))


_IS_RATE = re.compile("[率幅速%％]|百分比|同比|环比")


def _read_heads(table: Table, over: Rows) -> dict[int, Head]:
    width = len(table.rows[0])
    lines = [_fill(row) for row in over]
    heads = {}
    for column in range(width):
        words = [line[column] for line in lines]
        own = [row[column].text.strip() for row in over]
        label = next((text for text in reversed(own) if text), "")
        below = bool(lines) and any(own[1:])
        group = words[0] if below and words and words[0] != label else ""
        bare = WEIGHED.sub("", half_width(label))
        role = role_of(bare) or ("" if _PLANNED.search(squeeze(label)) else role_of(group + bare))
        if any(_CODES.search(word) for word in words) and "名称" not in label and "数" not in label:
            role = "code"
        text = half_width(group + label)
        year = first_year(text) or first_year(table.title)
        unit = unit_of(bare) or unit_of(group) or ("%" if role in RATE_ROLES else "")
        heads[column] = Head(squeeze(group), squeeze(label), role, unit, str(year or ""))
    for column, head in heads.items():
        behind = heads.get(column + 1)
        # “比上年增减｜增减%”: of two columns the one that is called no rate is by how much.
        beside = behind is not None and head.role == behind.role == "growth" and head.group == behind.group
        if behind and beside and _IS_RATE.search(behind.label) and not _IS_RATE.search(head.label):
            heads[column] = replace(head, role="difference", unit=unit_of(half_width(head.label)))
    return heads


def _fill(row: tuple[Cell, ...]) -> list[str]:
    """The texts of a header row; a blank takes the text to its left (a merged cell)."""
    filled: list[str] = []
    for cell in row:
        filled.append(cell.text.strip() or (filled[-1] if filled else ""))
    return filled


def _path(cells: list[Cell], figures: dict[int, Figure], above: tuple[str, ...]) -> tuple[str, ...]:
    """Labels left of the first figure; blanks outside the innermost label repeat the row above."""
    stop = min(figures, default=len(cells))
    texts = [squeeze(cell.text) for cell in cells[:stop]]
    inner = max((i for i, text in enumerate(texts) if text), default=-1)
    return tuple(text or (above[i] if i < inner and i < len(above) else "") for i, text in enumerate(texts))


def _label(
    row: tuple[Cell, ...], heads: dict[int, Head], path: tuple[str, ...], figures: dict[int, Figure]
) -> tuple[str, str, str]:
    stop = min((figure.place.column - 1 for figure in figures.values()), default=len(row))
    own = [(column, squeeze(cell.text)) for column, cell in enumerate(row[:stop]) if cell.text.strip()]
    for _, text in reversed(own):
        if (kind := total_kind(text)) != "line":
            return text, kind, ""
    mark = next(
        (
            text
            for _, text in own
            if patterns.fullmatch(r"[(（]?[\d一二三四五六七八九十]{1,2}[)）、.．]?|[(（].{1,2}[)）]", text)
        ),
        "",
    )
    named = [
        text
        for column, text in own
        if text != mark and not is_unit(text) and _LABEL_HEAD.search(heads[column].label) and heads[column].role == ""
    ]
    words = [text for _, text in own if text != mark]
    label = (
        named or [text for text in words if not is_unit(text)] or words or [text for text in path if text] or [""]
    )[-1]
    if not mark and (
        match := patterns.match(r"^(?:[(（][\d一二三四五六七八九十]+[)）]|[\d一二三四五六七八九十]+[、.．])", label)
    ):
        mark = match[0]
    return label, "line", mark
