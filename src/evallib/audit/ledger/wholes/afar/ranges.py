"""Ranges (分段): “超期3天以内33件，3至10天16件，10天以上5件”: what ranges that close up count is all there is.

The first range has no lower end and the last no upper one; the first may begin where all of it does (60岁以上老人).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of

_N = r"\d+(?:\.\d+)?"
_UNIT = r"(?:周?岁|[小学]?时|分钟?|秒|天|日|个?工作日|个?月|年|[百千万亿]*元|件|[次人户分米%]|公里|平方米)?"
_BELOW = re.compile(
    rf"(?:(?P<n>{_N}){_UNIT}(?:[（(]?(?:不?含)[)）]?)?及?(?:以[内下]|内)|(?:不足|不满|低于|小于|未满|[<＜≤])(?P<m>{_N}){_UNIT})"
)
_FROM_TO = re.compile(rf"(?P<n>{_N}){_UNIT}(?:[（(]?(?:不?含)[)）]?)?(?:[-—–－~～至到]|以上)+(?P<m>{_N}){_UNIT}")
_ABOVE = re.compile(
    rf"(?:(?P<n>{_N}){_UNIT}(?:[（(]?(?:不?含)[)）]?)?及?以上|(?:超过|超|高于|大于|逾|满|[>＞≥])(?P<m>{_N}){_UNIT})"
)
_DIGIT = re.compile(r"\d")
#: So many ranges, so far back the whole, how sure it is, and the most that a range begins behind the end of the last.
LEAST, BACK, SURE, STEP = 3, 12, 0.62, 1.0


def range_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every list of ranges that close up, of the amount before it that they make up."""
    claims = []
    for parts in _runs(ledger):
        relation = None if may_overlap(ledger, parts[0]) else _of_whole(ledger, parts)
        if relation is not None:
            claims.append(Claim(relation.result, [relation], ("ranges", parts[0].index)))
    return claims


def _runs(ledger: Ledger) -> Iterator[list[Entry]]:
    """Amounts told one after the other of ranges of which each begins where the last one ends."""
    run: list[Entry] = []
    end: float | None = None
    for entry in ledger.prose:
        if entry.spot is None or not entry.is_amount or entry.role != "plain":
            continue
        words = entry.spot.gap
        if not _DIGIT.search(words):
            run, end = [], None
        elif (first := _BELOW.search(words)) and not _FROM_TO.search(words):
            run, end = [entry], float(first["n"] or first["m"])
        elif (inner := _FROM_TO.search(words)) is not None:
            low, high = float(inner["n"]), float(inner["m"])
            goes_on = run and end is not None and 0 <= low - end <= STEP and addable(entry, run[-1])
            run, end = ([*run, entry] if goes_on and run[-1].sentence == entry.sentence else [entry]), high
        elif (last := _ABOVE.search(words)) is not None and run and end is not None:
            low = float(last["n"] or last["m"])
            if 0 <= low - end <= STEP and addable(entry, run[-1]) and run[-1].sentence == entry.sentence:
                yield from [[*run, entry]][: len(run) + 1 >= LEAST]
            run, end = [], None
        else:
            run, end = [], None


def _of_whole(ledger: Ledger, parts: list[Entry]) -> Relation | None:
    """The amount before a list that it makes up, or the only one that it would but for one digit."""
    most = max(p.rough for p in parts)
    wholes = [
        e
        for e in ledger.before(parts[0], BACK)
        if addable(e, parts[0]) and e.mention.unit == parts[0].mention.unit and e.rough > most and e.role == "plain"
    ]
    told = [make(w, parts, SUM, "sum.prose", what_of(w), SURE) for w in wholes if not w.is_base]
    held = next((r for r in told if r.holds()), None)
    likely = [r for r in told if one_digit_mends(r)]
    if held is not None or len(likely) != 1:
        return held
    likely[0].most = DOUBT
    return likely[0]
