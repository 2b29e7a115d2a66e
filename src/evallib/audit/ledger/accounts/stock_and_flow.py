"""Stock and flow (存量与增减): “年末A辆（年初B辆，新购C辆、报废D辆）”: what came adds to it, what went does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Entry, Formula, Ledger, Relation, addable, make

_OPENING = re.compile(r"[年月季期]初|[上去]年末?|\d年[末底]|上[期月季]|期初|原有|原为|此前")
_CAME = re.compile(r"新|增|[转迁调流汇购移存收]入|入[库网会职园规统]|购|接收|来的|转正|补充")
_WENT = re.compile(
    r"退|报废|减|注销|核销|取消|剔除|清退|淘汰|拆除|死亡|离|消耗|领用|处置|关[闭停]|停[业用]|[转迁调流汇售移划]出|出[库栏]"
)


#: What there was, what came and what went are all that a stock can be told of.
STRENGTH = 0.7


def flows_of(ledger: Ledger, whole: Entry, parts: Sequence[Entry], what: str) -> list[Relation] | None:
    """What a stock is by what came and what went, none where a change is told so, None where a list tells no flows.

    Args:
        ledger: the figures.
        whole: the amount before the list.
        parts: the items of the list.
        what: the relation in words.
    """
    flows = list(_with_changes(ledger, parts))
    names = [p.label or (p.spot.gap if p.spot is not None else "") for p in flows]
    went = [_WENT.search(n) is not None for n in names]
    if not any(went):
        return None
    ways = [1 if _CAME.search(n) else -1 if gone else 0 for n, gone in zip(names, went, strict=True)]
    if -1 not in ways or not all(ways[1:]):
        return None
    first = flows[0]
    if first.spot is not None and _OPENING.search(first.spot.gap):
        formula = Formula("sum", signs=(1, *ways[1:]))
        return [make(whole, flows, formula, "sum.prose", what, STRENGTH)]
    return [] if ways[0] and 1 in ways else None


def _with_changes(ledger: Ledger, parts: Sequence[Entry]) -> Iterator[Entry]:
    """The items of a list with what “新增” or “减少” tells between them or, in a bracket, behind them."""
    first, last = parts[0], parts[-1]
    for entry in ledger.onward(first):
        inside = entry.sentence == first.sentence and entry.depth == first.depth and addable(entry, first)
        if not inside or not entry.is_amount or (entry.index > last.index and not first.depth):
            return
        yield entry
