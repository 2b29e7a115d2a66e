"""Same days (同一事项的日期): an event, a cut-off or a period that a report dates twice, each time in another way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evallib.audit.findings import Finding
from evallib.audit.joins.days.told_dates import DATE
from evallib.audit.reading.document import Document, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.spans import spans_told

_PUNCTUATION = re.compile(r"[\s，。；、：:“”\"（）()《》]")
_NUMBER = re.compile(r"^\s*(?:注?\d{0,2}|[（(]?[一二三四五六七八九十\d]{1,3}[）)]?)\s*[、.．：:]\s*")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: So many characters behind two dates make them dates of one event; shorter words come back in many, unless the same
#: figure of so many digits follows.
SAME, BEFORE_FIGURE, DIGITS = 14, 5, 4
#: “截至5月底，A；截至3月底，A”: a state is told for as many days as one likes.
_UP_TO = re.compile(r"截[至止]到?\s*$")
#: So many characters in front of a date say of whom it is told.
SUBJECT = 4
#: And so many where a comma parts them from it.
NAME = 2
#: So few are enough for a doubt where two other places agree.
SHORT = 8

Parts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    parts: Parts
    text: str
    place: Place
    of_whom: str = ""
    apart: bool = False
    what: str = ""
    behind: str = ""

    def is_of_another(self, other: _Told) -> bool:
        """“病例1为…，于3月23日抵达”, “病例2为…，于3月27日抵达”."""
        told = min(len(self.of_whom), len(other.of_whom)) >= (NAME if self.apart and other.apart else SUBJECT)
        return told and not (self.of_whom.endswith(other.of_whom) or other.of_whom.endswith(self.of_whom))

    def stands_by(self, other: _Told) -> bool:
        """“某日，下达处罚决定书，罚款3000元”, and in the next paragraph “某日，下达处罚决定书，罚款500元”."""
        return abs(self.place.block - other.place.block) == 1 and self.behind != other.behind

    def does_another(self, other: _Told) -> bool:
        """“某日，甲中心发布《乙通知》”, “某日，甲中心发布《丙通知》”."""
        return not (self.what.startswith(other.what) or other.what.startswith(self.what))


def check(document: Document) -> Iterator[Finding]:
    """Dates and periods in front of the same words."""
    by_words: dict[tuple[int, str], list[_Told]] = defaultdict(list)
    shortly: dict[str, list[_Told]] = defaultdict(list)
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        spans = list(spans_told(text))
        for span in spans:
            ends = (*span.first.timetuple()[:3], *span.last.timetuple()[:3])
            place = document.place_in_paragraph(index, span.start, span.end)
            told = _Told(ends, text[span.start : span.end], place, *_around(text, span.start, span.end))
            for words in _words(text[span.end :]):
                by_words[6, words].append(told)
        for match in DATE.finditer(text):
            if any(span.start <= match.start() < span.end for span in spans):
                continue
            if _UP_TO.search(text[: match.start()]):
                continue
            parts = int(match["y"]), int(match["m"]), int(match["d"] or 0)
            place = document.place_in_paragraph(index, *match.span())
            told = _Told(parts, match[0], place, *_around(text, *match.span()))
            for words in _words(text[match.end() :]):
                by_words[3, words].append(told)
            words = _PUNCTUATION.sub("", patterns.split(r"[。；\n]", text[match.end() :])[0])[:SHORT]
            if len(words) == SHORT and not patterns.search(r"\d", words):
                shortly[words].append(told)
    seen: set[Place] = set()
    often = [group for group in shortly.values() if len({one.place.block for one in group}) > 2]
    for group, sure in [*((group, True) for group in by_words.values()), *((group, False) for group in often)]:
        for finding in _twice(group, sure=sure):
            if finding.places[0] not in seen:
                seen.add(finding.places[0])
                yield finding


def _around(text: str, start: int, end: int) -> tuple[str, bool, str, str]:
    """Of whom the sentence around a date tells, and the clause and all that is behind it."""
    before = _NUMBER.sub("", patterns.split(r"[。；\n]", text[:start])[-1])
    subject, *further = patterns.split("[，,：:]", before)
    clause = patterns.match(r"[\s，,]*(?:[^，。；：《\n]|《[^》]*》)*", text[end:])
    what, behind = clause[0] if clause else "", patterns.split(r"[。；\n]", text[end:])[0]
    return _bare(subject), bool(further), _bare(what), _bare(behind)


def _bare(words: str) -> str:
    return _PUNCTUATION.sub("", words)


def _words(behind: str) -> Iterator[str]:
    """What follows a date: words alone, or fewer of them and a figure."""
    sentence = patterns.split(r"[。；\n]", behind)[0]
    words = _PUNCTUATION.sub("", sentence)[:SAME]
    if len(words) == SAME and not patterns.search(r"\d", words):
        yield words
    figure = _FIGURE.search(sentence)
    before = _PUNCTUATION.sub("", sentence[: figure.start()]) if figure else ""
    if figure and len(before) >= BEFORE_FIGURE and sum(c.isdigit() for c in figure[0]) >= DIGITS:
        yield before + figure[0]


def _twice(told: Sequence[_Told], *, sure: bool) -> Iterator[Finding]:
    """Two dates of the same words in two paragraphs that differ in their year, their month or their day alone."""
    ways = {one.parts for one in told}
    if len(ways) != 2 or len({one.place.block for one in told}) < 2:
        return
    first, second = sorted(ways, key=lambda parts: sum(one.parts == parts for one in told))
    if not _one_apart(first, second) or (len(first) == 3 and 0 in {first[2], second[2]} and first[2] != second[2]):
        return
    odd = [one for one in told if one.parts == first]
    other = [one for one in told if one.parts == second]
    if odd[0].place.block in {one.place.block for one in other} or (not sure and len(odd) > 1):
        return
    if any(one.is_of_another(two) or (sure and one.does_another(two)) for one in odd for two in other):
        return
    # Without a day it may be what comes back every month, quarter or year.
    sure = sure and (len(first) > 3 or bool(first[2]))
    # One below the other, and going on in other words, they may be two of a row.
    sure = sure and not any(one.stands_by(two) for one in odd for two in other)
    what = "日期" if len(first) == 3 else "期间"
    yield Finding(
        "date.same",
        "contradiction",
        "medium" if sure else "low",
        f"同一事项的{what}两处不一：{odd[0].text} 与 {other[0].text}",
        odd[0].text,
        other[0].text,
        f"{odd[0].text}（{odd[0].place}） ≠ {other[0].text}（{other[0].place}）",
        tuple(one.place for one in [*odd, *other]),
        () if sure else ("可能年、月或日写错", "可能是两件事"),
        ("可能年、月或日写错",),
    )


def _one_apart(first: Parts, second: Parts) -> bool:
    return sum(a != b for a, b in zip(first, second, strict=True)) == 1
