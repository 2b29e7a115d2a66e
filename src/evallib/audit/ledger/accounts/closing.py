"""Closing totals (收支平衡): “收入7.1亿元，上级补助2.3亿元（其中…），上年结转0.4亿元，收入总计9.8亿元”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.slips import digit_count
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of

_TOTAL = re.compile(r"总计|合计|总量|总财力|可用财力|总[收支][入出]")
#: “上年结转” comes into this year's money, other amounts of last year do not.
_CARRIED = re.compile(r"结转|结余|滚存")
LONGEST, SHORTEST = 24, 3
_OF_ACCOUNT = re.compile(r"总[收支][入出]$|[收支][入出]总[计量]$")
FROM_HEAD, OF_ALL = 0.6, 0.5
#: “合计投资”, “共计”: what is called so right before its amount; items of fewer digits add up by accident.
_CALLED, DIGITS = re.compile(r"(?:合计|共计)[^，。；、\d]{0,6}$"), 3


def closing_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every total at the end of a sentence that its items, brackets left out, make up."""
    claims = []
    for entry in ledger.prose:
        if entry.spot is None or entry.dimension != "money" or not _TOTAL.search(entry.spot.head):
            continue
        found = [make(entry, items, SUM, "sum.prose", what_of(entry)) for items in _lists(ledger, entry)]
        held = [r for r in found if r.holds()] or _from_head(ledger, entry, found) or _of_all(entry, found)
        if held:
            claims.append(Claim(entry, held[:1], ("total", entry.index)))
    return claims


def _from_head(ledger: Ledger, total: Entry, lists: Sequence[Relation]) -> list[Relation]:
    """“支出A，其中…。上解支出B，还本支出C，结转下年D，总支出E”: the account that heads the paragraph comes first.

    It is told where one slip explains why it fails.
    """
    if not lists or not _OF_ACCOUNT.search(total.label):
        return []
    head = ledger.by_paragraph[total.paragraph][0]
    side = "支出" if "支" in total.label else "收入"
    if head.sentence == total.sentence or side not in head.label or not addable(head, total) or head.is_base:
        return []
    items = (head, *lists[0].terms)
    return [make(total, items, SUM, "sum.prose", what_of(total), FROM_HEAD)]


def _of_all(total: Entry, lists: Sequence[Relation]) -> list[Relation]:
    """“一批A（其中…），二批B（其中…），三批C，合计投资D”: all amounts of its level, told where one slip explains it."""
    called = total.spot is not None and _CALLED.search(total.spot.head)
    if not lists or not called or any(digit_count(t.mention) < DIGITS for t in lists[0].terms):
        return []
    told = make(total, lists[0].terms, SUM, "sum.prose", what_of(total), OF_ALL)
    told.most = DOUBT
    return [told] if one_digit_mends(told) else []


def _lists(ledger: Ledger, total: Entry) -> Iterator[list[Entry]]:
    """The amounts of its level before a total, back to each of them, the longest list first."""
    items: list[Entry] = []
    for entry in reversed(ledger.back(total, 2 * LONGEST)):
        if entry.sentence != total.sentence or len(items) == LONGEST:
            break
        told = entry.depth == total.depth and entry.is_amount and entry.role == "plain"
        if told and (not entry.is_base or _CARRIED.search(entry.label)):
            if not addable(entry, total):
                break
            items.append(entry)
    items.reverse()
    for start in range(len(items) - SHORTEST + 1):
        yield items[start:]
