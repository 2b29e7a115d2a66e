"""Table sums (表内合计): total and subtotal rows, totals to the right, parents and their parts.

Which rows a total adds up is rarely written down. Each plausible set of rows is tried on every column of the row;
the set that fits most columns is the structure of the table, and the columns that it does not fit are the findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from evallib.audit.checks.score_rows import has_codes
from evallib.audit.document import Figure
from evallib.audit.facts import Facts
from evallib.audit.findings import Confidence, Finding, Severity
from evallib.audit.formulas import Sum
from evallib.audit.grid import Grid, GridRow
from evallib.audit.identities import Identity, judge
from evallib.audit.numerals import MONEY
from evallib.audit.roles import NOT_SUMMED, RATE_ROLES, subtotal_name

Terms = list[GridRow]
MYRIADTH = Decimal("0.0001")
EXAMPLES_BELOW = Decimal("0.9")


def check(facts: Facts) -> Iterator[Identity | Finding]:
    """Sums of every table that is not an indicator table (those are read by code in `weights`)."""
    for grid in facts.grids:
        if has_codes(grid):
            continue
        yield from _totals(grid, facts)
        yield from _parents(grid)
        turned = grid.transpose()
        if any(row.kind == "total" for row in turned.rows):
            yield from _totals(turned, facts)


def _totals(grid: Grid, facts: Facts) -> Iterator[Identity | Finding]:
    rows = [row for row in grid.rows if row.role not in NOT_SUMMED]
    for at, row in enumerate(rows):
        if row.kind == "line":
            continue
        candidates = [terms for terms in _candidates(rows, at, facts, grid) if len(terms) >= 2]
        if not candidates:
            continue
        columns = [column for column in row.figures if _summed(grid, column)]
        best, fits = _best(row, candidates, columns)
        # Columns of a form that hold something else (a rate called 数) never fit; one fitting column is evidence.
        confidence: Confidence = "high" if fits or len(candidates) == 1 else "medium"
        for column in columns:
            identity = _identity(row, best, column)
            if identity and (fits or _plausible(identity)):
                partial = _lists_examples(identity)
                readings = ("各项可能只列出了一部分", "合计或某一项有误") if partial else ()
                yield replace(identity, confidence="low" if partial else confidence, readings=readings)
                if identity.note:
                    yield _unit_finding(identity)


def _unit_finding(identity: Identity) -> Finding:
    result = identity.result
    message = f"本栏单位为元，合计数 {result.text} 却是万元的大小"
    return Finding(
        "unit.column",
        "wording",
        "high",
        message,
        result.text + "（元）",
        f"{result.text} 万元",
        identity.note,
        (result.place,),
    )


def _lists_examples(identity: Identity) -> bool:
    """Whether the parts fall so far short of the total that the table may name only some of them."""
    parts = sum((term.value for term in identity.terms), Decimal(0))
    return Decimal(0) < parts < EXAMPLES_BELOW * identity.result.value


def _summed(grid: Grid, column: int) -> bool:
    head = grid.heads.get(column)
    return head is None or head.role not in NOT_SUMMED


def _candidates(rows: Sequence[GridRow], at: int, facts: Facts, grid: Grid) -> Iterator[Terms]:
    """Row sets that the total row at `at` may add up, the most usual first."""
    row = rows[at]
    before = list(rows[:at])
    lines = [r for r in before if r.kind == "line" and r.figures and not r.label.startswith("其中")]
    subtotals = [r for r in before if r.kind == "subtotal"]
    name = subtotal_name(row.label)
    if name:
        yield [r for r in lines if r.label.endswith(name)]
        yield [r for r in lines if name in "".join(r.path)]
    since = max((i for i, r in enumerate(before) if r.kind != "line"), default=-1)
    group = [r for r in before[since + 1 :] if r.kind == "line" and r.figures and not r.label.startswith("其中")]
    if row.kind == "total":
        tail = _last_run(before, "subtotal")
        yield tail
        yield subtotals + group
        yield subtotals
        marks = [r for r in lines if r.mark]
        if marks:
            yield [r for r in lines if _shape(r.mark) == _shape(marks[0].mark)]
    yield group
    yield lines
    if row.kind == "total":
        yield lines + _execution_rows(facts, grid)
        if lines and not group:
            yield lines


def _last_run(rows: Sequence[GridRow], kind: str) -> Terms:
    run: Terms = []
    for row in reversed(rows):
        if row.kind != kind:
            break
        run.insert(0, row)
    return run


def _execution_rows(facts: Facts, grid: Grid) -> Terms:
    """The scored budget row above the indicators of a self-evaluation form: its points belong to the total."""
    columns = {head.role: column for column, head in grid.heads.items() if head.role in {"weight", "score"}}
    for other in facts.grids:
        if other.block != grid.block or other is grid:
            continue
        for row in other.rows:
            figures = {
                columns[head.role]: row.figures[column]
                for column, head in other.heads.items()
                if head.role in columns and column in row.figures
            }
            if figures:
                return [GridRow(row.index, row.label, row.path, "line", "", figures)]
    return []


def _best(row: GridRow, candidates: list[Terms], columns: Sequence[int]) -> tuple[Terms, int]:
    scored = []
    for order, terms in enumerate(candidates):
        identities = [_identity(row, terms, column) for column in columns]
        fits = sum(identity is not None and judge(identity) in {"agrees", "rounding"} for identity in identities)
        scored.append((fits, -order, terms))
    fits, _, terms = max(scored, key=lambda item: item[:2])
    return terms, fits


def _identity(row: GridRow, terms: Terms, column: int) -> Identity | None:
    """The sum of a total row, or of a parent row, in one column."""
    figures = tuple(term.figures[column] for term in terms if column in term.figures)
    if len(figures) < 2 and not (figures and len(terms) >= 2):
        return None
    result = row.figures[column]
    factor = _factor(result, figures)
    note = ""
    if factor == MYRIADTH and result.unit != "万元":
        result, note = replace(result, unit="万元"), "合计数的大小表明它以万元为单位，而本栏单位为元"
    severity: Severity = "score" if row.kind == "total" else "contradiction"
    code, below = ("sum.parts", "其下") if row.kind == "line" else ("sum.table", "")
    what = f"“{row.label}”应等于{below}各项之和"
    return Identity(code, what, result, figures, Sum(factor=factor), severity, note=note)


def _factor(result: Figure, terms: Sequence[Figure]) -> Decimal:
    """Convert between units of money; a total in 万元 under a 元 header is told by its size."""
    mine, other = MONEY.get(result.unit), MONEY.get(terms[0].unit)
    factor = other / mine if mine and other else Decimal(1)
    total = sum((abs(term.value) for term in terms), Decimal(0)) * factor
    if result.value and total and abs(total / result.value / 10000 - 1) < Decimal("0.001"):
        factor = MYRIADTH * factor
    return factor


def _plausible(identity: Identity) -> bool:
    """A sum that no column confirms is reported only if total and parts are of one size."""
    total = identity.formula.compute([term.value for term in identity.terms])
    return bool(total) and Decimal("0.1") < abs(identity.result.value / (total or 1)) < 10


def _parents(grid: Grid) -> Iterator[Identity]:
    """Numbered parents ("1" over "(1)", "一、" over "1.") and rows split by 其中."""
    for at, row in enumerate(grid.rows):
        parts = _parts(grid.rows, at)
        columns = [c for c in row.figures if _summed(grid, c) and grid.heads[c].role not in RATE_ROLES]
        identities = [identity for column in columns if (identity := _identity(row, parts, column))]
        fitting = sum(judge(identity) in {"agrees", "rounding"} for identity in identities)
        if fitting * 2 >= len(identities) or (len(identities) == 1 and _plausible(identities[0]) and row.mark):
            yield from identities


def _parts(rows: Sequence[GridRow], at: int) -> Terms:
    row, parts = rows[at], []
    if row.kind != "line":
        return []
    if at + 1 < len(rows) and rows[at + 1].label.startswith("其中") and rows[at + 1].kind == "line":
        for follower in rows[at + 1 :]:
            if follower.kind != "line" or follower.mark or not follower.figures:
                break
            parts.append(follower)
        return parts
    if not row.mark:
        return []
    outer = {_shape(above.mark) for above in rows[: at + 1] if above.mark}
    for follower in rows[at + 1 :]:
        if (
            follower.kind != "line"
            or not follower.mark
            or _shape(follower.mark) in outer - {_shape(p.mark) for p in parts}
        ):
            break
        if not parts or _shape(follower.mark) == _shape(parts[0].mark):
            parts.append(follower)
    return parts


def _shape(mark: str) -> str:
    """The style of a list mark: "(1)" and "(2)" are of one style."""
    return "".join("#" if c.isdigit() else "一" if c in "一二三四五六七八九十" else c for c in mark).replace("##", "#")
