"""Inner parts (各项括号里的其中): “一批投资A（其中工程a），二批B（其中工程b），合计C（其中工程c）”: a and b make up c.

What one name takes out of every item adds up as the items do: where these make up their total, those have to as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, core, make
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of

_INNER = re.compile(r"^\s*[（(]\s*(?:其中)?[，,：:]?")
_TOTAL = re.compile(r"合计|[总共]计|^[总共]|小计|累计")
LEAST, STRENGTH = 3, 0.7


def inner_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every part in the bracket of a total that those in the brackets of its items make up."""
    claims = []
    for entries in ledger.by_sentence.values():
        told: dict[str, list[tuple[Entry, Entry]]] = defaultdict(list)
        for entry in entries:
            if entry.depth and entry.is_amount and entry.spot is not None and _INNER.match(entry.spot.gap):
                outer = ledger.just_before(entry)
                if outer is not None and outer.depth == entry.depth - 1 and outer.sentence == entry.sentence:
                    told[core(entry.label)].append((outer, entry))
        for name, pairs in told.items():
            relation = _relation(pairs) if name and len(pairs) >= LEAST else None
            if relation is not None:
                claims.append(Claim(relation.result, [relation], ("inner", relation.result.index)))
    return claims


def _relation(pairs: Sequence[tuple[Entry, Entry]]) -> Relation | None:
    """The part of the first or last item, which is the total of the others, as the sum of theirs."""
    for whole, items in ((pairs[-1], pairs[:-1]), (pairs[0], pairs[1:])):
        if not _TOTAL.search(whole[0].label) or not all(addable(part, whole[1]) for _, part in items):
            continue
        if not make(whole[0], [outer for outer, _ in items], SUM, "sum.prose", what_of(whole[0])).holds():
            continue
        relation = make(whole[1], [part for _, part in items], SUM, "sum.prose", what_of(whole[1]), STRENGTH)
        return relation if relation.holds() or one_digit_mends(relation) else None
    return None
