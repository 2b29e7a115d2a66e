"""Targets (指标值、完成值): what a goal demands, as people write it.

Counts, dates and phrases are told apart by what they are; a formula of a spreadsheet that is none ("=3套") is a target.

>>> [
...     parse_target(text, year=2023)[0].kind
...     for text in ("≥266米", "=3套", "9月前", "6/6", "80–90", "显著提升", "13大类144小类")
... ]
['quantity', 'quantity', 'date', 'number', 'range', 'phrase', 'compound']
"""

from __future__ import annotations

import re
from decimal import Decimal

from evallib.model import patterns
from evallib.parsing.dates import parse_date
from evallib.parsing.note_marks import MARKED_INSIDE, without_mark
from evallib.parsing.numerals import DIGITS, split_numeral
from evallib.parsing.plain_text import holds_several, is_blank, plain, visible
from evallib.parsing.quantities import OPERATORS, UNITS, parse_quantity, unit_of
from evallib.parsing.readings import Reading

_COMPONENT = re.compile(rf"({DIGITS})([^\d,;、，；+()（）]{{1,4}}?)(?=(?:及|和|与|、|,|;|\+)?\d|$)")
_FRACTION = re.compile(r"^(\d+(?:\.\d+)?)(\D{0,4}?)/(\d+(?:\.\d+)?)(\D{0,4})$")
#: A deadline that comes again: 每月15日前.
_MONTHLY = re.compile(r"^(?:于|在)?(?:每|次|当)月(\d{1,2})[日号](之前|以前|前)?.{0,4}$")
DAY_OF_MONTH = "每月日"
#: A place in a ranking: 前三名, 第2名, 排名第5.
_PLACE = re.compile(r"^(?:全[国省市县区]|居|位居|位列|排名|排)*(?:前|第)([一二三四五六七八九十\d]{1,3})(?:名|位)?$")
RANKED = "名次"
#: 100%完成: the words behind the share say what it is a share of.
_DONE_TAIL = re.compile(
    r"^([≥≤=]?\d+(?:\.\d+)?%)(?:完成|达标|覆盖|合格|到位|落实|兑现|发放|通过)$|"
    r"(?<=[\u4e00-\u9fff])\([个处项名人件套台户家]\)$"
)


def parse_target(
    text: str, *, year: int | None = None, unit: str = "", operator: str = "", percent_format: bool = False
) -> list[Reading]:
    """A target, or a value that answers one.

    Args:
        text: what is written.
        year: year of the form, for dates without one.
        unit: the unit of a column 度量单位, for a number without its own.
        operator: the sign of a column 指标性质 (≥, ≤, =, 正向, 反向, 定性).
        percent_format: the number is shown as a percentage.

    Returns:
        Readings, best first. `op` says how the target compares; a phrase has its plain text as value; several counted
        things are a tuple of readings. A blank gives none.

    >>> [(r.op, str(r.value), r.unit) for r in parse_target("640", unit="人次", operator="≧")]
    [('≥', '640', '人次')]
    >>> parse_target("0.98", percent_format=True)[0].unit, parse_target("有效", operator="定性")[0].kind
    ('%', 'phrase')
    """
    if is_blank(text):
        return []
    bare_text = without_mark(text)
    short = _DONE_TAIL.sub(lambda found: found[1] or "", plain(bare_text).removesuffix("。").removesuffix(";"))
    sign = sign_of(operator)
    if percent_format and (bare := split_numeral(short)) and not bare[1]:
        return [_signed(reading, sign) for reading in parse_quantity(f"{bare[0] * 100}%")]
    # 2000 is a number of things until something says that it is a year; 2015.6 under 万元 is an amount and no month.
    counted = r"=?\d{4}(?:(?:\d{2}){0,2}|\.\d{1,2})" if unit in UNITS else r"=?\d{4}(?:\d{2}){0,2}"
    if not patterns.fullmatch(counted, short) and (dated := parse_date(short, year=year)):
        return dated
    if holds_several(bare_text) or MARKED_INSIDE.search(bare_text):
        return [_phrase(text)]
    if (found := _FRACTION.match(short)) and Decimal(found[1]) == Decimal(found[3]) and found[2] in {"", found[4]}:
        # 6/6: done of planned.
        number = Decimal(found[1])
        return [Reading(number, found[4], number, number, "number", ("写作完成数/计划数",))]
    if monthly := _MONTHLY.match(short):
        day = Decimal(monthly[1])
        return [Reading(day, DAY_OF_MONTH, None, day, "quantity", ("每月的日期",), op="≤" if monthly[2] else "")]
    if (place := _PLACE.match(short)) and (rank := split_numeral(place[1])) and not rank[1]:
        return [Reading(rank[0], RANKED, None, rank[0], "quantity", ("名次",), op="≤" if "前" in short else "")]
    if quantities := parse_quantity(short, unit if sign != "定性" else ""):
        return [_signed(reading, sign) for reading in quantities]
    if (several := _compound(short)) is not None:
        return [several]
    return [_phrase(text)]


def _phrase(text: str) -> Reading:
    return Reading(plain(visible(text)), "", kind="phrase", evidence=("文字表述",), op="")


def sign_of(operator: str) -> str:
    """The comparison that a column 指标性质 states.

    >>> [sign_of(text) for text in ("≧", "═", "大于等于", "正向", "反向指标", "定性", "")]
    ['≥', '=', '≥', '≥', '≤', '定性', '']
    """
    short = plain(operator).strip("()")
    if short in OPERATORS:
        return OPERATORS[short]
    if "定性" in short:
        return "定性"
    for words, sign in (("正向", "≥"), ("反向", "≤"), ("逆向", "≤"), ("负向", "≤")):
        if words in short:
            return sign
    return ""


def _signed(reading: Reading, sign: str) -> Reading:
    if not sign or reading.op or sign == "定性" or reading.kind == "range":
        return reading
    low = reading.value if sign in {"≥", ">", "="} else None
    high = reading.value if sign in {"≤", "<", "="} else None
    return Reading(reading.value, reading.unit, low, high, reading.kind, reading.evidence, reading.rest, sign)


def _compound(short: str) -> Reading | None:
    """Several counted things, e.g. 13大类144小类."""
    body = short.removeprefix("=")
    parts = []
    for piece in _COMPONENT.finditer(body):
        measured = unit_of(piece[2])
        number = split_numeral(piece[1])
        if measured is None or number is None:
            return None
        parts.append(Reading(number[0], measured.base, number[0], number[0], "quantity"))
    if (
        len(parts) < 2
        or not body[:1].isdigit()
        or "".join(p[0] for p in _COMPONENT.finditer(body)) != patterns.sub(r"[及和与、,;+](?=\d)", "", body)
    ):
        return None
    return Reading(tuple(parts), kind="compound", evidence=("几项数量",))
