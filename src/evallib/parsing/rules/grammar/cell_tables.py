"""A table inside one cell: lines or pieces with a condition and, behind a bar or a tab, the points."""

from __future__ import annotations

import re

from evallib.model import patterns
from evallib.parsing.rules.grammar.wording import NUMBER

_BAR = re.compile(r"[^\S\n]*(?:\t|[|｜│┃])[^\S\n]*")
_POINTS = re.compile(rf"({NUMBER})\s*分?")
_INLINE = re.compile(r"(?<=[\d%％上下内外\u4e00-\u9fff）)])[^\S\n]*[|｜│][^\S\n]*(?=\d+(?:\.\d+)?分)")


def spell_table(text: str) -> str:
    r"""Rows of a table as sentences; any other text as it stands.

    >>> spell_table("等级\t标准\t得分\n优\t≥90分\t10\n良\t80-89分\t8")
    '≥90分得10分；80-89分得8分'
    >>> spell_table("满意率：95%以上｜10分；95%以下｜0分")
    '满意率：95%以上得10分；95%以下得0分'
    >>> (
    ...     spell_table("满意率\t得分\n90%以上\t10\n90%以下\t6"),
    ...     spell_table("一档\t90%以上\t10\n二档\t80%以上\t8\n三档\t70%以上\t6"),
    ... )
    ('满意率：90%以上得10分；90%以下得6分', '90%以上得10分；80%以上得8分；70%以上得6分')
    >>> spell_table("标准\t得分\n90%以上\t10\n90%以下\t酌情") == "标准\t得分\n90%以上\t10\n90%以下\t酌情"
    True
    """
    rows = [[cell.strip() for cell in _BAR.split(line.strip(" \\t|｜"))] for line in text.strip().split("\n")]
    width = max(len(row) for row in rows)
    if width < 2 or len(rows) < 3 or any(len(row) != width for row in rows):
        return _INLINE.sub("得", text)
    head, body = (rows[0], rows[1:]) if not _POINTS.fullmatch(rows[0][-1]) else ([], rows)
    points = [_POINTS.fullmatch(row[-1]) for row in body]
    if any(match is None for match in points):
        return _INLINE.sub("得", text)
    column = next((i for i in range(width - 1) if all(patterns.search(r"\d", row[i]) for row in body)), 0)
    name = (
        head[column]
        if head and width == 2 and not patterns.search(r"标准|条件|档次|等级|情形|区间", head[column])
        else ""
    )
    rows_told = [f"{row[column]}得{match[1]}分" for row, match in zip(body, points, strict=True) if match]
    return (f"{name}：" if name else "") + "；".join(rows_told)
