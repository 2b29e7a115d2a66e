"""Marks (序号): the numbers in front of headings, items and tables, as they stand in a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from evallib.audit.joins.numbers.item_numbers import numbers_told_with
from evallib.audit.reading.document import Document, Paragraph, Place, Where
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

_HAN = r"(?P<n>十[一二三四五六七八九]?|[一二三四五六七八九])"
#: What a mark looks like, from the outermost level of a report to the innermost; the words of a mark stay as printed.
_STYLES: tuple[tuple[str, str], ...] = (
    ("part", rf"第{_HAN}[部篇](?:分)?"),
    ("chapter", rf"第{_HAN}章"),
    ("han", rf"{_HAN}、"),
    ("han bracket", rf"[（(]{_HAN}[)）]"),
    (
        "digit",
        r"(?P<n>[1-9]\d?)(?:、|[.．](?:(?!\s?\d)\s?(?=[\u4e00-\u9fff“《])|(?=\d{1,2}\s?[—–~～至-]\s?\d{1,3}周?岁)|"
        r"\s?(?=20\d\d\s?(?:年|[-—–－]\s?20\d\d))|\s(?=20\d\d\s?[-—–－])))",
    ),
    ("digit bracket", r"[（(](?P<n>[1-9]\d?)[)）](?!\s*[-—÷×+*/=])"),
    ("digit half bracket", r"(?P<n>[1-9]\d?)[)）]"),
    ("circled", r"(?P<n>[①-⑳])"),
    ("spoken", rf"(?:[第其])?{_HAN}(?:是|要)(?![^，。；]{{0,2}}否)"),
    ("aspect", rf"[第其]{_HAN}[，,、]"),
    ("table", r"表\s?(?P<n>[1-9]\d?)(?=\s*[:：、. ]\s*\S)(?![^。；，]*(?:。|，|；|所示|可见))"),
)
#: “。 15 7、”: the number of a page that ended between two items.
_PAGE = r"(?P<page>\s+[-—]?\s?\d{1,3}\s?[-—]?(?=\s))?"
HEADS = tuple((name, re.compile(rf"\s*(?:[-•—]\s*)?{pattern}")) for name, pattern in _STYLES)
#: “辩称，1、”, “备查文件1、”: the first item of a list needs no stop before it; “第1、2项” is none.
_FIRST = r"(?<![第表图号款条项点至\d、.（(])(?=[（(]?1[)）、](?!\d))"
_INSIDE = tuple(
    (name, re.compile(rf"(?:(?<=[。；;：:\n]){_PAGE}|(?<=[，,])(?=.{{0,2}}(?:是|要))|{_FIRST})\s*{pattern}"))
    for name, pattern in _STYLES
    if name in {"digit bracket", "digit half bracket", "han bracket", "circled", "spoken", "aspect", "digit"}
)
#: How a line ends that the next one goes on with.
_CUT = re.compile(r"[、第初至和与及或]\s*$")
#: A mark at the head of a paragraph stands no further behind.
HEAD = 2
#: What every mark at the head of a paragraph, and every mark inside it, begins with.
_HEAD_BEGINS = re.compile(r"\s*(?:[-•—]\s*)?[（(第其表1-9①-⑳一二三四五六七八九十]")
_INSIDE_BEGINS = re.compile(
    r"[。；;：:\n，,](?:\s+[-—]?\s?\d{1,3}\s?[-—]?(?=\s))?\s*[（(第其]?[1-9①-⑳一二三四五六七八九十]"
)
#: Levels of headings: a pair of them is a list, too (but an excerpt may leave a whole part out).
LEVELS, SPOKEN = {"part", "chapter", "han", "han bracket"}, {"spoken", "aspect"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One number in front of a heading or of an item."""

    style: str
    number: int
    text: str
    place: Place
    block: int


def number_of(mark: str) -> int:
    """The number of a mark in digits, in words or in a circle.

    >>> number_of("③"), number_of("十二"), number_of("4")
    (3, 12, 4)
    """
    return ord(mark) - ord("①") + 1 if "①" <= mark <= "⑳" else read_count(mark)


def _is_cut(document: Document, index: int) -> bool:
    """“初三、” and in the next line “四、二十三”: a line that goes on with the sentence above it bears no number."""
    above = document.blocks[index - 1] if index else None
    if not isinstance(above, Paragraph) or not _CUT.search(above.text):
        return False
    return not any(pattern.match(normalise(above.text)) for _, pattern in HEADS)


def marks_of(document: Document, index: int, text: str) -> Iterator[Mark]:
    """The marks of a paragraph: in front of it, and of items that it tells one after the other."""
    yield from marks_in(text, index, partial(document.place_in_paragraph, index), _is_cut(document, index))


def marks_in(text: str, index: int, where: Where, cut: bool = False) -> Iterator[Mark]:
    """The marks of a text, see `marks_of`.

    Args:
        text: with half-width digits.
        index: its block.
        where: from a range of its characters to its place.
        cut: whether it goes on with the sentence of the text above.
    """
    heads = HEADS if _HEAD_BEGINS.match(text) and not cut else ()
    inside = _INSIDE if _INSIDE_BEGINS.search(text) else ()
    head = next(((name, m) for name, pattern in heads if (m := pattern.match(text))), None)
    found = [head] if head else []
    found += [(name, m) for name, pattern in inside for m in pattern.finditer(text) if not head or m.start() > 0]
    for name, match in sorted(found, key=lambda f: f[1].start("n")):
        mark, end = match[0][len(match.groupdict().get("page") or "") :].strip(), match.end()
        start = match.start() + match[0].rindex(mark)
        place = where(start, end)
        number = number_of(match["n"])
        yield Mark(name, number, mark, place, index)
        if "bracket" in name:
            for further in numbers_told_with(number, text[end:]):
                yield Mark(name, further, mark, place, index)
