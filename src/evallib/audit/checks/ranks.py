"""Ranks (名次): a table that numbers its rows by a score has the greater scores first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Table
from evallib.audit.reading.facts import Facts
from evallib.model import patterns

_RANK = re.compile(r"(?:综合|总|考核)?(?:名次|排名|位次)")
_SCORE = re.compile(r"(?:最终|综合|总|考核)?(?:得分|总分|总得分|总成绩)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
LEAST = 4
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
        texts = row[rank].text.strip(), row[score].text.strip()
        if not texts[0].isdigit() or not _NUMBER.fullmatch(texts[1]):
            continue
        told[at], points[at] = int(texts[0]), Fraction(texts[1])
    through = set(told.values()) <= set(range(1, len(told) + 1)) and len(set(points.values())) == len(points)
    if len(told) < LEAST or not (through or sorted(told.values()) == list(range(1, len(told) + 1))):
        return  # shared ranks, or a part of a list
    for at, given in told.items():
        first = 1 + sum(p > points[at] for p in points.values())
        last = sum(p >= points[at] for p in points.values())
        if first <= given <= last:
            told[at] = 0  # in order
    wrong = [at for at, given in told.items() if given]
    if not wrong or len(wrong) > max(2, len(told) // 4):
        return  # numbered by something else
    for at in wrong:
        due = 1 + sum(p > points[at] for p in points.values())
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
