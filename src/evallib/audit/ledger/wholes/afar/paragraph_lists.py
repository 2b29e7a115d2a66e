"""Lists in paragraphs (分段列出): “合计24.75万元，比上年减少4.65万元。其中：” above one for each item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.slips import digit_count, one_slip_mends
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.audit.ledger.wholes.told import what_of
from evallib.audit.reading.document import Paragraph

_OPENS = re.compile(r"(?:其中|如下|具体(?:情况|如下|为|是|包括)?|分项[^，。；]{0,6}|情况(?:是|为)?|包括)\s*[：:]\s*$")
#: “上级补助收入326万元：” above “（1）办案经费153万元”: the amount heads the list itself.
_HEADS = re.compile(r"\d[^，。；：:\d]{1,4}[：:]\s*$")
_MAIN = re.compile(r"主要[^，。；]{0,12}[：:]\s*$")
_MARK = re.compile(r"\s*(?P<kind>[（(]?)(?:[一二三四五六七八九十]{1,2}|\d{1,2})\s*(?:[)）]?\s*[、.．,，]?)")
#: “土地相关税收中，契税…；房产税…”: a paragraph of several items.
_SEVERAL = re.compile(r"[^，。；\d]{2,}中\s*[，,：:]")
_NAME = re.compile(r"[^，,；;。]{1,40}")
LEAST, MOST, MANY, BACK, TELLING = 2, 16, 8, 3, 4
NAMED, STRENGTH = 0.62, 0.5


def paragraph_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every list of paragraphs below the total that they make up."""
    claims = []
    blocks = ledger.document.blocks
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        if not any(words.search(block.text) for words in (_OPENS, _MAIN, _HEADS)):
            continue
        main = bool(_MAIN.search(block.text))
        lists = ((whole, list(_items(ledger, index, whole))) for whole in _wholes(ledger, index))
        found = [r for whole, items in lists if (r := _told(ledger, whole, items, main=main)) is not None]
        if found:
            # “经费预算79万元，其中…用车费75万元。具体如下：”: the amount that the items make up, and not the last one.
            best = next((r for r in found if r.holds()), found[0])
            claims.append(Claim(best.result, [best], ("sum", best.terms[0].index)))
    return claims


def _wholes(ledger: Ledger, index: int) -> Iterator[Entry]:
    """The amounts told last above a list, the nearest paragraph first."""
    for block in range(index, max(-1, index - BACK), -1):
        for entry in reversed(ledger.by_paragraph.get(block, ())):
            plain = entry.role == "plain" and entry.is_amount and not (entry.is_base or entry.mention.hedge)
            if plain and entry.dimension in {"money", "count"} and entry.value:
                yield entry


def _items(ledger: Ledger, index: int, whole: Entry) -> Iterator[Entry]:
    """What the paragraphs below begin with, as long as each begins with a name and its amount."""
    kind = numbered = None
    for number in range(index + 1, index + 1 + MOST):
        block = ledger.document.blocks[number] if number < len(ledger.document.blocks) else None
        if not isinstance(block, Paragraph):
            return
        mark = _MARK.match(block.text)
        mine = mark["kind"] if mark is not None else ""
        numbered = mark is not None if numbered is None else numbered
        if numbered and mark is None:
            return  # what stands behind a numbered list without a number is none of its items
        kind = mine if kind is None else kind
        if mine != kind and mine:
            continue  # “（1）…” below “3、…”: what an item is made up of
        told = [e for e in ledger.by_paragraph.get(number, ()) if e.is_amount and addable(e, whole)]
        first = told[0] if told else None
        if first is None or first.role != "plain" or first.is_base or first.mention.hedge or first.spot is None:
            return
        if _SEVERAL.match(block.text[mark.end() if mark else 0 :]):
            yield from (e for e in told if e.role == "plain" and not e.is_base)
            continue
        name = block.text[mark.end() if mark else 0 : first.place.start]
        if not _NAME.fullmatch(name.strip()) or "其中" in name:
            return
        yield first


def _told(ledger: Ledger, whole: Entry, items: Sequence[Entry], *, main: bool) -> Relation | None:
    if len(items) < LEAST or may_overlap(ledger, items[0]):
        return None
    closed = not main and is_complete([e.label for e in items])
    if not closed and len(items) <= (MANY if main else LEAST):
        # Two items make up an amount of many digits by accident once in thousands of times.
        made = make(whole, items, SUM, "sum.prose", what_of(whole), STRENGTH)
        return made if not main and digit_count(whole.mention) >= TELLING and made.holds() else None
    relation = make(whole, items, SUM, "sum.prose", what_of(whole), NAMED if closed else STRENGTH)
    if not closed:
        relation.most = DOUBT
    return relation if relation.holds() or one_slip_mends(relation) else None
