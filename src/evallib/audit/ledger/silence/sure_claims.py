"""Sure claims (明说的关系): where words say what a figure follows from, nothing that is read otherwise excuses it."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.audit.ledger.claims import SURE, Claim

_RATIOS = frozenset({"rate", "completion", "share"})


def drop_other_readings(claims: Sequence[Claim]) -> None:
    """Take what holds from claims on a figure of which another claim is sure.

    “完成收入A，占预算B的P%” may be read as a rate too, of any two figures of the paragraph.
    """
    sure = {
        id(c.entry)
        for c in claims
        if c.group[0] in _RATIOS and not c.holding and (told := c.best_failing) is not None and told.strength >= SURE
    }
    for claim in claims:
        if id(claim.entry) in sure and claim.group[0] in _RATIOS and all(not r.strength for r in claim.holding):
            claim.holding = []
