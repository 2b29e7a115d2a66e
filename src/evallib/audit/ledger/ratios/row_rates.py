"""Rates in rows (逐项对应的比率): “收到分别为a、b、c，回复分别为x、y、z，回复率分别为P、Q、R”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import RATE, Entry, Ledger, Relation, alike, likeness, make
from evallib.model import patterns

_AND = re.compile(r"^\s*(?:、|和|与|及|以及)\s*$")
#: How far up, in amounts, and how alike in name, what was carried out of each plan may stand.
APART, NAMED = 30, 0.6


def row_rates(ledger: Ledger, entry: Entry, what: str) -> Iterator[Relation]:
    """The rate at one place of a row of rates, from the figures at the same place of the two rows before it."""
    rates = _row(ledger, entry)
    if not in_row(ledger, entry):
        return
    for pairs in (_two_rows(ledger, rates), _in_turn(ledger, rates), _of_plans(ledger, rates)):
        if not pairs or not all(alike(a, b) and b.value > 0 for a, b in pairs):
            continue
        found = [make(r, pair, RATE, "rate.prose", what) for r, pair in zip(rates, pairs, strict=True)]
        mine = found[rates.index(entry)]
        held = sum(r.holds() for r in found if r is not mine)
        mine.strength = 0.9 if held and held * 2 >= len(found) - 1 else 0.0
        if mine.strength:
            yield mine
            return


Pairs = list[tuple[Entry, Entry]]


def _two_rows(ledger: Ledger, rates: Sequence[Entry]) -> Pairs:
    """“收到分别为a、b、c，回复分别为x、y、z”."""
    rows: list[list[Entry]] = []
    at = rates[0].index - 1
    while at >= 0 and len(rows) < 2 and ledger.prose[at].paragraph == rates[0].paragraph:
        row = _row(ledger, ledger.prose[at])
        if len(row) != len(rates) or not row[0].is_amount:
            return []
        rows.append(row)
        at = row[0].index - 1
    return list(zip(*rows, strict=True)) if len(rows) == 2 else []


def _in_turn(ledger: Ledger, rates: Sequence[Entry]) -> Pairs:
    """“甲抽检a批、不合格x批；乙抽检b批、不合格y批。不合格率分别为P和Q”: whole and part of each, one after the other."""
    first = rates[0].index
    told = [e for e in ledger.prose[max(0, first - 2 * len(rates)) : first] if e.is_amount and e.role == "plain"]
    if len(told) < 2 * len(rates) or told[0].paragraph != rates[0].paragraph:
        return []
    return list(zip(told[1::2], told[::2], strict=True))


def _of_plans(ledger: Ledger, rates: Sequence[Entry]) -> Pairs:
    """“甲预算a、乙预算b、丙预算c，三项执行率分别为P、Q和R”: what was carried out has the same names further up."""
    first = rates[0].index
    plans = ledger.prose[max(0, first - len(rates)) : first]
    if len(plans) < max(2, len(rates)) or not all(p.is_budget and p.sentence == rates[0].sentence for p in plans):
        return []
    found: Pairs = []
    for plan in plans:
        name = plan.label.removesuffix("预算")
        done = [
            e
            for e in ledger.before(plans[0], APART)
            if e.role == "plain" and not (e.is_budget or e.is_base) and likeness(name, e.label) >= NAMED
        ]
        if not done:
            return []
        found.append((done[0], plan))
    return found


def row_name(ledger: Ledger, entry: Entry) -> str:
    """What a rate is called: behind “、” it has the name of the first of its row."""
    spot = _row(ledger, entry)[0].spot
    return (spot.label or spot.head) if spot is not None else entry.label


def in_row(ledger: Ledger, entry: Entry) -> bool:
    """Whether a rate stands in a row that “分别” opens."""
    row = _row(ledger, entry)
    return len(row) >= 2 and row[0].spot is not None and "分别" in row[0].spot.head + row[0].spot.gap


def grows(ledger: Ledger, entry: Entry) -> bool:
    """“分别增长6.2%、4.1%和9.3%”: in a row that growth opens all are growth."""
    return any(e.role == "growth" for e in _row(ledger, entry) if e.index < entry.index)


def in_ranking(ledger: Ledger, entry: Entry) -> bool:
    """“按进度排序，甲80.2%，乙80%，丙77.5%”: percentages of named places in a row, with nothing they are told of."""
    if (
        entry.spot is None
        or patterns.search(r"[率度比占]|进度|完成|为$|达到?$", entry.spot.head)
        or in_row(ledger, entry)
    ):
        return False
    near = ledger.prose[max(0, entry.index - 1) : entry.index + 2]
    return len(near) == 3 and all(e.dimension == "percent" and e.paragraph == entry.paragraph for e in near)


def _row(ledger: Ledger, entry: Entry) -> list[Entry]:
    """Figures joined by “、” and “和” around one."""
    row = [entry]
    while row[0].index and row[0].spot is not None and _AND.match(row[0].spot.gap):
        row.insert(0, ledger.prose[row[0].index - 1])
    while row[-1].index + 1 < len(ledger.prose):
        after = ledger.prose[row[-1].index + 1]
        if after.spot is None or after.sentence != entry.sentence or not _AND.match(after.spot.gap):
            break
        row.append(after)
    return row
