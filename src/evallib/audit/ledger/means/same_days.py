"""Same days (同一天数): daily means of one text are of as many days, printed or not; a mean by the month is of months.

“假期接听12530个，日均1790个；派发11351个，日均1622个”: both are of seven days, whatever the holiday is called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, addable, make
from evallib.audit.ledger.means.named_means import named_pair
from evallib.model import patterns
from evallib.parsing.claims.periods import months_told

#: So many means settle the days of the others, which are no more than those of a year.
LEAST, MOST = 2, 366
#: The strength of what one slip has to explain.
STRENGTH = 0.455
YEAR = 12


def agree_on_days(ledger: Ledger, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with what daily means come to that nothing else explains, where two of them tell of as many days.

    Args:
        ledger: the figures.
        claims: of means, read one by one.
    """
    wholes: dict[int, Entry] = {}
    votes: Counter[int] = Counter()
    for claim in claims:
        whole = _whole_of(ledger, claim)
        if whole is not None:
            wholes[id(claim)] = whole
            days = round(whole.value / claim.entry.value)
            fitting = [n for n in (days - 1, days, days + 1) if n > 1 and _mean(claim.entry, whole, n, 0.0).holds()]
            votes.update(fitting if len(fitting) == 1 else ())
    days, count = max(votes.items(), key=lambda v: v[1], default=(0, 0))
    if count < LEAST or days > MOST:
        return list(claims)
    return [
        Claim(c.entry, [*c.readings, _mean(c.entry, wholes[id(c)], days, STRENGTH)], c.group) if id(c) in wholes else c
        for c in claims
    ]


def _whole_of(ledger: Ledger, claim: Claim) -> Entry | None:
    """The amount right before a daily mean of which no words tell the days."""
    entry, whole = claim.entry, ledger.just_before(claim.entry)
    if claim.group[0] != "mean" or claim.holding or any(r.strength for r in claim.readings) or entry.spot is None:
        return None
    if whole is None or whole.role != "plain" or whole.sentence != entry.sentence or whole.is_base:
        return None
    daily = patterns.match(r"\s*[，,（(]\s*(?:平均)?(?:日均|每[日天])", entry.spot.gap)
    return whole if daily and entry.value > 0 and addable(whole, entry) and whole.value > entry.value else None


def _mean(entry: Entry, whole: Entry, days: int, strength: float) -> Relation:
    formula = Formula("sum", factor=Fraction(1, days))
    return make(entry, (whole,), formula, "rate.average", "日均", strength, note=f"与其他日均同按{days}天计")


def monthly_mean(ledger: Ledger, entry: Entry) -> Relation | None:
    """“全年发放612万元，1250人，月人均408元”: what each had in a month; None where pair or months are not told.

    Args:
        ledger: the figures.
        entry: a mean.
    """
    if entry.spot is None or not patterns.search(r"每?月人均|人均每?月|人月均|每人每月", entry.spot.head):
        return None
    pair = named_pair(ledger, entry)
    own = [e.spot.gap for e in ledger.by_sentence[entry.sentence] if e.spot is not None and e.index <= entry.index]
    said = "".join(own)
    months = months_told(said) or (YEAR if patterns.search(r"(?:19|20)\d\d年(?!度?\d{0,2}月)", said) else 0)
    if pair is None or months < 2:
        return None
    formula = Formula("ratio", factor=Fraction(1, months))
    return make(entry, pair, formula, "rate.average", "月人均", STRENGTH, note=f"按{months}个月计")
