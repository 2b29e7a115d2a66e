"""Row sets (合计所含的行): every set of rows that a total may add, by their place and their outline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from evallib.audit.ledger.tables.cells import Sheet
from evallib.audit.ledger.tables.outline import (
    PART_OF,
    level,
    of_which,
    outer,
    without_children,
    without_nested,
)

Rows = tuple[list[int], float]
_RANK = re.compile("(?:街道|社区|[镇乡村局])$")


def row_sets(sheet: Sheet, row: int) -> Iterator[Rows]:
    """The rows a total may add, with how sensible that is.

    Args:
        sheet: the table.
        row: the total.
    """
    at = sheet.rows.index(row)
    for side, weight, above in ((sheet.rows[:at][::-1], 1.0, True), (sheet.rows[at + 1 :], 0.6, False)):
        run: list[int] = []
        for r in side:
            if sheet.kinds[r] == "total":
                break
            if sheet.kinds[r] == "line":
                run.append(r)
        yield from _of_lines(sheet, row, sorted(run), weight, above)
        yield from _of_subtotals(sheet, row, side, weight, (sorted(run), above))


def are_of_one_rank(sheet: Sheet, row: int, rows: Sequence[int]) -> bool:
    """“青石街道｜12” over “白水街道｜1”, “双河街道｜15”: no town is made up of towns.

    Args:
        sheet: the table.
        row: what would be a total.
        rows: what would be its parts.
    """
    ranks = {m[0] if (m := _RANK.search(sheet.labels[r].strip())) else "" for r in (row, *rows)}
    return len(ranks) == 1 and ranks != {""}


def _of_lines(sheet: Sheet, row: int, ordered: list[int], weight: float, above: bool) -> Iterator[Rows]:
    # 新收、结转 open the form, and the total is that of the results below them.
    levels = [level(sheet, r) for r in ordered]
    lead = levels.count(levels[0]) if levels else 0
    run = len(list(takewhile(lambda mark: mark == levels[0], levels)))
    if not above and 1 < run < len(levels) and levels[0] and levels[run]:
        yield ordered[:run], weight  # “乡镇合计 1. 2. 3.” and then “（二）…”, which is another list
    if 1 < lead < len(levels) - 1 and levels[0] not in levels[lead:] and above:
        yield ordered[lead:], weight
    if block := of_which(sheet, row):
        yield block, weight
    if not ordered:
        return
    yield ordered, weight
    heads = [a for a, b in pairwise(ordered) if PART_OF.match(sheet.labels[b]) and not PART_OF.match(sheet.labels[a])]
    if len(heads) >= 2 and heads[0] == ordered[0]:
        yield heads, weight  # “其中：” opens the parts of each, and only the first of them says so
    fewer = without_nested(sheet, ordered)
    if 1 < len(fewer) < len(ordered):
        yield fewer, weight
    outside = without_children(sheet, outer(sheet, ordered) or ordered)
    if outside and len(outside) < len(ordered):
        yield outside, weight
    # “一、… 甲 乙 二、…”: rows without a number are parts of the numbered one above them.
    numbered = [r for r, mark in zip(ordered, levels, strict=True) if mark and mark == levels[0]]
    if 1 < len(numbered) < len(outside):
        yield numbered, weight


def _of_subtotals(
    sheet: Sheet, row: int, side: Sequence[int], weight: float, run: tuple[list[int], bool]
) -> Iterator[Rows]:
    ordered, above = run
    lines = sorted(r for r in side if sheet.kinds[r] == "line")
    # One 小计 is no part of another: 15 + 20 is the third one's 35 by accident.
    subtotals = sorted(r for r in side if sheet.kinds[r] == "total" and sheet.labels[r] != sheet.labels[row])
    if not subtotals:
        return
    yield subtotals, weight
    # A subtotal and the rows behind it: 小计, 管理费, 税金, 合计.
    after = sorted(r for r in side if r > subtotals[-1]) if above else []
    if after:
        yield [subtotals[-1], *after], weight
        yield [subtotals[-1], *without_nested(sheet, after)], weight
        alike = [r for r in after if level(sheet, r) == level(sheet, after[0])]
        if len(alike) < len(after):
            yield [subtotals[-1], *alike], weight
    if lines != ordered:
        yield lines, weight
