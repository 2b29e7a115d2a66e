"""Graded rows (各行的等级): a grade that its score does not bear beside the other rows, and one counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from evallib.audit.findings import Confidence, Finding
from evallib.audit.reading.document import Document, Place, Table
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.plain_text import squeeze

#: Scales of grades, best first; the words of one are not mixed with those of another.
_SCALES = (
    ("优", "良", "中", "差"),
    ("优秀", "良好", "中等", "较差"),
    ("优秀", "良好", "一般", "较差"),
    ("优秀", "良好", "合格", "不合格"),
    ("优秀", "合格", "基本合格", "不合格"),
    ("达标", "不达标"),
    ("达标", "未达标"),
)
_GRADE = "优秀|良好|中等|较差|一般|基本合格|不合格|合格|优|良|中|差"
#: “优”6个、“良”4个: so many of each grade.
_COUNTED = re.compile(rf"[“\"]?(?P<grade>{_GRADE})[”\"]?(?:等级|等次)?的?(?:有|项目)?(?P<n>\d+)(?P<unit>[个家项名])")
_NEXT = re.compile(r"[，,、；;和]|[，,](?:占|平均)[^，。；、（(\u4e00-\u9fff]{1,8}[；;、，,]")
_SCORE = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
LEAST, MOST = 4, 120


@dataclass(frozen=True, slots=True)
class _Row:
    score: Decimal
    rank: int
    grade: str
    place: Place
    score_place: Place


def check(document: Document) -> Iterator[Finding]:
    """Every table with a column of grades, and every list of grades with their counts."""
    for index, table in document.tables:
        if any(
            squeeze(cell.text) in {"优", "良", "优秀", "良好", "合格", "达标"} for row in table.rows for cell in row
        ):
            yield from _columns(document, index, table)
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        yield from _twice(document, index, text)


def _columns(document: Document, index: int, table: Table) -> Iterator[Finding]:
    for column in range(max(map(len, table.rows))):
        words = {squeeze(row[column].text) for row in table.rows if column < len(row)}
        scale = max(_SCALES, key=lambda s: len(words & set(s)))
        if len(words & set(scale)) < 2:
            continue
        for other in range(column - 1, max(-1, column - 4), -1):
            rows = list(_rows(document, index, table, column, other, scale))
            graded = sum(column < len(row) and squeeze(row[column].text) in scale for row in table.rows)
            if len(rows) >= LEAST and len(rows) == graded:
                yield from _judge(rows)
                break


def _rows(
    document: Document, index: int, table: Table, column: int, other: int, scale: Sequence[str]
) -> Iterator[_Row]:
    for r, row in enumerate(table.rows):
        if column >= len(row) or (grade := squeeze(row[column].text)) not in scale:
            continue
        score = squeeze(normalise(row[other].text))
        if _SCORE.fullmatch(score) and Decimal(score) <= MOST:
            places = document.place_in_table(index, r, column), document.place_in_table(index, r, other)
            yield _Row(Decimal(score), scale.index(grade), grade, *places)


def _judge(rows: Sequence[_Row]) -> Iterator[Finding]:
    """The one row without which better scores have better grades."""
    if _in_order(rows) or len({row.score for row in rows}) < LEAST:
        return
    odd = [row for row in rows if _in_order([r for r in rows if r is not row])]
    if not odd or len(odd) > 2:
        return
    if len(odd) == 2:
        yield _finding(odd[0], odd[1], "low")  # either of them
        return
    (row,) = odd
    others = [r for r in rows if r is not row]
    yield _finding(row, min(others, key=lambda r: (abs(r.score - row.score), r.rank == row.rank)), "medium")


def _in_order(rows: Sequence[_Row]) -> bool:
    ordered = sorted(rows, key=lambda r: (-r.score, r.rank))
    return all(a.rank == b.rank or (a.rank < b.rank and a.score > b.score) for a, b in pairwise(ordered))


def _finding(row: _Row, other: _Row, sure: Confidence) -> Finding:
    return Finding(
        "grade.scale",
        "score",
        sure,
        f"得分 {row.score} 的等级写为“{row.grade}”，得分 {other.score} 的为“{other.grade}”",
        row.grade,
        other.grade,
        f"{row.score}：{row.grade}；{other.score}：{other.grade}",
        (row.place, row.score_place, other.place),
        ("等级写错", "另有扣分或一票否决") if sure == "low" else (),
    )


def _twice(document: Document, index: int, text: str) -> Iterator[Finding]:
    """“优”6个、“优”4个: one of them is another grade."""
    run: list[re.Match[str]] = []
    told = [*_COUNTED.finditer(text)]
    for match in [*told, None] if len(told) > 1 else ():
        if match is not None and (not run or _NEXT.fullmatch(text[run[-1].end() : match.start()])):
            run.append(match)
            continue
        grades = [m["grade"] for m in run]
        again = next((m for n, m in enumerate(run) if m["grade"] in grades[:n]), None)
        if again is not None and len(set(grades)) == len(grades) - 1:
            first = run[grades.index(again["grade"])]
            places = [document.place_in_paragraph(index, *m.span("grade")) for m in (again, first)]
            shown = "、".join(m[0] for m in run)
            yield Finding(
                "grade.scale",
                "score",
                "medium",
                f"逐个等级列出的个数中，“{again['grade']}”出现两次：{shown}",
                again["grade"],
                "各等级只出现一次",
                shown,
                tuple(places),
            )
        run = [match] if match is not None else []
