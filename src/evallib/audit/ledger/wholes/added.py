"""Funds added up (加上…总计): “收入完成15.39亿元，加上上级补助13.36亿元、上年结余0.05亿元，收入总计28.80亿元”."""

from __future__ import annotations

import re

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.wholes.behind import ADDED
from evallib.audit.ledger.wholes.lists import is_item
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of

_TOTAL = re.compile(
    r"总计|合计|共计|总量|总财力|可用(?:财力|资金)|可用于|可供?(?:安排|使用|支配)|资金总额|收入总|总[收支][入出]|总来源|来源总"
)
_CHANGED = re.compile(r"(?:比|较)[^，。；]*$|其中")
_CARRIED = re.compile(
    r"[，,、](?:[上往历去]年|上[期月季]度?|[期年]初)末?(?:结转|结余|转入|转来|遗留|未办结)[^，。；]{0,6}$"
)
_IN_ALL = re.compile(r"\s*[，,、](?:两项)?(?:[总合共]计|共)[^，。；]{0,8}")
LONGEST, FIRST = 14, 4
#: What the list is added to may stand in another sentence: told only where one slip explains it.
OWN, AFAR = 0.7, 0.48


def added_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every total of what “加上” adds to an amount told before."""
    claims = []
    for at, entry in enumerate(ledger.prose):
        if entry.spot is None or not entry.is_amount:
            continue
        if (opened := _with_opening(ledger, entry)) is not None:
            claims.append(Claim(opened.result, [opened], ("added", entry.index)))
        if not ADDED.search(entry.spot.gap):
            continue
        items, total = _list(ledger, at)
        if total is None:
            continue
        readings = _readings(ledger, entry, items, total)
        if readings:
            claims.append(Claim(total, readings, ("added", entry.index)))
    return claims


def _with_opening(ledger: Ledger, entry: Entry) -> Relation | None:
    """“新收A件，上年结转B件，共C件”: what came and what was there make up all, with nothing told in between."""
    came, total = ledger.just_before(entry), ledger.just_behind(entry)
    if entry.spot is None or came is None or total is None or total.spot is None or not _CARRIED.search(entry.spot.gap):
        return None
    row = came.sentence == entry.sentence == total.sentence and came.depth == entry.depth == total.depth
    if not row or not _IN_ALL.fullmatch(total.spot.gap) or not is_item(came) or came.is_base:
        return None
    if not (addable(came, entry) and addable(entry, total)) or entry.mention.hedge or total.mention.hedge:
        return None
    return make(total, (came, entry), SUM, "sum.prose", what_of(total), OWN)


def _list(ledger: Ledger, at: int) -> tuple[list[Entry], Entry | None]:
    first = ledger.prose[at]
    items: list[Entry] = []
    for entry in ledger.prose[at : at + LONGEST]:
        assert entry.spot is not None
        if entry.paragraph != first.paragraph or entry.sentence - first.sentence > 1:
            break
        if not entry.is_amount or entry.role == "change" or entry.depth > first.depth:
            continue
        if _TOTAL.search(entry.spot.head):
            return items, entry if items and addable(entry, first) else None
        if not is_item(entry) or not addable(entry, first) or "其中" in entry.spot.gap:
            break
        items.append(entry)
    return items, None


def _readings(ledger: Ledger, first: Entry, items: list[Entry], total: Entry) -> list[Relation]:
    before = [
        e
        for e in ledger.back(first, 12)
        if e.is_amount
        and e.role == "plain"
        and not e.is_base
        and not e.depth
        and addable(e, total)
        and e.rough < total.rough * 10
        and first.paragraph - e.paragraph <= 1
        and not (e.spot is not None and _CHANGED.search(e.spot.head))
    ]
    own = [e for e in before if e.sentence == first.sentence]
    # “支出…。加上…”: the sentence right before tells it, or the one that opens a longer account.
    apart = [e for e in before if e not in own]
    nearest = apart[::-1][:FIRST]
    starts = [*reversed(own), *nearest, *(e for e in apart[:FIRST] if e not in nearest)]
    told = [make(total, (start, *items), SUM, "sum.prose", what_of(total), AFAR) for start in starts]
    # “安排A，主要包括：甲B、乙C等，加上D，总计E”: the one of the sentence that one digit mends, else the last one.
    mended = [r for r in told[: len(own)] if one_digit_mends(r)]
    for relation in mended if len(mended) == 1 else told[: min(1, len(own))]:
        relation.strength = OWN
    return told
