"""No rates (不成其为率的数): pairs that some slip would make hold, and of which nobody tells a rate."""

from __future__ import annotations

import re

from evallib.audit.ledger import HUNDRED, Entry, Ledger, Relation
from evallib.audit.ledger.entries import are_of_two_kinds
from evallib.audit.ledger.ratios.one_whole import unprinted_part
from evallib.audit.ledger.ratios.rate_names import FAILED, likely_part, stem_of

#: “46家单位评价率均为100%” is told of each of them.
_OF_EACH = re.compile(r"[均都皆](?:为|达到?|是|在|保持在)?\s*$")
#: A count bears the name of a rate.
NAMED = 0.8
_NEXT, _AND = re.compile(r"\s*[)）]?\s*[；;]"), re.compile(r"\s*[、和与及]\s*$")


def is_no_rate(relation: Relation) -> bool:
    """Whether two figures are not what a rate can be told of, however near they come to it.

    Args:
        relation: a rate or a share of which no words tell.
    """
    rate, part, whole = relation.result, relation.terms[0], relation.terms[-1]
    if rate.spot is None or len(relation.terms) != 2 or relation.formula.kind != "ratio":
        return False
    if part.value == whole.value and rate.value < HUNDRED:
        return True  # one amount told twice
    if relation.strength:
        return False
    behind = [t for t in relation.terms if t.index > rate.index and t.spot is not None]
    if behind and _NEXT.match(min(behind, key=lambda t: t.index).spot.gap):  # type: ignore[union-attr]
        return True  # “甲13个，完成率46.1%；乙23个，…”: the next item has a rate of its own
    if relation.code == "rate.share" and unprinted_part(rate):
        return True
    return is_of_each(rate) or (relation.code == "rate.prose" and _is_all(rate, part, whole))


def _is_all(rate: Entry, part: Entry, whole: Entry) -> bool:
    """“受理113件，办结率100%”: of two counts only what bears the name of the rate could have been meant as all."""
    assert rate.spot is not None
    if rate.value != HUNDRED or part.value == whole.value:
        return False
    named = likely_part(stem_of(rate.spot.head), part.label) >= NAMED
    named = named and bool(FAILED.search(part.label)) == bool(FAILED.search(rate.spot.head))
    return not (named and part.sentence == rate.sentence and part.index < rate.index)


def can_have_shares(share: Entry, part: Entry, whole: Entry) -> bool:
    """Whether an amount can be the whole of another: one thing has no shares, people are none of cases, nor itself one.

    Args:
        share: the share.
        part: what it is told of.
        whole: what it could be a share of.
    """
    if (whole.value == 1 and whole.dimension == "count") or are_of_two_kinds(whole, part):
        return False
    return whole.value != part.value or share.value >= HUNDRED


def is_of_each(rate: Entry) -> bool:
    """Whether a rate is told of each of several, and of no pair."""
    return rate.spot is not None and bool(_OF_EACH.search(rate.spot.head))


def is_in_row_of_shares(ledger: Ledger, rate: Entry) -> bool:
    """“分别占总数的17.9%、12.5%、8.1%”: a share of what is named before them all, and no rate.

    Args:
        ledger: the figures.
        rate: a percentage.
    """
    at: Entry | None = rate
    while at is not None and at.role != "share" and at.spot is not None and _AND.fullmatch(at.spot.gap):
        at = ledger.just_before(at)
        if at is None or at.dimension != "percent" or at.sentence != rate.sentence:
            return False
    return at is not None and at is not rate and at.role == "share"
