"""Both sides (收支相抵): “收入总计A，支出总计A”: what came in in all is what went out in all, to the last digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, addable, make

#: “收入预算”, “收入预算总计调整为”: a budget is balanced.
_IN, _OUT = (
    re.compile(rf"(?:总{side}|{side}[总合][计额量]?|{side}预算(?:[总合][计额量]?)?(?:调整)?)$")
    for side in ("收入", "支出")
)
#: What came in in one year is not all there is, and so many paragraphs apart the two sides of one account are told.
_OF_THE_YEAR, PARAGRAPHS = re.compile("本年(?!度)|当年"), 6
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
        if _are_of_one_account(first, second):
            told = make(second, (first,), SUM, "sum.balance", "收支总计", STRENGTH)
            claims.append(Claim(second, [told], ("sides", second.index)))
    return [*claims, *_sides_apart(ledger), *_spent_and_moved(ledger)]


def _sides_apart(ledger: Ledger) -> Iterator[Claim]:
    """“…，收入总计A。” and in a sentence of its own “…，支出总计A。”: the two sides of the account told last."""
    first: Entry | None = None
    for entry in ledger.prose:
        plain = (
            entry.role == "plain" and not entry.is_base and not (entry.spot and _OF_THE_YEAR.search(entry.spot.head))
        )
        if plain and _IN.search(entry.label):
            first = entry
        elif plain and _OUT.search(entry.label):
            if first is not None and first.sentence != entry.sentence and _are_of_one_account(first, entry):
                told = make(entry, (first,), SUM, "sum.balance", "收支总计", STRENGTH)
                yield Claim(entry, [told], ("sides", entry.index))
            first = None


def _are_of_one_account(first: Entry, second: Entry) -> bool:
    digits = sum(c.isdigit() for c in second.mention.text)
    near = second.paragraph - first.paragraph <= PARAGRAPHS and first.is_budget == second.is_budget
    return near and digits >= DIGITS and addable(first, second) and first.mention.scale == second.mention.scale


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
