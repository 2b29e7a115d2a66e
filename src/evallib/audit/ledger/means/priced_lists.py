"""Priced lists (数量与单价的清单): “编织袋4000条，单价1.80元；雨衣320件，单价95.00元，合计37600元”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, make
from evallib.model import patterns

_PRICE = re.compile(r"单价|每[\u4e00-\u9fff]$|均价")
_WHOLE = re.compile(r"合计|总计|共计?|总额|总价|金额")
LEAST, STRENGTH = 2, 0.8

Pair = tuple[Entry, Entry]


def priced_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every amount told behind a list of counts that each have their price."""
    claims = []
    for price in ledger.prose:
        total = ledger.just_behind(price)
        if total is None or not is_price(price) or not _is_told(total, price):
            continue
        pairs = _pairs(ledger, price)
        if len(pairs) >= LEAST:
            told = [_products(total, pairs, by) for by in (1, 0)]
            # Both are one witness of a fault, and tie prices and counts where there is none.
            kept = told if told[0].holds() else told[:1]
            claims += [Claim(total, [relation], ("priced", total.index)) for relation in kept]
    return claims


def is_price(entry: Entry) -> bool:
    """Whether an amount is what one of something costs."""
    return entry.dimension == "money" and entry.spot is not None and bool(_PRICE.search(entry.spot.head))


def _is_told(total: Entry, price: Entry) -> bool:
    named = total.spot is not None and bool(_WHOLE.search(total.spot.head))
    return named and total.dimension == "money" and total.sentence == price.sentence and not total.mention.hedge


def _pairs(ledger: Ledger, last: Entry) -> list[Pair]:
    """The counts and prices one after the other, back from the last price."""
    found: list[Pair] = []
    at = last.index
    while at >= 1:
        count, price = ledger.prose[at - 1 : at + 1]
        beside = price.spot is not None and bool(patterns.match(r"\s*[，,、（(]?[^，。；;]{0,6}$", price.spot.gap))
        if not (is_price(price) and beside and count.dimension == "count" and count.sentence == last.sentence):
            break
        found.append((count, price))
        at -= 2
    return found[::-1]


def _products(total: Entry, pairs: Sequence[Pair], by: int) -> Relation:
    """The total as the prices times the counts (1), or as the counts times the prices (0): either may be wrong."""
    terms, weights = [pair[by] for pair in pairs], tuple(pair[1 - by].value for pair in pairs)
    return make(total, terms, Formula("sum", signs=weights), "product.amount", "数量×单价之和", STRENGTH)
