"""Bands (表段): where a table begins anew — under a further header, or beside itself under the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from evallib.audit.extract.table_pieces import is_header
from evallib.audit.reading.document import Cell, Table
from evallib.audit.reading.roles import total_kind
from evallib.model import patterns
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.plain_text import half_width, squeeze

_NUMBERING = re.compile(r"^(?:栏次?|行次|列次?|序号|[甲乙A])$")
_SAYS_SO = re.compile(r"^(?:栏次?|列次)$")
_COLUMN_NUMBER = re.compile(r"^[(\[]?(\d{1,2})[)\]]?(?:=[\d()+\-*/×÷%.,\[\]]+)?$")
#: So many figures in a row that has no name.
LEAST = 4
#: “占一般公共预算收入％”, under a wide cell of two header lines.
LONGEST_NAME = 14
_WORD = re.compile("[\u4e00-\u9fff]{2}")
#: What an indicator without a figure has in place of one: “/”, “不低于95%”, “达成预期指标”, “2021年底”.
_VALUE = re.compile(r"^(?:[<>≥≤＜＞=]|不[低高少多超]|[大小高低]于|达成|基本达|完成$|暂?无$|[/／—-]+$)|[:：][/／]$")
_TIME = re.compile(r"^\d{4}年(?:\d{1,2}月|底|末)|^年[底末]|^1?\d月底?前")
_NAMES = re.compile(r"^(?:项目|(?:预算|决算)?科目(?:名称)?|(?:收入|支出)(?:项目|科目|名称)?|名称)(?:[(（].*)?$")


def row_ranges(table: Table) -> Iterator[tuple[int, int]]:
    """Row ranges that begin with a header."""
    starts = [0]
    for number, row in enumerate(table.rows):
        if (
            number
            and (is_header(row) or names_columns(table.rows, number))
            and not is_header(table.rows[number - 1])
            and _over_figures(table.rows, number)
            and _numeric(table.rows[starts[-1] : number])
            and not _tells_values(row)
            and not _is_header_again(table.rows[starts[-1] : number], row)
        ):
            starts.append(number)
    # A title row without figures in front of the first header belongs to nothing.
    yield from zip(starts, [*starts[1:], len(table.rows)], strict=True)


def _tells_values(row: Sequence[Cell]) -> bool:
    """Whether a row of words is that of an indicator, as a form holds among those with figures (时效｜年底前)."""
    texts = [squeeze(half_width(cell.text)) for cell in row if cell.text.strip() and not cell.inherited]
    timed = any("指标" in text for text in texts) and any(_TIME.search(text) for text in texts)
    return timed or any(_VALUE.search(text) for text in texts)


def _is_header_again(rows: Sequence[Sequence[Cell]], row: Sequence[Cell]) -> bool:
    """Whether a row prints the header of the rows above once more, as at the top of a page: no total ended them."""
    words = [squeeze(cell.text) for cell in row]
    over = takewhile(lambda line: not _numeric((tuple(line),)), rows)
    return any([squeeze(cell.text) for cell in line] == words for line in over) and not any(
        total_kind(squeeze(next((c.text for c in line if c.text.strip()), ""))) != "line" for line in rows
    )


def _over_figures(rows: Sequence[Sequence[Cell]], number: int) -> bool:
    """Whether a row names a column of figures below; the names of two lists side by side (收入｜支出) name none."""
    below = [row for row in rows[number + 1 : number + 4] if any(cell_figure(cell.text) for cell in row)]
    return not below or any(
        cell.text.strip() and cell_figure(row[c].text) for row in below for c, cell in enumerate(rows[number])
    )


def header_row(table: Table, top: int, bottom: int) -> int:
    """Where a band's header begins: the last header rows above its first figure (a form tells who and where first)."""
    figure = next((r for r in range(top, bottom) if _numeric(table.rows[r : r + 1])), bottom)
    heads = [r for r in range(top, figure) if is_header(table.rows[r])]
    if not heads:
        return next((r for r in range(top, bottom) if is_header(table.rows[r])), top)
    start = heads[-1]
    while start - 1 in heads or (start > top and _is_under(table.rows[start], table.rows[start - 1])):
        start -= 1
    return start


