"""Through a year (上年结转、收入、支出、结转下年): what there was and what came in is what was spent and what is left.

“收入A。支出B，其中…，上年结转C，本年无结余” leaves nothing; told in any order, each once in a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Formula, Ledger, Relation, addable, make
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.slips import one_slip_mends
from evallib.audit.ledger.wholes.told import what_of

_OPENING = re.compile(r"(?:年初|上年|期初|以前年度|[上往]年度?)[^，。；]{0,6}(?:结转|结余)")
_CLOSING = re.compile(r"结转[到至]?下年|(?:年末|年终|期末|累计|滚存)[^，。；]{0,6}(?:结转|结余)")
_INCOME = re.compile(r"收入(?:合计|共计)?$|拨款(?:收入)?$")
_SPENT = re.compile(r"支出(?:合计|共计)?$")
_NOTHING = re.compile(r"(?:本年|年末|当年|年终)?(?:无|没有)(?:结转|结余)|(?:结转|结余)为0(?![.\d])")
#: A total holds what was carried over; these are planned, or of one account of several.
_OTHER = re.compile(r"总计|总[收支]|总额|预算|专户|基本支出|项目支出")
STRENGTH, KINDS = 0.72, 4


def through_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every paragraph that tells what there was, what came in, what was spent and what is left."""
    claims = []
    for entries in ledger.by_paragraph.values():
        amounts = [e for e in entries if e.dimension == "money" and e.role == "plain" and not e.mention.hedge]
        if len(amounts) < KINDS - 1:
            continue
        relation = _account(ledger, amounts)
        if relation is not None and (relation.holds() or one_slip_mends(relation)):
            claims.append(Claim(relation.result, [relation], ("balance", relation.result.index)))
    return claims


def _account(ledger: Ledger, amounts: Sequence[Entry]) -> Relation | None:
    opening, closing = _only(amounts, _OPENING), _only(amounts, _CLOSING)
    outer = [e for e in amounts if e is not opening and e is not closing and not _is_part(amounts, e)]
    came, spent = _only(outer, _INCOME), _only(outer, _SPENT)
    if opening is None or came is None or spent is None or any(_OTHER.search(e.label) for e in outer):
        return None
    figures = [came, opening, spent, *([closing] if closing is not None else [])]
    if not all(addable(e, came) and e.depth == came.depth for e in figures) or len(outer) > len((came, spent)):
        return None
    if closing is not None:
        formula = Formula("sum", signs=(1, 1, -1))
        return make(closing, (opening, came, spent), formula, "sum.balance", f"“{closing.label}”", STRENGTH)
    if _NOTHING.search(paragraph_of(ledger.document, spent)):
        return make(spent, (opening, came), SUM, "sum.balance", what_of(spent), STRENGTH)
    return None


def _only(amounts: Sequence[Entry], name: re.Pattern[str]) -> Entry | None:
    """The one amount that is called so; none where there are two."""
    found = [e for e in amounts if name.search(e.label)]
    return found[0] if len(found) == 1 else None


def _is_part(amounts: Sequence[Entry], entry: Entry) -> bool:
    """Whether “其中” stands before an amount in its sentence."""
    own = [e for e in amounts if e.sentence == entry.sentence and e.index <= entry.index]
    return any(e.spot is not None and "其中" in e.spot.gap for e in own)
