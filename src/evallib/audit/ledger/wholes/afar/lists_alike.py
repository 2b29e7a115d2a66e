"""Lists opened alike (同样开头的列举): “1.住房类（793件）。主要涉及甲390件、乙226件、丙177件。2.…”.

“主要” leaves open whether a list names all there is. Where most lists of a document that open with the same words add
up to the amount before them, the others are meant to as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.wholes.completeness import are_flat
from evallib.audit.ledger.wholes.lists import is_item
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of
from evallib.model import patterns

_OPENS = re.compile(
    r"(?P<words>主要(?:涉及|反映|集中在|为|是|有|包括)|涉及|包括|包含|集中在)[：:]?[\u4e00-\u9fff“”]{1,16}$"
)
_JOINED = re.compile(r"(?:[)）]?\s*、|[)）]?\s*和|[)）]?\s*及)[^，。；、\d]{1,24}$")
#: So many items, and so many lists that add up, which are so many times as many as those that do not.
LEAST, HELD, TIMES = 3, 2, 2
SETTLED, DOUBTED = 0.7, 0.5


def alike_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every list of which others that open with the same words add up to the amount before them."""
    alike: dict[str, list[Relation]] = defaultdict(list)
    for words, relation in _lists(ledger):
        alike[words].append(relation)
    claims: list[Claim] = []
    for told in alike.values():
        held = [r for r in told if r.holds()]
        failing = [r for r in told if not r.holds()]
        if len(held) < HELD or len(held) < TIMES * len(failing):
            continue
        likely = [r for r in failing if one_digit_mends(r)]
        for relation in (*held, *likely):
            relation.strength = SETTLED if relation in held else DOUBTED
            claims.append(Claim(relation.result, [relation], ("alike", relation.result.index)))
    return claims


def _lists(ledger: Ledger) -> Iterator[tuple[str, Relation]]:
    """Every list of three items and more with the words that open it, as the sum that it may be."""
    for first in ledger.prose[1:]:
        match = _OPENS.search(first.spot.gap) if first.spot is not None else None
        whole = ledger.prose[first.index - 1]
        if match is None or whole.paragraph != first.paragraph or first.sentence - whole.sentence > 1:
            continue
        if whole.dimension == "percent" and whole.index and ledger.prose[whole.index - 1].sentence == whole.sentence:
            whole = ledger.prose[whole.index - 1]  # “（793件，占比17.36%）”
        parts = _items(ledger, first)
        plain = whole.role == "plain" and whole.is_amount and not (whole.is_base or whole.mention.hedge)
        if len(parts) < LEAST or not plain or not addable(whole, first) or may_overlap(ledger, first):
            continue
        yield match["words"], make(whole, parts, SUM, "sum.prose", what_of(whole))


def _items(ledger: Ledger, first: Entry) -> list[Entry]:
    """The items from the first one on, up to the end of what “、” joins."""
    parts = [first]
    for entry in ledger.prose[first.index + 1 :]:
        joined = entry.sentence == first.sentence and entry.spot is not None and _JOINED.match(entry.spot.gap)
        if not joined or not addable(entry, first) or entry.depth != first.depth:
            break
        parts.append(entry)
    ended = parts[-1].spot is not None and patterns.match(r"\s*(?:[)）]\s*)?(?:[。；;\n]|$)", parts[-1].spot.tail)
    return parts if ended and all(map(is_item, parts)) and are_flat(parts) else []
