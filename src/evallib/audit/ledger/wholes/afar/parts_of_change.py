"""Parts of a change (增减的构成): “收入调增9.26亿元，主要是调增上级补助7.36亿元、债务转贷1.90亿元”.

What a whole changed by is what its parts changed by, each with the way it went:
“总支出增加27万元。其中，甲增加103万元，乙减少76万元”. Parts that did not change (不变, 持平) are told in words.
A bracket right behind a change takes it apart without a word: “支出增加34万元（还本增加31万元，培训经费3万元）”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.slips import digit_count, one_slip_mends

_OPENS = re.compile(r"(?:其中|主要是|主要为|主要由于(?=[：:])|包括|分别是|分别为)[，,：:]?")
#: A list that begins a sentence of its own, and what a change led from and to, told between it and the list.
_ANEW = re.compile(r"\s*(?:其中|主要[是为])")
_FROM_TO = re.compile(r"[，,]\s*由[^，。；]{0,12}$|调整为$")
_BRACKET = re.compile(r"\s*[(（]")
#: “审计核减投资98万元”, “调减收入18万元”: the way it went stands before what went it.
_FELL_BACK = re.compile(r"[调核审]减|调增")
_STILL = re.compile(r"不变|持平|无变化|没有变化|无增减")
_ENDS = re.compile(r"[；;。]")
#: “主要原因是…增加”: what a change is laid to, and not what it is made of.
_CAUSE = re.compile(r"原因|由于|因为?(?!公)|用于")
_GREW = re.compile(r"调增|增加|增长|上升|增支|增收")
_FELL = re.compile(r"[调核审]减|减少|下降|降低|减支|减收")
#: Changes of so many digits are made up by others once in thousands of times.
TELLING, PARTS = 4, 2
STRENGTH, NEAREST = 0.6, 12


def change_part_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every amount of change that those told right behind it make up, or would but for one digit."""
    claims = []
    for entry in ledger.prose:
        if entry.dimension != "money" or not entry.direction or entry.mention.hedge or not entry.is_amount:
            continue
        if entry.role != "change" and not (entry.role == "plain" and _FELL_BACK.search(entry.label)):
            continue
        if digit_count(entry.mention) < TELLING:
            continue
        lists = [*_lists(ledger, entry), (_in_bracket(ledger, entry), False)]
        readings = [made for parts, still in lists if (made := _made(entry, parts, still)) is not None]
        if readings:
            best = next((r for r in readings if r.holds()), readings[0])
            claims.append(Claim(entry, [best], ("parts of change", entry.index)))
    return claims


def _made(whole: Entry, parts: Sequence[tuple[Entry, int]], still: bool) -> Relation | None:
    """The change as the sum of its parts; one alone makes it up where the words say that the others stayed."""
    if len(parts) < (1 if still else PARTS):
        return None
    signs = tuple(way * whole.direction for _, way in parts)
    terms = [part for part, _ in parts]
    relation = make(whole, terms, Formula("sum", signs=signs), "sum.difference", "增减额与各项增减额", STRENGTH)
    if relation.holds():
        return relation
    relation.most = DOUBT
    return relation if one_slip_mends(relation) else None


def _lists(ledger: Ledger, whole: Entry) -> Iterator[tuple[list[tuple[Entry, int]], bool]]:
    """What is told to have changed behind a change: by the first of each clause, and by all up to its end."""
    first: list[tuple[Entry, int]] = []
    every: list[tuple[Entry, int]] = []
    opened = still = ended = False
    fresh, way = True, 0
    for entry in ledger.after(whole, NEAREST):
        if entry.paragraph != whole.paragraph or entry.sentence - whole.sentence > 1 or entry.spot is None:
            break
        gap = entry.spot.gap
        if entry.sentence > whole.sentence and not opened and not _ANEW.match(gap):
            break
        if _CAUSE.search(_OPENS.sub("", gap)):
            break
        if not opened:
            if entry.sentence == whole.sentence and (entry.role == "growth" or _FROM_TO.search(gap)):
                continue
            if not _OPENS.search(gap):
                break
            opened = True
        elif _ENDS.search(gap):
            ended, fresh, way = True, True, 0
        still = still or bool(_STILL.search(gap))
        moved = 1 if _GREW.search(gap) else -1 if _FELL.search(gap) else 0
        way = moved or (way if gap.startswith("、") else 0)
        if not (entry.is_amount and addable(entry, whole)) or entry.depth != whole.depth or not way:
            continue
        if fresh:
            first.append((entry, way))
        if not ended or entry.sentence == whole.sentence + 1:
            every.append((entry, way))
        fresh = False
    still = still or bool(_STILL.search(_rest(ledger, whole)))
    yield first, still
    if [e for e, _ in every] != [e for e, _ in first]:
        yield every, False


def _in_bracket(ledger: Ledger, whole: Entry) -> list[tuple[Entry, int]]:
    """What the bracket right behind a change lists; what says no way of its own went as the one before it."""
    parts: list[tuple[Entry, int]] = []
    way = 0
    for entry in ledger.after(whole, NEAREST):
        gap = entry.spot.gap if entry.spot is not None else ""
        opened = bool(parts) or (entry.index == whole.index + 1 and _BRACKET.match(gap))
        inside = entry.sentence == whole.sentence and entry.depth == whole.depth + 1 and not (parts and ")" in gap)
        if not (opened and inside and addable(entry, whole)) or _CAUSE.search(gap):
            break
        way = 1 if _GREW.search(gap) else -1 if _FELL.search(gap) else way
        if not way:
            return []
        parts.append((entry, way))
    return parts


def _rest(ledger: Ledger, whole: Entry) -> str:
    """What is said behind a change up to the end of its paragraph."""
    text = dict(ledger.document.paragraphs)[whole.paragraph].text
    return str(text[whole.mention.end :])
