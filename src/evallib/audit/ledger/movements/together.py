"""Together (合并增减): rates of growth that are told of several amounts at once, or of each of a row at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Entry, Formula, Ledger, Relation, alike, make

_TOGETHER = re.compile(
    r"^[，,；;。]?\s*(?:以?上?述?[两二三四五]者|[两二三四五]项)?(?:合计|共计|总计|合起来)?[^，。；\d]{0,6}[比较][^，。；]*$"
)
_SUMMED = re.compile(r"合计|共计|总计|合起来|[两二三四五]者|[两二三四五]项")
#: “同比分别下降12.4%、25%及减少2人”
_GOES_ON = re.compile(r"\s*(?:、|[，,]|和|与|及|以及)\s*(?:同比|环比)?(?:增[长加]|下降|减少|上升|提高|降低)?\s*")
MOST, STRENGTH = 4, 0.6


def grew_together(ledger: Ledger, entry: Entry, formula: Formula, what: str) -> Relation | None:
    """“甲A、乙B，合计比上年的C增长P%”: the amounts told before, added up, against what they were; None where not so.

    Args:
        ledger: the figures.
        entry: a rate of growth.
        formula: of a growth.
        what: how the growth is called.
    """
    old = ledger.just_before(entry)
    if old is None or old.spot is None or old.sentence != entry.sentence or not old.is_amount or old.role == "change":
        return None
    if not (_SUMMED.search(old.spot.gap) and _TOGETHER.search(old.spot.gap)):
        return None
    parts: list[Entry] = []
    for other in reversed(ledger.back(old, MOST)):
        if other.sentence != entry.sentence or other.role != "plain" or other.is_base or not alike(other, old):
            break
        parts.insert(0, other)
    if len(parts) < 2:
        return None
    together = Formula("change", split=len(parts), factor=formula.factor)
    return make(entry, (*parts, old), together, "growth.prose", what, STRENGTH)


def grew_from_all(
    entry: Entry, subjects: Sequence[Entry], following: Sequence[Entry], formula: Formula, what: str
) -> Iterator[Relation]:
    """Against the sum of earlier values told together (上年同期三项分别为…)."""
    run: list[Entry] = []
    for e in (e for e in following if e.role == "plain"):
        if run and not alike(e, run[-1]):
            break
        run.append(e)
    if len(run) >= 2:
        for new in subjects[:4]:
            if alike(new, run[0]):
                yield make(entry, (new, *run), formula, "growth.prose", what)


def is_of_other_place(ledger: Ledger, entry: Entry, relation: Relation) -> bool:
    """“火灾A起、死亡B人、受伤C人，同比分别下降p、q及减少D人”: the first rate of such a row is of A and of no other.

    Args:
        ledger: the figures.
        entry: a rate of growth.
        relation: a reading of it that no words tell.
    """
    if entry.spot is None or "分别" not in entry.spot.gap or relation.strength:
        return False
    row = 1
    for other in ledger.prose[entry.index + 1 : entry.index + 1 + MOST]:
        if other.sentence != entry.sentence or other.spot is None or not _GOES_ON.fullmatch(other.spot.gap):
            break
        row += 1
    first = ledger.prose[max(0, entry.index - row)]
    mixed = any(e.dimension != entry.dimension for e in ledger.prose[entry.index : entry.index + row])
    return row > 1 and mixed and first.sentence == entry.sentence and relation.terms[0] is not first
