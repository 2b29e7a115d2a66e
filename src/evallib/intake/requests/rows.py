"""Rows of case exports (工单行): which rows are cases, and which are totals, repeated headers or broken.

A row that cannot be read is rejected with its number, cell and reason; the others are read all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.files.sheet_xml import column_letters
from evallib.intake.requests.column_roles import RequestHeader
from evallib.intake.requests.text_grids import Grid
from evallib.model.problems import MAX_LISTED, Problem, Severity, unlisted
from evallib.privacy import mask_text
from evallib.privacy.columns import MaskedColumn

TOTAL_WORDS = r"合计|总计|小计|共计|总数|平均|汇总"
REMARK_WORDS = r"^(?:注|备注|说明|制表|填表|审核|数据来源|导出)"
MAX_REMARK_CELLS = 3
SHOWN = 10

Mask = npt.NDArray[np.bool_]


@dataclass
class Sheet:
    """A sheet while it is read: its cells, where they stand, and what was wrong with them.

    `personal` are the columns that tell who somebody is: caller, phone, address, what was said;
    `uncomputed` are the cells whose formula has no saved value.
    """

    file: str
    grid: Grid
    header: RequestHeader
    labels: dict[str, str]
    personal: frozenset[int] = frozenset()
    uncomputed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rejected: list[pd.DataFrame] = field(default_factory=list)

    @property
    def letters(self) -> dict[str, str]:
        """Column letters (列标) in the sheet by field."""
        return {name: column_letters(index + self.grid.first_column) for name, index in self.header.columns.items()}

    @property
    def first_row(self) -> int:
        """Row number of the first row below the header."""
        return self.header.top + self.header.rows + 1

    def column(self, name: str) -> pa.Array:
        """The text of a field below the header."""
        start = self.header.top + self.header.rows
        return self.grid.table.column(self.header.columns[name]).slice(start).combine_chunks()

    def reject(
        self, rows: Mask, name: str, code: str, reason: str, text: Any, *, expected: str = "", advice: str = ""
    ) -> None:
        """Put rows aside: every one into `rejected` and, up to `MAX_LISTED`, as a problem."""
        self._report(rows, name, code, reason, text, expected=expected, advice=advice, severity="error")

    def warn(self, rows: Mask, name: str, code: str, reason: str, text: Any, *, expected: str = "") -> None:
        """Report cells that are not understood and are left empty."""
        self._report(rows, name, code, reason, text, expected=expected, advice="", severity="warning")

    def note(self, code: str, message: str, cell: str = "", value: str = "", severity: Severity = "note") -> None:
        """Say something about the sheet."""
        self.problems.append(
            Problem(code, message, file=self.file, sheet=self.grid.sheet, cell=cell, value=value, severity=severity)
        )

    def masked(self, name: str, column: MaskedColumn, rows: Mask) -> None:
        """Say where personal data was taken out, and what kind; one note per column, since whole columns may hold it."""
        if column.changed is None:
            return
        where = np.flatnonzero(np.asarray(column.changed) & rows)
        if len(where):
            message = f"“{self.labels[name]}”中的个人信息已遮盖：{'、'.join(column.kinds)}，共 {len(where)} 格"
            cells = [self.grid.cell(int(row) + self.first_row, self.header.columns[name]) for row in where[:SHOWN]]
            self.note("privacy.masked", message, cell="、".join(cells) + ("等" if len(where) > SHOWN else ""))

    def _report(
        self,
        rows: Mask,
        name: str,
        code: str,
        reason: str,
        text: Any,
        *,
        expected: str,
        advice: str,
        severity: Severity,
    ) -> None:
        where = np.flatnonzero(rows)
        if not len(where):
            return
        numbers = where + self.first_row
        values = text.take(pa.array(where)).to_pylist() if text is not None else [None] * len(where)
        letters = self.letters[name] if name in self.header.columns else column_letters(self.grid.first_column)
        cells = [f"{letters}{number}" for number in numbers.tolist()]
        label = self.labels[name]
        problems = [
            Problem(code, f"“{label}”{reason}", file=self.file, sheet=self.grid.sheet, cell=cell, value=value or "",
                    expected=expected, advice=advice, severity=severity)
            for cell, value in zip(cells[:MAX_LISTED], values, strict=False)
        ]  # fmt: skip
        self.problems += problems
        if len(where) > MAX_LISTED:
            self.problems.append(unlisted(problems[0], len(where) - MAX_LISTED))
        if severity == "error":
            self.rejected.append(
                pd.DataFrame({"source_file": self.file, "source_sheet": self.grid.sheet, "source_row": numbers,
                              "cell": cells, "label": label, "value": values, "code": code, "reason": reason})
            )  # fmt: skip


def find_requests(sheet: Sheet, identifier: pa.Array, requested: pa.Array, lost: Mask) -> Mask:
    """Which rows are cases.

    Empty rows, repeated headers (printed page by page), totals and remarks below the table are left out with a note;
    a row without its number or its time is rejected; `lost` rows are already.
    """
    has_id, has_time = np.asarray(pc.is_valid(identifier)), np.asarray(pc.is_valid(requested))
    is_total = np.asarray(pc.fill_null(pc.match_substring_regex(identifier, TOTAL_WORDS), False))
    # A repeated header shows the header's own words under it.
    own = sheet.grid.table.column(sheet.header.columns["service_request_id"])
    own_words = {str(own[row]).strip() for row in range(sheet.header.top, sheet.header.top + sheet.header.rows)}
    is_header = np.asarray(pc.fill_null(pc.is_in(identifier, pa.array(sorted(own_words))), False))
    # 制表人：… below the table stands where numbers stand; it is no case without a time either.
    signature = np.asarray(pc.fill_null(pc.match_substring_regex(identifier, REMARK_WORDS), False))
    other = (~has_id | signature) & ~has_time & ~lost
    footer = is_total | _check_footers(sheet, np.flatnonzero(other & ~is_total))
    expected = int((has_id & has_time & ~is_total & ~is_header).sum())
    for row in np.flatnonzero(footer):
        _check_total(sheet, int(row), expected)
    if is_header.any():
        sheet.note("intake.repeated_header", f"表头重复出现 {int(is_header.sum())} 次，已略过",
                   cell=f"第{int(np.flatnonzero(is_header)[0]) + sheet.first_row}行")  # fmt: skip
    keep = ~is_total & ~is_header & ~other & ~lost
    sheet.reject(keep & ~has_id, "service_request_id", "intake.missing_id", "是空的，该行未读入", None)
    sheet.reject(keep & has_id & ~has_time, "requested_datetime", "intake.missing_time", "是空的，该行未读入", None)
    accepted: Mask = keep & has_id & has_time
    return accepted


def find_repeats(frame: pa.Table, key: str) -> tuple[Mask, Mask]:
    """Rows that repeat an earlier one in full, and rows whose number was used by a different case.

    >>> table = pa.table({"service_request_id": ["1", "1", "1"], "status": ["结案", "结案", "退回"]})
    >>> [mask.tolist() for mask in find_repeats(table, "service_request_id")]
    [[False, True, False], [False, False, True]]
    """
    ids = frame.column(key).combine_chunks()
    if pc.count_distinct(ids).as_py() == len(ids):
        none = np.zeros(len(ids), dtype=bool)
        return none, none.copy()
    again = pd.Series(ids.to_pandas()).duplicated(keep=False).to_numpy()
    twins = frame.filter(pa.array(again)).to_pandas()
    same, clash = np.zeros(len(ids), dtype=bool), np.zeros(len(ids), dtype=bool)
    content = [name for name in frame.column_names if not name.startswith("source_")]
    same[again] = twins.duplicated(subset=content).to_numpy()
    clash[again] = twins.duplicated(subset=key).to_numpy() & ~same[again]
    return same, clash


def _check_footers(sheet: Sheet, rows: Any) -> Mask:
    """Of the rows without number and time, those that are totals; the others are empty, or remarks with a note."""
    start = sheet.header.top + sheet.header.rows
    mask = np.zeros(sheet.grid.table.num_rows - start, dtype=bool)
    if not len(rows):
        return mask
    texts = sheet.grid.table.slice(start).take(pa.array(rows)).to_pylist()
    for row, cells in zip(rows, texts, strict=True):
        filled = [text.strip() for text in cells.values() if text and text.strip()]
        if not filled:
            continue
        if any(word in filled[0] for word in TOTAL_WORDS.split("|")):
            mask[row] = True
        else:
            few = len(filled) <= MAX_REMARK_CELLS
            # What such a row says of a person is not repeated: its caller, phone and address stay out of the message.
            shown = [text for index, text in enumerate(cells.values()) if text and index not in sheet.personal]
            sheet.note(
                "intake.remark" if few else "intake.no_case",
                "没有工单编号和受理时间，" + ("当作备注略过" if few else "该行未读入"),
                cell=f"第{row + sheet.first_row}行", value=mask_text(" ".join(shown))[:60],
                severity="note" if few else "error",
            )  # fmt: skip
    return mask


def _check_total(sheet: Sheet, row: int, found: int) -> None:
    cells = sheet.grid.table.slice(row + sheet.first_row - 1, 1).to_pylist()[0].values()
    filled = [text.strip() for text in cells if text and text.strip()]
    numbers = [int(text) for text in filled if text.isdigit()]
    cell = f"第{row + sheet.first_row}行"
    if len(numbers) == 1 and numbers[0] != found:
        sheet.note("intake.total_differs", f"合计行写 {numbers[0]} 件，读到 {found} 件", cell=cell,
                   value=" ".join(filled)[:60], severity="warning")  # fmt: skip
    else:
        sheet.note("intake.total_row", "合计行，不当作工单", cell=cell, value=" ".join(filled)[:60])
