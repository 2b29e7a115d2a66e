"""Values of case exports (工单取值): text columns → dates, flags, levels, counts; whole columns at a time.

Dates as exports write them: ``2023-03-05 14:02:00``, ``2023/3/5``, ``2023年3月5日 14:02``, ``2023.3.5 下午2:02``,
``20230305``, ``2023-03-05T14:02:00.000``, Excel serial numbers (``44990.5847``), and, where a mapping file says so,
``03/05/2023 02:02:00 PM``.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.tables.cell_values import INVISIBLE_CHARACTERS
from evallib.model.requests import DateOrder

STAMP = pa.timestamp("us")
_CLOCK = (
    r"(?:[T ]*(?P<noon>上午|下午|中午|晚上|凌晨)? *(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})分?"
    r"(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)? *(?P<half>[AaPp][Mm])?)? *(?:Z|[+-]\d{2}(?::?\d{2})?)?"
)
_PATTERNS = {
    "ymd": r"^(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?" + _CLOCK + "$",
    "compact": r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})" + _CLOCK + "$",
    "mdy": r"^(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[-/.](?P<year>\d{4})" + _CLOCK + "$",
    "dmy": r"^(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})" + _CLOCK + "$",
}
_SERIAL_RANGE = (20_000.0, 80_000.0)  # 1954 … 2119, so that a bare year or a count is no date
_SERIAL_EPOCH = np.datetime64("1899-12-30", "us")


INVISIBLE = "[" + "".join(rf"\x{{{ord(mark):x}}}" for mark in INVISIBLE_CHARACTERS) + "]"
#: The same as bytes of UTF-8, which is how Arrow keeps texts; latin-1 is what its matcher takes for bytes.
INVISIBLE_BYTES = "|".join("".join(rf"\x{byte:02x}" for byte in mark.encode()) for mark in INVISIBLE_CHARACTERS)


def find_invisible(column: pa.Array) -> pa.Array | None:
    r"""Which texts hold characters that nobody sees (零宽、反向、控制字符); None where there is none.

    >>> find_invisible(pa.array(["138\u200b12345678", "甲"])).to_pylist(), find_invisible(pa.array(["甲"]))
    ([True, False], None)
    """
    data = column.buffers()[2] if len(column) else None
    # One search through the bytes of the whole column instead of one in each of its texts.
    if data is None or not _holds_invisible(data):
        return None
    return pc.fill_null(pc.match_substring_regex(column, INVISIBLE), False)


def _holds_invisible(data: Any) -> bool:
    ends = np.array([0, len(data)], np.int64)
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, pa.py_buffer(ends), data])
    return bool(pc.match_substring_regex(whole, INVISIBLE_BYTES)[0].as_py())


def clean_text(column: pa.Array) -> pa.Array:
    r"""Trim, leave out invisible characters, and turn empty text and Excel error values into missing.

    >>> clean_text(pa.array([" 浦\u200b锦 ", "", "#N/A"])).to_pylist()
    ['浦锦', None, None]
    """
    if find_invisible(column) is not None:
        column = pc.replace_substring_regex(column, INVISIBLE, "")
    trimmed = pc.utf8_trim_whitespace(column)
    empty = pc.or_(pc.equal(trimmed, ""), pc.starts_with(trimmed, "#"))
    return pc.if_else(pc.fill_null(empty, True), pa.scalar(None, pa.string()), trimmed)


def parse_datetimes(column: pa.Array, order: DateOrder = "ymd") -> tuple[pa.Array, pa.Array]:
    """Read dates and times as they were meant.

    Args:
        column: text.
        order: how dates with the year last are written; ``ymd`` refuses them, since they could mean either.

    Returns:
        Timestamps without a time zone, and a mask of the texts that are no date.

    >>> texts = pa.array(["2023年3月5日 14:02", "2023/3/5", "44990.5847222222", "三月五日", None])
    >>> stamps, bad = parse_datetimes(texts)
    >>> [str(stamp) for stamp in stamps.to_pylist()[:3]], bad.to_pylist()
    (['2023-03-05 14:02:00', '2023-03-05 00:00:00', '2023-03-05 14:02:00'], [False, False, False, True, False])
    """
    present = pc.is_valid(column)
    # The plain form first: it is what workbooks give for real date cells, and Arrow reads it many times faster.
    result = pc.strptime(column, format="%Y-%m-%d %H:%M:%S", unit="us", error_is_null=True)
    result = pc.if_else(pc.equal(pc.utf8_length(column), 19), result, pa.scalar(None, STAMP))
    for parse in (*_patterns(order), _serials):
        missing = pc.and_(pc.is_null(result), present)
        if not pc.any(missing).as_py():
            break
        found = parse(pc.filter(column, missing))
        result = pc.replace_with_mask(_flat(result), _flat(missing), found)
    return result, pc.and_(pc.is_null(result), present)


def _patterns(order: DateOrder) -> list[Any]:
    names = ["ymd", "compact"] + ([order] if order != "ymd" else [])
    return [lambda column, name=name: _by_pattern(column, _PATTERNS[name]) for name in names]


def _by_pattern(column: pa.Array, pattern: str) -> pa.Array:
    parts = _flat(pc.extract_regex(column, pattern))
    valid = np.asarray(pc.is_valid(parts))

    def number(name: str) -> Any:
        text = pc.struct_field(parts, name)
        return np.asarray(pc.fill_null(pc.cast(pc.if_else(pc.equal(text, ""), "0", text), pa.int64()), 0))

    half = np.asarray(pc.fill_null(pc.utf8_upper(pc.struct_field(parts, "half")), "")).astype(str)
    noon = np.asarray(pc.fill_null(pc.struct_field(parts, "noon"), "")).astype(str)
    hour, minute, second = number("hour"), number("minute"), number("second")
    later = np.isin(noon, ["下午", "晚上"]) | (half == "PM") | ((noon == "中午") & (hour < 11))
    hour = np.where(later & (hour < 12), hour + 12, hour)
    hour = np.where(((half == "AM") | (noon == "凌晨")) & (hour == 12), 0, hour)
    year, month, day = number("year"), number("month"), number("day")
    in_range = valid & (month >= 1) & (month <= 12) & (hour < 24) & (minute < 60) & (second < 60) & (year >= 1900)
    first = (np.where(in_range, year, 2000) - 1970).astype("datetime64[Y]").astype("datetime64[M]")
    first = (first + (np.where(in_range, month, 1) - 1)).astype("datetime64[D]")
    date = first + (day - 1)
    # 2月30日 would roll over into March: the month has to stay what was written.
    in_range &= (day >= 1) & (date.astype("datetime64[M]") == first.astype("datetime64[M]"))
    stamps = date.astype("datetime64[us]") + ((hour * 60 + minute) * 60 + second).astype("timedelta64[s]")
    return pa.array(stamps, STAMP, mask=~in_range)


def _serials(column: pa.Array) -> pa.Array:
    is_number = pc.fill_null(pc.match_substring_regex(column, r"^\d{5}(\.\d+)?$"), False)
    days = np.asarray(pc.cast(pc.if_else(is_number, column, "0"), pa.float64()))
    inside = (days >= _SERIAL_RANGE[0]) & (days <= _SERIAL_RANGE[1])
    # To the second: a serial number cannot carry more.
    stamps = _SERIAL_EPOCH + np.round(days * 86_400).astype("timedelta64[s]")
    return pa.array(stamps.astype("datetime64[us]"), STAMP, mask=~inside)


def parse_levels(column: pa.Array, values: dict[str, list[str]], empty: list[str]) -> tuple[pa.Array, pa.Array]:
    """Map what was written to the known values (规范取值).

    Args:
        column: text.
        values: known spellings by canonical value.
        empty: spellings that mean that nobody was asked (未评价, 未回访 …).

    Returns:
        Canonical values, and a mask of the texts that are unknown.

    >>> levels, unknown = parse_levels(pa.array(["已解决", "未回访", "好"]), {"实际解决": ["已解决"]}, ["未回访"])
    >>> levels.to_pylist(), unknown.to_pylist()
    (['实际解决', None, None], [False, False, True])
    """
    table = {spelling(text): value for value, texts in values.items() for text in (value, *texts)}
    nothing = {spelling(text) for text in empty}
    encoded = pc.dictionary_encode(_flat(column))
    words = [spelling(text) for text in encoded.dictionary.to_pylist()]
    mapped = pa.array([table.get(word) for word in words], pa.string())
    unknown = pa.array([word not in table and word not in nothing for word in words], pa.bool_())
    return pc.take(mapped, encoded.indices), pc.fill_null(pc.take(unknown, encoded.indices), False)


def parse_counts(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Whole numbers, and a mask of the texts that are none.

    >>> parse_counts(pa.array(["2", "一次", None]))[0].to_pylist()
    [2, None, None]
    """
    good = pc.match_substring_regex(column, r"^\d{1,9}(\.0+)?$")
    text = pc.replace_substring_regex(pc.if_else(good, column, pa.scalar(None, pa.string())), r"\.0+$", "")
    return pc.cast(text, pa.int64()), pc.fill_null(pc.invert(good), False)


def spelling(text: str) -> str:
    """A value without what exports vary: width, case, spaces.

    >>> spelling(" ＹＥＳ ")
    'yes'
    """
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _flat(column: Any) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
