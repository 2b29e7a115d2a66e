"""Told distances (高低多少): “满意率93.0%，低于群众满意率1.74个百分点” of 91.26%, and extremes beyond the mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Confidence, Finding
from evallib.audit.ledger import Entry, Ledger, addable
from evallib.audit.ledger.slips import digits_of
from evallib.audit.reading.document import Document, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_ABOVE, _BELOW = {"高于", "高出", "超过", "超出"}, {"低于", "少于"}
_WORD = re.compile(
    rf"(?P<word>{'|'.join(sorted(_ABOVE | _BELOW))})(?P<name>[\u4e00-\u9fff]{{2,12}}?)(?:的?(?:水平|值|线|数))?\s*$"
)
#: “两项分别低于限额1858万元和2585万元”: the next distance has no word of its own.
_AND = re.compile(r"\s*(?:[和与及、]|以及)\s*")
#: “低于全市平均水平1.3个百分点（全市10.5%）”
_BEHIND = re.compile(r"\s*\((?:全[省市县区州国]|平均|目标|预期)?[^，。；、\d()]{0,6}$")
#: So many digits do not fit the other way round by accident.
DIGITS = 3
#: The one that lies farthest from the mean of all, and on which side it is said to be.
_FARTHEST = re.compile(
    r"最(?P<end>[高低])的?(?:是|为)?(?P<who>[^，。；;\d高低]{0,12})[，,]?(?:仅|只|达|高达)?(?:有|为|是)?\d+(?:\.\d+)?(?:%|分)(?:\([^()]{0,16}\))?[，,]"
    r"(?P<word>高于|低于)(?:(?:全[省市县区州国镇乡]|总体|整体)?的?平均(?:水平|值|数|分)?|总体(?:水平)?)(?=[，。；;\d(]|$)"
)
#: “支出率仅79.6%，高于全省平均”: 仅 says that it is little.
_ONLY = re.compile(
    r"[率度](?P<end>仅|只)(?:为|有|达)?\d+(?:\.\d+)?%(?:\([^()]{0,24}\))?[，,](?:明显|远)?(?P<word>高于|超过)"
    r"(?:全[省市县区州国]|总体|整体|同期|)[^，。；;\d]{0,4}(?:平均|水平|进度)"
)
#: One of the places or bodies of which the mean is told.
_MEMBER = re.compile(r"(?:[镇乡县区市州旗村局委办]|街道|社区|公司|中心)$")


def check(ledger: Ledger, document: Document) -> Iterator[Finding]:
    """Distances that two printed figures have the other way round, and extremes on the wrong side of the mean."""
    word: Place | None = None
    sign, name = 0, ""
    for entry in ledger.prose:
        if entry.spot is None:
            continue
        if told := _WORD.search(entry.spot.head) if not entry.mention.hedge else None:
            sign, name = (1 if told["word"] in _ABOVE else -1), told["name"]
            word = _place_of(document, entry, told["word"])
        elif word is None or not _AND.fullmatch(entry.spot.gap):
            word = None
        found = _turned(ledger, document, entry, name, sign) if word is not None else None
        if found is None or word is None:
            continue
        one, other = found
        said, right = ("高于", "低于") if sign > 0 else ("低于", "高于")
        yield _finding(
            f"高低与数字相反：{one} 与{name} {other} 相差 {entry}，文字说“{said}”",
            said,
            right,
            f"{one} {'<' if one.value < other.value else '>'} {other}，相差 {entry}",
            (word, one.place, other.place, entry.place),
        )
        word = None  # one word, one fault
    for text, where, _ in document.worded:
        for match in _ONLY.finditer(normalise(text)) if "仅" in text or "只有" in text else ():
            yield _finding(
                f"文字说“{match['end']}”，又说“{match['word']}”",
                match["word"],
                "低于",
                match[0],
                (where(*match.span("word")),),
                "low",
            )
        for match in _FARTHEST.finditer(normalise(text)) if "最" in text else ():
            if (match["end"] == "高") == (match["word"] == "低于"):
                right = "高于" if match["word"] == "低于" else "低于"
                sure: Confidence = (
                    "medium" if _MEMBER.search(match["who"]) else "low"
                )  # the mean may be of another whole
                message = f"最{match['end']}的不会{match['word']}平均水平"
                yield _finding(message, match["word"], right, match[0], (where(*match.span("word")),), sure)


def _place_of(document: Document, entry: Entry, word: str) -> Place | None:
    """Where the last such word in front of a figure of a paragraph stands."""
    text = normalise(getattr(document.blocks[entry.paragraph], "text", ""))
    start = text.rfind(word, 0, entry.place.start)
    return document.place_in_paragraph(entry.paragraph, start, start + len(word)) if start >= 0 else None


def _finding(
    message: str,
    printed: str,
    right: str,
    arithmetic: str,
    places: tuple[Place, ...],
    sure: Confidence = "medium",
) -> Finding:
    return Finding(
        "growth.direction",
        "contradiction",
        sure,
        message,
        printed,
        right,
        arithmetic,
        places,
        () if sure != "low" else ("高低写反", "平均数是别的范围的"),
        ("可能结论写反",),
    )


def _turned(ledger: Ledger, document: Document, entry: Entry, name: str, sign: int) -> tuple[Entry, Entry] | None:
    """Two figures whose distance is the told one, the other way round; None where two have it as it is told."""
    rates = entry.dimension == "points"
    behind = [
        e
        for e in ledger.prose[entry.index + 1 : entry.index + 2]
        if e.sentence == entry.sentence and e.spot is not None and _BEHIND.match(e.spot.gap)
        if (e.dimension == "percent" if rates else addable(e, entry))
    ]
    if len(digits_of(str(entry)).replace(".", "")) < DIGITS and not behind:
        return None
    pool = [
        e
        for e in ledger.prose[max(0, entry.index - 16) : entry.index]
        if entry.paragraph - e.paragraph <= 1
        and (e.dimension == "percent" if rates else addable(e, entry))
        and e.role != "change"
    ]
    levels = behind or [e for e in pool if _is_of(document, e, name)]
    ones = [e for e in pool if not _is_of(document, e, name)]
    if rates or behind:
        ones = [e for e in ones if e.index == entry.index - 1 and e.sentence == entry.sentence]
    fits = [(a, b) for a in ones for b in levels if a.value - b.value == sign * entry.value]
    turned = [(a, b) for a in ones for b in levels if b.value - a.value == sign * entry.value]
    return turned[-1] if turned and not fits else None


def _is_of(document: Document, entry: Entry, name: str) -> bool:
    """Whether the words of a figure's sentence in front of it name a level."""
    text = normalise(getattr(document.blocks[entry.paragraph], "text", ""))
    return name in patterns.split(r"[。；;]", text[: entry.place.start])[-1]
