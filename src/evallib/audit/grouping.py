"""Grouping (归并): findings that one changed figure would settle together.

For every figure of a failing relation the value is computed that would make it hold; if that value settles at least
two findings and breaks nothing that agrees, the findings are grouped. A suggestion, never a repair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from evallib.audit.findings import Group
from evallib.audit.identities import Identity, judge
from evallib.audit.reading.document import Place
from evallib.audit.reading.figures import Figure

GOOD = {"agrees", "undefined"}


def group_identities(failing: Sequence[Identity], agreeing: Sequence[Identity]) -> tuple[list[Group], dict[int, int]]:
    """Find single figures behind several failing relations.

    Args:
        failing: relations that do not hold.
        agreeing: relations that hold.

    Returns:
        The groups, and the group number of each failing relation by its index.
    """
    by_place: dict[Place, list[Identity]] = defaultdict(list)
    for identity in [*failing, *agreeing]:
        for place in {figure.place for figure in _figures(identity)}:
            by_place[place].append(identity)
    bad = {id(identity): index for index, identity in enumerate(failing)}
    options: list[tuple[int, Figure, Decimal, list[int]]] = []
    for identity in failing:
        for figure, value in _candidates(identity):
            touched = by_place[figure.place]
            settled = [bad[id(i)] for i in touched if id(i) in bad and _holds(i, figure.place, value)]
            broken = [i for i in touched if id(i) not in bad and not _holds(i, figure.place, value)]
            if len(settled) >= 2 and not broken:
                options.append((len(settled), figure, value, sorted(settled)))
    groups: list[Group] = []
    numbers: dict[int, int] = {}
    for _, figure, value, settled in sorted(options, key=lambda option: -option[0]):
        left = [index for index in settled if index not in numbers]
        if len(left) < 2:
            continue
        number = len(groups) + 1
        numbers |= dict.fromkeys(left, number)
        suggested = f"{value:f}{figure.unit}"
        message = f"若 {figure}（{figure.place}）实为 {suggested}，以下 {len(left)} 项同时成立"
        codes = tuple(failing[index].code for index in left)
        groups.append(Group(number, message, figure.place, str(figure), suggested, codes))
    return groups, numbers


def _figures(identity: Identity) -> tuple[Figure, ...]:
    return (identity.result, *identity.terms)


def _candidates(identity: Identity) -> list[tuple[Figure, Decimal]]:
    """Each figure of the relation with the value that would make it hold."""
    expected = identity.expected()
    if expected is None:
        return []
    found = [(identity.result, expected.quantize(identity.result.step, ROUND_HALF_UP))]
    for index, term in enumerate(identity.terms):
        solved = identity.solved(index)
        if solved is not None and solved >= 0:
            found.append((term, solved.quantize(term.step, ROUND_HALF_UP)))
    return [(figure, value) for figure, value in found if value != figure.value]


def _holds(identity: Identity, place: Place, value: Decimal) -> bool:
    values = [value if term.place == place else term.value for term in identity.terms]
    printed = value if identity.result.place == place else identity.result.value
    return judge(identity, values, printed) in GOOD
