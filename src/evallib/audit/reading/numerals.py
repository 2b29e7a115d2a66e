"""Numerals (数字): find every number of a text with its unit, its hedge and its year.

Numbers that name something (dates, 文号, hotline numbers, indicator codes, list marks) are not figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

UNITS = (
    "个百分点|百分点|%|亿元|万元|千元|元|平方米|平方公里|公里|人次|家次|场次|户次|人天|工作日|小时|分钟|"
    "件|个|人|名|户|份|家|台|次|处|条|项|间|套|路|场|篇|倍|起|宗|例|辆|块|张|天|日|月|年|米|吨|亩|分|万|亿|期|批|只|本|册|笔|幢|栋|所|座"
)
MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(10**8)}
# "万" after a number in a money context is the careless form of 万元 ("80 万增长").
UNIT_ALIASES = {"个百分点": "百分点"}

_WIDE = str.maketrans("０１２３４５６７８９％．－（）：；＝＋＊／＜＞［］", "0123456789%.-():;=+*/<>[]")

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.,])(?P<sign>[-−－]\s?)?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?![0-9])"
    rf"(?P<gap>\s{{0,2}})(?P<unit>\((?:%|元|万元|个|人)\)|{UNITS})?"
)
_BEFORE_HEDGE = re.compile(
    r"(约|近|超过|超|不足|不低于|不少于|不超过|大于|小于|高于|低于|至少|逾|≥|≤|＞|＜|>|<|±)\s*(?:为|至|约)?\s*$"
)
_AFTER_HEDGE = re.compile(r"^\s*(左右|以上|以内|以下|余|多(?=[家件人个次户份])|之间)")
_NAMED = re.compile(  # spans in which digits are names, not quantities
    r"\d{4}\s*年度?(?:\s*\d{1,2}\s*月(?:份)?(?:\s*\d{1,2}\s*日)?)?|\d{1,2}\s*月(?:份)?\s*(?:\d{1,2}\s*日)?(?=[^\d]|$)|"
    r"\d{4}[./]\d{1,2}[./]\s?\d{1,2}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\s*日(?!均)|"
    r"[\[〔【(（]\s*\d{4}\s*[\]〕】)）]\s*\d*\s*号?|第\s*\d+|\d+\s*号|"
    r"[“\"]\s*\d[\d.+\-N]*\s*[”\"]|(?<![\d.])(?:12345|12319|12348|962000|96200|962121|110|119|120)(?!\s*(?:件|个|人|元|万|分|%|户|[\d.,]))|"
    r"[A-Za-z]+-?\d+(?:\.\d+)?|\d+\+[N\d]|\d+\s*[GK](?![\u4e00-\u9fff])|^\s*[\(（]?\d{1,2}[\)）.、．](?!\d)|"
    r"(?<=[。；;：:])\s*[\(（]?\d{1,2}[\)）.、](?!\d)|\d+(?=\s*(?:级管理|级平台|大类|小类|子项|号线))|\d\s*[×x*]\s*\d+小时|\d+小时(?:在岗|值班|应急|联络)"
)
_CELL = re.compile(
    r"\s*(?P<n>[-−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?(?: [0-9]{1,2})?)\s*"
    rf"\(?(?P<unit>{UNITS})?\)?\s*"
)
_YEAR = re.compile(r"(20\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number found in a text: its range, its value and its unit."""

    start: int
    end: int
    value: Decimal
    text: str
    unit: str
    decimals: int
    hedge: str


@lru_cache(maxsize=32768)
def normalise(text: str) -> str:
    """Turn full-width digits and signs into ASCII, one for one, so that offsets stay true.

    >>> normalise("占９５％（含）")
    '占95%(含)'
    """
    return text.translate(_WIDE)


@lru_cache(maxsize=32768)
def squeeze(text: str) -> str:
    """A text without blanks, for comparing labels that a page has cut.

    >>> squeeze("合 计")
    '合计'
    """
    return re.sub(r"\s+", "", text)


def find_numerals(text: str) -> list[Numeral]:
    """All quantities of a text, in order.

    >>> [(n.text, n.unit) for n in find_numerals("2023年受理“12345”案件 5,378 件，占94.10%，约3万元")]
    [('5,378', '件'), ('94.10', '%'), ('3', '万元')]
    """
    text = normalise(text)
    named = [match.span() for match in _NAMED.finditer(text)]
    found = []
    for match in _NUMBER.finditer(text):
        start, end = match.span("digits")
        if any(left < end and start < right for left, right in named):
            continue
        sign = match["sign"] if match["sign"] and _is_sign(text, match.start("sign")) else ""
        unit = (match["unit"] or "").strip("()")
        stop = match.end("unit") if match["unit"] else end
        hedge = _BEFORE_HEDGE.search(text[max(0, start - 6) : start]) or _AFTER_HEDGE.match(text[stop : stop + 4])
        value = Decimal(match["digits"].replace(",", "")) * (-1 if sign else 1)
        decimals = len(match["digits"].partition(".")[2])
        first = match.start("sign") if sign else start
        found.append(
            Numeral(
                first, stop, value, text[first:end], UNIT_ALIASES.get(unit, unit), decimals, hedge[1] if hedge else ""
            )
        )
    return found


def read_cell(text: str) -> Numeral | None:
    """The number that a table cell consists of, or None if it holds words or several numbers.

    A number that the page has cut inside the cell ("120 5", "3.14 16") is read as one.

    >>> read_cell("1,200.98").value, read_cell("=95.00(%)"), read_cell("120 5").value
    (Decimal('1200.98'), None, Decimal('1205'))
    """
    text = normalise(text)
    match = _CELL.fullmatch(text)
    if not match:
        return None
    digits = match["n"].replace(",", "").replace(" ", "").replace("−", "-")
    if digits.endswith("."):
        return None
    unit = match["unit"] or ""
    if unit in {"年", "月", "日"}:
        return None
    start, end = match.start("n"), match.end("unit") if unit else match.end("n")
    return Numeral(start, end, Decimal(digits), match["n"], unit, len(digits.partition(".")[2]), "")


def find_year(text: str) -> int:
    """The first year of a text written as "2023 年", or 0.

    >>> find_year("2023 年度示例区")
    2023
    """
    match = _YEAR.search(normalise(text))
    return int(match[1]) if match else 0


def _is_sign(text: str, at: int) -> bool:
    """A dash is a minus only where nothing stands before it that it could join ("3-5", "A-1", "5月-10月")."""
    before = text[:at].rstrip()[-1:]
    return not re.match(r"[0-9A-Za-z%年月日号级)]", before)
