"""Parts of a sum that only commas divide: 签约率100%得2分,履约率90%以上得2分,80%~90%得1分."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.outline import Outline, PartText

_NOUN = re.compile(
    r"(?:[^,;。:]{1,12}:)?(?P<noun>[^\d,;。:≥≤<>]{3,16}?)(?=达到?\d|不[低少]于|不超过|≥|≤|<|>|\d|达标|得|每)"
)


def parts_by_commas(text: str, weight: Fraction) -> Outline | None:
    """Pieces that each name another quantity and earn points of their own, adding up to the weight.

    >>> [p.text for p in parts_by_commas("签约率100%得2分,履约率90%以上得2分,80%以下不得分", Fraction(4)).parts]
    ['签约率100%得2分', '履约率90%以上得2分,80%以下不得分']
    """
    groups: list[tuple[str, list[str]]] = []
    for piece in [p.strip() for p in patterns.split(r"[,;。]", text) if p.strip()]:
        noun = _noun(piece)
        earns = any(c.verb in {"get", "full"} for c in clauses(piece))
        if noun and earns and not any(_same(noun, known) for known, _ in groups):
            groups.append((noun, [piece]))
            continue
        home = next(
            (pieces for known, pieces in groups if noun and _same(noun, known)), groups[-1][1] if groups else None
        )
        if home is None:
            return None
        home.append(piece)
    parts = [PartText("", ",".join(pieces), _most(pieces), noun) for noun, pieces in groups]
    if len(parts) < 2 or any(p.weight is None for p in parts) or sum(p.weight or 0 for p in parts) != weight:
        return None
    return Outline("", parts, "")


def _noun(piece: str) -> str:
    found = _NOUN.match(piece)
    return found["noun"] if found else ""


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _most(pieces: list[str]) -> Fraction | None:
    gains = [a.value for piece in pieces for c in clauses(piece) if c.verb == "get" for a in c.amounts if not a.share]
    return max(gains, default=None)
