"""Rates of others (别处的比率): what stands beside a rate and is, by its own words, nothing that it is told of."""

from __future__ import annotations

import re

from evallib.audit.ledger import HUNDRED, Entry, Ledger, Relation, likeness

_IN_ROW = re.compile(r"\s*[、和与及]\s*")
_FUNDS = re.compile("(?:投资|资金|预算|金额|收入|支出|经费)(?:计划|总额|总数|额|数)?的?$")
#: So alike two names are of one thing.
SAME = 0.6


def is_of_others(ledger: Ledger, rate: Entry, part: Entry, whole: Entry) -> bool:
    """Whether a rate is one of a row whose amounts stand elsewhere, is all of something else, or of money.

    “前三位分别占总数的22.6%、13.3%、5.3%”: no two counts told before have the second. “受理197件，办结率100%” is
    told of no 14件 of another sentence, and “33个项目完成58.6亿元，占投资计划的99%” of no 33个.
    """
    if _is_told_again(part, whole):
        return True
    if rate.spot is None or part.spot is None:
        return False
    if _IN_ROW.fullmatch(rate.spot.gap):
        told = [e for e in ledger.by_sentence[part.sentence] if e.is_amount]
        return part.sentence != rate.sentence and len(told) < _length_of_row(ledger, rate)
    if rate.value == HUNDRED and (part.sentence != rate.sentence or part.mention.unit != whole.mention.unit):
        return True
    return bool(_FUNDS.search(rate.whole)) and part.dimension == whole.dimension == "count"


def _length_of_row(ledger: Ledger, rate: Entry) -> int:
    """How many figures are told one after the other with nothing but “、” and “和” between them."""
    first = last = rate.index
    while first and _goes_on(ledger.prose[first]):
        first -= 1
    while last + 1 < len(ledger.prose) and _goes_on(ledger.prose[last + 1]):
        last += 1
    return last - first + 1


def _goes_on(entry: Entry) -> bool:
    return entry.spot is not None and bool(_IN_ROW.fullmatch(entry.spot.gap))


def is_no_change(change: Entry, reading: Relation) -> bool:
    """What is told behind a change, or in one row with another, and what another rate is, it did not come from."""
    based = any(t.is_base for t in reading.terms)
    if change.role != "growth":  # “分别比上年上升0.46和0.37个百分点” is told of no two rates of this year
        return change.spot is not None and bool(_IN_ROW.fullmatch(change.spot.gap)) and not based
    return any(t.sentence > change.sentence and not t.is_base for t in reading.terms) or _are_two_rates(reading)


def _is_told_again(part: Entry, whole: Entry) -> bool:
    """“供暖来电3075个…反映供暖类问题来电3075个，供暖问题占93.6%”: one quantity is no part of itself."""
    return part.value == whole.value and likeness(part.label, whole.label) >= SAME


def _are_two_rates(reading: Relation) -> bool:
    """“即办率65.2%，一次办结率82.9%，同比增长4%”: one rate did not grow from another one."""
    a, b = reading.terms[0], reading.terms[-1]
    rates = a is not b and a.dimension == b.dimension == "percent" and not (a.is_base or b.is_base)
    return rates and bool(a.label and b.label) and likeness(a.label, b.label) < SAME
