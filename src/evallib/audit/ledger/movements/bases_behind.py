"""Bases behind (括号里的基数): “环比上升6.2%（二季度699件）”, “核减率9.1%（送审14.9亿元）” say in brackets of what."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.audit.ledger import Entry, Formula, Relation, alike, make
from evallib.model import patterns

_SAVING = re.compile(r"(?P<what>核减|审减|调减|压减|节约|节支|节省|核增|审增)(?:率|比例|幅度)")


def base_behind(entry: Entry, following: list[Entry]) -> Entry | None:
    """The amount in a bracket of its own right behind a rate of growth."""
    old = following[0] if following and following[0].index == entry.index + 1 else None
    if old is None or old.spot is None or old.depth <= entry.depth or old.role != "plain":
        return None
    alone = patterns.match(r"\s*[(][^，。；]*$", old.spot.gap) and patterns.match(r"[^，。；\d]{0,4}[)]", old.spot.tail)
    return old if alone else None


def rate_of_saving(entry: Entry, previous: Entry | None, following: list[Entry], factor: Fraction) -> Relation | None:
    """“核减A，核减率P%（送审B）”: the amount that was taken off by what the bracket says it was taken off."""
    whole = base_behind(entry, following)
    match = _SAVING.search(entry.spot.head) if entry.spot is not None else None
    if whole is None or match is None or previous is None or previous.spot is None or not alike(previous, whole):
        return None
    if match["what"] not in previous.spot.head:
        return None
    return make(entry, (previous, whole), Formula("ratio", factor=factor), "rate.prose", match[0], 0.9)
