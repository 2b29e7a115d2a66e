"""Single rows (单行表): a table with one row of amounts, in which only the headers say what “合计” adds up.

Under several wide headers each has its own total (行政复议、行政诉讼 of the disclosure form): they confirm each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

from evallib.audit.ledger import SUM, Claim, Entry, Relation, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.rows.outermost import outermost

_TOTAL = re.compile(r"^(?:.{0,6}(?:合计|总计)|小计|共计|总数|总[件数]{1,2})(?:[(（].*)?$")
_LEFT = re.compile("结余|结存|余额")
_INSIDE = re.compile(r"其中|人均|均$|单价")
#: How sure a total is that others beside it confirm, that of a long row, and that of a short one.
CONFIRMED, LONG, SHORT = 0.85, 0.76, 0.6
MANY, FEW = 4, 2


def single_row_claims(sheet: Sheet) -> list[Claim]:
    """Claims about the totals of the only row of amounts, which may have rows of shares below it.

    Args:
        sheet: the table.
    """
    rows = {row: [c for c in sheet.columns if row in c.cells] for row in sheet.rows}
    shares = [row for row, cells in rows.items() if _is_of_shares(row, cells)]
    amounts = [row for row in rows if row not in shares]
    claims: list[Claim] = []
    if len(amounts) == 1:
        relations = list(_totals(sheet, amounts[0], rows[amounts[0]]))
        failing = [r for r in relations if not r.holds()]
        held = len(relations) - len(failing)
        # What two totals have in common can be wrong for both.
        figures = [{id(e) for e in r.entries} for r in failing]
        common = set[int].intersection(*figures) if figures else set[int]()
        for relation in relations:
            long = CONFIRMED if held >= len(relations) - 1 > 0 else LONG if len(relation.terms) >= MANY else SHORT
            relation.strength = 0.0 if len(failing) > 1 and not common else long
            claims.append(Claim(relation.result, [relation], ("single", sheet.grid.block, amounts[0])))
    return claims


def _is_of_shares(row: int, cells: Sequence[Column]) -> bool:
    return sum(c.cells[row].dimension == "percent" for c in cells) * 2 > len(cells)


def _totals(sheet: Sheet, row: int, columns: Sequence[Column]) -> Iterator[Relation]:
    """Every total with the amounts between it and the total before it, or the one behind it."""
    plain = [c for c in columns if c.cells[row].dimension != "percent"]
    # What is told in another unit (罚没金额 beside cases) is no part of the totals, and stands behind the last.
    units = {c.cells[row].mention.unit for c in plain if _TOTAL.match(c.head.label)}
    while plain and ((len(units) == 1 and plain[-1].cells[row].mention.unit not in units) or _is_left(plain)):
        plain.pop()
    inner = list(_inner(plain, row))
    for at, own in inner:
        yield _sum(plain[at], [plain[n] for n in own], row)
    plain = [c for n, c in enumerate(plain) if not any(n in own for _, own in inner)]
    labels = [c.head.label for c in plain]
    totals = [n for n, c in enumerate(plain) if _TOTAL.match(c.head.label) and not _is_of_group(plain, c)]
    if not totals or any(_INSIDE.search(label) for label in labels) or len(totals) * 3 > len(plain):
        return
    last = totals[-1] == len(plain) - 1
    if not last and totals[0]:
        return  # a total in the middle adds nobody knows what
    for n, at in enumerate(totals):
        before = totals[n - 1] + 1 if n else 0
        behind = totals[n + 1] if n + 1 < len(totals) else len(plain)
        parts = plain[before:at] if last else plain[at + 1 : behind]
        if len(parts) >= FEW and len({c.cells[row].mention.unit for c in (plain[at], *parts)}) == 1:
            yield _sum(plain[at], parts, row)


def _sum(total: Column, parts: Sequence[Column], row: int) -> Relation:
    terms = _first_apart([c.cells[row] for c in parts], total.cells[row].value)
    outer = outermost(terms)  # of small counts one is the sum of others by accident
    whole = total.cells[row].value
    terms = outer if sum(t.value for t in outer) == whole else _each_once(terms, whole)
    return make(total.cells[row], terms, SUM, "sum.table", f"“{total.head.label}”与各栏之和")


def _each_once(terms: list[Entry], whole: Fraction) -> list[Entry]:
    """“小计8.1｜运行费8.1｜购置费”: a subtotal of one part is left out where the rest makes up the total."""
    twice = [n for n in range(1, len(terms)) if terms[n].value == terms[n - 1].value != 0]
    left = ([*terms[:n], *terms[n + 1 :]] for n in twice)
    return next((rest for rest in left if sum(t.value for t in rest) == whole), terms)


def _first_apart(terms: list[Entry], whole: Fraction) -> list[Entry]:
    """“总计12｜博士11、硕士1、学士0｜35岁以下0、36—45岁1、46岁以上11”: all of them by degree, and all again by age."""
    added = list(accumulate(t.value for t in terms))
    ends = [n for n, value in enumerate(added, 1) if value == whole and n >= FEW]
    twice = whole and added[-1] == 2 * whole and ends
    return terms[: ends[0]] if twice else terms


def _is_left(plain: Sequence[Column]) -> bool:
    """Whether the last column is what is left (当年结余) of what a total in front of it adds up."""
    return bool(_LEFT.search(plain[-1].head.label)) and bool(_TOTAL.match(plain[0].head.label))


def _is_of_group(plain: Sequence[Column], column: Column) -> bool:
    """Whether a column is the total of the wide header above it (小计 of 公务用车), beside one of all (合计)."""
    first = plain[0].head
    return (
        column.head.label == "小计" and bool(column.head.group) and bool(_TOTAL.match(first.label)) and not first.group
    )


def _inner(plain: Sequence[Column], row: int) -> Iterator[tuple[int, range]]:
    """Columns that a column among others is made of: 小计 and what stands under its header, 基本支出 and its 其中."""
    for at, column in enumerate(plain):
        behind = range(at + 1, len(plain))
        if _is_of_group(plain, column):
            stop = next((n for n in behind if plain[n].head.group != column.head.group), len(plain))
        elif behind and _INSIDE.match(plain[at + 1].head.label):
            value = column.cells[row].value
            ends = (n for n in range(at + 3, len(plain) + 1) if _added(plain[at + 1 : n], row) == value)
            stop = next(ends, at)
        else:
            continue
        if stop - at > FEW:
            yield at, range(at + 1, stop)


def _added(columns: Sequence[Column], row: int) -> Fraction:
    return sum((c.cells[row].value for c in columns), Fraction(0))
