"""Year end (年末结转): what came in is what was spent, given away and left over: “支出…。年末结转和结余C万元”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of

_LEFT = re.compile(r"年[末终]结转(?:和|与|及)?结余")
_SPENT = re.compile(r"本年支出|支出(?:合计|总计)|支出决算|^支出")
_PARTS = re.compile(r"基本支出|项目支出|上缴上级支出|经营支出|附属单位补助支出")
_GIVEN = re.compile(r"结余分配")
_TOTAL = re.compile(r"(?:收入|支出|收支|收、支)[^，。；]{0,6}(?:总计|合计)|[总合]计")
BACK, STRENGTH = 10, 0.72


def year_end_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every 年末结转和结余 behind what was spent: with it the year's total is made up, or would be."""
    claims = []
    for left in ledger.prose:
        if left.dimension != "money" or left.role != "plain" or left.spot is None or not _LEFT.search(left.label):
            continue
        near = ledger.back(left, 2 * BACK)
        own = [e for e in near if e.paragraph == left.paragraph and e.dimension == "money" and e.role == "plain"]
        given = [e for e in own if _GIVEN.search(e.label)][-1:]
        parts = [e for e in own if _PARTS.search(e.label)]
        spent = [e for e in own if _SPENT.search(e.label) and e not in parts][:1]
        relations = [r for terms in (spent, parts) if terms for r in _of_totals(ledger, [*terms, *given, left])]
        held = [r for r in relations if r.holds()]
        slipped = [] if held else [r for r in relations if one_digit_mends(r)]
        for relation in (*held[:1], *slipped[:1]):
            relation.strength = STRENGTH
        for relation in (*held[:1], *slipped[:1]):
            claims.append(Claim(relation.result, [relation], ("balance", left.index)))
    return claims


def _of_totals(ledger: Ledger, terms: Sequence[Entry]) -> Iterator[Relation]:
    """What was spent with what is left, as each total around."""
    mine = {id(t) for t in terms}
    for whole in ledger.around(terms[0], terms[0]):
        called = whole.is_whole or _TOTAL.search(whole.label)
        if called and id(whole) not in mine and addable(whole, terms[0]):
            yield make(whole, terms, SUM, "sum.balance", what_of(whole))
