"""To be done (应办): “上月未办结A件，本月新收B件，本月共有C件”: what was left and what came is all there is to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.slips import one_slip_mends

_ALL = re.compile(r"(?:共有|应办|需办|应处[理置]|合计应)[^，。；、\d]{0,8}$")
_OPENING = re.compile(
    r"上[月周季期年](?:度|末)?[^，。；、\d]{0,4}(?:未[办处结]|遗留|结转|结余|在办|剩余)|(?:历史)?遗留|[月季年期]初(?:存量|在办|未)"
)
NEAR, BACK, STRENGTH = 2, 6, 0.62


def to_be_done_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every number of cases to be done that what was left and what came make up."""
    claims = []
    for whole in ledger.prose:
        if whole.dimension != "count" or whole.role != "plain" or whole.spot is None or whole.mention.hedge:
            continue
        if not _ALL.search(whole.spot.head):
            continue
        readings = list(_readings(ledger, whole))
        held = [r for r in readings if r.holds()]
        likely = held or [r for r in readings if one_slip_mends(r)]
        if held or len(likely) == 1:
            claims.append(Claim(whole, likely[:1], ("balance", whole.index)))
    return claims


def _readings(ledger: Ledger, whole: Entry) -> Iterator[Relation]:
    own = [e for e in ledger.back(whole, BACK) if e.paragraph == whole.paragraph and _is_told(e, whole)]
    for opening in own[-NEAR:]:
        if opening.spot is None or not _OPENING.search(opening.label + opening.spot.head):
            continue
        for came in own:
            if came is not opening and came.value <= whole.value:
                terms = sorted((came, opening), key=lambda e: e.index)
                relation = make(whole, terms, SUM, "sum.balance", "应办总数", STRENGTH)
                relation.most = DOUBT
                yield relation


def _is_told(entry: Entry, whole: Entry) -> bool:
    plain = entry.is_amount and entry.role == "plain" and not (entry.mention.hedge or entry.depth > whole.depth)
    return plain and addable(entry, whole)
