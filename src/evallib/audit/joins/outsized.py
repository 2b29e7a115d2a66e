"""Outsized amounts (量级不合): “设计费86400.00万元” among amounts of a few hundred 万元 — 元 that were called 万元."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from evallib.audit.findings import Finding
from evallib.audit.ledger import Entry, Ledger

LEAST, TIMES = 3, 100
#: What others lend, sell and make is no money of the budgets beside it.
_OF_OTHERS = re.compile(r"贷款|存款|融资|授信|担保|成交|交易|保费|保险金额|产值|营业|营收|投资|进出口")
STEP = 10_000


def check(ledger: Ledger) -> Iterator[Finding]:
    """Amounts far above all others that the same paragraphs print in 万 or 亿, and of their size with the unit below.

    A doubt: a city's output may stand beside the cost of a meeting. Of amounts in 万元 and 亿元 of right texts that
    were printed in 元 before such a unit, it alone shows a quarter, and half together with what else fails; of 688
    right texts it doubts one.
    """
    sections: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in ledger.prose:
        if entry.dimension == "money" and entry.mention.scale >= STEP and entry.value > 0:
            sections[entry.section, entry.mention.scale].append(entry)
    for (_, scale), entries in sections.items():
        ordered = sorted(entries, key=lambda e: e.rough)
        if len(ordered) <= LEAST:
            continue
        *others, largest = ordered
        most, least = others[-1].rough, others[0].rough
        small = largest.rough / STEP
        if _OF_OTHERS.search(largest.spot.head if largest.spot else ""):
            continue
        if largest.rough < TIMES * most or not least / TIMES <= small <= most:
            continue
        unit = "元" if scale == STEP else "万元"
        number = str(largest.mention.text).removesuffix(largest.mention.unit).strip()
        yield Finding(
            "unit.slip",
            "contradiction",
            "low",
            f"{largest} 是同段其他金额（最大 {others[-1]}）的 {largest.rough / most:.0f} 倍，计量单位可能应为“{unit}”",
            str(largest),
            f"{number}{unit}",
            (
                f"{largest} ÷ {others[-1]} = {largest.rough / most:.0f}；"
                f"{number}{unit} = {small / scale:g}{largest.mention.unit}"
            ),
            (largest.place, others[-1].place),
            (),
            ("计量单位（元、万元）写错",),
        )
