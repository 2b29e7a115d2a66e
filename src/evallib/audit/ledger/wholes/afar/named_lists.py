"""Named lists (点名的分项): “二、文旅类。门票602件、停车887件、…” behind “文旅2416件，占30.2%”, told far above.

The heading of a paragraph, or the words that a sentence opens with (“报修工单中，”), name an amount that was told
before, and what follows them one by one makes it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.wholes.completeness import are_flat
from evallib.audit.ledger.wholes.lists import is_item
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of
from evallib.model import patterns
from evallib.parsing.plain_text import half_width

_NAMED = re.compile(
    r"(?:^|[。；;])\s*(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?\s*[、.．]?)?\s*"
    r"(?P<name>[\u4e00-\u9fff]{2,12})(?:[。.:]|中[，,:])[^。；;，,、\d]{0,16}$"
)
#: The end of that, in the last characters before a figure: most stand behind none.
_OPENED, WINDOW = re.compile(r"(?:[。.:]|中[，,:])[^。；;，,、\d]{0,16}$"), 20
#: What a name of a class ends with in a heading and not beside its amount, or the other way round.
_CLASS = re.compile(r"(?:类|诉求|工单|事项|问题|方面|情况|案件|举报|投诉)+$")
_JOINED = re.compile(r"(?:[)）%])?\s*(?:[、，,；;]|和|及)[^。；;，,、\d]{1,24}$")
#: Words of a list that may name the largest alone, and the last item of one that names all.
_SOME, _REST = re.compile("主要|突出|典型|重点|其中|尤其|例如|比如|如|较多|集中"), re.compile("其他|其它|其余")
LEAST = 3
TOLD, DOUBTED = 0.62, 0.5


def named_list_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every list whose heading names the amount, told before, that it makes up or misses by one digit."""
    claims = []
    for first, name, opener in _named(ledger):
        items = _items(ledger, first)
        wholes = [e for e in ledger.prose[: first.index] if _is_whole(e, first, name)]
        if len(items) < LEAST or not wholes or len({e.value for e in wholes}) > 1 or may_overlap(ledger, first):
            continue
        relation = make(wholes[-1], items, SUM, "sum.prose", what_of(wholes[-1]), TOLD)
        if relation.holds() or (one_digit_mends(relation) and _leaves_nothing_out(opener, items)):
            claims.append(_claim(relation))
    return claims


def _claim(relation: Relation) -> Claim:
    if not relation.holds():
        relation.strength = DOUBTED
    relation.most = DOUBT
    return Claim(relation.result, [relation], ("named", relation.terms[0].index))


def _named(ledger: Ledger) -> Iterator[tuple[Entry, str, str]]:
    """The first figure of each list behind a name, that name without its class, and the words before the figure."""
    for first in ledger.prose:
        if first.spot is None or not is_item(first):
            continue
        words = half_width(paragraph_of(ledger.document, first))[: first.place.start].rstrip("(（")
        match = _NAMED.search(words) if _OPENED.search(words[-WINDOW:]) else None
        name = _CLASS.sub("", match["name"]) if match is not None else ""
        if match is not None and len(name) >= 2:
            yield first, name, match[0]


def _is_whole(entry: Entry, first: Entry, name: str) -> bool:
    """Whether an amount of an earlier sentence bears that name."""
    plain = entry.role == "plain" and not (entry.is_base or entry.is_budget or entry.mention.hedge)
    if not plain or entry.sentence >= first.sentence or not addable(entry, first):
        return False
    return _CLASS.sub("", entry.label) == name


def _items(ledger: Ledger, first: Entry) -> Sequence[Entry]:
    """The items from the first one on, where they go on to the end of their sentence, with rates between them."""
    parts, last = [first], first
    for entry in ledger.by_sentence[first.sentence]:
        if entry.index <= first.index or entry.dimension == "percent":
            continue
        if entry.spot is None or entry.depth != first.depth or not _JOINED.match(entry.spot.gap):
            break
        parts.append(entry)
        last = entry
    ended = last.spot is not None and patterns.match(r"\s*(?:[)）]\s*)?(?:[。；;]|$)", last.spot.tail.strip())
    return parts if ended and all(is_item(p) and addable(p, first) for p in parts) and are_flat(parts) else []


def _leaves_nothing_out(opener: str, items: Sequence[Entry]) -> bool:
    return not _SOME.search(opener) or bool(_REST.match(items[-1].label))
