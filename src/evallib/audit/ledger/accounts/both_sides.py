"""Both sides (收支相抵): “收入总计A，支出总计A”: what came in in all is what went out in all, to the last digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Ledger, addable, make

_IN, _OUT = re.compile(r"(?:总收入|收入总[计额]?)$"), re.compile(r"(?:总支出|支出总[计额]?)$")
_SPENT, _MOVED, PAIR = re.compile(r"支出(?:完成|总额)?$"), re.compile(r"^调出"), 2
#: Told where one slip explains it: what is spent of one fund need not be all that came in.
STRENGTH, DIGITS = 0.58, 5


def side_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every two totals of one sentence, of what came in and what went out, that are one digit apart."""
    claims = []
    for first, second in zip(ledger.prose, ledger.prose[1:], strict=False):
        sides = _IN.search(first.label) and _OUT.search(second.label)
        if not sides or first.sentence != second.sentence or first.is_base or second.is_base:
            continue
        digits = sum(c.isdigit() for c in second.mention.text)
        if digits >= DIGITS and addable(first, second) and first.mention.scale == second.mention.scale:
            told = make(second, (first,), SUM, "sum.balance", "收支总计", STRENGTH)
            claims.append(Claim(second, [told], ("sides", second.index)))
    return [*claims, *_spent_and_moved(ledger)]


def _spent_and_moved(ledger: Ledger) -> Iterator[Claim]:
    """“收入总计A。支出B、调出C。”: what a fund spent and what was moved to another one is all it had."""
    for spent, moved in zip(ledger.prose, ledger.prose[1:], strict=False):
        own = ledger.by_sentence[spent.sentence]
        if len(own) != PAIR or own[-1] is not moved or not _SPENT.search(spent.label) or not _MOVED.search(moved.label):
            continue
        total = ledger.prose[spent.index - 1] if spent.index else spent
        if total.paragraph == spent.paragraph and _IN.search(total.label) and addable(total, spent):
            told = make(total, (spent, moved), SUM, "sum.balance", "收支总计", STRENGTH)
            yield Claim(total, [told], ("sides", total.index))
