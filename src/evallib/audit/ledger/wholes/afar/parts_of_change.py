"""Parts of a change (增减的构成): “收入调增9.26亿元，主要是调增上级补助7.36亿元、债务转贷1.90亿元”.

What a whole changed by is what its parts changed by, each with the way it went:
“总支出增加27万元。其中，甲增加103万元，乙减少76万元”. Parts that did not change (不变, 持平) are told in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.slips import digit_count, one_slip_mends

_OPENS = re.compile(r"(?:其中|主要是|主要为|包括|分别是|分别为)[，,：:]?")
_STILL = re.compile(r"不变|持平|无变化|没有变化|无增减")
_ENDS = re.compile(r"[；;。]")
#: “主要原因是…增加”: what a change is laid to, and not what it is made of.
_CAUSE = re.compile(r"原因|由于|因为?(?!公)|用于")
_GREW, _FELL = re.compile(r"调增|增加|增长|上升|增支|增收"), re.compile(r"调减|减少|下降|降低|减支|减收")
#: Changes of so many digits are made up by others once in thousands of times.
TELLING, PARTS = 4, 2
STRENGTH, NEAREST = 0.6, 12


def change_part_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every amount of change that those told right behind it make up, or would but for one digit."""
    claims = []
    for entry in ledger.prose:
        if entry.role != "change" or entry.dimension != "money" or not entry.direction or entry.mention.hedge:
            continue
        if digit_count(entry.mention) < TELLING:
            continue
        readings = [made for parts, still in _lists(ledger, entry) if (made := _made(entry, parts, still)) is not None]
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
        if entry.sentence > whole.sentence and not opened and not gap.lstrip().startswith("其中"):
            break
        if _CAUSE.search(gap):
            break
        if not opened:
            if entry.role == "growth" and entry.sentence == whole.sentence:
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


def _rest(ledger: Ledger, whole: Entry) -> str:
    """What is said behind a change up to the end of its paragraph."""
    text = dict(ledger.document.paragraphs)[whole.paragraph].text
    return str(text[whole.mention.end :])
