"""Numerals (数字): numbers in digits of any width, with thousands separators, or in Chinese.

>>> [parse_numeral(text)[0].value for text in ("1,765.22", "１２", "一百二十三", "两万", "1.2亿")]
[Decimal('1765.22'), Decimal('12'), Decimal('123'), Decimal('20000'), Decimal('120000000')]
"""

from __future__ import annotations

import re
from decimal import Decimal

from evallib.model import patterns
from evallib.parsing.note_marks import without_mark
from evallib.parsing.plain_text import holds_several, plain
from evallib.parsing.readings import Reading

#: A number in digits: thousands in threes (万 in fours is not written with commas), at most one point.
DIGITS = r"[+-]?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
#: What may stand behind a number and multiply it.
MULTIPLIERS = {
    "": Decimal(1), "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4),
    "十万": Decimal(10**5), "百万": Decimal(10**6), "千万": Decimal(10**7), "亿": Decimal(10**8),
    "万亿": Decimal(10**12),
}  # fmt: skip
_DIGIT = {**{c: i for i, c in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4,
          "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}  # fmt: skip
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
CHINESE = f"[{''.join({**_DIGIT, **_TENS, **_GROUPS})}]+"
_NUMBER = re.compile(rf"({DIGITS})(万亿|千万|百万|十万|亿|万|千|百(?!分))?")  # 100百分比 are 100%
_LEADING = re.compile(rf"({CHINESE})(?:点([零一二三四五六七八九〇]+))?")

#: 半小时, 半年: half of the unit behind it.
_HALF = re.compile(r"半个?(?=小时|天|日|月|年)")


def decimal(text: str) -> Decimal:
    """The digits of a match of `DIGITS` as an exact number.

    >>> decimal("+1,200.50")
    Decimal('1200.50')
    """
    return Decimal(text.replace(",", "").replace("，", ""))


def shortest(number: Decimal) -> Decimal:
    """A decimal without trailing zeros and without an exponent.

    >>> shortest(Decimal("1097967.0000")), shortest(Decimal("1E+3"))
    (Decimal('1097967'), Decimal('1000'))
    """
    short = number.normalize()
    return short if int(short.as_tuple().exponent) <= 0 else short.quantize(Decimal(1))


def chinese_number(text: str) -> Decimal | None:
    """A whole Chinese numeral, None for anything else.

    >>> chinese_number("三千零五"), chinese_number("两万三"), chinese_number("二〇二三"), chinese_number("个")
    (Decimal('3005'), Decimal('23000'), Decimal('2023'), None)
    """
    if not text or any(c not in _DIGIT and c not in _TENS and c not in _GROUPS for c in text):
        return None
    if all(c in _DIGIT for c in text):
        return Decimal("".join(str(_DIGIT[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGIT and digit:
            return None  # 三四十 is about that many, 六十三一 a slip
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _TENS:
            section += (digit or 1) * _TENS[c]
            digit = 0
        else:
            # 一万亿 is ten thousand times 亿; 一亿二千万 is 亿 and twenty million.
            part = (section + digit or (0 if total else 1)) * _GROUPS[c]
            total = total * _GROUPS[c] + part if c == "亿" else total + part
            section = digit = 0
    # 三百五 is 350, 两万三 is 23,000; 三百零五 is 305.
    if digit and (step := (_TENS | _GROUPS).get(text[-2], 0)) >= 100:
        digit *= step // 10
    return Decimal(total + section + digit)


def read_count(words: str) -> int:
    """A count in digits or in Chinese, 0 where there is none.

    >>> read_count("14"), read_count("十二"), read_count("几")
    (14, 12, 0)
    """
    return int(words) if words.isdigit() else int(chinese_number(words) or 0)


def split_numeral(text: str) -> tuple[Decimal, str] | None:
    """The number at the start of a plain text, multiplied out, and what follows it.

    >>> split_numeral("150万元"), split_numeral("九成多"), split_numeral("3.5亿")
    ((Decimal('1500000'), '元'), (Decimal('9'), '成多'), (Decimal('350000000'), ''))
    """
    if found := _NUMBER.match(text):
        number = decimal(found[1])
        if found[2]:
            number = shortest(number * MULTIPLIERS[found[2]])
        return number, text[found.end() :]
    if found := _HALF.match(text):
        return Decimal("0.5"), text[found.end() :]
    if found := _LEADING.match(text):
        whole = chinese_number(found[1])
        if whole is not None:
            places = "".join(str(_DIGIT[c]) for c in found[2] or "")
            return whole + Decimal(f"0.{places}" if places else 0), text[found.end() :]
    return None


def parse_numeral(text: str) -> list[Reading]:
    """A text that is nothing but a number.

    Returns:
        One reading with an exact decimal, or none.
    """
    short = plain(without_mark(text))
    found = split_numeral(short)
    if found is None or found[1] or holds_several(text):
        return []
    evidence = "中文数字" if not patterns.search(r"\d", short) else "数字"
    return [Reading(found[0], low=found[0], high=found[0], evidence=(evidence,))]
