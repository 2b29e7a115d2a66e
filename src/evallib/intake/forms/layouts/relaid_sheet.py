"""Relaid sheets (重排的表): a form brought into rows under a header; each cell keeps the name that the file gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from evallib.intake.files.sheet import Sheet

Place = tuple[int, int]


@dataclass
class RelaidSheet(Sheet):
    """A sheet of which some rows were laid out anew.

    Args:
        base: the sheet as the file has it.
        origins: of each row, the cells of `base` that it shows, by column; of a row that was kept, its number in
            `base`.
    """

    base: Sheet | None = None
    origins: Sequence[int | tuple[Place | None, ...]] = field(default_factory=list)

    def place(self, row: int, column: int) -> str:
        """Name of a cell as the file calls it."""
        assert self.base is not None
        return self.base.place(*self._origin(row, column))

    def line(self, row: int) -> int:
        """Number of a row as the file counts, from 1."""
        assert self.base is not None
        return self.base.line(self._origin(row, 0)[0])

    def take_formats(self) -> None:
        """Give the cells the percent formats that they have in the file."""
        assert self.base is not None
        places = ((row, column) for row, values in enumerate(self.rows) for column in range(len(values)))
        self.percent = {place: text for place in places if (text := self.base.number_format(*self._origin(*place)))}

    def _origin(self, row: int, column: int) -> Place:
        origin = self.origins[row] if row < len(self.origins) else row
        if isinstance(origin, int):
            return origin, column
        told = [place for place in origin if place is not None]
        own = origin[column] if column < len(origin) else None
        return own or (told[0] if told else (row, column))


def relay(sheet: Sheet, top: int, bottom: int, rows: Sequence[tuple[Place | None, ...]]) -> RelaidSheet:
    """A sheet whose rows from `top` up to `bottom` (not included) give way to others.

    Args:
        sheet: the sheet.
        top: the first row to lay out anew.
        bottom: the row behind the last one.
        rows: the new rows, each with the cell of the sheet that it shows in each column.
    """
    shift = len(rows) - (bottom - top)
    made: list[list[Any]] = [[None if cell is None else sheet.value(*cell) for cell in row] for row in rows]
    kept = [
        (upper + (shift if upper >= bottom else 0), left, lower + (shift if upper >= bottom else 0), right)
        for upper, left, lower, right in sheet.merged
        if lower < top or upper >= bottom
    ]
    relaid = RelaidSheet(
        sheet.path,
        sheet.name,
        [*sheet.rows[:top], *made, *sheet.rows[bottom:]],
        kept,
        sheet.hidden,
        sheet.facts,
        sheet.notes,
        base=sheet,
        origins=[*range(top), *rows, *range(bottom, len(sheet.rows))],
    )
    relaid.take_formats()
    return relaid
