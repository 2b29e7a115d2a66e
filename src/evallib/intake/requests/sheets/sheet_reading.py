"""A sheet while it is read (读表过程): its cells, where they stand, and what was left out or doubted, by cause.

One problem per cause and column, with a count, the first cells and the lines that would settle it; the single cells
stand in the frames of what was left out and what was doubted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.files.sheet_xml import MAX_TOLD, column_letters
from evallib.intake.requests.sheets.column_roles import RequestHeader
from evallib.intake.requests.sheets.field_values import clean_texts, find_invisible, flat
from evallib.intake.requests.sheets.text_grids import Grid
from evallib.model.problems import Problem, Severity
from evallib.privacy.columns import MaskedColumn

#: Runs of cells that one problem names; the frames of what was left out and doubted name all.
MAX_RANGES = 2000
SHOWN_VALUES = 3
PLACES = ["source_file", "source_sheet", "source_row", "cell", "label", "value", "code", "reason"]

Mask = npt.NDArray[np.bool_]


@dataclass
class SheetReading:
    """A sheet, and what was found in it.

    `personal` are the columns that tell who somebody is: caller, phone, address, what was said; `uncomputed` are the
    cells whose formula has no saved value. `doubts` are codes of what was doubted, by row; `left_out` counts rows by
    reason.
    """

    file: str
    grid: Grid
    header: RequestHeader
    labels: dict[str, str]
    personal: frozenset[int] = frozenset()
    uncomputed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rejected: list[pd.DataFrame] = field(default_factory=list)
    doubted: list[pd.DataFrame] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    handed_in: int = 0
    _doubts: dict[str, Mask] = field(default_factory=dict)
    _texts: dict[str, pa.Array] = field(default_factory=dict)
    _invisible: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def letters(self) -> dict[str, str]:
        """Column letters (列标) in the sheet by field."""
        return {name: column_letters(index + self.grid.first_column) for name, index in self.header.columns.items()}

    @property
    def start(self) -> int:
        """Index of the first row below the header."""
        return self.header.top + self.header.rows

    @property
    def first_row(self) -> int:
        """Row number of the first row below the header."""
        return self.start + 1

    def __len__(self) -> int:
        length: int = max(self.grid.table.num_rows - self.start, 0)
        return length

    def column(self, name: str) -> pa.Array:
        """The text of a field below the header."""
        return flat(self.grid.table.column(self.header.columns[name])).slice(self.start)

    def holds_invisible(self, name: str) -> bool:
        """Whether a text of a field holds a character that nobody sees; looked for once."""
        if name not in self._invisible:
            self._invisible[name] = find_invisible(self.column(name)) is not None
        return self._invisible[name]

    def text(self, name: str) -> pa.Array:
        """The text of a field below the header, cleaned; kept until it is typed."""
        if name not in self._texts:
            self._texts[name] = clean_texts(self.column(name), self.holds_invisible(name))
        return self._texts[name]

    def part(self) -> SheetReading:
        """The same cells with nothing told yet, so that columns can be read side by side; see `add`."""
        return replace(self, problems=[], rejected=[], doubted=[], left_out=Counter(), handed_in=0, _doubts={})

    def add(self, part: SheetReading) -> None:
        """Take over what was told of a part; parts are added in the order in which they would have been read."""
        self.problems += part.problems
        self.rejected += part.rejected
        self.doubted += part.doubted
        self.left_out.update(part.left_out)
        self.handed_in += part.handed_in
        for key, rows in part.doubt_masks.items():
            self._doubts[key] = self._doubts[key] | rows if key in self._doubts else rows

    def drop_text(self, name: str) -> None:
        """Forget the text of a field, to save memory."""
        self._texts.pop(name, None)

    def failed(self, name: str) -> Mask:
        """Rows in which the cell of a field shows an error (#REF!), or is a formula whose value was never saved."""
        rows: Mask = np.zeros(len(self), dtype=bool)
        index = self.header.columns[name]
        for (row, column), _ in self.grid.errors.items():
            if column == index and 0 <= row - self.first_row < len(self):
                rows[row - self.first_row] = True
        return rows

    def uncomputed_rows(self, name: str) -> Mask:
        """Rows in which the cell of a field is a formula whose value was never saved; it reads as empty."""
        letters, rows = self.letters[name], np.zeros(len(self), dtype=bool)
        if not self.uncomputed:
            return rows
        cells = [cell for cell in self.uncomputed if cell.rstrip("0123456789") == letters]
        numbers = np.array([int(cell[len(letters) :]) for cell in cells], dtype=np.int64) - self.first_row
        rows[numbers[(numbers >= 0) & (numbers < len(self))]] = True
        if len(self.uncomputed) >= MAX_TOLD and len(numbers):
            # So many are not told one by one: what is empty below the last one told is taken for one of them.
            rows |= (np.arange(len(self)) > numbers.max()) & ~np.asarray(pc.is_valid(self.column(name)))
        return rows

    def leave_out(self, rows: Mask, name: str, code: str, reason: str, text: Any = None, **told: str) -> None:
        """Put rows aside as no orders that could be counted, each into `rejected`, under one problem."""
        self.rejected += self._report(rows, name, code, reason, text, "error", **told)
        self.left_out[reason.removesuffix("，该行未计入")] += int(rows.sum())

    def doubt(self, rows: Mask, name: str, code: str, reason: str, text: Any = None, **told: str) -> None:
        """Say that the cells of a field are not taken; their orders are kept."""
        self.doubted += self._report(rows, name, code, reason, text, "warning", **told)
        if rows.any():
            key = f"{name}:{code.removeprefix('intake.')}"
            self._doubts[key] = self._doubts.get(key, np.zeros(len(self), dtype=bool)) | rows

    @property
    def doubt_masks(self) -> dict[str, Mask]:
        """Rows by what was doubted, as ``field:cause``."""
        return self._doubts

    def doubts(self) -> pa.Array:
        """What was doubted of each row, as ``field:cause`` joined by ``;``; missing where nothing was."""
        texts = np.full(len(self), None, dtype=object)
        for key, rows in self._doubts.items():
            for row in np.flatnonzero(rows):
                texts[row] = f"{texts[row]};{key}" if texts[row] else key
        return pa.array(texts, pa.string())

    def note(
        self, code: str, message: str, cell: str = "", value: str = "", severity: Severity = "note", advice: str = ""
    ) -> None:
        """Say something about the sheet."""
        self.problems.append(
            Problem(
                code,
                message,
                file=self.file,
                sheet=self.grid.sheet,
                cell=cell,
                value=value,
                severity=severity,
                advice=advice,
            )
        )

    def masked(self, name: str, column: MaskedColumn, rows: Mask) -> None:
        """Say where personal data was taken out, and what kind; one note a column, since whole columns may hold it."""
        if column.changed is None:
            return
        where = np.flatnonzero(np.asarray(column.changed) & rows)
        if len(where):
            message = f"“{self.labels[name]}”中的个人信息已遮盖：{'、'.join(column.kinds)}，共 {len(where)} 格"
            self.note("privacy.masked", message, cell=self.cells(name, where))

    def cells(self, name: str, where: npt.NDArray[np.intp]) -> str:
        """All the cells of some rows, runs of them as ranges, e.g. ``D2、D5:D9``; at most `MAX_RANGES`."""
        known = name in self.header.columns
        starts = where[np.r_[True, np.diff(where) > 1]] + self.first_row
        ends = where[np.r_[np.diff(where) > 1, True]] + self.first_row
        letters = self.letters.get(name, "")
        parts = []
        for start, end in zip(starts[:MAX_RANGES].tolist(), ends[:MAX_RANGES].tolist(), strict=True):
            if known:
                parts.append(f"{letters}{start}" + (f":{letters}{end}" if end > start else ""))
            else:
                parts.append(f"第{start}行" if end == start else f"第{start}行至第{end}行")
        return "、".join(parts) + ("等" if len(starts) > MAX_RANGES else "")

    def _report(
        self,
        rows: Mask,
        name: str,
        code: str,
        reason: str,
        text: Any,
        severity: Severity,
        *,
        expected: str = "",
        advice: str = "",
    ) -> list[pd.DataFrame]:
        where = np.flatnonzero(rows)
        if not len(where):
            return []
        values = text.take(pa.array(where)).to_pylist() if text is not None else [None] * len(where)
        is_shown = self.header.columns.get(name) not in self.personal
        common = Counter(value for value in values if value is not None and is_shown).most_common(SHOWN_VALUES)
        several = len(where) > 1
        told = "、".join(str(value) + (f"（{count}处）" if several and count > 1 else "") for value, count in common)
        count = f"，共 {len(where):,} 处" if several else ""
        label = self.labels[name]
        self.problems.append(
            Problem(
                code,
                f"“{label}”{reason}{count}",
                file=self.file,
                sheet=self.grid.sheet,
                cell=self.cells(name, where),
                value=told,
                expected=expected,
                advice=advice,
                severity=severity,
            )
        )
        numbers = where + self.first_row
        letters = self.letters.get(name, column_letters(self.grid.first_column))
        return [
            pd.DataFrame(
                {
                    "source_file": self.file,
                    "source_sheet": self.grid.sheet,
                    "source_row": numbers,
                    "cell": [f"{letters}{number}" for number in numbers.tolist()],
                    "label": label,
                    "value": values if is_shown else None,
                    "code": code,
                    "reason": reason,
                }
            )
        ]
