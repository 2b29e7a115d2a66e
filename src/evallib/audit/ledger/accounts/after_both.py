"""After both sides (收支相抵): “收入合计A。支出合计B。上述收支相抵，年终结余D”: what came in less what went out.

A small fund tells no totals: “收入A，上级补助B，上年结余C，支出E” above “收支相抵，年终结余D”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import LESS, Claim, Entry, Formula, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.slips import one_slip_mends

_BOTH = re.compile(r"收支(?:总量)?(?:相抵|品迭|品叠)")
_LEFT = re.compile(r"结余|结转")
_TOTAL = re.compile(r"[总合]计|总[收支][入出]|总[量额]")
_CAME = re.compile(r"收入|补助|(?:上年|年初)结[余转]|调入|转贷")
_WENT = re.compile(r"支出|上解|还本|调出|补充|安排")
BACK, PARAGRAPHS, MOST = 24, 3, 8
TOLD, ITEMS = 0.8, 0.7


def after_both_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every amount that is left when what came in and what went out are held against each other."""
    claims = []
    for left in ledger.prose:
        if left.dimension != "money" or left.spot is None or not _BOTH.search(left.spot.gap) or left.depth:
            continue
        if left.role != "plain" or left.mention.hedge or not _LEFT.search(left.spot.head):
            continue
        relation = _of_account(left, _account(ledger, left))
        if relation is not None and (relation.holds() or one_slip_mends(relation)):
            claims.append(Claim(left, [relation], ("balance", left.index)))
    return claims


def _account(ledger: Ledger, left: Entry) -> list[Entry]:
    """The amounts told before what is left, back to the account before."""
    found: list[Entry] = []
    for entry in reversed(ledger.back(left, BACK)):
        if left.paragraph - entry.paragraph > PARAGRAPHS or (entry.spot is not None and _BOTH.search(entry.spot.gap)):
            break
        plain = entry.is_amount and entry.role == "plain" and not (entry.depth or entry.mention.hedge)
        if plain and addable(entry, left) and (not entry.is_base or _LEFT.search(entry.label)):
            found.append(entry)
    return found[::-1]


def _of_account(left: Entry, amounts: Sequence[Entry]) -> Relation | None:
    totals = [e for e in amounts if e.spot is not None and _TOTAL.search(e.spot.head)]
    if not totals:
        return _of_items(left, [e for e in amounts if left.paragraph - e.paragraph <= 1])
    came = [e for e in totals if "收" in e.label]
    went = [e for e in totals if "支" in e.label and "收" not in e.label]
    if not came or not went or came[-1].value <= went[-1].value or left.is_whole:
        return None  # totals that are equal hold what is carried over already
    return make(left, (came[-1], went[-1]), LESS, "sum.balance", f"“{left.label}”", TOLD)


def _of_items(left: Entry, items: Sequence[Entry]) -> Relation | None:
    ways = [-1 if _WENT.search(e.label) else 1 if _CAME.search(e.label) else 0 for e in items]
    told = len(items) <= MOST and {1, -1} == set(ways) and ways == sorted(ways, reverse=True)
    if not told or len({e.label for e in items}) < len(items):
        return None
    relation = make(left, items, Formula("sum", signs=tuple(ways)), "sum.balance", f"“{left.label}”", ITEMS)
    relation.most = DOUBT
    return relation
