"""Number formats (数字格式): what a person sees where a cell stores a number.

A stored number and its shown text mostly say the same. Where they do not (in thousands, digits shifted by a literal
dot, a unit in quotes, a word in place of a zero, nothing at all), what is shown is what was meant by whoever handed
the sheet in. Source: ECMA-376 part 1, 18.8.31 (numFmts) and what Excel and WPS show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from evallib.model import patterns
from evallib.parsing.numerals import shortest

Kind = Literal["same", "number", "text", "hidden", "percent", "date", "unsigned"]

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "$#,##0", 6: "$#,##0", 7: "$#,##0.00",
    8: "$#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00",
    44: "#,##0.00", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
#: Built-in formats of dates and times.
DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
SHOWN_AS_STORED = {"General", "0", "0.00", "#,##0", "#,##0.00", "@"}
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|'
    "(?P<general>[Gg]eneral|G/通用格式)|(?P<exponent>E[+-]0+)|(?P<mark>[0#?.,%/@])"
    r"|(?P<date>[yYmMdDhHsSeEbBgG]+|上午/下午|AM/PM|A/P)|(?P<literal>.)",
    re.DOTALL,
)
CURRENCY = re.compile(r"\$([^-\]]*)")
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)")
ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
SIGNS = r"[\s()（）+\-−¥￥$:：.,]"
COLOUR = re.compile(r"red|红色?|颜色\d+|colou?r ?\d+|magenta|洋红色?", re.IGNORECASE)
#: Zeros from which a format shows a code and no amount.
SHORTEST_CODE = 3
UNITS = re.compile(r"(?:亿元|万元|千元|百元|元|亿|万|‰|％|%|[\u4e00-\u9fff])")


@dataclass(frozen=True)
class Meaning:
    """What a shown number says.

    Args:
        kind: ``same`` as stored; ``number``, another one; ``text``, words or a number with its unit; ``hidden``,
            nothing is shown; ``percent``; ``date``; ``unsigned``, a negative number without its sign.
        value: the number that is meant, with all its digits, or the words.
    """

    kind: Kind
    value: Decimal | str | None = None


@dataclass(frozen=True)
class _Section:
    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None
    is_coloured: bool = False


def meaning(value: Decimal, code: str) -> Meaning:
    """What a person sees of a number under a format.

    >>> meaning(Decimal("567210"), "#,##0.00,"), meaning(Decimal("5672100"), "0!.0000")
    (Meaning(kind='number', value=Decimal('567.21')), Meaning(kind='number', value=Decimal('567.21')))
    >>> meaning(Decimal("567.213"), '0.00"元"'), meaning(Decimal(0), '0;-0;"无"'), meaning(Decimal(5), ";;;").kind
    (Meaning(kind='text', value='567.213元'), Meaning(kind='text', value='无'), 'hidden')
    >>> meaning(Decimal("567.213"), "#,##0.00_);[Red]-#,##0.00").kind
    'same'
    """
    sections = _sections(code)
    section, is_absolute = _chosen(value, sections)
    if section is None:
        return Meaning("same")
    kinds = {kind for kind, _ in section.tokens}
    if "date" in kinds:
        return Meaning("date")
    if "general" in kinds or "at" in kinds:
        return _with_words(value, section, Meaning("same"))
    places = sum(1 for kind, text in section.tokens if kind == "mark" and text in "0#?")
    if not places:
        words = "".join(text for kind, text in section.tokens if kind == "literal").strip()
        return Meaning("text", words) if words else Meaning("hidden")
    if any(text == "%" for kind, text in section.tokens if kind == "mark"):
        return Meaning("percent")
    if "exponent" in kinds or ("mark", "/") in section.tokens:
        return Meaning("same")
    if is_absolute and value < 0 and not _tells_sign(section):
        return Meaning("unsigned")
    if padded := _padded(value, section):
        return Meaning("text", padded)
    factor = _factor(section)
    meant = value * factor
    told = Meaning("same") if factor == 1 else Meaning("number", shortest(meant))
    return _with_words(meant, section, told)


def shown(value: Decimal, code: str) -> str:
    """The number as it is shown, to the places of its format; for messages.

    >>> shown(Decimal("567210"), "#,##0.00,"), shown(Decimal("0.1234"), "0.0%")
    ('567.21', '12.3%')
    """
    said = meaning(value, code)
    if said.kind == "hidden":
        return ""
    if isinstance(said.value, str):
        return said.value
    number = said.value if isinstance(said.value, Decimal) else value
    section, _ = _chosen(value, _sections(code))
    marks = [text for kind, text in section.tokens if kind == "mark"] if section else []
    if not any(mark in "0#?" for mark in marks):
        return f"{shortest(number):f}"
    decimals = sum(mark in "0#?" for mark in marks[marks.index(".") :]) if "." in marks else 0
    scale = 100 if said.kind == "percent" else 1
    rounded = (number * scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:f}" + ("%" if said.kind == "percent" else "")


def odd_code(number: int, codes: dict[int, str]) -> str:
    """The code of a numbered format of a workbook; empty for those that show a number as it is, and for dates.

    >>> odd_code(10, {}), odd_code(4, {}), odd_code(14, {}), odd_code(164, {164: '0"元"'})
    ('0.00%', '', '', '0"元"')
    """
    code = codes.get(number) or BUILT_IN.get(number, "General")
    return "" if number in DATES or code in SHOWN_AS_STORED else code


def _factor(section: _Section) -> Decimal:
    """What is shown, as a multiple of what is stored: commas behind the digits, and literal dots between them."""
    marks = [(kind, text) for kind, text in section.tokens if kind in {"mark", "literal"}]
    last = max(place for place, (kind, text) in enumerate(marks) if kind == "mark" and text in "0#?")
    dot = next((place for place, item in enumerate(marks) if item == ("mark", ".")), None)
    whole_end = dot if dot is not None else last + 1
    factor = Decimal(1)
    whole = [place for place, (kind, text) in enumerate(marks[:whole_end]) if kind == "mark" and text in "0#?"]
    trailing = [marks[place] for place in range(last + 1, len(marks))]
    between = marks[whole[-1] + 1 : whole_end] if whole else []
    for run in (trailing, between if dot is not None else []):
        for item in run:
            if item != ("mark", ","):
                break
            factor /= 1000
    literal_dots = [
        place
        for place, item in enumerate(marks[:whole_end])
        if item == ("literal", ".") and whole and whole[0] < place < whole[-1]
    ]
    if literal_dots and dot is None:
        factor /= Decimal(10) ** sum(1 for place in whole if place > literal_dots[-1])
    return factor


def _tells_sign(section: _Section) -> bool:
    """A negative number is shown as one by a sign, by brackets, by a word, or by its colour."""
    return section.is_coloured or any(kind == "literal" and text in "-−－(（负" for kind, text in section.tokens)


def _padded(value: Decimal, section: _Section) -> str:
    """A code with leading zeros (000123); empty for a plain number."""
    marks = [text for kind, text in section.tokens if kind == "mark"]
    zeros = len(marks)
    is_code = zeros >= SHORTEST_CODE and set(marks) == {"0"} and value == value.to_integral_value() and value >= 0
    is_bare = all(kind == "mark" for kind, _ in section.tokens)
    return f"{int(value):0{zeros}d}" if is_code and is_bare and len(str(int(value))) < zeros else ""


def _with_words(number: Decimal, section: _Section, told: Meaning) -> Meaning:
    """A number beside which a unit stands is shown with it; brackets, signs and blanks are no unit."""
    digits = [
        place
        for place, (kind, text) in enumerate(section.tokens)
        if kind in {"general", "at"} or (kind == "mark" and text in "0#?")
    ]
    before = "".join(text for kind, text in section.tokens[: digits[0]] if kind == "literal")
    behind = "".join(text for kind, text in section.tokens[digits[-1] + 1 :] if kind == "literal")
    words = patterns.sub(SIGNS, "", before + behind)
    if not words or not UNITS.search(words):
        return told
    # The sign stands in front of all, whichever way the format shows it.
    sign = "-" if number < 0 else ""
    before, behind = patterns.sub(SIGNS, "", before), patterns.sub(SIGNS, "", behind)
    return Meaning("text", f"{sign}{before}{abs(shortest(number)):f}{behind}")


def _chosen(value: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    numbers = [section for section in sections if not any(kind == "at" for kind, _ in section.tokens)] or list(sections)
    if any(section.condition for section in numbers):
        for section in numbers:
            if section.condition is None or _holds(value, section.condition):
                return section, False
        return None, False
    if len(numbers) >= 3 and value == 0:
        return numbers[2], True
    if len(numbers) >= 2 and value < 0:
        return numbers[1], True
    return (numbers[0] if numbers else None), False


def _holds(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    mark, bound = condition
    return {
        "<": value < bound,
        ">": value > bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[mark]


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    coloured = False
    for found in TOKEN.finditer(code):
        kind, text = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "literal" and text == ";":
            sections.append(_Section(tuple(tokens), condition, coloured))
            tokens, condition, coloured = [], None, False
        elif kind == "bracket":
            if told := CONDITION.fullmatch(text):
                condition = told[1], Decimal(told[2])
            elif currency := CURRENCY.match(text):
                tokens += [("literal", sign) for sign in currency[1]]
            elif ELAPSED.fullmatch(text):
                tokens.append(("date", text))
            else:
                coloured |= bool(COLOUR.fullmatch(text))
        elif kind in {"quoted", "escaped", "literal"}:
            tokens += [("literal", sign) for sign in text]
        elif kind == "mark" and text == "@":
            tokens.append(("at", text))
        elif kind not in {"space", "fill"}:
            tokens.append((kind, text))
    sections.append(_Section(tuple(tokens), condition, coloured))
    return tuple(sections)
