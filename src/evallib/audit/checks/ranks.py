"""Ranks (名次): a table that numbers its rows by a score has the greater scores first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Table
from evallib.audit.reading.facts import Facts
from evallib.model import patterns
from evallib.parsing.numerals import read_count
from evallib.parsing.plain_text import squeeze

_RANK = re.compile(r"(?:综合|总|考核)?(?:名次|排名|位次)")
_SCORE = re.compile(r"(?:最终|综合|总|考[核评]|测评|本[月季])?(?:得分|总分|总得分|总?成绩)")
_TOLD = re.compile(r"(?:并列)?第?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})[名位]?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
LEAST, MANY = 4, 6
_NOTE = re.compile(
    r"(?:名次|排名|位次)[^。]{0,12}(?:降|调|不|按|以)|(?:降低?|下调|取消)[^。]{0,8}(?:名次|排名|位)|一票否决|不参与排"
)
NOTES = 3


def check(facts: Facts) -> Iterator[Finding]:
    """Rows whose rank is not that of their score, where all others are in order."""
    document = facts.document
    for block, table in document.tables:
        for top, row in enumerate(table.rows[:4]):
            heads = [patterns.sub(r"\s|[（(].*$", "", cell.text) for cell in row]
            ranks = [c for c, head in enumerate(heads) if _RANK.fullmatch(head)]
            scores = [c for c, head in enumerate(heads) if _SCORE.fullmatch(head)]
            if len(ranks) == len(scores) == 1 and not _is_explained(document, block):
                yield from _out_of_order(document, block, table, top, ranks[0], scores[0])


def _is_explained(document: Document, block: int) -> bool:
    """Whether a note below a table says that a rank does not follow from the score alone."""
    below = document.blocks[block + 1 : block + 1 + NOTES]
    return any(_NOTE.search(getattr(one, "text", "")) for one in below)


def _out_of_order(document: Document, block: int, table: Table, top: int, rank: int, score: int) -> Iterator[Finding]:
    told: dict[int, int] = {}
    points: dict[int, Fraction] = {}
    for at, row in enumerate(table.rows[top + 1 :], top + 1):
        given, text = _TOLD.fullmatch(squeeze(row[rank].text)), row[score].text.strip()
        if given and _NUMBER.fullmatch(text):
            told[at], points[at] = read_count(given["n"]), Fraction(text)
    for at, due in _wrong(told, points).items():
        places = (document.place_in_table(block, at, rank), document.place_in_table(block, at, score))
        yield Finding(
            "count.rank",
            "contradiction",
            "medium",
            f"名次与得分的顺序不符：得分 {table.rows[at][score].text.strip()} 排在第 {due}",
            str(told[at]),
            str(due),
            f"按得分从高到低应为第 {due} 名，报告为第 {told[at]} 名",
            places,
        )


def _wrong(told: Mapping[int, int], points: Mapping[int, Fraction]) -> dict[int, int]:
    """Rows whose rank is not that of their score, with the rank that is; equal scores may stand in any order."""
    if len(told) < LEAST:
        return {}
    ranks = set(told.values())
    through = ranks <= set(range(1, len(told) + 1)) and len(set(points.values())) == len(points)
    if through or sorted(told.values()) == list(range(1, len(told) + 1)):
        due = {at: 1 + sum(p > points[at] for p in points.values()) for at in told}
        last = {at: sum(p >= points[at] for p in points.values()) for at in told}
        wrong = {at: due[at] for at, given in told.items() if not due[at] <= given <= last[at]}
        if len(wrong) <= max(2, len(told) // 4):
            return wrong
    elif (
        len({(rank, points[at]) for at, rank in told.items()}) == len(told)
        or len(ranks - set(range(1, len(told) + 1))) > 1
    ):
        return {}  # a part of a list, or several lists
    return _misplaced(told, points) if len(told) >= MANY and 1 in ranks else {}


def _misplaced(told: Mapping[int, int], points: Mapping[int, Fraction]) -> dict[int, int]:
    """The only row, or either of two, without which all others are in order: a score that is too low by ten.

    Equal scores share a rank: 1、2、2、4, or 1、2、2、3 where no number is left out.
    """
    order = sorted(told, key=lambda at: (told[at], -points[at]))
    gaps = max(told.values()) > len(set(told.values()))
    found = {}
    for at in order if not _in_order(order, told, points) else ():
        if _in_order([other for other in order if other != at], told, points):
            above = [p for p in points.values() if p > points[at]]
            found[at] = 1 + len(above if gaps else set(above))
    return {at: due for at, due in found.items() if due != told[at]} if len(found) <= 2 else {}


def _in_order(order: Sequence[int], told: Mapping[int, int], points: Mapping[int, Fraction]) -> bool:
    return all(points[a] >= points[b] and (told[a] != told[b] or points[a] == points[b]) for a, b in pairwise(order))
