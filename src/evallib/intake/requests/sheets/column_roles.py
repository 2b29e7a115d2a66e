"""Column roles (列的含义): which row of an export is its header, which field each column is, and how that was decided.

An export is recognised by its headers alone: title rows, a two-row merged header (受理 over 时间, 办理时限 …) and
the order of columns do not count. A header that the mapping file names wins, then a standard one, then a known wording,
then one whose parts tell; where several columns claim a field, their values and this order decide, and it is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from evallib.model.requests import FieldType, RequestSchema
from evallib.parsing.orders.limits import read_limit
from evallib.parsing.orders.moments import read_moments
from evallib.parsing.orders.order_ids import CELL_ERRORS
from evallib.parsing.orders.request_headers import (
    MAPPING,
    Choice,
    Claim,
    bare_header,
    choose_columns,
    known_headers,
    read_header,
)
from evallib.parsing.orders.statuses import spelling

MIN_FIELDS = 3
#: Without numbers of its own, a sheet has to show by more than this many columns that it lists orders.
MIN_WITHOUT_ID = 5
WHAT = ("description", "service_name", "title")
HOW = ("status", "agency_responsible", "source", "closed_datetime", "expected_datetime")
#: What only a call of a person has: without them a list of tasks or of documents is no list of orders.
CALLS = ("caller_id", "caller_name", "satisfaction", "resolution", "was_contacted")
LEVELS = ("satisfaction", "resolution")
IDENTIFIER, REQUESTED = "service_request_id", "requested_datetime"
#: Share of values that fit of a column in which nothing stands: it gives way to one in which something does.
NOTHING = 0.4
#: Of a column of levels, fewer known words than these and long texts: it tells something else in words of its own.
LEAST_KNOWN, LONG_TEXT = 0.5, 8
#: What people want of the hotline, not what it is about: a column of these gives way to one of subjects.
_KINDS = "咨询 求助 投诉 举报 建议 表扬 意见 求决 感谢 申诉 反映 报修 其他 咨询类 求助类 投诉类 举报类 建议类"
CONTACT_KINDS = frozenset(_KINDS.split())
#: A header that tells such a unit holds a score or a share, and no level.
_SCORE = re.compile(r"[(\[（【](?:[^)\]）】]*(?:分|率)|[%％])[)\]）】]")
_INSIDE = re.compile(r"[(\[（【]([^)\]）】]+)[)\]）】]")


@dataclass(frozen=True)
class RequestHeader:
    """A recognised header.

    Args:
        top: its first row, from 0.
        rows: 1, or 2 where two rows are merged into one header.
        columns: column index by field name.
        unknown: text by column index of the headers that no field claims.
        titles: texts above the header.
        texts: text by column index.
        choices: how each field's column was chosen.
        set_aside: columns whose header names a field and whose values are none of its, by index.
    """

    top: int
    rows: int
    columns: dict[str, int]
    unknown: dict[int, str]
    titles: tuple[str, ...]
    texts: dict[int, str] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    set_aside: dict[int, str] = field(default_factory=dict)

    @property
    def is_for_requests(self) -> bool:
        """Whether the sheet lists orders: number and time, or a time and enough of what orders tell."""
        return REQUESTED in self.columns and (IDENTIFIER in self.columns or self._tells_orders)

    @property
    def lacks_time(self) -> bool:
        """Whether the sheet lists orders, and no column of it is known to tell when one was received."""
        return REQUESTED not in self.columns and self._tells_orders and any(name in self.columns for name in CALLS)

    @property
    def _tells_orders(self) -> bool:
        told = all(any(name in self.columns for name in names) for names in (WHAT, HOW))
        return told and len(self.columns) >= MIN_WITHOUT_ID


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
    known = known_headers(schema)
    best, score = None, (0, 0)
    for top in range(len(head)):
        for rows in (1, 2):
            if top + rows > len(head) or (rows == 2 and _is_group_above(head[top])):
                continue
            texts, claims = _claims(head, top, rows, known)
            fields = {claim.field: claim.source for claim in claims if claim}
            mine = (len(fields), sum(fields.values()))
            if len(fields) >= MIN_FIELDS and mine > score:
                best, score = (top, rows, texts, claims), mine
    return _assigned(head, schema, *best) if best else None


def assign_headers(headers: Sequence[str], mapping: str | None = None) -> dict[str, str]:
    """Fields of a header row alone: the text of the header by field.

    >>> assign_headers(["登记时间", "工单编号", "受理时间", "当前阶段"])
    {'requested_datetime': '受理时间', 'service_request_id': '工单编号', 'status': '当前阶段'}
    """
    from evallib.model.requests import load_schema

    known = known_headers(load_schema(mapping))
    _, claims = _claims([list(headers)], 0, 1, known)
    return {name: headers[choice.column] for name, choice in choose_columns(claims).items()}


def _is_group_above(row: list[str | None]) -> bool:
    # A title alone in its row is no upper half of a header.
    return sum(bool(cell and cell.strip()) for cell in row) < 2


def _claims(
    head: list[list[str | None]], top: int, rows: int, known: dict[str, Claim]
) -> tuple[dict[int, str], list[Claim | None]]:
    texts: dict[int, str] = {}
    claims: list[Claim | None] = []
    group = ""
    for index in range(max(map(len, head))):
        upper = _text(head, top, index)
        lower = _text(head, top + 1, index) if rows == 2 else ""
        if rows == 2 and lower and not upper:
            upper = group  # the merged cell of a group holds its text only at the left
        elif upper:
            group = upper
        # 受理 over 时间 is 受理时间, so is 时间 over 受理; otherwise the lower text counts alone.
        candidates = [upper + lower, lower + upper, lower] if lower else [upper]
        claims.append(next((claim for text in candidates if text and (claim := _claim(text, known))), None))
        if upper or lower:
            texts[index] = f"{upper}/{lower}" if upper and lower else upper or lower
    return texts, claims


def _claim(text: str, known: dict[str, Claim]) -> Claim | None:
    claim = known.get(bare_header(text)) or read_header(text)
    if claim is None and (inside := _INSIDE.search(text)):  # 推送时间（工单创建时间）: the bracket tells what it is
        claim = known.get(bare_header(inside[1])) or read_header(inside[1])
    if claim and claim.source < MAPPING and claim.field in LEVELS and _SCORE.search(text):
        return None
    return claim


def _assigned(
    head: list[list[str | None]],
    schema: RequestSchema,
    top: int,
    rows: int,
    texts: dict[int, str],
    claims: list[Claim | None],
) -> RequestHeader:
    fits, set_aside = {}, {}
    for index, claim in enumerate(claims):
        if claim is None:
            continue
        values = [text for row in range(top + rows, len(head)) if (text := _text(head, row, index))]
        kind = schema.fields[claim.field].type
        fits[index] = _fit(values, kind, claim.field, schema)
        # 处理结果 may be a level or half a page of text: what is no level is no level.
        long = sum(map(len, values)) > LONG_TEXT * len(values)
        if kind in {"level", "flag"} and values and fits[index] < LEAST_KNOWN and long and claim.source < 4:
            set_aside[index] = texts[index]
            claims[index] = None
    choices = choose_columns(claims, fits)
    columns = {name: choice.column for name, choice in choices.items()}
    used = set(columns.values()) | {other for choice in choices.values() for other in choice.others}
    unknown = {index: text for index, text in texts.items() if index not in used and index not in set_aside}
    titles = tuple(cell.strip() for row in head[:top] for cell in row if cell and cell.strip())
    return RequestHeader(top, rows, columns, unknown, titles, texts, choices, set_aside)


def _fit(values: list[str], kind: FieldType, name: str, schema: RequestSchema) -> float:
    values = [text for text in values if text.upper() not in CELL_ERRORS]
    if not values:
        return NOTHING
    if kind in {"datetime", "deadline"}:
        good = [bool(read_moments(text)) or (kind == "deadline" and read_limit(text) is not None) for text in values]
    elif kind in {"level", "flag"}:
        words = {
            spelling(text) for texts in schema.values["flag" if kind == "flag" else name].values() for text in texts
        }
        words |= {spelling(text) for text in (*schema.values["flag" if kind == "flag" else name], *schema.empty)}
        good = [spelling(text) in words for text in values]
    elif kind in {"count", "number"}:
        good = [text.replace(".", "", 1).lstrip("-").isdigit() for text in values]
    elif name == "service_name":
        good = [text not in CONTACT_KINDS for text in values]
    else:
        return 1.0
    return sum(good) / len(good)


def with_row_numbers(header: RequestHeader) -> RequestHeader:
    """The header without its number column, where the mapping file declares that each row is an order."""
    columns = {name: index for name, index in header.columns.items() if name != IDENTIFIER}
    return replace(header, columns=columns)


def _text(head: list[list[str | None]], row: int, index: int) -> str:
    return (head[row][index] or "").strip() if row < len(head) and index < len(head[row]) else ""
