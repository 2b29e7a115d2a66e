"""Headers of case exports (工单导出表的表头): which row they stand in, and which field each column is.

An export is recognised by its headers alone: title rows, a two-row merged header (受理 over 时间, 办理时限 …) and
the order of columns do not count.
"""

from __future__ import annotations

from dataclasses import dataclass

from evallib.model.requests import RequestSchema, normalise_header

MIN_FIELDS = 3


@dataclass(frozen=True)
class RequestHeader:
    """A recognised header.

    Args:
        top: its first row, from 0.
        rows: 1, or 2 where two rows are merged into one header.
        columns: column index by field name.
        unknown: text by column index of the headers that no field claims.
        titles: texts above the header.
    """

    top: int
    rows: int
    columns: dict[str, int]
    unknown: dict[int, str]
    titles: tuple[str, ...]


def find_request_header(head: list[list[str | None]], schema: RequestSchema) -> RequestHeader | None:
    """The header among the first rows of a sheet, or None if fewer than `MIN_FIELDS` fields are recognised.

    Args:
        head: the first rows as text.
        schema: fields with their headers.

    >>> from evallib.model.requests import load_schema
    >>> rows = [["2023年工单汇总表"], ["工单编号", "时间", None], [None, "受理时间", "办结时间"], ["1", "2023/3/5"]]
    >>> found = find_request_header(rows, load_schema())
    >>> found.top, found.rows, found.columns
    (1, 2, {'service_request_id': 0, 'requested_datetime': 1, 'closed_datetime': 2})
    """
    known = schema.headers()
    best: RequestHeader | None = None
    for top in range(len(head)):
        for rows in (1, 2):
            if top + rows > len(head) or (rows == 2 and _is_group_above(head[top])):
                continue
            found = _match(head, top, rows, known)
            if len(found.columns) >= MIN_FIELDS and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def _is_group_above(row: list[str | None]) -> bool:
    # A title alone in its row is no upper half of a header.
    return sum(bool(cell and cell.strip()) for cell in row) < 2


def _match(head: list[list[str | None]], top: int, rows: int, known: dict[str, str]) -> RequestHeader:
    columns: dict[str, int] = {}
    unknown: dict[int, str] = {}
    group = ""
    for index in range(max(map(len, head))):
        upper = _text(head, top, index)
        lower = _text(head, top + 1, index) if rows == 2 else ""
        if rows == 2 and lower and not upper:
            upper = group  # the merged cell of a group holds its text only at the left
        elif upper:
            group = upper
        field = _field(upper, lower, known)
        if field and field not in columns:
            columns[field] = index
        elif upper or lower:
            unknown[index] = f"{upper}/{lower}" if upper and lower else upper or lower
    titles = tuple(cell.strip() for row in head[:top] for cell in row if cell and cell.strip())
    return RequestHeader(top, rows, columns, unknown, titles)


def _field(upper: str, lower: str, known: dict[str, str]) -> str | None:
    if not lower:
        return known.get(normalise_header(upper)) if upper else None
    # 受理 over 时间 is 受理时间; otherwise the lower text counts alone.
    return known.get(normalise_header(upper + lower)) or known.get(normalise_header(lower))


def _text(head: list[list[str | None]], row: int, index: int) -> str:
    return (head[row][index] or "").strip() if row < len(head) and index < len(head[row]) else ""
