"""The same figure told twice (同一数字前后不一): a figure that a summary and the body call by one name."""

from __future__ import annotations

import re
from itertools import pairwise

from evallib.audit.joins.repeats.apart import (
    are_apart,
    are_of_one_thing,
    are_of_two_parts,
    are_told_of,
    is_answered,
    is_row,
    unit_of,
)
from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, core, make
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.slips import digits_of, is_slip

VAGUE = re.compile(
    "^(?:(?:完成)?(?:年度|全年)?(?:目标|计划|任务)[数值量]?|其中|其他|其余|合计|小计|共计?|分别|增长|下降|增加|减少|同比|环比|占|"
    r"较.*|比.*|得分?|权重|满分|.?)$|^[\d.、()（）]+$"
)
_SUMMARY = re.compile(r"摘\s*要|概\s*要|概述|综述")
MOST = 12
#: Two paragraphs one below the other tell of two things.
APART = 1
OF_THIS = re.compile("[该此]|其(?![中他它余])")
#: The name of one thing is no shorter than that, and of fewer digits two figures are often equal.
NAME, FEW = 3, 3


def same_claims(ledger: Ledger) -> list[Claim]:
    """Figures of one name and one kind: equal ones agree, and a slip between two that should be equal is told."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in ledger.prose:
        words = core(entry.label)
        if entry.role not in {"plain", "rate"} or VAGUE.match(words) or entry.mention.hedge or entry.is_base:
            continue
        groups.setdefault((words, entry.dimension), []).append(entry)
    claims = []
    for entries in groups.values():
        if not 2 <= len(entries) <= MOST:
            continue
        for earlier, later in pairwise(entries):
            relation = _pair(ledger, entries, earlier, later)
            if relation is not None:
                claims.append(Claim(later, [relation], ("same", later.index)))
    return claims


def _pair(ledger: Ledger, entries: list[Entry], earlier: Entry, later: Entry) -> Relation | None:
    """What two figures of one name say of each other; None where they may well differ."""
    if earlier.paragraph == later.paragraph and earlier.sentence == later.sentence:
        return None
    if are_of_two_parts(ledger, earlier, later) or is_row(ledger, earlier) or is_row(ledger, later):
        return None
    if are_apart(ledger, earlier, later):
        return None
    if not later.dimension and not later.mention.decimals:
        return None  # “青石路1506弄”, “青石路1508弄”: a number that names
    digits = len(digits_of(str(later)).replace(".", ""))
    relation = make(later, (earlier,), SUM, "same.sentence", f"“{later.label}”前后两处")
    if relation.holds() and digits < FEW:
        return None
    if not relation.holds() and is_answered(ledger, later):
        return None
    apart = are_told_of(ledger, earlier, later) and not _in_summary(ledger, earlier)
    # A paragraph tells of one thing after the other: “甲市场…经营面积…。乙超市…经营面积…”.
    near = len(entries) > 2 or later.paragraph - earlier.paragraph <= APART or bool(OF_THIS.match(later.label))
    if unit_of(earlier) == unit_of(later) and not apart and not near:
        relation.strength = _strength(ledger, relation, digits)
    return relation if relation.strength or relation.holds() else None


def _strength(ledger: Ledger, relation: Relation, digits: int) -> float:
    """How surely two figures of one name should be equal; of equal ones how surely, if one of them had a slip."""
    (earlier,), later = relation.terms, relation.result
    slip = relation.holds() or bool(is_slip(str(later), str(earlier)))
    summary, strength = _in_summary(ledger, earlier), 0.0
    if summary and later.paragraph > earlier.paragraph:
        # A summary tells what the body tells: the same rate of the same name, or a count with one slip.
        strength = 0.62 if later.role == "rate" and digits >= FEW else 0.5 if slip else 0.0
    if slip and digits >= FEW and len(later.label) >= NAME and (later.is_amount or summary):
        named = later.is_amount and digits > FEW and len(core(later.label)) >= NAME
        strength = max(strength, 0.62 if named and are_of_one_thing(ledger, earlier, later) else 0.45)
    return strength


def _in_summary(ledger: Ledger, entry: Entry) -> bool:
    """Whether a figure stands in a summary, which repeats the body; elsewhere a rate of a name may have other cases."""
    return bool(_SUMMARY.search(entry.section + paragraph_of(ledger.document, entry)[:8]))
