"""Ranked lists (从高到低的一列): “居前五位的是甲50件、乙48件…” counts what falls, and one that rises is out of order.

All lists of learned pages that announce their first ones fall, or rise where the least is the best. One figure without
which the others fall has a slip, or its neighbour has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from evallib.audit.findings import Confidence, Finding
from evallib.audit.ledger import Entry, Ledger
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.slips import numbers_of
from evallib.model import patterns
from evallib.parsing.numerals import read_count

_HAN = "一二三四五六七八九十"
_IN_ORDER = re.compile(r"(?:[从由按]|自)[^，。；]{0,6}(?:高到低|多到少|大到小|高至低|多至少)")
_FIRST = re.compile(
    rf"(?<![\d{_HAN}])(?:排名?)?[靠在位列居]{{0,2}}前(?P<n>\d{{1,2}}|[{_HAN}]{{1,2}})(?:[位名个类项大]|(?=[的为是]))|排名?[靠在居]?前列?|居前列?的"
)
#: What a list is ranked by that is no count.
_BY_RATE = re.compile("率|幅|速|增长|下降|上升|比[例重]|度")
_LEAST_FIRST = re.compile("用时|时长|最[低少]|从低|由低|[后末]")
_SEPARATED = re.compile("[、，,；;]")
_OTHERS = re.compile("其中|其余|其他|合计|共计?|[后末][一二三四五六七八九十\\d]|最后|并列|[均各都]|平均")
#: So many figures make a list, so many characters in front of it announce it, and so many figures an item has.
LEAST, WINDOW, MOST_FIGURES = 3, 60, 3
#: So many places a figure may have out of order: it and its neighbour.
EITHER = 2


def check(ledger: Ledger) -> Iterator[Finding]:
    """Lists that are said to fall and rise once.

    Args:
        ledger: the figures.
    """
    for told in ledger.by_paragraph.values():
        own = [e for e in told if e.spot is not None]
        text = paragraph_of(ledger.document, own[0]) if own else ""
        if not patterns.search("前|到低|到少|到小|至低|至少", text):
            continue
        for entry in own:
            listed = _list_from(ledger, entry, text)
            if listed:
                yield from _out_of_order(listed, bool(_IN_ORDER.search(_announced(entry, text))))


def _announced(entry: Entry, text: str) -> str:
    """The words in front of a list, back to the figure or the sentence before it."""
    return patterns.split("[。；;\n]", text[max(0, entry.place.start - WINDOW) : entry.place.start])[-1]


def _list_from(ledger: Ledger, first: Entry, text: str) -> list[Entry]:
    """The ranked figures of the list that begins with one; none where nothing announces it."""
    assert first.spot is not None
    found = list(_FIRST.finditer(first.spot.gap)) or list(_IN_ORDER.finditer(first.spot.gap))
    if not found or first.role not in {"plain", "rate", "share", "growth"} or first.mention.hedge:
        return []
    said = _announced(first, text)
    by_rate = first.dimension not in {"percent", "score"} and _BY_RATE.search(said)
    if by_rate or _LEAST_FIRST.search(said) or _OTHERS.search(first.spot.gap[found[-1].end() :]):
        return []
    number = found[-1].groupdict().get("n")
    most = read_count(number) if number else 0
    listed = [first]
    for entry in ledger.prose[first.index + 1 :]:
        if entry.sentence != first.sentence or entry.index - listed[-1].index > MOST_FIGURES or len(listed) == most:
            break
        if entry.spot is None or not _is_next(entry, first):
            continue
        between = "".join(
            e.spot.gap for e in ledger.prose[listed[-1].index + 1 : entry.index + 1] if e.spot is not None
        )
        if not _SEPARATED.search(between) or _OTHERS.search(between) or (first.depth and not _is_new_bracket(between)):
            break
        listed.append(entry)
    enough = len(listed) == most if most else len(listed) > LEAST
    return listed if enough and len(listed) >= LEAST else []


def _is_next(entry: Entry, first: Entry) -> bool:
    same = entry.dimension == first.dimension and entry.mention.unit == first.mention.unit
    return same and entry.role == first.role and entry.depth == first.depth and not entry.is_base


def _is_new_bracket(between: str) -> bool:
    return bool(patterns.search(r"[)）].*[(（]", between))


def _out_of_order(listed: Sequence[Entry], explicit: bool) -> Iterator[Finding]:
    values = [e.value for e in listed]
    if _falls(values) or _falls(values[::-1]):
        return
    odd = [n for n in range(len(values)) if _falls(values[:n] + values[n + 1 :])]
    if not 0 < len(odd) <= EITHER:
        return
    mended = [n for n in odd if _is_mended(listed, n)]
    at = (mended or odd)[0]
    entry, shown = listed[at], "、".join(map(str, listed))
    sure: Confidence = "medium" if explicit and len(mended) == 1 and len(listed) > LEAST else "low"
    other = listed[at - 1] if at and values[at - 1] < values[at] else listed[min(at + 1, len(listed) - 1)]
    yield Finding(
        "count.rank",
        "contradiction",
        sure,
        f"排列的顺序与数字不符：{entry} 不在从高到低的位置",
        str(entry),
        _between(listed, at),
        f"依次为 {shown}",
        (entry.place, other.place),
        () if sure == "medium" else ("其中一个数写错", "不是按这一列数排列的"),
    )


def _falls(values: Sequence[Fraction]) -> bool:
    return all(a >= b for a, b in pairwise(values))


def _bounds(listed: Sequence[Entry], at: int) -> tuple[Entry | None, Entry | None]:
    return listed[at - 1] if at else None, listed[at + 1] if at + 1 < len(listed) else None


def _is_mended(listed: Sequence[Entry], at: int) -> bool:
    """Whether one wrong digit puts a figure in its place."""
    above, below = _bounds(listed, at)
    numbers, step = numbers_of(listed[at].mention)
    found = (number * step for number in numbers)
    return any((above is None or v <= above.value) and (below is None or v >= below.value) for v in found)


def _between(listed: Sequence[Entry], at: int) -> str:
    above, below = _bounds(listed, at)
    if above is None:
        return f"不少于 {below}"
    return f"不多于 {above}" if below is None else f"{below} 至 {above} 之间"
