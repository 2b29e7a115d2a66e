"""Document model (报告的结构): paragraphs, tables and figures, each with the place where it stands.

Readers in `evallib.audit.extract` build a `Document`; every check reads one; nothing changes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

#: The section of headings that stand in the contents.
CONTENTS = "目录"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands (位置): a range of characters in a paragraph or in a table cell.

    Args:
        block: index in `Document.blocks`.
        start, end: characters inside the paragraph or the cell.
        line: line of a text file, paragraph number of a Word file, row of a sheet; from 1.
        table, row, column: number of the table and of the cell, from 1; 0 outside tables.
        quote: the words themselves with a little context.
        section: the nearest heading above.
        name: what the table or sheet is called.
        cell: name of the cell ("E8") where the document is a workbook; "" elsewhere.
        file: the file, where several are audited together.
        page, on_page: page of a PDF (or of a Word file that was set) and line on it, from 1; 0 where not known.
        counted: what `line` counts, as a reader calls it.
    """

    block: int
    start: int
    end: int
    line: int
    quote: str = field(compare=False)
    table: int = 0
    row: int = 0
    column: int = 0
    section: str = field(default="", compare=False)
    name: str = field(default="", compare=False)
    cell: str = field(default="", compare=False)
    file: str = field(default="", compare=False)
    page: int = field(default=0, compare=False)
    on_page: int = field(default=0, compare=False)
    counted: str = field(default="行", compare=False)

    def __str__(self) -> str:
        if self.cell:
            return " › ".join(part for part in (self.file, self.name, self.cell) if part)
        where = f"{self.file} " if self.file else ""
        where += f"第{self.page}页" if self.page else ""
        if not self.table:
            return f"{where}第{self.on_page or self.line}{self.counted}" if self.line else "声明文件"
        title = " ".join(self.name.split())
        # A title that is printed with its number is found by that, others by their turn in the document.
        number = "" if title.startswith(("表", "附表", "续表")) else f"表{self.table}"
        table = number + (f"“{title}”" if title else "")
        return f"{where}{table}第{self.row}行第{self.column}列"

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary for JSON; table, row and column only inside tables."""
        where: dict[str, Any] = {"line": self.line, "start": self.start, "end": self.end}
        where |= ({"file": self.file} if self.file else {}) | ({"page": self.page} if self.page else {})
        if self.cell:
            where |= {"sheet": self.name, "cell": self.cell}
        if self.table:
            where |= {"table": self.table, "table_name": self.name, "row": self.row, "column": self.column}
        return where | {"section": self.section, "quote": self.quote}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph (段落); lines cut by a page are joined, `breaks` says where each source line begins.

    In a workbook a row with one filled cell is a paragraph; `sheet` and `cell` say which.
    """

    text: str
    line: int
    section: str = ""
    breaks: tuple[tuple[int, int], ...] = ()
    sheet: str = ""
    cell: str = ""
    file: str = ""

    @property
    def first_line(self) -> str:
        """Its first source line: a title that is joined to what follows."""
        return self.text[: min((start for start, _ in self.breaks if start), default=len(self.text))]

    def line_at(self, offset: int) -> int:
        """The source line of a character."""
        line = self.line
        for start, number in self.breaks:
            if start <= offset:
                line = number
        return line


