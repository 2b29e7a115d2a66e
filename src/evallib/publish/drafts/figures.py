"""The book of figures (数字簿): every figure of a draft is written once, by one formatter, and reused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.indicators.exact_numbers import is_missing
from evallib.model.schema import get_schema
from evallib.publish.drafts.tree import Figure
from evallib.publish.words import format as fmt

#: How a column is printed, by its type: formatter and unit.
FORMATS: dict[str, tuple[Callable[[Any], str], str]] = {
    "money": (fmt.wan, "万元"),
    "count": (fmt.count, ""),
    "integer": (fmt.count, ""),
    "decimal": (fmt.points, "分"),
    "rate": (fmt.pct, ""),
    "signed_rate": (fmt.signed_pct, ""),
}
#: Tables whose amounts are printed in 元, as the trade does for unit prices.
IN_YUAN = {"unit_prices"}
POINTS = {"weight_score", "published_score"}


def plain_number(value: Any) -> str:
    """A number as it was handed in, with thousands separators.

    >>> plain_number(Decimal("1062")), plain_number(Decimal("9.8"))
    ('1,062', '9.8')
    """
    return fmt.NOTHING if is_missing(value) else f"{Decimal(str(value)):,}"


class FigureBook:
    """All figures of one draft by id; `year` is that of the draft.

    >>> book = FigureBook()
    >>> str(book.derived("rate", "99.97%", "执行率"))
    '99.97%'
    >>> book.derived("rate", "99.96%", "执行率")
    Traceback (most recent call last):
    ...
    ValueError: two texts for one figure “rate”: 99.97% and 99.96%
    """

    def __init__(self, year: int | None = None) -> None:
        self.year = year
        self.figures: dict[str, Figure] = {}

    def cell(self, table: str, row: Mapping[Any, Any], column: str) -> Figure | str:
        """The figure in a cell of a clean table; a dash where it is empty.

        Args:
            table: the table kind.
            row: a row of its clean frame, with its source columns.
            column: a numeric column of the kind.
        """
        value = row[column]
        if is_missing(value):
            return fmt.NOTHING
        spec = get_schema(table).column(column)
        show, unit = FORMATS[spec.type]
        if spec.type == "money" and table in IN_YUAN:
            show, unit = plain_number, "元"
        elif spec.type == "decimal":
            show, unit = (fmt.points, "分") if column in POINTS else (plain_number, "")
        place = place_of(row, column)
        name = f"{label_of(table, row)}{spec.label}"
        # files of two years may have the same name
        other = f"（{row['year']}）" if self.year is not None and row["year"] != self.year else ""
        return self.add(Figure(place + other, show(value), name, unit, _text(row.get("period_text")), (place,)))

    def derived(
        self, name: str, text: str, label: str, parents: Iterable[Figure | str] = (), unit: str = "", period: str = ""
    ) -> Figure:
        """A figure that was computed; it stands on the cells of its parents.

        Args:
            name: its id.
            text: as printed.
            label: what it is, in Chinese.
            parents: the figures or places that went into it.
            unit: of the figure.
            period: of the figure; that of the first parent where none is given.
        """
        parents = list(parents)
        figures = [parent for parent in parents if isinstance(parent, Figure)]
        sources: dict[str, None] = {}
        for parent in parents:
            sources.update(dict.fromkeys(parent.sources if isinstance(parent, Figure) else (parent,)))
        sources.pop(fmt.NOTHING, None)
        period = period or next((figure.period for figure in figures if figure.period), "")
        figure = Figure(name, text, label, unit, period, tuple(sources))
        # Two sheets may have a row of one name: their figures stand on other cells, and are two.
        while (known := self.figures.get(figure.id)) and known.text != text and known.sources != figure.sources:
            figure = replace(figure, id=f"{figure.id}′")
        return self.add(figure)

    def add(self, figure: Figure) -> Figure:
        """Keep a figure.

        Raises:
            ValueError: the same figure was written in another way before.
        """
        known = self.figures.setdefault(figure.id, figure)
        if known.text != figure.text:
            raise ValueError(f"two texts for one figure “{figure.id}”: {known.text} and {figure.text}")
        return known


def place_of(row: Mapping[Any, Any], column: str) -> str:
    """File, sheet and cell of a value of a clean row."""
    cells = row.get("source_cells")
    where = json.loads(cells) if isinstance(cells, str) and cells else {}
    cell = where.get(column) or f"第{row.get('source_row')}行·{column}"
    if isinstance(cell, list):
        cell = "、".join(map(str, cell))
    return f"{row.get('source_file')} › {row.get('source_sheet')} › {cell}"


def label_of(table: str, row: Mapping[Any, Any]) -> str:
    """What a row is about: the text of its label column."""
    return _text(row.get(get_schema(table).label))


def source_of(*frames: pd.DataFrame) -> str:
    """File and sheet of frames as the source line of a table.

    >>> source_of(pd.DataFrame({"source_file": ["a.xlsx"] * 2, "source_sheet": ["表一", "表二"]}))
    'a.xlsx（表一、表二）'
    """
    found: dict[str, dict[str, None]] = {}
    for frame in frames:
        for file, sheet in zip(frame["source_file"], frame["source_sheet"], strict=True):
            found.setdefault(str(file), {})[str(sheet)] = None
    return "；".join(f"{file}（{'、'.join(sheets)}）" for file, sheets in found.items())


def period_of(frame: pd.DataFrame) -> str:
    """The periods of a frame's rows, each once."""
    return "、".join(dict.fromkeys(_text(text) for text in frame["period_text"] if _text(text)))


def _text(value: Any) -> str:
    return "" if is_missing(value) else str(value)
