"""Values of exports (工单取值): text columns → flags, levels, counts, numbers; whole columns at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.parsing.cells import ValueProblemError, parse_number
from evallib.parsing.orders.order_ids import CELL_ERRORS
from evallib.parsing.orders.statuses import spelling
from evallib.parsing.plain_text import INVISIBLE_CHARACTERS
from evallib.parsing.quantities import parse_quantity, same_thing

STAMP = pa.timestamp("us")
MOST_COUNTED = 10**9
#: Rows from which on threads are worth their while.
MANY_ROWS = 20_000
#: What a column of counts may write behind its numbers, and all that counts the same thing.
COUNTED = ("", "次", "个", "人", "份")
INVISIBLE = "[" + "".join(rf"\x{{{ord(mark):x}}}" for mark in INVISIBLE_CHARACTERS) + "]"
#: The same as bytes of UTF-8, which is how Arrow keeps texts; latin-1 is what its matcher takes for bytes.
INVISIBLE_BYTES = "|".join("".join(rf"\x{byte:02x}" for byte in mark.encode()) for mark in INVISIBLE_CHARACTERS)


def find_invisible(column: pa.Array) -> pa.Array | None:
    r"""Which texts hold characters that nobody sees (零宽、反向、控制字符); None where there is none.

    >>> find_invisible(pa.array(["138\u200b12345678", "甲"])).to_pylist(), find_invisible(pa.array(["甲"]))
    ([True, False], None)
    """
    if not holds(column, INVISIBLE_BYTES):
        return None
    return pc.fill_null(pc.match_substring_regex(column, INVISIBLE), False)


def holds(column: pa.Array, pattern: str) -> bool:
    """Whether any text holds a pattern of bytes: one search through the whole column, not one in each text."""
    data = column.buffers()[2] if len(column) else None
    if data is None:
        return False
    ends = np.array([0, len(data)], np.int64)
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, pa.py_buffer(ends), data])
    return bool(pc.match_substring_regex(whole, pattern)[0].as_py())


def clean_texts(column: pa.Array, holds_invisible: bool | None = None) -> pa.Array:
    r"""Trim, leave out invisible characters, and turn empty text and Excel error values into missing.

    >>> clean_texts(pa.array([" 浦\u200b锦 ", "", "#N/A", "#12"])).to_pylist()
    ['浦锦', None, None, '#12']
    """
    if find_invisible(column) is not None if holds_invisible is None else holds_invisible:
        column = pc.replace_substring_regex(column, INVISIBLE, "")
    trimmed = pc.utf8_trim_whitespace(column)
    # A column of which nothing is taken away is not held twice.
    trimmed = column if trimmed.equals(column) else trimmed
    failed = find_errors(trimmed)
    empty = pc.equal(trimmed, "") if failed is None else pc.or_(pc.equal(trimmed, ""), failed)
    if not pc.any(empty).as_py():
        return trimmed
    return pc.if_else(pc.fill_null(empty, True), pa.scalar(None, pa.string()), trimmed)


def in_threads(work: Callable[[Any], Any], items: Sequence[Any], size: int) -> list[Any]:
    """What a function gives for each item, in their order; two at a time where a column has many rows.

    Arrow works outside the interpreter's lock, so that one column is read while another is.

    >>> in_threads(len, ["甲", "乙丙"], size=10)
    [1, 2]
    """
    if size < MANY_ROWS or len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(work, items))


def find_errors(column: pa.Array) -> pa.Array | None:
    """Which texts are what a cell shows whose formula failed; None where there is none.

    >>> find_errors(pa.array(["#REF!", "甲"])).to_pylist(), find_errors(pa.array(["甲"]))
    ([True, False], None)
    """
    if not holds(column, "#"):
        return None
    found = pc.fill_null(pc.is_in(pc.utf8_upper(pc.utf8_trim_whitespace(column)), pa.array(CELL_ERRORS)), False)
    return found if pc.any(found).as_py() else None


def parse_levels(
    column: pa.Array, values: Mapping[str, Sequence[str]], empty: Sequence[str]
) -> tuple[pa.Array, pa.Array]:
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
    encoded = pc.dictionary_encode(flat(column))
    words = [spelling(text) for text in encoded.dictionary.to_pylist()]
    mapped = pa.array([table.get(word) for word in words], pa.string())
    unknown = pa.array([word not in table and word not in nothing for word in words], pa.bool_())
    return pc.take(mapped, encoded.indices), pc.fill_null(pc.take(unknown, encoded.indices), False)


def parse_marks(column: pa.Array, flags: Mapping[str, Sequence[str]], empty: Sequence[str]) -> pa.Array:
    """Whether something is marked (延期类型, 是否退单): any word but a no, and any number but 0.

    >>> parse_marks(pa.array(["一般延期", "否", "2", "0", None]), {"false": ["否"], "true": ["是"]}, ["无"]).to_pylist()
    [True, False, True, False, None]
    """
    no = {spelling(text) for text in ("false", *flags["false"])}
    nothing = {spelling(text) for text in empty} - no
    encoded = pc.dictionary_encode(flat(column))
    words = [spelling(text) for text in encoded.dictionary.to_pylist()]
    marks = [None if word in nothing else word not in no and word.strip("0.") != "" for word in words]
    return pc.take(pa.array(marks, pa.bool_()), encoded.indices)


def parse_counts(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Whole numbers, and a mask of the texts that are none.

    >>> parse_counts(pa.array(["2", "一次", "1,200", "约3", None]))[0].to_pylist()
    [2, 1, 1200, None, None]
    """
    good = pc.match_substring_regex(column, r"^\d{1,9}(\.0+)?$")
    text = pc.replace_substring_regex(pc.if_else(good, column, pa.scalar(None, pa.string())), r"\.0+$", "")
    return _with_odd(column, good, pc.cast(text, pa.int64()), _count)


