"""Spoken numbers (汉字数字): 三千二百, 百分之九十五点六, 两成, 四分之三, 一半.

>>> read_spoken("三千一百零四"), read_spoken("九十六点五"), read_spoken("一万二千")
((Fraction(3104, 1), 0), (Fraction(193, 2), 1), (Fraction(12000, 1), 0))
"""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
NUMERAL = "[零〇一二三四五六七八九两十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"


def read_spoken(text: str) -> tuple[Fraction, int] | None:
    """The value of a number in Chinese characters and its places after the point; None if it is not well formed."""
    whole, _, part = text.partition("点")
    if not whole or not patterns.fullmatch(NUMERAL, text):
        return None
    total = section = 0
    digit: int | None = None
    for char in whole:
        if char in _DIGITS:
            if digit not in (None, 0) and not set(whole) <= set(_DIGITS):
                return None
            digit = _DIGITS[char] if set(whole) - set(_DIGITS) else (digit or 0) * 10 + _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = None
        else:
            section += digit or 0
            total = (total + section) * _BIG[char] if char == "亿" else total + section * _BIG[char]
            section, digit = 0, None
    value = Fraction(total + section + (digit or 0))
    for place, char in enumerate(part, 1):
        value += Fraction(_DIGITS[char], 10**place)
    return value, len(part)


_PERCENT = re.compile(f"百分之(?P<n>{NUMERAL})")
_TENTH = re.compile(
    r"(?P<n>[一二三四五六七八九两])成(?:(?P<half>半)|(?P<more>[一二三四五六七八九])(?=[的，,。；;、）)\s]|左右|以[上下]|$))?"
    "(?![为立员效功果本])"
)
"""三成五 is 35%; 两成三类问题 are two tenths of three kinds."""
_PART = re.compile("(?P<of>[二三四五六七八九十])分之(?P<n>[一二三四五六七八九])")
_HALF = re.compile("(?<![另之])一半")


def find_spoken_shares(text: str) -> list[tuple[int, int, Fraction, Fraction]]:
    """Shares told in words: start, end, value in percent, half a unit of what the words can mean.

    >>> texts = ("百分之九十六点五", "近两成", "三成五的诉求", "两成三类问题", "四分之三")
    >>> [(float(v), float(h)) for text in texts for _, _, v, h in find_spoken_shares(text)]
    [(96.5, 0.05), (20.0, 1.0), (35.0, 1.0), (20.0, 1.0), (75.0, 1.0)]
    """
    found: list[tuple[int, int, Fraction, Fraction]] = []
    if "分之" not in text and "成" not in text and "一半" not in text:
        return found
    for match in _PERCENT.finditer(text):
        read = read_spoken(match["n"])
        if read:
            found.append((*match.span(), read[0], Fraction(1, 2 * 10 ** read[1])))
    for match in _TENTH.finditer(text):
        value = Fraction(_DIGITS[match["n"]] * 10 + (5 if match["half"] else _DIGITS[match["more"] or "零"]))
        found.append((*match.span(), value, Fraction(1)))
    for match in _PART.finditer(text):
        whole = read_spoken(match["of"])
        if whole and _DIGITS[match["n"]] < whole[0]:
            found.append((*match.span(), Fraction(100 * _DIGITS[match["n"]]) / whole[0], Fraction(1)))
    found += [(*match.span(), Fraction(50), Fraction(1)) for match in _HALF.finditer(text)]
    return sorted(found)
