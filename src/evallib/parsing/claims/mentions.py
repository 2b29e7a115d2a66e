"""Mentions (文中数字): every figure of a text with its unit, its exact value and the precision it is printed with.

Values are exact fractions in the base unit of their dimension: amounts in 元, counts in pieces ("3.12万件" is 31200),
rates in percent, changes of rates in percentage points, 倍 as a ratio.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from evallib.model import patterns
from evallib.parsing.claims.hedges import hedge_of, is_precise, room_of
from evallib.parsing.claims.measures import MEASURES, SCALES, counts_things
from evallib.parsing.claims.names import find_names
from evallib.parsing.claims.spoken import NUMERAL, find_spoken_shares, read_spoken
from evallib.parsing.plain_text import one_for_one

_narrow = one_for_one("０１２３４５６７８９％．－（）＝＋＊／＜＞［］;:", "0123456789%.-()=+*/<>[]；：")
_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in sorted(MEASURES, key=lambda m: m[0] != "density"))
_DIGITS = (
    r"(?P<sign>[-−－+]\s?)?(?P<digits>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?(?!\d)|"
    r"\d{1,3}(?: \d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
)
_MEASURE_NAMES = {name for name, _ in MEASURES}
_NO_MARKS = str.maketrans("", "", ",， ")
#: “G60”, “PM2.5” are names; “APP436件” is a count.
_AFTER_LETTERS = r"(?:(?<![A-Za-z])|(?<=[A-Z]{2})(?=\d+(?:[件宗起笔次户个家项名台款]|条(?![文款例])|人次)))"
_FIGURE = re.compile(
    rf"(?<![\d.]){_AFTER_LETTERS}{_DIGITS}(?P<gap>\s{{0,2}})(?:\((?=[%元万个人件]+\)))?(?:(?P<more>[余多]|"
    rf"来)?(?P<scale>万亿|千万|百万|亿|万|千(?![瓦克米])|百)?\s?(?:{_UNIT})?)"
)
_SPOKEN = re.compile(rf"(?P<n>{NUMERAL})(?P<unit>元|个百分点|[件人户份次家倍宗起处名例台辆套间座笔张封票亩所棵头])")
_BALANCE = re.compile(r"(?:结余|收支|差额|净额|支出|收入)$")
PRICE = 10  # below this what is told to 分 is a price more often than an account
_TIMES = frozenset({"second", "minute", "hour", "day", "workday"})
#: “15秒接通率”, “24小时内响应率”: the time is part of the name of a rate.
_NAMES_A_RATE = re.compile(r"(?:内|以内|之内)?[\u4e00-\u9fff]{1,6}率")


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in a text.

    Args:
        start, end: characters, unit included.
        value: in the base unit of the dimension.
        half: half a unit of the last printed place, in the base unit; 0 never occurs.
        dimension: "money", "count", "percent", "points", "times", "score", "day", …, or "" for a bare number.
        unit: the printed unit with its scale ("万元").
        text: the printed figure with its unit.
        decimals: places after the point.
        hedge: words that make it inexact.
        signed: whether a sign was printed.
        rounded: whether it is a mean, which no count made whole.
    """

    start: int
    end: int
    value: Fraction
    half: Fraction
    dimension: str
    unit: str
    text: str
    decimals: int
    hedge: str = ""
    signed: bool = False
    scale: int = 1
    rounded: bool = False

    @property
    def exact(self) -> bool:
        """Whether rounding cannot excuse a difference: whole things that were counted, points of a score, 元 and 分."""
        if self.rounded:
            return False
        if self.dimension == "money" and self.scale == 1:
            return self.decimals != 2 or abs(self.value) >= PRICE  # prices are means, rounded to 分
        counted = self.dimension in {"count", ""} and self.scale == 1 and not self.decimals
        return counted or self.dimension == "score"

    @property
    def digits(self) -> str:
        """The number as printed, without its unit."""
        return self.text[: len(self.text) - len(self.unit)].strip() if self.text.endswith(self.unit) else self.text

    @property
    def number(self) -> Decimal:
        """The number as printed, with its places: 12.50 for 12.50万元."""
        if self.unit != "‰":
            if (digits := self.digits).replace(".", "", 1).isdecimal():
                return Decimal(digits)
            whole, rest = divmod(self.value.numerator * 10**self.decimals, self.value.denominator * self.scale)
            if not rest:
                return Decimal(whole).scaleb(-self.decimals)
        scaled = self.value / (Fraction(1, 10) if self.unit == "‰" else self.scale)
        plain = Decimal(scaled.numerator) / Decimal(scaled.denominator)
        placed = plain.quantize(Decimal(1).scaleb(-self.decimals))
        return placed if placed == plain else plain

    def printed_with(self, value: Fraction) -> str:
        """Another value written as this figure is: same unit, same places."""
        return write_value(value, self)


@lru_cache(maxsize=32768)
def normalise(text: str) -> str:
    """Half-width digits and signs, one for one, so that offsets stay true.

    >>> normalise("占９５％")
    '占95%'
    """
    plain = _narrow(text)
    return _COMMA.sub("，", plain) if "," in plain else plain


def write_value(value: Fraction, like: Mention, places: int | None = None) -> str:
    """A value in the unit and with the places of a printed figure, half up.

    >>> write_value(Fraction(22500), find_mentions("2.35万元")[0])
    '2.25万元'
    """
    places = like.decimals if places is None else places
    above = value.numerator * 10**places * (10 if like.unit == "‰" else 1)
    below = value.denominator * (1 if like.unit == "‰" else like.scale)
    whole = (2 * abs(above) + below) // (2 * below)
    digits = str(whole).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    unit = "%" if like.dimension == "percent" and like.unit != "‰" else like.unit
    return f"{'-' if value < 0 and whole else ''}{text}{unit}"


