"""Columns of a checked copy (核对稿的列): what of a sheet may be copied, cell by cell.

Columns of persons come out as 某某, columns that were not read hold a word that says so, and everything else is masked.
The gate, which has recognised the headers anyway, keeps this with the masked sheets: whoever writes the copy recognises
nothing again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_shape import find_forms
from evallib.intake.requests.exports import HEAD_ROWS, find_mapping
from evallib.intake.requests.sheets.column_roles import find_request_header
from evallib.intake.tables.headers.header_row import find_headers
from evallib.model.requests import load_schema
from evallib.model.table_words import Words
from evallib.privacy import mask_text
from evallib.privacy.person_columns import person_columns

PERSON, UNREAD = "某某", "（未读入）"
Replaced = tuple[int, str]


@dataclass
class CopiedColumns:
    """What becomes of the cells of a sheet.

    Args:
        replaced: by column, the row after which its cells are replaced, and by what.
        figures: columns whose numbers are amounts, counts or times, and so no telephone numbers.
    """

    replaced: dict[int, Replaced] = field(default_factory=dict)
    figures: frozenset[int] = frozenset()

    def copy(self, row: int, column: int, value: Any) -> Any:
        """The value as it may be copied.

        >>> columns = CopiedColumns({1: (0, PERSON)})
        >>> columns.copy(1, 0, 13812345678.0), columns.copy(1, 1, "李四"), columns.copy(0, 1, "姓名")
        ('138****5678', '某某', '姓名')
        """
        if value is None or value == "" or isinstance(value, bool):
            return value
        after, words = self.replaced.get(column, (row, ""))
        if row > after:
            return words
        if isinstance(value, str):
            return mask_text(value)
        if isinstance(value, int | float) and column not in self.figures and value == value // 1:
            shown = str(int(value))
            return value if (told := mask_text(shown)) == shown else told
        return value


def kept_columns(sheet: Sheet) -> CopiedColumns:
    """What was kept with a sheet, or else what is found now: a sheet of requests, a table, or neither."""
    if sheet.about:
        replaced = {column: (after, words) for column, after, words in sheet.about["replaced"]}
        return CopiedColumns(replaced, frozenset(sheet.about["figures"]))
    return request_columns(sheet) or table_columns(sheet)


def about_columns(sheet: Sheet, words: Words | None = None) -> dict[str, Any]:
    """What `kept_columns` needs of a table that is no export of requests, as JSON."""
    columns = table_columns(sheet, words)
    return {
        "replaced": [[column, *told] for column, told in sorted(columns.replaced.items())],
        "figures": sorted(columns.figures),
    }


def table_columns(sheet: Sheet, words: Words | None = None) -> CopiedColumns:
    """Which columns of a table or form may be copied: those that were read, and are not of persons."""
    replaced = _personal(sheet)
    header = (
        None
        if find_forms(sheet, words)
        else max(find_headers(sheet, words), key=lambda found: found.rank, default=None)
    )
    if header is None:
        return CopiedColumns(replaced)
    read = {cell.column: name for columns in header.groups.values() for name, cell in columns.items()}
    unread = dict.fromkeys(set(range(sheet.width)) - read.keys(), (header.bottom, UNREAD))
    figures = frozenset(
        column for column, name in read.items() if name != "place" and header.schema.column(name).type != "text"
    )
    persons = {column: words for column, words in replaced.items() if column not in figures}
    return CopiedColumns(_first(unread, persons), figures)


def _first(one: dict[int, Replaced], other: dict[int, Replaced]) -> dict[int, Replaced]:
    """Both together; of a column that stands in both, what begins higher up, and the person where both begin there."""
    return {
        column: min((found[column] for found in (other, one) if column in found), key=lambda item: item[0])
        for column in one | other
    }


def _personal(sheet: Sheet) -> dict[int, Replaced]:
    """Columns under a header like 姓名 or 联系电话, in whatever table."""
    return {column: (row, PERSON) for column, row in person_columns(sheet.rows[:HEAD_ROWS]).items()}


def request_columns(sheet: Sheet) -> CopiedColumns | None:
    """Which columns of an export of requests may be copied; None where the sheet is none."""
    schema = load_schema(find_mapping(sheet.path.parent))
    head = [[None if value is None or value == "" else str(value) for value in row] for row in sheet.rows[:HEAD_ROWS]]
    header = find_request_header(head, schema) if any(head) else None
    if header is None or not header.is_for_requests:
        return None
    last, fields = header.top + header.rows - 1, schema.fields
    read = {column: fields[name].type for name, column in header.columns.items()}
    unread = dict.fromkeys(set(range(sheet.width)) - read.keys(), (last, UNREAD))
    persons = {column: (last, PERSON) for column, kind in read.items() if kind in {"person", "drop"}}
    return CopiedColumns(_first(unread | persons, _personal(sheet)))
