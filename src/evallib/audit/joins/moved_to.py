"""Moved to (增减至): “年初预算128.60万元，执行中调减16.35万元至113.25万元”, one digit of which is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from evallib.audit.findings import Finding
from evallib.audit.ledger import Entry, Ledger, alike
from evallib.audit.ledger.slips import digits_of, is_slip
from evallib.audit.reading.document import Place

_CHANGES = re.compile(r"(?:(?P<up>调增|追加|增加|核增|上调)|调减|减少|压减|核减|下调|缩减)了?[^，。；、\d]{0,2}$")
_TO = re.compile(r"^\s*[，,]?\s*(?:至|到|调整[为至到]|变为|变更为)\s*$")
#: Figures of so many digits are not a slip away from a sum by accident.
DIGITS = 4


def check(ledger: Ledger, told: Collection[Place]) -> Iterator[Finding]:
    """Three amounts of a sentence, the change and its end joined, that a slip alone keeps from adding up.

    Args:
        ledger: the figures.
        told: places of figures that are told already.
    """
    for before, change, after in zip(ledger.prose, ledger.prose[1:], ledger.prose[2:], strict=False):
        if change.spot is None or after.spot is None or not _TO.match(after.spot.gap):
            continue
        match = _CHANGES.search(change.spot.head)
        if match is None or before.sentence != after.sentence or not _are_amounts(before, change, after):
            continue
        sign = 1 if match["up"] else -1
        wanted = before.value + sign * change.value
        if wanted == after.value or {before.place, change.place, after.place} & set(told):
            continue
        right = after.mention.printed_with(wanted)
        slip = is_slip(str(after), right)
        if not slip or min(len(digits_of(str(e)).replace(".", "")) for e in (before, after)) < DIGITS:
            continue
        yield Finding(
            "sum.difference",
            "contradiction",
            "medium",
            f"增减额与前后两数不符：重算为 {right}，报告为 {after}",
            str(after),
            right,
            f"{before} {'+' if sign > 0 else '−'} {change} = {right}",
            (after.place, change.place, before.place),
            (),
            (slip,),
        )


def _are_amounts(*entries: Entry) -> bool:
    first = entries[0]
    return all(
        entry.is_amount and alike(first, entry) and entry.mention.unit == first.mention.unit for entry in entries
    )