#: A sign of a font's own, which stands in some PDF for the point: what is before and behind it is half a figure.
_UNREAD = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


_RUN_IN = re.compile(r"(?<=\.\d\d)\d{0,2}\.\d")  # “4,185.9623.82”: two figures that ran into each other


def find_mentions(text: str) -> list[Mention]:
    """The figures of a text in order; dates, numbering and other names are left out.

    >>> [(float(m.value), m.dimension) for m in find_mentions("立案5 200件，支出2.35亿元，占3‰，提高0.5个百分点")]
    [(5200.0, 'count'), (235000000.0, 'money'), (0.3, 'percent'), (0.5, 'points')]
    >>> [m.text for m in find_mentions("平台立案三千二百件，办结率百分之九十六点五，2023年第28周")]
    ['三千二百件', '百分之九十六点五']
    """
    return list(_mentions(normalise(text)))


@lru_cache(maxsize=16384)
def _mentions(text: str) -> tuple[Mention, ...]:
    names = find_names(text)
    found, at = list[Mention](), 0
    for match in _FIGURE.finditer(text):
        start, end = match.span("digits")
        while at < len(names) and names[at][1] <= start:
            at += 1
        if any(left < end and start < right for left, right, _ in names[at : at + 4]):
            continue
        if _UNREAD.search(text[max(0, start - 1) : start] + text[end : end + 1]) or _RUN_IN.match(text, end):
            continue
        mention = _mention(text, match)
        if mention:
            found.append(mention)
    for start, end, value, half in find_spoken_shares(text):
        hedge = hedge_of(text, start, end)
        words, room = text[start:end], room_of(hedge) if half >= 1 and hedge else half
        found.append(Mention(start, end, value, room, "percent", words, words, 2, hedge))
    found += _spoken(text, [(m.start, m.end) for m in found])
    return tuple(sorted(found, key=lambda m: m.start))


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    digits = match["digits"].translate(_NO_MARKS)
    unit = match.lastgroup if match.lastgroup in _MEASURE_NAMES else ""
    word = (match[unit] if unit else "") or ""
    scale_word = match["scale"] or ""
    scale = SCALES[scale_word]
    decimals = len(digits.partition(".")[2])
    value = Fraction(int(digits.replace(".", "")), 10**decimals)
    end = match.end(unit) if unit else (match.end("scale") if scale_word else match.end("digits"))
    if unit == "permille":
        value, half = value / 10, Fraction(1, 20 * 10**decimals)
        unit = "percent"
    else:
        value, half = value * scale if scale > 1 else value, _half(scale, decimals)
    if scale_word in {"百", "千"} and unit not in {"money", "count"}:
        return None
    if scale_word and not unit:
        unit = "count" if counts_things(text, end) else "scaled"
    start = match.start("digits")
    signed = False
    if match["sign"]:
        before = text[: match.start("sign")].rstrip()[-1:]
        if not patterns.match(r"[0-9A-Za-z%年月日号级)）\u4e00-\u9fff]", before or "，") or (
            before in {"", "，", "(", "\t"} or _set_apart(text, match.start("sign"), unit)
        ):
            signed, start = True, match.start("sign")
            if match["sign"].strip() != "+":
                value = -value
    if unit == "year" and (len(digits) == 4 or decimals):
        return None
    if unit in _TIMES and _NAMES_A_RATE.match(text[end : end + 12]):
        return None
    hedge = hedge_of(text, start, end) or (match["more"] or "")
    hedge = "" if is_precise(hedge, digits) else hedge
    printed = scale_word + word.replace("％", "%")
    return Mention(start, end, value, half, unit, printed, text[start:end], decimals, hedge, signed, scale)


@lru_cache(maxsize=256)
def _half(scale: int, decimals: int) -> Fraction:
    return Fraction(scale, 2 * 10**decimals)


def _set_apart(text: str, at: int, unit: str) -> bool:
    """“同比 -22.90%”, “收支结余-9820万元”: a sign with a blank before it and none behind it, or that of a balance."""
    apart = text[at - 1 : at].isspace() or (unit == "money" and bool(_BALANCE.search(text[at - 3 : at])))
    return apart and not text[at + 1 : at + 2].isspace()


def _spoken(text: str, taken: list[tuple[int, int]]) -> list[Mention]:
    """Numbers in Chinese characters that are long enough to be a figure and not a turn of speech."""
    found = []
    for match in _SPOKEN.finditer(text) if any(unit in text for unit in "十百千万") else ():
        words = match["n"]
        if (
            len(words) < 2
            or not set(words) & set("十百千万")
            or any(a < match.end() and match.start() < b for a, b in taken)
        ):
            continue
        if len(words) == 2 and words[0] == "十" and match["unit"] in {"个", "人", "家", "次"}:
            continue
        read = read_spoken(words)
        if read is None or not read[0]:
            continue
        dimension = {"元": "money", "个百分点": "points", "倍": "times"}.get(match["unit"], "count")
        hedge = hedge_of(text, match.start(), match.end())
        # “四十万人” are told in 万, as “40万人” are.
        word = words[-1] if words[-1] in "万亿" and "点" not in words and dimension in {"money", "count"} else ""
        half, unit = _half(SCALES[word], read[1]), word + match["unit"]
        found.append(
            Mention(*match.span(), read[0], half, dimension, unit, match[0], read[1], hedge, scale=SCALES[word])
        )
    return found
