"""Named columns (栏名所示): columns of which the header says what is reckoned: 人均, 每万人, 折算(×90%), 比重变化."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from evallib.audit.ledger import HUNDRED, LESS, Formula
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.meanings import Reading
from evallib.audit.reading.grid import WEIGHED, is_form
from evallib.parsing.plain_text import half_width

_MEAN = re.compile(r"均(?![衡等匀])|^每|每[百千万十亿]*[\u4e00-\u9fff]")
_PER = re.compile(r"每(?P<n>十万|百万|[百千万亿])")
_MANY = {"百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "亿": 10**8}
_PART = re.compile(r"[×xX*]\s*(?P<p>\d+(?:\.\d+)?)\s*%")
_MOVED = re.compile(r"变化|增减|提高|升降|较|比|百分点")
_LOST, _KEPT = re.compile(r"扣分|减分|失分"), re.compile(r"得分|成绩|总分|综合分")


def named_readings(sheet: Sheet, column: Column) -> Iterator[Reading]:
    """What the header of a column of amounts says that each of its cells follows from.

    Args:
        sheet: the table.
        column: whose cells are the results.
    """
    others = [c for c in sheet.columns if c is not column]
    plain = [c for c in others if not c.is_rate]
    label = column.label
    if is_form(sheet.grid.table):
        return
    if _MEAN.search(label):
        per = _PER.search(label)
        many = Fraction(_MANY[per["n"]] if per else 1)
        for a, b in permutations(plain, 2):
            means = Formula("ratio", factor=many * _scale(a) / _scale(b) / _scale(column))
            yield Reading(means, (a.index, b.index), code="rate.average")
    if part := _PART.search(label):
        formula = Formula("product", factor=Fraction(part["p"]) / HUNDRED)
        for a in sorted(plain, key=lambda c: abs(c.index - column.index)):
            yield Reading(formula, (a.index,), code="rate.weighted")
    if _KEPT.search(label) and not _LOST.search(label):
        for a in plain:
            if _LOST.search(a.label):
                yield Reading(Formula("sum", signs=(-1,), constant=HUNDRED), (a.index,), code="sum.score")
    if _KEPT.search(label) and (weighted := _weighted(plain)) is not None:
        yield weighted
    if column.dimension == "points" and _MOVED.search(label):
        rates = [c for c in others if c.is_rate]
        for a, b in permutations(rates[:6], 2):
            yield Reading(LESS, (a.index, b.index), code="growth.points")


def _weighted(columns: Sequence[Column]) -> Reading | None:
    """“系统得分（占40%）｜现场得分（占60%）｜总分”: the columns whose headers say how much they count."""
    told = [(c, match) for c in columns if (match := WEIGHED.search(half_width(c.label)))]
    weights = tuple(Fraction(match["p"]) / HUNDRED for _, match in told)
    if len(told) < 2 or sum(weights) != 1:
        return None
    return Reading(Formula("sum", signs=weights), tuple(c.index for c, _ in told), code="rate.weighted")


def _scale(column: Column) -> int:
    """What bare numbers are counted in where only the header says so: 面积（万亩）."""
    return 1 if column.dimension or "(万" not in half_width(column.label) else 10**4
