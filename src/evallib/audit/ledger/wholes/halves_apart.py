"""Halves told apart (分段说的两半): “——税收收入…。——非税收入…” in paragraphs of their own behind their total."""

from __future__ import annotations

import re

from evallib.audit.ledger import Claim, Entry, Ledger, addable, make
from evallib.audit.ledger.wholes.told import SUM, what_of

_TAX, _OTHER = re.compile(r"(?<!非)税收收入"), re.compile(r"非税收入")
_RECEIPTS = re.compile("收入")
APART, BACK = 60, 24


def half_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every total of 税收收入 and 非税收入 that stand in sentences of their own, where it holds."""
    claims = []
    taxes: Entry | None = None
    for entry in ledger.prose:
        if entry.dimension != "money" or entry.role != "plain" or entry.is_base or entry.is_budget:
            continue
        if _OTHER.search(entry.label):
            if taxes is not None and taxes.sentence != entry.sentence and entry.index - taxes.index <= APART:
                claims += _totals(ledger, taxes, entry)
            taxes = None
        elif _TAX.search(entry.label):
            taxes = entry
    return claims


def _totals(ledger: Ledger, taxes: Entry, other: Entry) -> list[Claim]:
    for whole in ledger.before(taxes, BACK):
        if whole.role == "plain" and addable(whole, taxes) and _RECEIPTS.search(whole.label):
            relation = make(whole, (taxes, other), SUM, "sum.prose", what_of(whole))
            if relation.holds():
                return [Claim(whole, [relation], ("sum", taxes.index))]
    return []
