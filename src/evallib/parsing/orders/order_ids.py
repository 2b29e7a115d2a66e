"""Order numbers (工单编号): what spreadsheets do to them, and what of a number is still one.

Programs protect numbers (``="0123"``, ``'0123``, a tab), turn them into floats (``123.0``), into powers of ten
(``3.10112E+17``), keep only fifteen digits, or drop leading zeros. The first two are taken back without loss; after the
others the number is in doubt, and whoever reads it keeps the order and says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Doubt = Literal["", "scientific", "digits_lost", "zeros_lost", "error"]
#: Excel keeps as many significant digits of a number.
SIGNIFICANT_DIGITS = 15
#: What a cell shows whose formula failed; such a cell holds no value.
CELL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
DOUBTS: dict[Doubt, str] = {
    "scientific": "成了科学计数法，编号已不完整",
    "digits_lost": f"以数字格式保存，Excel 只保留 {SIGNIFICANT_DIGITS} 位有效数字，编号末几位已丢失",
    "zeros_lost": "位数比同列的其他编号少，前面的 0 可能已丢失",
    "error": "是公式的错误值",
}

_SCIENTIFIC = re.compile(r"^[+-]?\d(?:\.\d+)?[Ee]\+?\d{1,2}$")
_PROTECTED = re.compile(r'^="?(.*?)"?$')
_FLOAT = re.compile(r"^(\d+)\.0+$")


@dataclass(frozen=True, slots=True)
class OrderId:
    """A number as it was meant, and what is in doubt about it (a key of `DOUBTS`, or empty)."""

    text: str
    doubt: Doubt = ""


def read_order_id(text: str) -> OrderId:
    r"""The number in a cell.

    >>> [read_order_id(text).text for text in ('="0123"', "'0123", "\t0123", "202300001.0", "＃0123", "#0123")]
    ['0123', '0123', '0123', '202300001', '#0123', '#0123']
    >>> read_order_id("3.10112E+17").doubt, read_order_id("#REF!").doubt, read_order_id("12E5").doubt
    ('scientific', 'error', '')
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    if bare.startswith("="):
        bare = (_PROTECTED.match(bare) or [bare, bare])[1].strip()
    bare = bare.lstrip("'‘’`").strip()
    if bare.upper() in CELL_ERRORS:
        return OrderId("", "error")
    if _SCIENTIFIC.match(bare):
        return OrderId(bare, "scientific")
    whole = _FLOAT.match(bare)
    return OrderId(whole[1] if whole else bare)


def lost_digits(texts: Sequence[str]) -> bool:
    """Whether the long numbers of a column went through a float: every one of them is exactly one.

    Of true 18-digit numbers one in 64 is a float by chance, so that four of them decide; two equal ones do as well.

    >>> lost_digits(["310112202303009984", "310112202303009984"])
    True
    >>> lost_digits(["310112202303001001", "310112202303001002", "310112202303001003", "310112202303001004"])
    False
    """
    long = [text for text in texts if text.isdigit() and len(text) > SIGNIFICANT_DIGITS + 1]
    if len(long) < 2 or any(int(float(text)) != int(text) for text in long):
        return False
    return len(long) >= 4 or len(set(long)) < len(long) or all(text.endswith("0" * (len(text) - 15)) for text in long)


def lost_zeros(texts: Sequence[str]) -> int | None:
    """Length to which the shorter numbers of several files have to be filled up with zeros; None where nothing tells.

    The evidence: some numbers of the same orders begin with a zero and all of those are equally long.

    >>> lost_zeros(["000123", "000124", "125"]), lost_zeros(["99", "100"])
    (6, None)
    """
    digits = [text for text in texts if text.isdigit()]
    lengths = {len(text) for text in digits if text.startswith("0")}
    longest = max(map(len, digits), default=0)
    return longest if lengths == {longest} and any(len(text) < longest for text in digits) else None
