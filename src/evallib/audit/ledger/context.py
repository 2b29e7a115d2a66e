"""Context (上下文): the ledger of a document, and which figures a sentence can be speaking of.

Every window is bounded, so that work grows with the length of a document and not with its square.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from evallib.audit.ledger.entries import Entry, alike, read_prose
from evallib.audit.ledger.labels import account
from evallib.audit.ledger.movements.yearly_rows import name_years
from evallib.audit.reading.document import Document
from evallib.parsing.years import first_year

BACK, AHEAD, ANCHORS = 36, 10, 8
K = TypeVar("K", bound=Hashable)


class Ledger:
    """All entries of a document.

    Args:
        document: the report as read.
        cells: the figures of its tables, in order.
    """

    def __init__(self, document: Document, cells: Iterable[Entry] = ()) -> None:
        self.document = document
        self.prose = read_prose(document)
        name_years(self.prose)
        self.cells = list(cells)
        for index, entry in enumerate(self.cells, len(self.prose)):
            entry.index = index
        self.entries = [*self.prose, *self.cells]
        self._alike: dict[tuple[int, str], list[Entry]] = {}
        self._heads_alike: dict[tuple[str, str], list[Entry]] = {}

    @cached_property
    def by_paragraph(self) -> dict[int, list[Entry]]:
        """Prose entries by block."""
        return _grouped(self.prose, lambda entry: entry.paragraph)

    @cached_property
    def by_sentence(self) -> dict[int, list[Entry]]:
        """Prose entries by sentence."""
        return _grouped(self.prose, lambda entry: entry.sentence)

    @cached_property
    def by_value(self) -> dict[tuple[str, Fraction], list[Entry]]:
        """Prose entries by dimension and value."""
        return _grouped(self.prose, lambda entry: (entry.dimension, entry.value))

    @cached_property
    def by_account(self) -> dict[str, list[Entry]]:
        """Amounts of money of the text by the name of their account, planned or carried out."""
        money = [e for e in self.prose if e.dimension == "money" and e.role == "plain" and not e.is_base]
        return _grouped(money, lambda entry: account(entry.label))

    @cached_property
    def _anchors(self) -> list[Entry]:
        return [e for e in self.prose if e.is_amount][:ANCHORS]

    @cached_property
    def _section_heads(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.prose:
            if entry.is_amount and len(found[entry.section]) < 6:
                found[entry.section].append(entry)
        return found

    @cached_property
    def _totals(self) -> dict[int, list[Entry]]:
        """The figures of total rows by block; of a table without one those of its first rows."""
        found: dict[int, list[Entry]] = defaultdict(list)
        for entry in self.cells:
            if entry.is_whole and len(found[entry.paragraph]) < 14:
                found[entry.paragraph].append(entry)
        return found

    @cached_property
    def _table_blocks(self) -> list[int]:
        return sorted({e.paragraph for e in self.cells})

    @cached_property
    def table_cells(self) -> dict[int, list[Entry]]:
        """Cells by block."""
        return _grouped(self.cells, lambda entry: entry.paragraph)

    @cached_property
    def year(self) -> int:
        """The reported year, or 0."""
        return self.document.year or next((y for _, p in self.document.paragraphs[:40] if (y := first_year(p.text))), 0)

    @cached_property
    def _amounts(self) -> tuple[list[Entry], list[int]]:
        """The amounts of the text, and how many of them stand before each of its figures (and before its end)."""
        counts = [0, *accumulate(int(e.is_amount) for e in self.prose)]
        return [e for e in self.prose if e.is_amount], counts

    def just_before(self, entry: Entry) -> Entry | None:
        """The figure of the text right before another one."""
        return self.prose[entry.index - 1] if entry.index else None

    def just_behind(self, entry: Entry) -> Entry | None:
        """The figure of the text right behind another one."""
        return self.prose[entry.index + 1] if entry.index + 1 < len(self.prose) else None

    def onward(self, entry: Entry) -> Iterator[Entry]:
        """The figures of the text from one on, in order: for those who stop soon."""
        return (self.prose[at] for at in range(entry.index, len(self.prose)))

    def back(self, entry: Entry, count: int) -> list[Entry]:
        """So many figures of the text before another one, in order."""
        return self.prose[max(0, entry.index - count) : entry.index]

    def before(self, entry: Entry, count: int = BACK) -> list[Entry]:
        """Amounts in front of a figure of the text, the nearest first."""
        amounts, counts = self._amounts
        at = min(entry.index, len(self.prose))
        stop = counts[at]
        return amounts[max(counts[min(max(0, entry.index - count - 20), at)], stop - count) : stop][::-1]

    def after(self, entry: Entry, count: int = AHEAD) -> list[Entry]:
        """Amounts behind a figure in the same paragraph and the next one."""
        rest = self.prose[entry.index + 1 : entry.index + 1 + 2 * count]
        return [e for e in rest if e.is_amount and e.paragraph <= entry.paragraph + 1][:count]

    def around(self, entry: Entry, like: Entry | None = None, least: float = -math.inf) -> list[Entry]:
        """Amounts a sentence can refer to, the likeliest first: before, behind, section heads, document, table totals.

        Args:
            entry: a figure of the text.
            like: only those that can be added to this one.
            least: only those that are no less.
        """
        found = [*self.before(entry), *self.after(entry, 5)]
        if like is None:
            found += [*self._section_heads[entry.section], *self._anchors, *self.near_tables(entry.paragraph)]
            kept = [e for e in found if e.rough >= least]
        else:
            kind = like.dimension
            kept = [e for e in found if e.rough >= least and (e.dimension == kind or alike(e, like))]
            kept += [e for e in self._heads(entry.section, like) if e.rough >= least]
            kept += [e for e in self._tables_alike(entry.paragraph, like) if e.rough >= least]
        return [e for e in dict.fromkeys(kept) if e is not entry]

    def _heads(self, section: str, like: Entry) -> list[Entry]:
        """The first amounts of a section and of the document that are of the kind of a figure."""
        key = section, like.dimension
        if key not in self._heads_alike:
            heads = (*self._section_heads[section], *self._anchors)
            self._heads_alike[key] = [e for e in heads if e.dimension == like.dimension or alike(e, like)]
        return self._heads_alike[key]

    def _tables_alike(self, block: int, like: Entry) -> Iterator[Entry]:
        """What `near_tables` finds that can be added to a figure."""
        for number in self._blocks_near(block):
            key = number, like.dimension
            if key not in self._alike:
                self._alike[key] = [e for e in self._telling_cells(number) if alike(e, like)]
            yield from self._alike[key]

    def near_tables(self, block: int) -> list[Entry]:
        """Totals of the tables just before and just behind a block, and the cells of small ones."""
        return [e for number in self._blocks_near(block) for e in self._telling_cells(number)]

    def _blocks_near(self, block: int) -> list[int]:
        at = bisect_left(self._table_blocks, block)
        return [number for number in self._table_blocks[max(0, at - 1) : at + 1] if abs(number - block) <= 6]

    def _telling_cells(self, number: int) -> list[Entry]:
        cells = self.table_cells[number]
        return cells if len(cells) <= 40 else self._totals[number]


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], K]) -> dict[K, list[Entry]]:
    found: dict[K, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[key(entry)].append(entry)
    return found
