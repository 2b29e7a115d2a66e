"""Respondents (受访者): “有效问卷873份，参与对象包括教师241人、学生489人、家长143人”: a sheet for each who answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import RATE, SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.slips import one_slip_mends
from evallib.audit.ledger.wholes.completeness import are_flat, is_open
from evallib.audit.ledger.wholes.told import what_of

_SHEETS = frozenset({"份", "张"})
_ASKED = re.compile(r"问卷|答卷|样本|回收|收回")
_OPENS = re.compile(
    r"(?:(?:参与|参加|受访|受调查|被调查|调查|访谈|填写|答卷|服务)(?:对象|者|人群|人员|群体)?[^，。；\d]{0,4}"
    r"(?:包括|分别为|涵盖|覆盖|构成|有|为|[:：])|其中|"
    r"(?:性别|年龄|学历|职业|身份|文化程度|户籍)[^，。；：:\d]{0,4}[：:])[^，。；：:\d]{0,10}$"
)
LEAST, PARAGRAPHS, BACK, STRENGTH = 2, 4, 12, 0.62


def respondent_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every number of sheets that those who answered make up, and for the share of each of them."""
    claims = []
    sheets = [e for e in ledger.prose if e.mention.unit in _SHEETS and e.role == "plain" and _ASKED.search(e.label)]
    for first in _firsts(ledger) if sheets else ():
        items = list(_items(ledger, first))
        near = [e for e in sheets if _is_near(e, first)]
        if len(items) < LEAST or not near or is_open(items) or not are_flat(items) or may_overlap(ledger, first):
            continue
        relation = _of_sheets(near[::-1], items)
        if relation is not None:
            relation.most = DOUBT
            claims.append(Claim(relation.result, [relation], ("sum", first.index)))
            claims += _shares(ledger, items, relation)
    return claims


def _firsts(ledger: Ledger) -> Iterator[Entry]:
    for entry in ledger.prose:
        if entry.mention.unit in {"人", "名", "位"} and entry.spot is not None and _OPENS.search(entry.spot.gap):
            yield entry


def _items(ledger: Ledger, first: Entry) -> Iterator[Entry]:
    """Those who answered, to the end of the sentence; their shares may stand between them."""
    for entry in ledger.onward(first):
        if entry.sentence != first.sentence or entry.depth != first.depth:
            return
        if entry.dimension == "percent":
            continue
        if entry.role != "plain" or entry.mention.hedge or not addable(entry, first):
            return
        yield entry


def _is_near(sheets: Entry, first: Entry) -> bool:
    before = 0 < first.index - sheets.index <= BACK and first.paragraph - sheets.paragraph <= PARAGRAPHS
    return before and not sheets.mention.hedge and not sheets.is_base


def _of_sheets(sheets: Sequence[Entry], items: Sequence[Entry]) -> Relation | None:
    """The number of sheets, the nearest first, that the items make up, or would but for one digit."""
    told = [make(whole, items, SUM, "sum.prose", what_of(whole), STRENGTH) for whole in sheets]
    held = next((r for r in told if r.holds()), None)
    return held or next((r for r in told[:1] if one_slip_mends(r)), None)


def _shares(ledger: Ledger, items: Sequence[Entry], relation: Relation) -> Iterator[Claim]:
    """The share right behind each item is one of all sheets."""
    for item in items if relation.holds() else ():
        share = ledger.just_behind(item)
        if share is not None and share.role == "share" and share.sentence == item.sentence:
            told = make(share, (item, relation.result), RATE, "rate.share", f"“{item.label}”占比", STRENGTH)
            yield Claim(share, [told], ("share", share.index))
