"""Totals (合计行): which rows a total adds up is settled by all columns together, then a column can be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.checks.score_rows import has_codes
from evallib.audit.ledger import Claim, Formula, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.tables.accounts import account_claims
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.distances import (
    counts_twice,
    is_between,
    is_cut_list,
    is_explained,
    is_in_row,
    is_slipped_level,
    is_torn,
    miss,
    near,
)
from evallib.audit.ledger.tables.outline import (
    PART_OF,
    children,
    has_children,
    is_closed,
    level,
    named_parts,
    taken_apart,
)
from evallib.audit.ledger.tables.points import Points, points_of, sureness_of
from evallib.audit.ledger.tables.rows.borne_out import is_strange
from evallib.audit.ledger.tables.rows.only_items import only_item_claims
from evallib.audit.ledger.tables.rows.outline_lists import outline_list_claims
from evallib.audit.ledger.tables.rows.row_sets import are_of_one_rank, row_sets
from evallib.audit.ledger.tables.rows.row_sums import LEAST_HELD, is_telling, open_rows, row_sum, sole_part
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.audit.reading.grid import MONEY_ROLES, is_form

#: The strength of a doubt, and how many rows may leave out one that their total holds.
DOUBTED, MANY = 0.45, 8
#: A table whose first row is all the others together has so many; a digit has to explain that it is not.
LONG, LONG_LIST, CLOSED_LIST = 5, 0.3, 0.5
UNIT = 3  # characters of a label that may be the unit of its row
LISTED = 30  # in a longer table two names that go together come near to a third by accident
_NOT_ADDED = re.compile(
    r"率|单价|单产|[(（][^（）()]*/[^（）()]*[)）]|均|每(?![月年日天周季])|比重|同比|环比|增幅|排名|标准(?!分)|目标|系数|指标值|完成值|限额"
)
COMPLETE = 0.8
_GOAL = re.compile(r"指标值|目标值|完成值|实际值")


def total_claims(sheet: Sheet, above: Sequence[Sheet] = ()) -> list[Claim]:
    """Claims about total and mean rows, and about rows that have rows of their own below them.

    Args:
        sheet: the table.
        above: the tables that a form stacks on it, from the top; the scores of their rows are part of a total of
            scores.
    """
    claims: list[Claim] = []
    if has_codes(sheet.grid):
        return claims  # levels of indicators are read by their codes
    if (accounts := account_claims(sheet)) is not None:
        return accounts
    columns = [c for c in sheet.columns if not _NOT_ADDED.search(c.label) or c.head.role == "share"]
    goals = [c for c in sheet.columns if _GOAL.search(c.label) or c in columns]
    plain = [c for c in columns if c.head.role not in {"weight", "score"}]  # no indicator is made of others
    for row in sheet.rows:
        if sheet.kinds[row] == "total":
            claims += _settled(
                sheet, [c for c in columns if row in c.cells], row, list(row_sets(sheet, row)), above=above
            )
            claims += only_item_claims(sheet, row)
        elif sheet.kinds[row] == "mean":
            claims += _means(sheet, row)
        elif not any(k == "total" for k in sheet.kinds.values()) or has_children(sheet, row):
            sets = [s for s in children(sheet, row) if not are_of_one_rank(sheet, row, s[0])]
            inner = PART_OF.match(sheet.labels[row])  # what is itself “其中” has brothers below it and no parts
            opened = [] if inner else [s for s in sets if PART_OF.match(sheet.labels[s[0][0]])]
            own = [c for c in (goals if opened else plain) if row in c.cells]
            for rows in (blocks := taken_apart(sheet, row)):
                claims += _settled(sheet, own, row, [(rows, 1.0)], silent=True)
            if not blocks:
                claims += _settled(sheet, own, row, opened[:1] or sets, silent=True)
        elif pair := named_parts(sheet, row, sheet.rows, exact=True):
            claims += _settled(sheet, [c for c in plain if row in c.cells], row, [(pair, 1.0)], silent=True)
    return [*claims, *outline_list_claims(sheet)]


def _settled(
    sheet: Sheet,
    columns: list[Column],
    row: int,
    sets: list[tuple[list[int], float]],
    silent: bool = False,
    above: Sequence[Sheet] = (),
) -> Iterator[Claim]:
    """The set of rows that most columns confirm is what the total adds."""
    points, form = None if silent else _points_of(sheet, columns, row, sets), is_form(sheet.grid.table)
    best: tuple[float, list[int], int, int] | None = None
    extra: Sequence[Sheet] = ()
    choices = [(rows, weight, up) for rows, weight in sets for up in (((), above) if above else ((),))]
    for rows, weight, up in choices:
        held = failed = 0
        for column in columns:
            relation = row_sum(sheet, column, row, rows, 0.0, up)
            if relation is None:
                continue
            if relation.holds():
                held += is_telling(relation) or bool(PART_OF.match(sheet.labels[rows[0]]))
            else:
                failed += 1
        score = 2 * held - failed + weight - 0.5 * miss(columns, row, rows) + bool(up)
        score = score if held or failed else -len(columns)  # a single row below a total adds up to nothing
        if best is None or score > best[0]:
            best, extra = (score, rows, held, failed), up
    if best is None:
        return
    _, rows, held, failed = best
    strength = _sureness(sheet, columns, (row, rows), (held, failed), sum(len(s) > 1 for s, _ in sets), silent)
    if strength is None:
        return
    # 财政拨款、财政专户管理资金、单位资金 are all that a self-evaluation form has money of, though two are nought.
    funds = not silent and failed == 1 and is_complete([sheet.labels[r] for r in rows])
    strength = max(strength, COMPLETE) if funds else strength
    worded = not silent or has_children(sheet, row) or is_complete([sheet.labels[r] for r in rows])
    sole = held >= LEAST_HELD and not (silent or failed or extra)
    for column in columns:
        added = row_sum(sheet, column, row, rows, strength, extra)
        relation = added or (sole_part(sheet, column, row, rows, strength) if sole else None)
        if relation is not None:
            money = funds and column.head.role in MONEY_ROLES
            if points is not None and not (silent or money or _is_apart(column, points, rows)):
                relation.strength = sureness_of(points, column, (row, rows, extra))
            elif form and not silent and not any(c.head.role in MONEY_ROLES for c in sheet.columns):
                relation.strength = 0.0  # indicators are no parts of each other
            slipped = not (relation.strength or silent) and held >= 2 and is_slipped_level(relation, held)
            relation.strength = DOUBTED if slipped else relation.strength
            # Rows below a row may be the main ones of it.
            doubted = is_in_row(column, open_rows(sheet, columns, row, rows, extra), relation)
            doubted = doubted or is_cut_list(relation, 2 if silent else MANY)
            doubted = doubted or (silent and "主要" in sheet.grid.table.title)
            # Rows that no words call parts add up in some columns by accident.
            doubted = doubted or not (worded or relation.holds() or is_explained(relation, room=1))
            twice = points is None and counts_twice(columns, column, row, rows)
            answered = is_torn(sheet, column, rows) or twice or is_between(relation)
            answered = answered or (not silent and _other_holds(sheet, column, row, sets))
            answered = answered and not relation.holds()
            relation.strength = min(relation.strength, 0.0 if answered else DOUBTED if doubted else 1.0)
            relation.most = DOUBT if any(is_strange(column, r) for r in (row, *rows)) else 1.0
            yield Claim(column.cells[row], [relation], ("total", sheet.grid.block, row))


def _points_of(
    sheet: Sheet, columns: Sequence[Column], row: int, sets: Sequence[tuple[list[int], float]]
) -> Points | None:
    """The columns of points of a form; None where 考核得分 stands beside cases that add up in several columns."""
    points = points_of(sheet)
    if points is None or points.full is not None or is_form(sheet.grid.table):
        return points
    others = [c for c in columns if c not in points.columns and not c.is_rate]
    sums = ([row_sum(sheet, c, row, rows, 0.0) for c in others] for rows, _ in sets)
    counted = any(sum(r is not None and r.holds() and is_telling(r) for r in found) >= 2 for found in sums)
    return None if counted else points


def _other_holds(sheet: Sheet, column: Column, row: int, sets: Sequence[tuple[list[int], float]]) -> bool:
    """Whether other rows than most columns confirm add up to a total in one column: they are what it adds there."""
    others = (row_sum(sheet, column, row, rows, 0.0) for rows, _ in sets)
    return any(r is not None and r.holds() and is_telling(r) for r in others)


def _is_apart(column: Column, points: Points, rows: Sequence[int]) -> bool:
    """Whether a column beside those of points holds amounts of money, every row its own: “到位资金、实际支出、得分”."""
    if column in points.columns or column.head.role in {"weight", "score"}:
        return False
    return all(r in column.cells and column.cells[r].dimension == "money" for r in rows)


def _sureness(
    sheet: Sheet,
    columns: list[Column],
    sums: tuple[int, list[int]],
    counts: tuple[int, int],
    choices: int,
    silent: bool,
) -> float | None:
    """How sure it is that a row adds some rows, by the columns that hold; None where nothing says so."""
    (row, rows), (held, failed) = sums, counts
    if silent:
        if len(sheet.labels[row]) > UNIT and any(sheet.labels[r] == sheet.labels[row] for r in rows):
            return None  # nothing is a part of what has its own name
        if failed > max(1, held):
            return None  # nothing says that these rows are parts, and where they add up they do so by accident
        if _is_one_of(sheet, row, rows):
            return None
        complete = is_complete([sheet.labels[r] for r in rows])
        if not held and not complete:
            # Items that “其中” sets under a row may leave something out: told only where a digit explains it.
            every = len(rows) >= 2 and all(PART_OF.match(sheet.labels[r]) for r in rows)
            if not every and failed == 1 and [row, *rows] == sheet.rows and len(rows) >= LONG:
                # All that stands below the first row, of which nothing but the sum says so, or “其他” that closes it.
                return CLOSED_LIST if is_closed(sheet, rows) else LONG_LIST
            return 0.5 if every and failed == 1 else None
        # Names that go together (行政、事业) make up a row that their figures come near to, or that a column confirms.
        named = (complete and (held > 0 or (len(sheet.rows) <= LISTED and near(columns, row, rows)))) or bool(
            PART_OF.match(sheet.labels[rows[0]])
        )
        if held >= 2 or not named or failed != 1:
            return 0.85 if held >= 2 and failed == 1 else 0.0
        # “其中：甲、乙、丙”: whether the third is one of them where only the first is called so, one column cannot say.
        return 0.7 if complete or all(PART_OF.match(sheet.labels[r]) for r in rows) else 0.5
    if held:
        return 0.95 if held >= 2 and failed <= held else 0.85 if held == 1 and failed == 1 else 0.5
    if failed != 1:
        return 0.0
    # With a single column nothing confirms which rows are added; with several, rows are missing or of another table.
    plain = not any(PART_OF.match(sheet.labels[r]) for r in rows) and len({level(sheet, r) for r in rows}) == 1
    return 0.6 if plain and choices == 1 and near(columns, row, rows) else 0.5 if plain else 0.3


def _is_one_of(sheet: Sheet, row: int, rows: Sequence[int]) -> bool:
    """Whether a row is one answer of several and the rows below it the others: 满意、基本满意、不满意."""
    labels = [sheet.labels[r] for r in (row, *rows)]
    return len(rows) > 1 and all(labels[0] and labels[0] in label for label in labels) and is_complete(labels)


def _means(sheet: Sheet, row: int) -> Iterator[Claim]:
    at = sheet.rows.index(row)
    lines = [r for r in sheet.rows[:at] if sheet.kinds[r] == "line"] or [
        r for r in sheet.rows[at + 1 :] if sheet.kinds[r] == "line"
    ]
    relations = []
    for column in sheet.columns:
        terms = [column.cells[r] for r in lines if r in column.cells]
        if row in column.cells and len(terms) >= 2:
            formula = Formula("sum", factor=Fraction(1, len(terms)))
            relations.append(make(column.cells[row], terms, formula, "rate.average", f"“{column.head.label}”平均"))
    held = sum(r.holds() for r in relations)
    for relation in relations:
        relation.strength = 0.85 if held >= 2 else 0.0
        yield Claim(relation.result, [relation], ("mean", sheet.grid.block, row))
