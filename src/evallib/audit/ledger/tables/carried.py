"""Carried forward (上下年结转): rows of what was left, what came in, what was done and what is left, column by column.

“本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和” is printed above the form of every yearly report.
"""

from __future__ import annotations

import re

from evallib.audit.ledger import Claim, Formula, make
from evallib.audit.ledger.tables.cells import Sheet

_OPENING = re.compile(r"(?:上年|上期|上月|上季度?)(?:结转|未办结|遗留)|期初|年初(?:结转|未办结|余额|存量)")
_NEW = re.compile(r"(?:本年|本期|本月|本季度?|当年|当期)度?(?:新收|收到|新增|受理|登记|收入)|^新收|^新增")
_DONE = re.compile(r"(?:本年|本期|本月|本季度?|当年|当期)度?(?:办理结果|办结|办理|减少|支出|销号)|^办结")
_CLOSING = re.compile(r"结转(?:至)?下|期末|年末(?:结转|未办结|余额|存量)")
_MARK = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]+[)）]?[、.．]?)")
SURE, LIKELY = 0.9, 0.85


def carried_claims(sheet: Sheet) -> list[Claim]:
    """Claims about what a table carries forward; none where a column or two are all that could bear it out.

    Args:
        sheet: the table.
    """
    labels = {row: _MARK.sub("", sheet.labels[row]) for row in sheet.rows}
    opening, new, closing = ([r for r in sheet.rows if p.search(labels[r])] for p in (_OPENING, _NEW, _CLOSING))
    if not len(opening) == len(new) == len(closing) == 1:
        return []
    done = _done(sheet, labels, max(opening[0], new[0]), closing[0])
    if done is None:
        return []
    rows = (new[0], opening[0], done)
    relations = [
        make(
            c.cells[closing[0]],
            [c.cells[r] for r in rows],
            Formula("sum", signs=(1, 1, -1)),
            "sum.balance",
            f"“{c.label}”{sheet.labels[closing[0]]}",
        )
        for c in sheet.columns
        if not c.is_rate and all(r in c.cells for r in (closing[0], *rows))
    ]
    telling = sum(r.holds() and any(t.value for t in r.terms) for r in relations)
    failed = sum(not r.holds() for r in relations)
    strength = SURE if telling >= 3 and 3 * failed <= telling else LIKELY if telling >= 2 and failed == 1 else 0.0
    claims = []
    for relation in relations:
        relation.strength = strength
        claims.append(Claim(relation.result, [relation], ("carried", sheet.grid.block, closing[0])))
    return claims


def _done(sheet: Sheet, labels: dict[int, str], start: int, stop: int) -> int | None:
    """The row of all that was done: a total right before what is left, or the one that says so."""
    between = [r for r in sheet.rows if start < r < stop]
    totals = [r for r in between if sheet.kinds[r] == "total"]
    if totals and totals[-1] == between[-1]:
        return totals[-1]
    told = [r for r in between if _DONE.search(labels[r])]
    return told[0] if len(told) == 1 else None
