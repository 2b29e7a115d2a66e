"""Rows of a column (逐行核对): a reading of a column as the relation of a row, and how many rows agree with it."""

from __future__ import annotations

import re

from evallib.audit.ledger import HUNDRED, Entry, Formula, Relation, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.meanings import Reading, prior_of

PERCENT = 100.0
_RATE_END = re.compile(r"(?:率|比重|比例|占比)(?:[（(][^）)]*[)）])?$")
_NOTED = re.compile("[①-⑳]|注\\d?$")
#: The strength of a reading that is only tried and never told.
TRIED = -1.0
#: Rows that hold, rows that fail, and rows that hold and would not hold by chance.
Rows = tuple[int, int, int]


def tried(sheet: Sheet, column: Column, reading: Reading) -> Rows:
    """How the rows of a column agree with a reading.

    Args:
        sheet: the table.
        column: whose cells are the results.
        reading: what they may follow from.
    """
    held = failed = telling = 0
    named, seen = reading.code == "sum.balance" and prior_of(sheet, column, reading) >= 0.7, list[Relation]()
    for row in column.cells:
        relation = relation_in_row(sheet, column, reading, row, TRIED)
        if relation is None:
            continue
        if relation.holds():
            held += 1
            again = relation.formula.kind == "sum" and any(_tells_the_same(relation, r) for r in seen)
            telling += not again and (_tells(relation) or (named and not relation.result.rough))
            seen.append(relation)
        else:
            failed += 1
        if held == 0 and failed >= 3:
            break
    return held, failed, telling


def _tells_the_same(a: Relation, b: Relation) -> bool:
    """Whether two rows are one witness: columns of full marks (10.00, 4.99, 5.00) add up by accident in every row."""
    alike = a.result.mention.decimals > 0 and len(a.terms) == len(b.terms)
    return alike and all(abs(x.rough - y.rough) <= 6 * x.step for x, y in zip(a.entries, b.entries, strict=True))


def _tells(relation: Relation) -> bool:
    """Whether a row that holds says something: no sum with nothing added, no 0% and no 100%."""
    values = [abs(t.rough) for t in relation.terms]
    if relation.formula.kind == "sum":
        if relation.formula.constant:
            return relation.result.rough not in values
        if relation.formula.signs and not relation.result.rough:
            return False  # what is equal differs by nothing in any column
        return sum(v > 0 for v in values) >= 2 and abs(relation.result.rough) not in values
    if relation.formula.kind == "product":
        return relation.result.rough not in values  # all of what can be had, times 100%, says nothing of a rule
    if relation.formula.kind == "ratio" and len(values) == 2 and abs(relation.result.rough) == values[0]:
        return False  # of a whole near 100 every share is its own percentage: a weight in per cent looks like that
    if relation.formula.kind in {"rest", "change"} and _blur(relation) >= abs(relation.result.rough):
        return False  # 1 − 0.12 ÷ 0.12 is any rate of a few per cent
    return 0 < abs(relation.result.rough) != 100


def _blur(relation: Relation) -> float:
    """By how much the rounding of its two amounts may move a remainder or a growth, in points."""
    first, second = relation.terms[0], relation.terms[-1]
    if not first.rough or not second.rough:
        return 0.0
    error = sum(float(t.half) / abs(t.rough) for t in (first, second))
    return abs(first.rough / second.rough) * error * PERCENT


def relation_in_row(sheet: Sheet, column: Column, reading: Reading, row: int, strength: float) -> Relation | None:
    """The relation that a reading makes of a row; None where a cell is missing or of another kind.

    Args:
        sheet: the table.
        column: whose cell is the result.
        reading: what it may follow from.
        row: the row.
        strength: how sure the reading is; `TRIED` where it is only tried.
    """
    terms = []
    formula = reading.formula
    # A blank among parts adds nothing; in a row of means “—” stands where none was reckoned, not where it is nought.
    added = reading.code == "sum.table" and not formula.signs and sheet.kinds[row] != "mean"
    for n, source in enumerate(reading.sources):
        at = reading.whole if reading.whole is not None and n == len(reading.sources) - 1 else row
        cell = sheet.by_index[source].cells.get(at)
        if cell is None and not added:
            return None
        if cell is not None:
            terms.append(cell)
    entry = column.cells[row]
    if len(terms) < min(2, len(reading.sources)):
        return None
    points = reading.code == "growth.points" and entry.dimension == "points"
    if formula.kind == "sum" and not points and any(t.mention.unit != entry.mention.unit for t in terms):
        return None  # people and points make no sum
    if formula.kind != "sum" and formula.rough[0] == PERCENT:
        if entry.dimension != "percent":
            return None  # a count among percentages
        if "money" in (known := {t.dimension for t in terms}) and len(known) > 1:
            return None  # one of the columns does not tell its unit
    rated = formula.kind == "sum" and entry.dimension == "percent" and not column.is_rate
    if rated or (reading.code == "score.rule" and sheet.kinds[row] == "total"):
        return None
    if formula.kind in {"ratio", "rest", "change"} and sum([t.rough for t in terms[formula.split :]]) <= 0:
        return None
    if _is_noted(sheet, entry):
        return None
    if (
        formula.kind == "change"
        and not entry.mention.signed
        and entry.rough >= 0
        and terms[0].rough < terms[1].rough
        and reading.sign < 0
    ):
        formula = Formula("change", factor=-HUNDRED)
    what = f"{sheet.labels.get(row, '')}“{column.head.label}”".strip() if strength >= 0 else ""
    relation = make(entry, terms, formula, reading.code, what, strength)
    return None if _is_fraction(relation) or _is_points(relation, sheet.labels.get(row, "")) else relation


def _is_noted(sheet: Sheet, entry: Entry) -> bool:
    """Whether a mark of a note (5.7%①) says that a figure is of another base; it may stand in a cell of its own."""
    beside = (cell.text.strip() for cell in sheet.grid.table.rows[entry.place.row - 1][entry.place.column :])
    following = next((text for text in beside if text), "")
    return bool(_NOTED.search(entry.mention.text) or _NOTED.fullmatch(following))


def _is_points(relation: Relation, label: str) -> bool:
    """Whether a rate that grew is printed with its growth in points: a row of percentages among amounts."""
    if relation.formula.kind != "change":
        return False
    new, *old = relation.terms
    if new.dimension != "percent" and not _RATE_END.search(label):
        return False
    return abs(new.value - old[0].value - relation.result.value) <= relation.result.half + new.half + old[0].half


def _is_fraction(relation: Relation) -> bool:
    """Whether a rate stands as a fraction (0.6) among percentages: it says nothing wrong, in another way."""
    if relation.formula.rough[0] != PERCENT or relation.result.rough > 2:
        return False
    if not relation.result.value and ("%" in relation.result.mention.text or relation.holds()):
        return False  # none of them: 0 is no fraction
    expected = relation.expected()
    return expected is not None and abs(expected - 100 * relation.result.value) <= 200 * relation.result.half
