"""Repeats (同一数再说一遍): what a document tells in two places, by one name or in other words."""

from __future__ import annotations

from evallib.audit.joins.repeats.behind_amounts import behind_claims
from evallib.audit.joins.repeats.counted_again import counted_claims
from evallib.audit.joins.repeats.retold import retold_claims
from evallib.audit.joins.repeats.rows_again import row_claims
from evallib.audit.joins.repeats.same import same_claims
from evallib.audit.ledger import Claim, Ledger

__all__ = ["repeat_claims"]


def repeat_claims(ledger: Ledger) -> list[Claim]:
    """Claims about all figures that a document tells once more."""
    claims = same_claims(ledger)
    claims += [*behind_claims(ledger), *counted_claims(ledger)]
    return [*claims, *retold_claims(ledger, {id(c.entry) for c in claims}), *row_claims(ledger)]