def has_no_header(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row is a row like those below it: a name and amounts that tell their own units.

    Args:
        rows: a band from its first row.

    >>> rows = [[Cell(t) for t in line.split()] for line in ("甲 120万元 40%", "乙 90万元 30%", "丙 9万元 3%")]
    >>> has_no_header(rows), has_no_header([[Cell(t) for t in "项目 金额 占比".split()], *rows])
    (True, False)
    """
    kinds = [[_kind(cell) for cell in row] for row in rows[:3]]
    return len(kinds) == 3 and sum(map(bool, kinds[0])) >= 2 and kinds[0] == kinds[1] == kinds[2]


def _kind(cell: Cell) -> str:
    """The unit of a figure that tells it, "" for words and bare numbers."""
    figure = cell_figure(cell.text)
    return figure.unit if figure is not None and figure.dimension in {"money", "count", "percent"} else ""


def names_columns(rows: Sequence[Sequence[Cell]], number: int) -> bool:
    """Whether a row is a header by where it stands, not by its words: different names above figures, and no figure.

    >>> rows = [
    ...     [Cell(t) for t in line.split()]
    ...     for line in ("总额 520 498.6", "指标 设定 实绩 配分 自评", "户数 300户 296户 25 24")
    ... ]
    >>> names_columns([[*rows[0], Cell(), Cell()], rows[1], rows[2]], 1)
    True
    """
    if number + 1 >= len(rows):
        return False
    row, below = rows[number], rows[number + 1]
    texts = [squeeze(cell.text) for cell in row if cell.text.strip() and not cell.inherited]
    if len(texts) < 4 or len(set(texts)) < len(texts) or any(len(t) > 14 or cell_figure(t) for t in texts):
        return False
    named = [c for c, cell in enumerate(row) if not cell.inherited and patterns.search("[\u4e00-\u9fff]", cell.text)]
    figures = [c for c, cell in enumerate(below) if not cell.inherited and cell_figure(cell.text)]
    return len(figures) >= 2 and all(c in named for c in figures)


def is_second_header(rows: Sequence[Sequence[Cell]], number: int) -> bool:
    """Another header line: header words again, words under a wide cell, or the rest of a cut word ("得" / "分").

    Args:
        rows: the table.
        number: the line, which follows one of the header.
    """
    row, above = rows[number], rows[number - 1]
    texts = [squeeze(cell.text) for cell in row if cell.text.strip() and not cell.inherited]
    if any(cell_figure(text) for text in texts):
        return False
    cut = bool(texts) and len(texts) <= 2 and all(len(text) <= 2 for text in texts)
    only = rows[number + 1] if number + 2 == len(rows) else ()
    return cut or _is_under(row, above) or is_header(row) or _names_only_row(row, above, only)


def numbers_columns(row: Sequence[Cell]) -> bool:
    """Whether a row below the header only numbers the columns, some by what they follow from: 1｜2｜3=2/1*100｜4.

    >>> numbers_columns([Cell(t) for t in "栏次 1 2 3=2/1*100 4 5=4-2".split()])
    True
    >>> numbers_columns([Cell(t) for t in "栏次 1 2 3 栏次 1 2 3".split()])
    True
    >>> numbers_columns([Cell(t) for t in "栏次 1 3 6=1-3".split()])
    True
    >>> numbers_columns([Cell(t) for t in "人数 1 2 4 3".split()])
    False
    """
    texts = [squeeze(half_width(cell.text)) for cell in row if cell.text.strip() and not cell.inherited]
    said = bool(texts) and bool(_SAYS_SO.match(texts[0]))
    if texts and (_NUMBERING.match(texts[0]) or texts[0] == "1"):
        texts = [text for text in texts[texts[0] != "1" :] if not _NUMBERING.match(text)]
    elif not row or row[0].text.strip():
        return False
    numbers = [int(match[1]) for text in texts if (match := _COLUMN_NUMBER.match(text))]
    if said and len(texts) == len(numbers) == len(set(numbers)) > 1:
        return True  # columns were left out of the form
    if len(numbers) < len(texts) or len(numbers) < 3 or numbers[0] > 2:
        return False
    half = numbers[: len(numbers) // 2]  # two lists side by side (收入｜支出) may begin each at 1
    numbers = half if numbers == half * 2 else numbers
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_under(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a row names what stands under the wide cells of the row above: short words, mostly below blanks.

    Either a blank opens it, or the same names come again under every wide cell (维持、纠正、总计 of 复议 and of 诉讼).
    """
    texts = [squeeze(cell.text) for cell in row if cell.text.strip() and not cell.inherited]
    if len(texts) < 2 or max(map(len, texts)) > LONGEST_NAME or any(cell_figure(c.text) for c in (*row, *above)):
        return False
    below = [up for cell, up in zip(row, above, strict=True) if cell.text.strip() and not cell.inherited]
    blank = sum(not up.text.strip() or up.inherited for up in below)
    opened = not row[0].text.strip() or 2 * len(set(texts)) <= len(texts)
    return opened and len(above) > len(below) - blank > 0 and 2 * blank >= len(texts)


def _names_only_row(row: Sequence[Cell], above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row under wide cells names every figure of the only row below it, which has no name of its own."""
    wide = 2 * sum(bool(cell.text.strip()) and not cell.inherited for cell in above) <= len(above)
    named = [bool(cell.text.strip()) and cell_figure(cell.text) is None for cell in row]
    figures = [cell_figure(cell.text) is not None for cell in below]
    return wide and len(figures) >= LEAST and all(named) and all(figures)


def _numeric(rows: tuple[tuple[Cell, ...], ...]) -> bool:
    return any(cell_figure(cell.text) for row in rows for cell in row)


def side_by_side(rows: Sequence[Sequence[Cell]], first: int) -> list[tuple[int, int]]:
    """Column ranges of a table that holds two lists beside each other (收入 and 支出), each under its own “项目”.

    Args:
        rows: the band with its header.
        first: the first row below the header.
    """
    width = len(rows[0])
    own = [squeeze("".join(row[c].text for row in rows[:first] if not row[c].inherited)[-12:]) for c in range(width)]
    last = [
        squeeze(next((row[c].text for row in reversed(rows[:first]) if row[c].text.strip()), "")) for c in range(width)
    ]
    named = [c for c in range(width) if _NAMES.match(last[c]) and _holds_names(rows[first:], c)]
    if len(named) != 2 or len({patterns.sub("^(?:收入|支出)|[(（].*", "", last[c]) for c in named}) > 1:
        named = _both_lists(rows, first, last)
    if len(named) != 2:
        return [(0, width)]
    cut = named[1]
    while (
        cut - 1 > named[0]
        and not _holds_numbers(rows[first:], cut - 1)
        and patterns.search("编码|代码|分类|[类款项]$", own[cut - 1])
    ):
        cut -= 1
    between = range(named[0] + 1, cut)
    if not any(_holds_numbers(rows[first:], c) or patterns.search("数$|金额|余额", last[c]) for c in between):
        return [(0, width)]
    return [(0, cut), (cut, width)]


def _both_lists(rows: Sequence[Sequence[Cell]], first: int, last: Sequence[str]) -> list[int]:
    """The columns of names of a balance sheet (资产, 负债和权益): all columns behind each have the same names."""
    named = [c for c in range(len(last)) if last[c] and _holds_names(rows[first:], c)]
    if len(named) != 2 or named[0]:
        return []
    left, right = last[1 : named[1]], last[named[1] + 1 :]
    return named if left == right and all(left) else []


def _holds_names(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    words: set[str] = set()
    for text in (row[column].text for row in rows):
        if not text.isascii() and _WORD.search(text):
            words.add(squeeze(text))
            if len(words) >= 2:
                return True
    return False


def _holds_numbers(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    texts = [row[column].text for row in rows if row[column].text.strip()]
    return bool(texts) and sum(bool(cell_figure(t)) and "." in t for t in texts) * 2 > len(texts)
