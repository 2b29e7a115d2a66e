"""Sheets on their side (转置的表): tables whose headers stand in the first column."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.intake.files.sheet import Sheet, cell_name


@dataclass
class TransposedSheet(Sheet):
    """A sheet read on its side: its columns as rows under its titles; cells keep the names that the file gives them."""

    titles: int = 0

    @classmethod
    def of(cls, sheet: Sheet) -> TransposedSheet:
        """The same sheet with rows and columns exchanged; rows with a single text above the table stay above it."""
        titles = 0
        while titles < len(sheet.rows) and len({v for v in sheet.rows[titles] if v not in {None, ""}}) <= 1:
            titles += 1
        body = range(titles, len(sheet.rows))
        rows = sheet.rows[:titles] + [[sheet.value(row, column) for row in body] for column in range(sheet.width)]
        merged = [
            (left + titles, top - titles, right + titles, bottom - titles)
            for top, left, bottom, right in sheet.merged
            if top >= titles
        ]
        percent = {
            (column + titles, row - titles): text for (row, column), text in sheet.percent.items() if row >= titles
        }
        return cls(sheet.path, sheet.name, rows, merged, sheet.hidden, sheet.facts, percent=percent, titles=titles)

    def place(self, row: int, column: int) -> str:
        """Name of a cell as the file calls it."""
        if row < self.titles:
            return cell_name(row, column)
        return cell_name(column + self.titles, row - self.titles)