@dataclass(frozen=True)
class Cell:
    """A table cell (单元格); an inherited cell repeats the text of the merged cell it belongs to.

    `name` is its name in a workbook ("E8").
    """

    text: str = ""
    line: int = 0
    inherited: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表格) as a rectangle of cells; `number` counts from 1 in the document."""

    rows: tuple[tuple[Cell, ...], ...]
    number: int
    line: int
    title: str = ""
    section: str = ""
    unit: str = ""
    file: str = ""


Block = Paragraph | Table
#: From a range of characters to its place.
Where = Callable[[int, int], Place]


@dataclass(frozen=True)
class Document:
    """A report as read (报告): blocks in reading order.

    Args:
        name: file name.
        blocks: paragraphs and tables.
        notes: what the reader had to join or drop, in Chinese, for the person who checks.
        known_year: the reported year where it need not be found in the text.
        page_starts: the first line of every page, where the file has pages.
        gaps: what stands in the file and could not be read (pictures, scanned pages), in Chinese.
    """

    name: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    known_year: int = 0
    page_starts: tuple[int, ...] = ()
    gaps: tuple[str, ...] = ()

    @cached_property
    def paragraphs(self) -> list[tuple[int, Paragraph]]:
        """Index and paragraph, in order."""
        return [(i, block) for i, block in enumerate(self.blocks) if isinstance(block, Paragraph)]

    @cached_property
    def tables(self) -> list[tuple[int, Table]]:
        """Index and table, in order."""
        return [(i, block) for i, block in enumerate(self.blocks) if isinstance(block, Table)]

    @cached_property
    def year(self) -> int:
        """The reported year (评价年度): the first "20xx 年度" of the first blocks, or 0."""
        from evallib.parsing.years import first_year

        if self.known_year:
            return self.known_year
        years = (first_year(block.text) for block in self.blocks[:40] if isinstance(block, Paragraph))
        return next(filter(None, years), 0)

    @cached_property
    def texts(self) -> list[tuple[str, Where, bool]]:
        """Every paragraph and every cell: its text, a function from a range to its place, and whether it is a cell."""
        found: list[tuple[str, Where, bool]] = []
        for index, block in enumerate(self.blocks):
            if isinstance(block, Paragraph):
                found.append((block.text, partial(self.place_in_paragraph, index), False))
                continue
            for r, row in enumerate(block.rows):
                for c, cell in enumerate(row):
                    if cell.text and not cell.inherited:
                        found.append((cell.text, partial(self.place_in_table, index, r, c), True))
        return found

    @cached_property
    def worded(self) -> list[tuple[str, Where, bool]]:
        """Those of its texts that hold words: most cells are a number and nothing else."""
        return [told for told in self.texts if not told[0].isascii()]

    @cached_property
    def whole(self) -> str:
        """All its texts, one a line, with half-width digits and signs."""
        from evallib.parsing.claims.mentions import normalise

        return "\n".join(normalise(text) for text, _, _ in self.texts)

    def page_at(self, line: int) -> tuple[int, int]:
        """The page of a line and its line on it, zeros where pages are not known."""
        page = bisect_right(self.page_starts, line)
        return (page, line - self.page_starts[page - 1] + 1) if page else (0, 0)

    def place_in_paragraph(self, index: int, start: int, end: int) -> Place:
        """The place of a range of characters in a paragraph."""
        known = self._places.get((index, start, end))
        if known is not None:
            return known
        block = self.blocks[index]
        assert isinstance(block, Paragraph)
        quote = block.text[max(0, start - 24) : end + 16].strip()
        line = block.line_at(start)
        named = (block.section, block.sheet, block.cell, block.file)
        counted = "段" if (block.file or self.name).lower().endswith(".docx") else "行"
        place = Place(index, start, end, line, quote, 0, 0, 0, *named, *self.page_at(line), counted)
        return self._places.setdefault((index, start, end), place)

    @cached_property
    def _places(self) -> dict[tuple[int, int, int], Place]:
        """Places of paragraphs that were asked for: the ledger and the facts ask for the same ones."""
        return {}

    def place_in_table(self, index: int, row: int, column: int, start: int = 0, end: int | None = None) -> Place:
        """The place of a cell (row and column from 0), or of a range of characters in it."""
        table = self.blocks[index]
        assert isinstance(table, Table)
        cell = table.rows[row][column]
        end = len(cell.text) if end is None else end
        texts = (c.text for c in table.rows[row] if c.text and c.text != cell.text)
        first = next(texts, "")
        if first.isdigit():  # a serial number names no row
            first = next((text for text in texts if text[:1].isalpha()), first)
        quote = f"{first[:24]}｜{cell.text[:60]}" if first else cell.text[:80]
        line = cell.line or table.line
        named = (table.section, table.title, cell.name, table.file)
        return Place(index, start, end, line, quote, table.number, row + 1, column + 1, *named, *self.page_at(line))
