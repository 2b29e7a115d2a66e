"""Pace of the year (序时进度): how far a rate lies ahead of the part of the year that is over, which nobody prints.

“上半年完成预算的53.5%，快于序时进度3.5个百分点”: half a year is 50%.
"""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, Entry, Formula, Ledger, Relation, make
from evallib.audit.ledger.entries import paragraph_of
from evallib.parsing.claims.periods import months_told

_PACE = re.compile(r"序时(?:进度)?|时间进度")
_AHEAD = re.compile(r"超|快|高|领先|优于|提前|大于|多")
_BEHIND = re.compile(r"低|慢|落后|滞后|小于|少")
#: “截至8月26日”: by days, and not by months.
_DAYS = re.compile(r"\d\s*日")
_QUARTER = re.compile(r"(?<!前)[二三四]季度")
MONTHS, BACK = 12, 3
#: The part of the year may be reckoned by days: told where one slip explains it.
STRENGTH = 0.55


def pace_reading(ledger: Ledger, entry: Entry) -> Relation | None:
    """How far the rate told before is ahead of the months told before it, None where a text tells either of them not.

    Args:
        ledger: the figures.
        entry: a number of percentage points.
    """
    spot = entry.spot
    if spot is None or (match := _PACE.search(spot.head)) is None:
        return None
    words = spot.head[max(0, match.start() - 5) :]
    ahead, behind = _AHEAD.search(words), _BEHIND.search(words)
    if bool(ahead) == bool(behind):
        return None
    told = [e for e in ledger.back(entry, 4) if e.sentence == entry.sentence and e.dimension == "percent"]
    rates = [e for e in told if e.role in {"completion", "rate"} and not e.mention.hedge]
    months = _months(ledger, entry)
    if not rates or not months:
        return None
    part = Fraction(months, MONTHS) * HUNDRED
    formula = Formula("sum", signs=(1,), constant=-part, factor=Fraction(1 if ahead else -1))
    note = f"{months}个月的序时进度为 {float(part):.4g}%"
    return make(entry, (rates[-1],), formula, "growth.points", "与序时进度的差", STRENGTH, note=note)


def _months(ledger: Ledger, entry: Entry) -> int:
    """How many months of the year are over: what the sentence says, else what stands before it, the nearest first."""
    own = [e.spot.gap for e in ledger.by_sentence[entry.sentence] if e.spot is not None and e.index <= entry.index]
    paragraphs = [p.text for n, p in ledger.document.paragraphs if entry.paragraph - BACK <= n < entry.paragraph]
    here = paragraph_of(ledger.document, entry)[: entry.mention.start]
    for text in ("".join(own), here, *reversed(paragraphs)):
        if _DAYS.search(text) or _QUARTER.search(text):
            return 0
        if months := months_told(text):
            return months if months < MONTHS else 0
    return 0
