"""Three expenses (“三公”经费): what they changed by together is what travel, cars and guests changed by.

“三公”经费比上年减少5.38万元。其中：出国费与上年持平；公务用车费减少6.00万元；公务接待费增加0.62万元”, in one sentence
or in paragraphs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, alike, make

_ALL = re.compile("三公")
_ONE = re.compile(r"(?P<abroad>出国|出境)|(?P<cars>公务用车|公车|车辆)|(?P<guests>接待)")
_CLASSES = 3
_STILL = re.compile(r"持平|无增减|无变化|没有变化|未变|不变|未安排|未发生|没有发生|无此项|无支出")
_CAUSE = re.compile(r"原因|主要是|由于|因为?(?!公)")
_PLAN, _EARLIER = re.compile(r"预算|计划|年初"), re.compile(r"[上去]年|(?:19|20)\d\d\s*年|同比|同期")
_NOUGHT = re.compile(r"(?<![\d.])0(?:\.0+)?\s*(?:万|亿)?元")
#: So many paragraphs and characters behind the whole its parts are told.
PARAGRAPHS, REACH = 12, 1500
STRENGTH, ALL_OF_THEM = 0.62, 0.5


@dataclass(slots=True)
class _Part:
    """One of the three: what is said of it, and the changes told of it."""

    name: str
    start: int
    end: int
    changes: list[Entry] = field(default_factory=list)


def expense_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every change of the three expenses together whose three parts are all told."""
    if not any(_ALL.search(p.text) for _, p in ledger.document.paragraphs):
        return []
    claims: list[Claim] = []
    for entry in ledger.prose:
        if entry.role != "change" or entry.dimension != "money" or not entry.direction or entry.mention.hedge:
            continue
        if _is_of_all(ledger, entry) and (parts := _parts(ledger, entry)):
            claims += _claim(entry, parts)
    return claims


def _is_of_all(ledger: Ledger, entry: Entry) -> bool:
    """Whether the sentence of a change speaks of the three together, and of none of them alone."""
    own = [e for e in ledger.by_sentence[entry.sentence] if e.index <= entry.index and e.spot is not None]
    said = "".join(e.spot.gap for e in own if e.spot is not None)
    at = [m.end() for m in _ALL.finditer(said)]
    named = {m.lastgroup for m in _ONE.finditer(said, at[-1])} if at else set()
    return bool(at) and len(named) in {0, _CLASSES} and not _CAUSE.search(said, at[-1])


def _parts(ledger: Ledger, entry: Entry) -> list[_Part]:
    """Travel, cars and guests with the changes told of each; nothing where one is told of twice or not at all."""
    text, places = _text_behind(ledger, entry)
    parts: list[_Part] = []
    for match in _ONE.finditer(text):
        name = match.lastgroup or ""
        if parts and parts[-1].name == name:
            continue
        if any(part.name == name for part in parts):
            if len(parts) < _CLASSES:
                return []
            text = text[: match.start()]
            break  # the reasons, one after the other
        if parts:
            parts[-1].end = match.start()
        parts.append(_Part(name, match.start(), len(text)))
    if len(parts) < _CLASSES:
        return []
    parts[-1].end = len(text)
    for part in parts:
        said = text[part.start : part.end]
        for other, at in places:
            if part.start <= at < part.end and other.role == "change" and alike(other, entry):
                if other.mention.hedge or _CAUSE.search(text, part.start, at):
                    continue
                if _is_against_plan(other) == _is_against_plan(entry):
                    part.changes.append(other)
        moved = [c for c in part.changes if c.value]
        if any(not c.direction for c in moved) or not (part.changes or _STILL.search(said) or _NOUGHT.search(said)):
            return []
        part.changes = moved
    return parts


def _text_behind(ledger: Ledger, entry: Entry) -> tuple[str, list[tuple[Entry, int]]]:
    """What is said behind a change until the three are spoken of again, and where its figures stand in it."""
    text, places = "", []
    for number, paragraph in ledger.document.paragraphs:
        if not entry.paragraph <= number <= entry.paragraph + PARAGRAPHS or len(text) > REACH:
            continue
        first = entry.mention.end if number == entry.paragraph else 0
        for other in ledger.by_paragraph.get(number, ()):
            if other.mention.start >= first:
                places.append((other, len(text) + other.mention.start - first))
        text += paragraph.text[first:] + "\n"
    again = _ALL.search(text)
    return (text[: again.start()] if again else text), places


def _is_against_plan(change: Entry) -> bool:
    said = change.spot.gap + change.spot.head if change.spot is not None else ""
    return bool(_PLAN.search(said)) and not _EARLIER.search(said)


def _claim(entry: Entry, parts: Sequence[_Part]) -> Iterator[Claim]:
    """The change of all as the sum of those of its parts: of the first told of each, or of all that is told of each."""
    readings: list[Relation] = []
    for strength, most in ((STRENGTH, 1), (ALL_OF_THEM, None)):
        terms = [c for part in parts for c in part.changes[:most]]
        if terms and not any(list(r.terms) == terms for r in readings):
            signs = tuple(c.direction * entry.direction for c in terms)
            what = "“三公”经费增减额与各项增减额"
            readings.append(make(entry, terms, Formula("sum", signs=signs), "sum.difference", what, strength))
    if readings:
        yield Claim(entry, readings, ("expenses", entry.index))
