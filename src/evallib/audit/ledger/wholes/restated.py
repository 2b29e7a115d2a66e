"""Restated amounts (同一数的两种写法): “0.34亿元（即3400万元）”, “2.74万件（27376件）”."""

from __future__ import annotations

import re

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, alike, make

_THAT_IS = re.compile(r"^\s*[，,]?\s*[(（]?\s*(?:即|折合|合)(?:人民币)?(?:为)?\s*$")
#: “总投资约14.82亿元（概算148215.37万元）”: one amount, told in a bracket with all its digits.
_BRACKET = re.compile(r"\s*[(（](?:概算|批复|核定|审定|合同|实际|精确)?[^，。；、\d]{0,4}$")
IN_BRACKET, NEAR = 0.58, 0.15


def _is_in_bracket(first: Entry, again: Entry) -> bool:
    """Whether the amount in a bracket right behind another one is nearly the same, printed with more digits."""
    if again.spot is None or again.depth <= first.depth or not _BRACKET.fullmatch(again.spot.gap):
        return False
    finer = again.half and again.half * 10 <= first.half and again.role == "plain" and not again.is_base
    return bool(finer) and abs(first.rough - again.rough) <= NEAR * first.rough


def restated_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every amount that is told once more in another unit right behind it."""
    claims = []
    for first, again in zip(ledger.prose, ledger.prose[1:], strict=False):
        if again.spot is None or first.sentence != again.sentence or not (first.is_amount and again.is_amount):
            continue
        if first.dimension != again.dimension or not alike(first, again) or first.mention.scale == again.mention.scale:
            continue
        if first.mention.hedge or again.mention.hedge:
            continue
        strength = 0.9 if _THAT_IS.match(again.spot.gap) else IN_BRACKET if _is_in_bracket(first, again) else 0.0
        if strength:
            coarse, fine = sorted((first, again), key=lambda e: -e.half)
            told = make(coarse, (fine,), SUM, "unit.slip", "同一数的两种写法", strength)
            claims.append(Claim(coarse, [told], ("restated", again.index)))
    return claims
