"""Other kinds (不是一类的数): readings that the kind of a figure rules out, however near they come to it."""

from __future__ import annotations

import re

from evallib.audit.ledger import Claim, Entry, Ledger, Relation, likeness
from evallib.audit.ledger.entries import are_of_two_kinds
from evallib.audit.ledger.ratios.named_means import is_other_divisor
from evallib.audit.ledger.ratios.narrower_counts import counts_less
from evallib.audit.ledger.ratios.points import COMPARED
from evallib.audit.ledger.ratios.shares import OF_SEVERAL

_ASKED = re.compile("满意|知晓|认可|好评")
_ASKED_OF = re.compile("发放|发出|回收|收回|收到|回访|抽[查样]|调查|走访|有效|问卷|样本|受访|参与|填[写报]")
#: A rate of two amounts of one name, last year's and this year's, is a change.
ONE_NAME, ALIKE = 0.95, 0.6
_OF_ONE_KIND = frozenset({"rate", "share", "completion"})


def is_of_another_kind(ledger: Ledger, claim: Claim, reading: Relation) -> bool:
    """Whether a figure cannot be told of those of a reading, whatever they give."""
    part, spot = reading.terms[0], claim.entry.spot
    if claim.group[0] in _OF_ONE_KIND and are_of_two_kinds(*reading.terms):
        return True  # “抽检261批次”, “服务248.6万人”: no rate of batches among people
    if len(reading.terms) == 2 and spot is not None and OF_SEVERAL.search(spot.head):
        return True  # “甲、乙两类合计占P%” is of both
    if part.dimension == "score" and spot is not None and "分" not in spot.head:
        return True  # marks make no rate but that of marks
    if claim.group[0] == "rate" and spot is not None and _ASKED.search(spot.head) and _ASKED_OF.search(part.label):
        return True  # “发放120份，回收104份，满意度86.5%”: not how many came back
    if claim.group[0] == "points" and _are_two_rates(reading):
        return True
    if claim.group[0] == "share" and _is_sibling(ledger, claim.entry, reading):
        return True
    if claim.group[0] == "mean" and spot is not None and is_other_divisor(spot.head, reading.terms[-1].mention.unit):
        return True  # “亩均90公斤” is divided by no people
    if claim.group[0] in {"points", "balance"} and all(t.is_base for t in reading.terms):
        return True  # “甲率上年为76.2%，…；乙率上年为77.5%”: of one earlier time
    if claim.group[0] == "balance" and not reading.expected():
        return True  # of two equal amounts nothing is left
    # What was planned is not what was done, nor last year's a whole of this year's.
    other = part.is_budget or _are_of_one_name(reading) or counts_less(claim.entry, reading)
    return claim.group[0] == "rate" and other


def _are_two_rates(reading: Relation) -> bool:
    """“解决率91.6%、满意率93.1%，比上年提高…”: two rates of two names, neither compared with the other."""
    first, second = sorted(reading.terms, key=lambda t: t.index)
    if first.spot is None or second.spot is None or second.is_base or COMPARED.search(second.spot.gap):
        return False
    return all(t.label.endswith(("率", "度")) for t in reading.terms) and likeness(first.label, second.label) < ALIKE


def _is_sibling(ledger: Ledger, share: Entry, reading: Relation) -> bool:
    """“甲A万元，占同类采购的p%；乙B万元，占同类采购的q%”: A is no whole of B, for it is a share of the same."""
    whole = reading.terms[-1]
    if not share.whole or len(reading.terms) < 2:
        return False
    return any(e.role == "share" and e.whole == share.whole for e in ledger.prose[whole.index + 1 : whole.index + 2])


def _are_of_one_name(reading: Relation) -> bool:
    """Whether two amounts of one name stand for part and whole."""
    return len(reading.terms) == 2 and likeness(reading.terms[0].label, reading.terms[1].label) >= ONE_NAME
