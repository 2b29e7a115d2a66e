"""Sheets of documents (文档中的表): a table of a document with the lines above it, as the recogniser reads a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from evallib.intake.files.sheet import Range, Sheet
from evallib.model import patterns

#: Lines above a table that may be its title, its unit and its year.
TITLE_LINES = 3
LONGEST_TITLE = 60
#: What heads the next table, and a line that tells the score of the one before.
TITLE = re.compile("表|附件")
SCORE = re.compile(r"\s*(?:自评|评价|绩效|综合|最终|项目)*(?:总得分|总分|得分)\s*(?:[:：为是]|[（(]?\d)")
#: Points told one after another: 数量指标30分，质量指标20分.
REACHED, LONGEST_HEADER = re.compile("完成|实际"), 16
POINTS, SEVERAL = re.compile(r"\d(?:\.\d+)?分"), 2
CONTINUED = re.compile(r"^[（(]?续(?:表|上表)|[（(]续(?:表)?[）)]$")


@dataclass
class DocumentSheet(Sheet):
    """A table of a document; its first rows are the lines above it, and its cells are named by row and column.

    Its last ones are lines below it that tell its total.
    """

    titles: int = 0
    ends: int = 0

    def place(self, row: int, column: int) -> str:
        """Row and column in the table, from 1; the lines above it are its title."""
        if self.ends and row >= self.ends:
            return "表后文字"
        return "标题" if row < self.titles else f"第{row - self.titles + 1}行第{column + 1}列"


@dataclass
class DocumentTable:
    """A table as a reader of documents finds it.

    Args:
        rows: texts; a cell that a merged range covers is empty.
        merged: merged ranges (top, left, bottom, right).
        lines: the lines of text above it since the table before.
        page: its first page, where the format has pages.
        pages: on how many pages it stands.
        below: the lines of text behind the last table.
    """

    rows: list[list[str]]
    merged: list[Range] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    page: int = 0
    pages: int = 1
    below: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)


def document_sheets(path: Path, tables: Iterable[DocumentTable]) -> list[Sheet]:
    """The tables of a document as sheets, continued tables joined.

    Args:
        path: the document.
        tables: its tables, in order.
    """
    sheets: list[Sheet] = []
    joined = list(_joined(tables))
    for number, table in enumerate(joined, start=1):
        titles = [line for line in table.lines if len(line) <= LONGEST_TITLE][-TITLE_LINES:]
        said = _said_below(joined[number].lines if number < len(joined) else table.below) if _is_form(table) else []
        if number > 1 and (before := _said_below(table.lines)):
            titles = [line for line in titles if line not in before]
        rows = [[line] for line in titles] + table.rows + [[line] for line in said]
        merged = [(top + len(titles), left, bottom + len(titles), right) for top, left, bottom, right in table.merged]
        page = f"（第{table.page}页）" if table.page else ""
        sheets.append(
            DocumentSheet(path, f"表{number}{page}", rows, merged, titles=len(titles), ends=len(rows) - len(said))
        )
    return sheets


def _said_below(lines: Iterable[str]) -> list[str]:
    """Lines right behind a table that tell its total score in words, or the points of its goals: 自评得分：（98）分."""
    own = takewhile(lambda line: not TITLE.search(line), lines)
    return [
        line
        for line in own
        if (SCORE.match(line) and len(line) <= LONGEST_TITLE) or len(POINTS.findall(line)) >= SEVERAL
    ]


def _is_form(table: DocumentTable) -> bool:
    """Whether lines behind a table may tell its points: it has goals with results, or money that is given points."""
    words = {text for row in table.rows for text in row if len(text) <= LONGEST_HEADER}
    goals = any("指标" in text for text in words) and any(REACHED.search(text) for text in words)
    return goals or (bool(words & {"得分", "分值"}) and any("执行" in text for text in words))


def _joined(tables: Iterable[DocumentTable]) -> Iterator[DocumentTable]:
    """Tables that go on after a page or under 续表 are one; the repeated header and a row cut in two are mended."""
    last: DocumentTable | None = None
    for table in tables:
        if last is not None and _continues(last, table):
            _append(last, table)
            continue
        if last is not None:
            yield last
        last = table
    if last is not None:
        yield last


def _continues(last: DocumentTable, table: DocumentTable) -> bool:
    if last.width != table.width or table.width < 2:
        return False
    lines = [line for line in table.lines if not patterns.fullmatch(r"[-—\s\d/第页共]+", line)]
    if any(CONTINUED.search(line.strip()) for line in lines):
        return True
    return not lines and bool(table.page) and table.page == last.page + last.pages


def _append(last: DocumentTable, table: DocumentTable) -> None:
    rows, shift = table.rows, len(last.rows)
    repeated = 0
    while repeated < min(len(rows), 3) and rows[repeated] == last.rows[repeated] and any(rows[repeated]):
        repeated += 1
    rest = rows[repeated:]
    if rest and _is_cut(last.rows[-1], rest[0]):
        last.rows[-1] = [f"{upper}{lower}" for upper, lower in zip(last.rows[-1], rest[0], strict=True)]
        rest, repeated = rest[1:], repeated + 1
    last.rows += rest
    last.merged += [
        (top - repeated + shift, left, bottom - repeated + shift, right)
        for top, left, bottom, right in table.merged
        if top >= repeated
    ]
    last.pages += 1


def _is_cut(above: list[str], below: list[str]) -> bool:
    """The rest of a row that a page has cut: words only under words, no figure of its own, the first cell empty."""
    filled = [column for column, text in enumerate(below) if text.strip()]
    if not filled or below[0].strip() or len(filled) > max(1, len(below) // 3):
        return False
    return all(above[column].strip() and not patterns.search(r"\d", below[column]) for column in filled)
