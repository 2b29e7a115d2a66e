"""Restated amounts (同一数的两种写法): “0.34亿元（即3400万元）”, “2.74万件（27376件）”."""

from __future__ import annotations

import re

from evallib.audit.ledger import SUM, Claim, Ledger, make

_THAT_IS = re.compile(r"^\s*[，,]?\s*[(（]?\s*(?:即|折合|合)(?:人民币)?(?:为)?\s*$")


def restated_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every amount that is told once more in another unit right behind it."""
    claims = []
    for first, again in zip(ledger.prose, ledger.prose[1:], strict=False):
        if again.spot is None or first.sentence != again.sentence or not (first.is_amount and again.is_amount):
            continue
        if first.dimension != again.dimension or first.mention.scale == again.mention.scale:
            continue
        if not _THAT_IS.match(again.spot.gap) or first.mention.hedge or again.mention.hedge:
            continue
        coarse, fine = sorted((first, again), key=lambda e: -e.half)
        claims.append(
            Claim(coarse, [make(coarse, (fine,), SUM, "unit.slip", "同一数的两种写法", 0.9)], ("restated", again.index))
        )
    return claims
