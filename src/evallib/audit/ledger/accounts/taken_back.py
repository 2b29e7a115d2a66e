"""Taken back (退回、剔除): “签收57件，退回6件，实际受理51件”: what came less what of it went back."""

from __future__ import annotations

import re

from evallib.audit.ledger import LESS, Claim, Ledger, addable, make
from evallib.audit.ledger.slips import one_slip_mends

_BACK = re.compile(
    r"[，,；;、]\s*(?:其中)?[，,]?(?:已)?(?:退回|剔除|扣除|核减|撤回|作废|不予受理|重复|无效)[^，。；、\d]{0,12}$"
)
_LEFT = re.compile(r"[，,、]\s*(?:(?:最终|最后)?(?:实际|实有|有效|正式|净|实)[^，。；、\d]{0,10})$")
TOLD, REACH = 0.78, 4


def taken_back_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every count that is left of another one when some of it went back."""
    claims = []
    for left in ledger.prose[2:]:
        if left.spot is None or not _LEFT.search(left.spot.gap):
            continue
        before = [e for e in ledger.prose[max(0, left.index - REACH) : left.index] if e.dimension != "percent"][-2:]
        if len(before) < 2:
            continue
        came, back = before  # “回收398份，回收率94.8%；剔除14份，有效384份”: a rate may stand between
        if back.spot is None or not _BACK.search(back.spot.gap):
            continue
        three = (came, back, left)
        row = all(
            e.is_amount and e.role == "plain" and e.sentence == left.sentence and not e.mention.hedge for e in three
        )
        row = row and came.spot is not None and "其中" not in came.spot.gap  # what of it went back, and not its sibling
        # “退回12件，实际派发441件，暂存5件”: what is told behind it may be left as well.
        behind = ledger.just_behind(left)
        goes_on = behind is not None and behind.sentence == left.sentence and behind.is_amount
        row = row and not (goes_on and behind is not None and addable(behind, left) and behind.depth == left.depth)
        if row and addable(came, back) and addable(back, left) and len({e.depth for e in three}) == 1:
            relation = make(left, (came, back), LESS, "sum.balance", f"“{left.label}”", TOLD)
            if relation.holds() or one_slip_mends(relation):
                claims.append(Claim(left, [relation], ("balance", left.index)))
    return claims