def parse_numbers(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Numbers such as coordinates, and a mask of the texts that are none.

    >>> parse_numbers(pa.array(["121.47", "１２１．５", "东经", None]))[0].to_pylist()
    [121.47, 121.5, None, None]
    """
    good = pc.match_substring_regex(column, r"^[+-]?\d{1,12}(\.\d+)?$")
    text = pc.if_else(good, column, pa.scalar(None, pa.string()))
    return _with_odd(column, good, pc.cast(text, pa.float64()), _number)


def _with_odd(
    column: pa.Array, good: pa.Array, values: pa.Array, read: Callable[[str], int | float | None]
) -> tuple[pa.Array, pa.Array]:
    """The values with those of texts that are not plain digits: each different one is read once, as in any table."""
    bad = pc.fill_null(pc.invert(good), False)
    if not pc.any(bad).as_py():
        return values, bad
    encoded = pc.dictionary_encode(flat(pc.if_else(bad, column, pa.scalar(None, pa.string()))))
    known = pa.array([read(text) for text in encoded.dictionary.to_pylist()], values.type)
    odd = pc.take(known, encoded.indices)
    return pc.coalesce(values, odd), pc.and_(bad, pc.is_null(odd))


def _count(text: str) -> int | None:
    readings = parse_quantity(text)
    if (
        len(readings) != 1
        or readings[0].op not in {"", "="}
        or not any(same_thing(readings[0].unit, u) for u in COUNTED)
    ):
        return None
    number = readings[0].value
    return int(number) if number == number.to_integral_value() and 0 <= number < MOST_COUNTED else None


def _number(text: str) -> float | None:
    try:
        number = parse_number(text)
    except ValueProblemError:
        return None
    return None if number is None else float(number)


def flat(column: Any) -> pa.Array:
    """A column in one piece."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def without(text: pa.Array, words: Sequence[str]) -> pa.Array:
    """Texts that are one of the words become missing."""
    return pc.if_else(pc.fill_null(pc.is_in(text, pa.array(list(words))), False), pa.scalar(None, pa.string()), text)
