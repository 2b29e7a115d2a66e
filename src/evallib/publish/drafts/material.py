"""Material (素材): everything that the generators of a draft draw on, and the few things that all of them do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from evallib.publish.drafts.figures import FigureBook, period_of, source_of
from evallib.publish.drafts.inputs import Inputs
from evallib.publish.drafts.tree import Block, Figure, Head, Paragraph, Piece, Pieces, Ref, Row, Table
from evallib.publish.sections.unit_page import UnitPage
from evallib.scoring.scorecard import Scorecard

Maker = Callable[["Material"], Sequence[Block]]
FactMaker = Callable[["Material"], Sequence[Pieces]]


@dataclass
class Material:
    """What a draft is made of.

    Args:
        kind: of the report.
        page: tables, rates, scores and findings of the unit and year.
        inputs: what was handed in for the report itself.
        book: the figures.
        tables: every table that was made, by id; one is made once, also where two chapters cite it.
    """

    kind: str
    page: UnitPage
    inputs: Inputs
    book: FigureBook = field(default_factory=FigureBook)
    tables: dict[str, Table] = field(default_factory=dict)
    counters: Counter[str] = field(default_factory=Counter)
    scope: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year of the report."""
        return self.page.year

    @property
    def full_name(self) -> str:
        """The unit's full name."""
        return self.page.data.info.full_name or self.page.name

    @property
    def card(self) -> Scorecard | None:
        """The scorecard of the whole unit or of the evaluated project; none where only forms were scored."""
        return next((card for card in self.page.cards if card.unit.project is None), None)

    @property
    def forms(self) -> list[Scorecard]:
        """Scorecards of the self-evaluation forms."""
        return [card for card in self.page.cards if card.unit.project is not None]

    def frame(self, name: str, history: bool = False) -> pd.DataFrame:
        """Rows of a clean table of this year, or of all years known."""
        return self.page.data.history(name) if history else self.page.data.own(name)

    def say(self, pieces: Pieces, style: str = "body", name: str = "", link: str = "") -> Paragraph:
        """A paragraph with the next id of the generator that is running."""
        name = name or self.scope
        self.counters[name] += 1
        return Paragraph(f"{name}{self.counters[name]}", pieces, style, link)

    def cells(self, table: str, row: Mapping[Any, Any], columns: Iterable[str]) -> list[Figure | str]:
        """Figures of a clean row."""
        return [self.book.cell(table, row, column) for column in columns]

    def table(self, table: Table) -> Table:
        """Keep a table under its id."""
        return self.tables.setdefault(table.id, table)

    def plain_table(
        self,
        name: str,
        title: str,
        heads: Sequence[str],
        rows: Iterable[Row],
        frames: Sequence[pd.DataFrame],
        **more: Any,
    ) -> Table:
        """A table with one row of headers, source and period taken from the frames that it shows."""
        source = "；".join(filter(None, [source_of(*frames) if frames else "", more.pop("computed", "")]))
        period = more.pop("period", "") or "、".join(dict.fromkeys(filter(None, map(period_of, frames))))
        head = (tuple(Head(text) for text in heads),)
        return self.table(Table(name, title, head, tuple(rows), source=source, period=period, **more))

    def missing(self, name: str) -> list[Block]:
        """One sentence in place of a section whose table is not there."""
        status = self.page.data.status(name)
        return [self.say((f"{status.title}{status.state.value}，本项暂缺。",))]


def cite(table: str) -> Ref:
    """A reference to a table or chart."""
    return Ref(table)


def text_of(pieces: Iterable[Piece], numbers: Mapping[str, str] | None = None) -> str:
    """The text of pieces; references by their number.

    >>> text_of(("执行率", Figure("a", "99.97%"), "（", Ref("budget"), "）"), {"budget": "表1"})
    '执行率99.97%（表1）'
    """
    return "".join((numbers or {}).get(piece.target, "") if isinstance(piece, Ref) else str(piece) for piece in pieces)
