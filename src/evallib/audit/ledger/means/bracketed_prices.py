"""Bracketed prices (括号里的标准): “任务1640户，市级配套196.8万元（1200元/户）” tells so much for each of those before.

The unit says what is counted, so that the amount in front of the bracket is that of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import PRODUCT, Claim, Entry, Ledger, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.slips import one_slip_mends

_OPENS = re.compile(r"\s*[(（][^，。；()（）\d]{0,8}$")
#: So far back it is counted, and so sure it is that it is this count.
BACK, STRENGTH = 6, 0.5


def price_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every amount with a price in brackets right behind it."""
    claims = []
    for price in ledger.prose:
        amount = ledger.just_before(price)
        if amount is None or not _is_price_of(price, amount):
            continue
        counts = list(_counts(ledger, price, amount))[::-1]  # the one told last first
        products = [
            make(amount, (count, price), PRODUCT, "product.amount", "每份×数量", 0.0 if at else STRENGTH)
            for at, count in enumerate(counts)
        ]
        if any(p.holds() or one_slip_mends(p) for p in products):
            for product in products:
                product.most = DOUBT
            claims.append(Claim(amount, products, ("product", amount.index)))
    return claims


def _is_price_of(price: Entry, amount: Entry) -> bool:
    if price.spot is None or "/" not in price.mention.unit or price.mention.hedge or amount.mention.hedge:
        return False
    beside = _OPENS.match(price.spot.gap) and price.depth == amount.depth + 1 and price.sentence == amount.sentence
    return bool(beside) and price.dimension == amount.dimension == "money" and "/" not in amount.mention.unit


def _counts(ledger: Ledger, price: Entry, amount: Entry) -> Iterator[Entry]:
    unit = price.mention.unit.partition("/")[2][:1]
    for entry in ledger.back(amount, BACK):
        counted = entry.dimension in {"count", "area", "length", ""} and entry.mention.unit.endswith(unit)
        if counted and unit and entry.paragraph == amount.paragraph and entry.depth <= amount.depth and entry.value > 1:
            yield entry
