"""The tree of a draft (初稿的结构): sections of paragraphs, tables, charts and gaps; writers turn it into Word or HTML.

A piece of text is a plain string, a `Figure` (数字, with its source) or a `Ref` (表1, 图1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from string import Formatter


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is written once: its text, what it is of, and the cells that it comes from.

    Args:
        id: the cell for a figure that was handed in; a name for one that was computed.
        text: as it is printed, without the unit.
        name: what it is, in Chinese.
        unit, period: of the figure.
        sources: file › sheet › cell, each once.
    """

    id: str
    text: str
    name: str = ""
    unit: str = ""
    period: str = ""
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a table or chart by its id; the number is set when all of them are known."""

    target: str


Piece = str | Figure | Ref
Pieces = tuple[Piece, ...]


def line(template: str, **parts: Piece | Sequence[Piece]) -> Pieces:
    """Pieces of a sentence.

    >>> line("执行率 {rate}。", rate=Figure("r", "99.97%"))
    ('执行率 ', Figure(id='r', text='99.97%', name='', unit='', period='', sources=()), '。')
    """
    pieces: list[Piece] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            pieces.append(text)
        if name:
            part = parts[name]
            pieces += [part] if isinstance(part, str | Figure | Ref) else part
    return tuple(pieces)


def joined(parts: Sequence[Sequence[Piece]], mark: str = "、") -> Pieces:
    """Several pieces with a mark between them.

    >>> joined([("甲",), ("乙", "丙")], "；")
    ('甲', '；', '乙', '丙')
    """
    pieces: list[Piece] = []
    for number, part in enumerate(parts):
        pieces += [mark, *part] if number else part
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A generated paragraph; `edited` is what a person made of it, `changed` that its data changed since then."""

    id: str
    pieces: Pieces
    style: str = "body"
    link: str = ""
    edited: str | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Human:
    """Text that a person wrote: in a gap, or between generated paragraphs."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that only people can fill, with the facts beside it (待填写)."""

    id: str
    ask: str
    facts: tuple[Pieces, ...] = ()
    required: bool = True
    text: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has written anything here yet."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of a table's header."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `kind` is line, subtotal or total; an empty string in `merged` columns goes on from above."""

    cells: tuple[Piece, ...]
    kind: str = "line"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with caption, unit, period and source; `merged` are columns whose equal neighbours become one cell."""

    id: str
    title: str
    head: tuple[tuple[Head, ...], ...]
    rows: tuple[Row, ...]
    unit: str = ""
    period: str = ""
    source: str = ""
    merged: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    wide: bool = False
    note: str = ""

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return sum(head.columns for head in self.head[0])


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a chart: its name, its values, and how they are printed beside the bars."""

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart: bars or lines over categories; `behind` is the id of the table with its figures."""

    id: str
    title: str
    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    period: str
    source: str
    alt: str
    behind: str


Block = Paragraph | Human | Gap | Table | Chart


@dataclass(slots=True)
class Section:
    """A section with its heading; `mark` is typed before the title once numbers are set (一、, （一）, 1.)."""

    id: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    numbered: bool = True
    landscape: bool = False
    breaks: bool = False
    optional: bool = False
    annex: bool = False
    mark: str = ""

    def walk(self, depth: int = 1) -> Iterator[tuple[Section, int]]:
        """This section and those inside it, with their depth from 1."""
        yield self, depth
        for inner in self.sections:
            yield from inner.walk(depth + 1)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.blocks and all(inner.is_empty for inner in self.sections)


@dataclass(slots=True)
class Report:
    """A whole draft.

    Args:
        kind: department, project, self, month or letter.
        name: file name without suffix.
        titles: lines of the title.
        cover: label and value of the cover's fields; an empty value is a gap of the cover.
        sections: the chapters.
        official: layout of a unit's own document (三号仿宋) instead of a consultancy report.
        mark: 【合成数据】 or nothing; stands in title, header and every caption.
        foot: lines at the end.
        to: to whom a letter goes, above its first chapter.
    """

    kind: str
    name: str
    titles: tuple[str, ...]
    cover: tuple[tuple[str, str], ...]
    sections: list[Section]
    official: bool = False
    mark: str = ""
    foot: tuple[str, ...] = ()
    to: str = ""

    def walk(self) -> Iterator[tuple[Section, int]]:
        """All sections in order, with their depth."""
        for section in self.sections:
            yield from section.walk()

    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        for section, _ in self.walk():
            yield from section.blocks

    @property
    def gaps(self) -> list[Gap]:
        """The gaps that nobody has filled."""
        return [block for block in self.blocks() if isinstance(block, Gap) and block.is_open]
