"""Headlines (标题中的数): “热线一周受理园林事项674件” above “…热线受理园林绿化相关事项674件”.

A headline repeats a figure of the text below it. Where none of the same unit is the same, one that is told in its words
and lies one digit away is the one meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, alike, make
from evallib.audit.ledger.entries import bare_unit, paragraph_of
from evallib.audit.ledger.slips import digit_count, is_slipped
from evallib.audit.reading.document import Paragraph

#: So long a headline is, so far below it its figure is told, and so many digits a figure has that is no accident.
LONGEST, AHEAD, PARAGRAPHS, DIGITS = 50, 40, 14, 3
#: So many pairs of characters two passages have in common that tell of one thing.
COMMON, WINDOW = 2, 36
#: What the title of a document tells is told below it.
TITLE_COMMON, TITLE_DIGITS = 1, 2
STRENGTH, MOST = 0.5, 0.7
_TOLD, _MOVED = frozenset({"plain", "growth", "change", "rate", "share"}), frozenset({"growth", "change"})
_ENDS = re.compile(r"[。；;：:，,、]\s*$")
_SENTENCE = re.compile(r"[。；;]")
#: Words that any figure is told with.
_PLAIN = re.compile(
    r"同比|环比|增长|下降|增加|减少|达到?|完成|今年|去年|上半年|全年|全[市县省国]|我[市县区省]|本[市县区]|[\d\W_a-zA-Z]"
)


def headline_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every figure of a headline about the one that it repeats."""
    claims = []
    for entry in ledger.prose:
        if not _is_told_in_headline(ledger, entry):
            continue
        relation = _repeated(ledger, entry)
        if relation is not None:
            claims.append(Claim(entry, [relation], ("headline", entry.index)))
    return claims


def _is_told_in_headline(ledger: Ledger, entry: Entry) -> bool:
    text = paragraph_of(ledger.document, entry)
    short = 0 < len(text) <= LONGEST and not _ENDS.search(text) and not _SENTENCE.search(text)
    digits = TITLE_DIGITS if _is_title(ledger, entry) else DIGITS
    telling = digit_count(entry.mention) >= digits and not entry.mention.hedge
    return short and telling and entry.role in _TOLD and (entry.role in _MOVED or not entry.is_base)


def _repeated(ledger: Ledger, entry: Entry) -> Relation | None:
    below = [e for e in _below(ledger, entry) if _is_of_one_kind(entry, e)]
    mine = _words(ledger, entry)
    common = TITLE_COMMON if _is_title(ledger, entry) else COMMON
    told = [e for e in below if len(mine & _words(ledger, e)) >= common]
    found = [e for e in told if e.value == entry.value]
    if not found:
        if any(e.value == entry.value for e in below):
            return None
        found = [e for e in told if is_slipped(entry.mention, e.value)]
        if len({e.value for e in found}) != 1:
            return None
    relation = make(entry, found[:1], SUM, "same.sentence", "标题与正文", STRENGTH)
    relation.most = MOST
    return relation


def _is_title(ledger: Ledger, entry: Entry) -> bool:
    """Whether a rate or a change is the only one in the title of a document; an amount may be of another thing."""
    number = next((number for number, paragraph in ledger.document.paragraphs if paragraph.text.strip()), -1)
    mine = [e for e in ledger.by_paragraph[entry.paragraph] if e.role == entry.role and e.dimension == entry.dimension]
    return entry.paragraph == number and entry.role != "plain" and len(mine) == 1


def _below(ledger: Ledger, entry: Entry) -> Iterator[Entry]:
    for other in ledger.prose[entry.index + 1 : entry.index + AHEAD]:
        if other.paragraph == entry.paragraph or other.mention.hedge:
            continue
        if other.paragraph - entry.paragraph > PARAGRAPHS:
            return
        block = ledger.document.blocks[other.paragraph]
        if isinstance(block, Paragraph) and len(block.text) > LONGEST:
            yield other


def _is_of_one_kind(entry: Entry, other: Entry) -> bool:
    if not alike(entry, other) or entry.role != other.role or other.is_budget != entry.is_budget:
        return False
    if entry.role not in _MOVED and other.is_base:
        return False
    if entry.role in _MOVED and entry.direction != other.direction:
        return False
    return entry.mention.scale == other.mention.scale and bare_unit(entry.mention.unit) == bare_unit(other.mention.unit)


def _words(ledger: Ledger, entry: Entry) -> set[str]:
    """Pairs of characters before a figure, of its sentence."""
    before = paragraph_of(ledger.document, entry)[: entry.place.start]
    text = _PLAIN.sub("", _SENTENCE.split(before)[-1][-WINDOW:])
    return {text[i : i + 2] for i in range(len(text) - 1)}
