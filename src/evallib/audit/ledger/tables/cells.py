"""Cells (表中数字): the figures of the tables as entries, under the names of their columns and rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from evallib.audit.ledger import Entry
from evallib.audit.reading.changes_in_brackets import bracketed_changes
from evallib.audit.reading.document import Document, Place
from evallib.audit.reading.grid import MONEY_ROLES, WEIGHED, Grid, Head, is_form, read_grids
from evallib.model import patterns
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.claims.mentions import Mention, find_mentions
from evallib.parsing.plain_text import half_width

_RATE = re.compile(r"率|占比|比重|比例|同比|环比|增幅|增速|增长|幅度|%")
_TOTAL = re.compile(
    "^(?:合计|总计|共计|小计|总分|总得分|累计|总和|全[市区县镇省]|本年合计|"
    "总.{0,8}(?:支出|收入|费用|金额|额|量|数)|.{0,8}(?:合计|小计|总计))$"
)
_MEAN = re.compile(r"^(?:平均|均值|平均值|平均分|.{0,4}平均)$")
_NOTES = re.compile(r"备注|说明|日期|时间|年份|电话|文号|编号|编码|代码|序号|排名|名次|位次")
#: A row of ranks under columns of two months: who went from 6 to 4 went up by two.
_RANKS = re.compile(r"(?:排名|名次|位次)(?:[（(][^）)]*[)）])?$")


@dataclass(slots=True)
class Column:
    """A column of figures: its header, its unit and its entries by row."""

    index: int
    head: Head
    cells: dict[int, Entry]
    dimension: str = field(init=False)
    is_rate: bool = field(init=False)

    def __post_init__(self) -> None:
        """What most of its first cells are, "" where they differ, and whether these are percentages."""
        known = [e.dimension for e in list(self.cells.values())[:6]]
        most = max(known, key=known.count, default="")
        self.dimension = most if known.count(most) * 2 > len(known) else ""
        self.is_rate = self.dimension == "percent"

    @property
    def label(self) -> str:
        """Header words, the wide header first."""
        return self.head.group + self.head.label


@dataclass(slots=True)
class Sheet:
    """A band of a table as columns of entries."""

    grid: Grid
    columns: list[Column]
    rows: list[int]
    labels: dict[int, str]
    kinds: dict[int, str]
    marks: dict[int, str]
    by_index: dict[int, Column] = field(init=False)

    def __post_init__(self) -> None:
        """Columns by their index."""
        self.by_index = {c.index: c for c in self.columns}


def read_sheets(document: Document, grids: Sequence[Grid] | None = None) -> list[Sheet]:
    """All tables of a document; `grids` where they have been read."""
    return [
        sheet
        for grid in (read_grids(document) if grids is None else grids)
        if (sheet := _sheet(document, grid)).columns
    ]


def entries_of(sheets: list[Sheet]) -> Iterator[Entry]:
    """Their figures, row by row."""
    for sheet in sheets:
        for row in sheet.rows:
            for column in sheet.columns:
                if row in column.cells:
                    yield column.cells[row]


def _sheet(document: Document, grid: Grid) -> Sheet:
    heads = {c: head for c, head in grid.heads.items() if not _skipped(head)}
    units = {c: _unit_of(head, grid) for c, head in heads.items()}
    entries: dict[int, dict[int, Entry]] = {c: {} for c in heads}
    labels, kinds, marks = {}, {}, {}
    for row in grid.rows:
        label = patterns.sub(r"\s+", "", row.label or next((p for p in reversed(row.path) if p), ""))
        if _RANKS.search(label):
            continue
        kind = "mean" if _MEAN.match(label) else "total" if row.kind != "line" or _TOTAL.match(label) else "line"
        labels[row.index], kinds[row.index], marks[row.index] = label, kind, row.mark
        cells = grid.table.rows[row.index]
        in_hundredths = any(_PER_CENT.search(name) for name in row.path)  # “增幅（%）” beside 收入 and 支出
        used = {figure.place.column - 1 for figure in row.figures.values()}
        for c, head in heads.items():
            figure = row.figures.get(c)
            if figure is None and (c >= len(cells) or c in used or cells[c].inherited):
                continue
            mention = cell_figure(cells[c if figure is None else figure.place.column - 1].text)
            if mention is None:
                continue
            place = document.place_in_table(grid.block, row.index, c) if figure is None else figure.place
            mention = _with_unit(mention, head, units[c], label, in_hundredths=in_hundredths)
            entries[c][row.index] = _entry(grid, head, label or head.label, mention, place, kind)
    for c, named, pairs in bracketed_changes(grid, heads):
        both = c, len(grid.table.rows[0]) + c
        for at, head in zip(both, named, strict=True):
            heads[at], units[at], entries[at] = head, _unit_of(head, grid), dict(entries.get(at, {}))
        for r, pair in ((r, pair) for r, pair in pairs.items() if r in labels):
            for at, mention in zip(both, pair, strict=True):
                place = document.place_in_table(grid.block, r, c, mention.start, mention.end)
                known = _with_unit(mention, heads[at], units[at], labels[r], in_hundredths=False)
                entries[at][r] = _entry(grid, heads[at], labels[r] or heads[at].label, known, place, kinds[r])
    kept = [Column(c, heads[c], cells) for c, cells in entries.items() if cells]
    for column in kept:
        _read_fractions(column)
    rows = [r.index for r in grid.rows if any(r.index in c.cells for c in kept)]
    return Sheet(grid, kept, rows, labels, kinds, marks)


def _entry(grid: Grid, head: Head, label: str, mention: Mention, place: Place, kind: str) -> Entry:
    of = grid.table.section, head.period
    path = (grid.table.title, head.group + head.label)
    return Entry(0, mention, place, label, "cell", grid.block, -1, *of, is_whole=kind == "total", path=path)


def _read_fractions(column: Column) -> None:
    """A column of rates printed as fractions (0.9531 under 执行率): each a hundredth of what a percentage is."""
    bare = [e for e in column.cells.values() if e.dimension == "percent" and "%" not in e.mention.text]
    if not bare or "%" in column.label or len(bare) < len(column.cells) or any(e.value > Fraction(3, 2) for e in bare):
        return
    if not all(e.value in (0, 1) for e in bare) and max(e.mention.decimals for e in bare) < 2:
        return
    for row, entry in column.cells.items():
        mention = replace(entry.mention, value=entry.value * 100, half=entry.mention.half * 100, unit="", scale=100)
        column.cells[row] = replace(entry, mention=mention)


def _skipped(head: Head) -> bool:
    return head.role in {"sequence", "code"} or (bool(_NOTES.search(head.label)) and "率" not in head.label)


def _unit_of(head: Head, grid: Grid) -> Mention | None:
    """What the unit of a header, or of the table for it, means; None where there is none."""
    if "百分点" in head.label:
        return _unit("个百分点")
    if (
        _PART_OF_MARKS.search(head.label)
        or WEIGHED.search(half_width(head.label))
        or (head.role == "rate" and _is_mark(head, grid))
    ):
        return None
    unit = (
        "" if _is_plain(head.label) else head.unit or ("" if _RATE.search(head.label) else _unit_of_table(grid, head))
    )
    if not unit and "%" in head.label + head.group and _RATE_END.search(head.label):
        unit = "%"
    return _unit(unit) if unit else None


def _with_unit(mention: Mention, head: Head, known: Mention | None, label: str, *, in_hundredths: bool) -> Mention:
    """A bare number takes the unit of its row, of its header or of the table."""
    if mention.dimension not in {"", "scaled"}:
        return mention
    if (in_hundredths or _is_row_of_rates(label)) and not _is_scored(head.label):
        return replace(mention, dimension="percent", unit="%")
    if known is None:
        return mention
    scale, m = known.scale, mention
    value, half = (_times(m.value, scale), _times(m.half, scale)) if scale > 1 else (m.value, m.half)
    return Mention(
        m.start, m.end, value, half, known.dimension, known.unit, m.text, m.decimals, m.hedge, m.signed, scale
    )


def _times(value: Fraction, scale: int) -> Fraction:
    return Fraction(value.numerator * scale, value.denominator)


#: “折算（×90%）” holds marks, of which the header tells how much they weigh.
_PART_OF_MARKS = re.compile(r"[×xX*]\s*\d+(?:\.\d+)?\s*%")
_MARKS = re.compile("加分|扣分|总分")
_PER_CENT = re.compile("[(（]%[)）]$")


def _is_mark(head: Head, grid: Grid) -> bool:
    """Whether 满意度 stands among marks that make up a total: 8.8 of 10, no percentage."""
    return head.label.endswith("满意度") and any(_MARKS.search(h.label) for h in grid.heads.values())


_RATE_END = re.compile(r"(?:率|占比|比重|比例|幅|同比|环比)(?:\(%\)|（%）|%)?$|%[)）]?$")


@lru_cache(maxsize=4096)
def _is_row_of_rates(label: str) -> bool:
    """Whether the name of a row says that its figures are percentages."""
    return bool(patterns.search(r"%$|[(（]%[)）]$|增减[率幅%]|占比$|比重$|增[速幅]$|(?<![频汇倍转])率$", label))


@lru_cache(maxsize=4096)
def _is_scored(label: str) -> bool:
    """Whether a header names points, amounts or counts, which no row turns into percentages."""
    named = r"权重|得分|分值|满分|标准分|指标值|目标值|完成值|预算|金额|数量|[人次台月份天件套户期]数"
    return bool(patterns.search(named, label))


@lru_cache(maxsize=4096)
def _is_plain(label: str) -> bool:
    """Whether a header names counts or points, which have no unit of money."""
    return "%" not in label and bool(patterns.search(r"数量|[人次台月份天件套户期]数|面积|权重|得分|分值", label))


def _unit_of_table(grid: Grid, head: Head) -> str:
    """The unit that a table tells for its amounts; in a form only for the columns that are told to be amounts."""
    if patterns.search("得分|权重", head.label) or (head.role not in MONEY_ROLES and is_form(grid.table)):
        return ""
    return grid.table.unit


@lru_cache(maxsize=256)
def _unit(words: str) -> Mention | None:
    """What a unit in a header means."""
    known = find_mentions(f"1{words}")
    return known[0] if len(known) == 1 else None
