"""Town to country (城乡收入比): “城乡居民收入比2.05:1” of the means of both told before."""

from __future__ import annotations

import re

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, make

_RATIO = re.compile(r"城乡[^，。；]{0,14}之?比[值率例]?[^，。；]{0,12}$")
_MOVED = re.compile(r"[:：∶1]*[，,]?(?:缩小|扩大|下降|降低|上升|提高|降|升|变)[为至到]")
_BEFORE = re.compile(r"(?:由|从|上年|去年)[^，。；]{0,6}$")
_KIND = re.compile(r"收入|支出")
#: So many figures back both means stand.
REACH, SURE = 40, 0.6
MOST = 6


def town_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every ratio of what people of towns have to what people of the country have."""
    claims = []
    for entry in ledger.prose:
        kind = _kind_of(ledger, entry)
        if not kind:
            continue
        near = [
            e
            for e in ledger.back(entry, REACH)
            if e.dimension == "money" and e.role in {"plain", "mean"} and kind in e.label and "均" in e.label
        ]
        town, country = (next((e for e in reversed(near) if name in e.label), None) for name in ("城镇", "农村"))
        if town is not None and country is not None and country.value > 0:
            told = make(entry, (town, country), Formula("ratio"), "rate.multiple", f"城乡{kind}比", SURE)
            claims.append(Claim(entry, [told], ("town", entry.index)))
    return claims


def _kind_of(ledger: Ledger, entry: Entry) -> str:
    """收入 or 支出 where a figure is the ratio of this year; of two (“由2.09缩小为2.05”) that is the second."""
    if entry.spot is None or entry.dimension != "" or not 1 <= entry.value < MOST or not entry.mention.decimals:
        return ""
    words = entry.spot.gap
    before = ledger.just_before(entry)
    if _MOVED.match(words) and before is not None and before.sentence == entry.sentence and before.spot is not None:
        words = before.spot.gap
    elif _BEFORE.search(words):
        return ""
    told = _RATIO.search(words)
    kind = _KIND.search(told[0]) if told is not None else None
    return kind[0] if kind else ""
