"""Life cycle (工单生命周期): an order's state, until when it must be closed, and whether its times can be true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.data_span import DataSpan
from evallib.intake.requests.sheets.field_values import STAMP
from evallib.intake.requests.sheets.sheet_reading import Mask, SheetReading
from evallib.model.requests import CLOSED_STATES, EXCUSED_STATES, STATES, RequestSchema
from evallib.parsing.orders.statuses import read_status, spelling, status_words

RETURNED_STATES = ("returned", "redispatched")
#: A limit that ends later than so many years after the data is a slip of the pen.
LONGEST_LIMIT = np.timedelta64(3650, "D")
MINUTE = np.timedelta64(60, "s")
SHOWN_WORDS = 12


def read_states(sheet: SheetReading, text: pa.Array, schema: RequestSchema, rows: Mask, has_closing: Mask) -> pa.Array:
    """State of each order by the words of its status; unknown words are asked for.

    Args:
        sheet: the sheet.
        text: its statuses.
        schema: the table of words.
        rows: the rows that are orders.
        has_closing: where a closing time stands, an unknown word does no harm.
    """
    words = status_words(schema.values["status"])
    if sheet.header.texts.get(sheet.header.columns.get("status", -1), "").startswith("是否"):
        flags = schema.values["flag"]
        words |= {spelling(word): "closed" for word in ("true", *flags["true"])}
        words |= {spelling(word): "open" for word in ("false", *flags["false"])}
    encoded = pc.dictionary_encode(text)
    nothing = {spelling(word) for word in schema.empty}
    known = {word: read_status(word, words) for word in encoded.dictionary.to_pylist()}
    states = pc.take(pa.array(list(known.values()), pa.string()), encoded.indices)
    unknown = np.array([state is None and spelling(word) not in nothing for word, state in known.items()], dtype=bool)
    asked = np.asarray(pc.fill_null(pc.take(pa.array(unknown), encoded.indices), False)) & rows
    names = sorted({word for word, state in known.items() if state is None and spelling(word) not in nothing})
    advice = (
        f"请在 mapping.yaml 写明属于哪种状态，例如 values: {{status: {{closed: [{', '.join(names[:3])}]}}}}；可选："
    )
    advice += "、".join(f"{state}（{label}）" for state, label in STATES.items())
    sheet.doubt(
        asked & ~has_closing,
        "status",
        "intake.unknown_status",
        "的写法不认识，是否办结无法判断",
        text,
        expected="案件状态表中的写法",
        advice=advice,
    )
    sheet.doubt(
        asked & has_closing,
        "status",
        "intake.unknown_status_closed",
        "的写法不认识，因有办结时间按办结计",
        text,
        expected="案件状态表中的写法",
        advice=advice,
    )
    _tell_words(sheet, known)
    return states


def _tell_words(sheet: SheetReading, known: dict[str, str | None]) -> None:
    groups: dict[str, list[str]] = {}
    for word, state in known.items():
        if state and state not in {"closed", "open"} and word != STATES[state]:
            groups.setdefault(STATES[state], []).append(word)
    if groups:
        told = "；".join(f"{'、'.join(words[:SHOWN_WORDS])}→{name}" for name, words in groups.items())
        sheet.note("intake.status_words", f"“案件状态”的写法归为：{told}")


def closing_flags(states: pa.Array, has_status: Mask, has_closing: Mask, can_close: bool) -> pa.Array:
    """Whether each order is closed; missing where nothing tells.

    Args:
        states: states, missing for unknown words and where there is no status.
        has_status: where a status stands.
        has_closing: where a closing time stands, even one that is in doubt.
        can_close: whether the export has a column of closing times at all.

    >>> closing_flags(pa.array(["closed", None, None]), np.array([True, True, False]), np.array([False, False, True]),
    ...               True).to_pylist()
    [True, None, True]
    """
    closed = np.asarray(pc.fill_null(pc.is_in(states, pa.array(CLOSED_STATES)), False))
    known = np.asarray(pc.is_valid(states))
    # Without a status the closing time decides; with one, what the status says (退回 may carry a time as well).
    value = np.where(known, closed, has_closing)
    told = known | has_closing | (~has_status & can_close)
    return pa.array(value, pa.bool_(), mask=~told)


def check_times(sheet: SheetReading, columns: dict[str, pa.Array], span: DataSpan, rows: Mask) -> None:
    """Doubt times that cannot be true: after the data ends, long before it begins, closed before receipt.

    Args:
        sheet: the sheet.
        columns: its typed columns; what is doubted becomes missing in them.
        span: until when the data goes.
        rows: the rows that are orders.
    """
    if span.until is None:
        return
    until, since = np.datetime64(span.until, "us"), np.datetime64(span.since or span.until, "us")
    shown = f"{span.until:%Y-%m-%d}"
    for name in ("requested_datetime", "closed_datetime", "dispatched_datetime", "sampled_datetime"):
        if name not in sheet.header.columns:
            continue
        values = _times(columns[name])
        late, early = (values > until) & rows, (values < since) & rows
        if name != "requested_datetime" and span.basis == "数据":
            late &= values > until + np.timedelta64(1, "D")
        kept = "，该件计入总数，不计入任何月份" if name == "requested_datetime" else "，当作未填"
        _forget(sheet, columns, name, late, "intake.after_data", f"晚于数据截止时间（{shown}）{kept}", "请核对年份")
        _forget(sheet, columns, name, early, "intake.before_data", f"远早于其他工单{kept}", "请核对年份")
    if "expected_datetime" in sheet.header.columns:
        wild = (_times(columns["expected_datetime"]) > until + LONGEST_LIMIT) & rows
        _forget(
            sheet,
            columns,
            "expected_datetime",
            wild,
            "intake.wild_limit",
            "比数据截止时间晚十年以上，当作未填",
            "请核对年份",
        )
        before = (_times(columns["expected_datetime"]) < _times(columns["requested_datetime"])) & rows
        _forget(
            sheet,
            columns,
            "expected_datetime",
            before,
            "intake.limit_before_requested",
            "早于受理时间，当作未填",
            "请核对两个时间",
        )
    if "closed_datetime" in sheet.header.columns:
        _check_closing(sheet, columns, rows)


def _check_closing(sheet: SheetReading, columns: dict[str, pa.Array], rows: Mask) -> None:
    closed, requested = _times(columns["closed_datetime"]), _times(columns["requested_datetime"])
    early = (closed < requested) & rows
    if not early.any():
        return
    # 09:00 may stand for any second of its minute: closed in the minute of the receipt is closed at once.
    cut = early & (closed == requested.astype("datetime64[m]")) & (requested - closed < MINUTE)
    if cut.any():
        columns["closed_datetime"] = pa.array(np.where(cut, requested, closed), STAMP, mask=np.isnat(closed))
    _forget(
        sheet,
        columns,
        "closed_datetime",
        early & ~cut,
        "intake.closed_before_requested",
        "早于受理时间，当作未填",
        "请核对两个时间",
    )


def _forget(
    sheet: SheetReading, columns: dict[str, pa.Array], name: str, rows: Mask, code: str, reason: str, advice: str
) -> None:
    if not rows.any():
        return
    sheet.doubt(rows, name, code, reason, pc.strftime(columns[name], "%Y-%m-%d %H:%M"), advice=advice)
    columns[name] = pc.if_else(pa.array(rows), pa.scalar(None, STAMP), columns[name])


def extended_limits(limit: pa.Array, extended: pa.Array, granted: pa.Array | None) -> pa.Array:
    """The limit that counts: the extended one where an extension was granted, the later of the two.

    >>> from datetime import datetime
    >>> first, later = (pa.array([datetime(2023, 3, day)], STAMP) for day in (6, 11))
    >>> extended_limits(first, later, pa.array([True])).to_pylist()[0].day
    11
    """
    chosen = pc.if_else(pc.fill_null(pc.greater(extended, limit), False), extended, limit)
    chosen = pc.if_else(pc.is_null(limit), extended, chosen)
    if granted is None:
        return chosen
    return pc.if_else(pc.fill_null(pc.equal(granted, False), False), limit, chosen)


def excused_flags(states: pa.Array, extended: pa.Array) -> pa.Array:
    """Orders whose limit does not run: extended or suspended by their state, or marked as extended."""
    return pc.or_(pc.fill_null(pc.is_in(states, pa.array(EXCUSED_STATES)), False), pc.fill_null(extended, False))


def returned_flags(states: pa.Array, count: pa.Array, mark: pa.Array) -> pa.Array:
    """Orders that were sent back at least once; missing where neither a status nor a mark tells.

    >>> returned_flags(
    ...     pa.array(["returned", "closed", None]), pa.nulls(3, pa.int64()), pa.nulls(3, pa.bool_())
    ... ).to_pylist()
    [True, False, None]
    """
    by_state = pc.is_in(states, pa.array(RETURNED_STATES))
    by_state = pc.if_else(pc.is_valid(states), by_state, pa.scalar(None, pa.bool_()))
    return _any_told(by_state, pc.greater(count, 0), mark)


def _any_told(*flags: pa.Array) -> pa.Array:
    """True where a flag is, else False where any is told, else missing."""
    told = [pc.is_valid(flag) for flag in flags]
    yes, known = pc.fill_null(flags[0], False), told[0]
    for flag, valid in zip(flags[1:], told[1:], strict=True):
        yes, known = pc.or_(yes, pc.fill_null(flag, False)), pc.or_(known, valid)
    return pc.if_else(known, yes, pa.scalar(None, pa.bool_()))


def valid_flags(states: pa.Array, marked: pa.Array) -> pa.Array:
    """Orders that count: neither void by their state nor marked as invalid."""
    void = pc.fill_null(pc.equal(states, "void"), False)
    return pc.and_(pc.invert(void), pc.fill_null(marked, True))


def _times(column: pa.Array) -> Any:
    return column.to_numpy(zero_copy_only=False).astype("datetime64[us]")


def span_of(moments: list[Any]) -> Any:
    """All times of several columns in one numpy array."""
    return np.concatenate([_times(column) for column in moments]) if moments else np.array([], "datetime64[us]")
