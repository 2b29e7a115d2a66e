"""One wrong cell (一处之误): disagreements that the correction of a single cell would settle together, told as one.

A slip in one figure spoils every relation in which it stands: the 合计 above it and the rate beside it. Each cell that
several disagreements share is tried with the value under which one of them would hold; the whole suite judges. Where
just one cell settles them, and nothing else fails by it, they are one finding. Nothing is corrected.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.checks.findings import TableFinding, severest
from evallib.checks.rules.plain_rules import answer
from evallib.identities.calculations import Disagreement, percent_text, said_in
from evallib.identities.printed_places import named_by
from evallib.identities.wholes import row_name

if TYPE_CHECKING:
    from evallib.checks.rules.results import RuleResult
    from evallib.checks.rules.rule import Kind, Suite

#: Cells tried in a table at most; one slip is shared by a few relations, a broken table by all.
MOST_TRIED = 24
Key = tuple[int, Hashable, str]


@dataclass(frozen=True)
class _Told:
    """A finding, the disagreement behind it and the number of its rule."""

    finding: TableFinding
    found: Disagreement
    rule: int

    @property
    def key(self) -> Key:
        return self.rule, self.found.row, self.found.column


@dataclass(frozen=True)
class _Correction:
    """A cell, the value that it would have, and the findings that this would settle."""

    row: Any
    column: str
    value: Decimal
    settled: frozenset[int]


def told_once(rules: Sequence[RuleResult], suite: Suite, frame: pd.DataFrame, schema: Kind) -> list[TableFinding]:
    """The findings of a table, those with one wrong cell behind them as one.

    Args:
        rules: results of the suite, in its order, with their findings.
        suite: the rules.
        frame: the rows that were checked.
        schema: the table kind.
    """
    told = [
        _Told(finding, found, number)
        for number, rule in enumerate(rules)
        for finding, found in zip(rule.findings, rule.found, strict=True)
    ]
    rows = frame.reset_index(drop=True)
    cells = _shared(told)
    if not cells:
        return [item.finding for item in told]
    before = _failing(suite, rows)
    corrections = [
        correction
        for row, column, value in cells
        if (correction := _tried(told, suite, rows, before, row, column, value)) is not None
    ]
    merged: dict[int, TableFinding] = {}
    gone: set[int] = set()
    for correction in sorted(corrections, key=lambda one: -len(one.settled)):
        rivals = [one for one in corrections if one.settled == correction.settled]
        if len(rivals) == 1 and not correction.settled & gone:
            merged[min(correction.settled)] = _as_one(correction, told, rows, schema, suite)
            gone |= correction.settled
    return [
        merged.get(number, item.finding) for number, item in enumerate(told) if number in merged or number not in gone
    ]


def _shared(told: Sequence[_Told]) -> list[tuple[Any, str, Decimal]]:
    """Cells of at least two contradictions, with each value under which one of them would hold."""
    serious = [item for item in told if not item.found.rounding and not item.finding.code.startswith("unit.")]
    count = Counter((cell.row, cell.column) for item in serious for cell in item.found.cells)
    tried = {
        (cell.row, cell.column, cell.fitting): None
        for item in serious
        for cell in item.found.cells
        if cell.fitting is not None and count[cell.row, cell.column] > 1
    }
    return list(tried)[:MOST_TRIED]


def _tried(
    told: Sequence[_Told],
    suite: Suite,
    rows: pd.DataFrame,
    before: set[Key],
    row: Hashable,
    column: str,
    value: Decimal,
) -> _Correction | None:
    """What a value in a cell would settle; None where it settles less than two findings or spoils anything."""
    counted = pd.api.types.is_integer_dtype(rows[column].dtype)
    if counted and value != int(value):
        return None
    changed = rows.copy()
    other: Any = int(value) if counted else value
    changed.at[row, column] = other
    after = _failing(suite, changed)
    settled = frozenset(number for number, item in enumerate(told) if item.key not in after)
    serious = [number for number in settled if not told[number].found.rounding]
    return _Correction(row, column, value, settled) if len(serious) > 1 and after <= before else None


def _failing(suite: Suite, rows: pd.DataFrame) -> set[Key]:
    """What fails: rule, row and column; rules that need a list or the library are not asked again."""
    failing: set[Key] = set()
    for number, rule in enumerate(suite.expectations):
        outcome = answer(rule.type, rule.kwargs, rows) if rule.parameter is None else None
        if outcome is not None:
            failing |= {(number, found.row, found.column) for found in outcome.found}
            failing |= {(number, row, "") for row in outcome.rows}
    return failing


def _as_one(
    correction: _Correction, told: Sequence[_Told], rows: pd.DataFrame, schema: Kind, suite: Suite
) -> TableFinding:
    settled = [told[number] for number in sorted(correction.settled)]
    first = settled[0]
    unit = next(
        (str(kwargs["unit"]) for item in settled if (kwargs := suite.expectations[item.rule].kwargs).get("unit")), ""
    )
    row = rows.loc[correction.row]
    printed, fitting = (_shown(value, correction.column, unit) for value in (row[correction.column], correction.value))
    name = f"{_subject(row, schema, suite.expectations[first.rule].kwargs)}的{schema.label_of(correction.column)}"
    cells = [item.finding.cell for item in settled]
    return replace(
        first.finding,
        severity=severest(item.finding.severity for item in settled),
        message=f"{name}若为 {fitting}（现为 {printed}），{'、'.join(cells)} 这 {len(cells)} 处不符同时消除",
        printed=printed,
        recomputed=fitting,
        arithmetic="；".join(
            f"{item.finding.cell} 所列 {item.finding.printed}，而 {item.finding.arithmetic}" for item in settled
        ),
        cell=_cell(row, correction.column),
        further=tuple(cells),
    )


def _subject(row: pd.Series, schema: Kind, kwargs: dict[str, Any]) -> str:
    label = str(kwargs.get("label") or getattr(schema, "label", ""))
    parts = [named_by(column, row[column]) + "·" * (column != "year") for column in kwargs.get("by", ())]
    return "".join(parts) + (row_name(row[label], row.get("row_kind", "line")) if label else "")


def _shown(value: Any, column: str, unit: str) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if column == "rate" or column.endswith("_rate"):
        return percent_text(exact)
    return said_in(exact, unit)


def _cell(row: pd.Series, column: str) -> str:
    known = json.loads(row["source_cells"]) if isinstance(row.get("source_cells"), str) else {}
    return str(known.get(column) or f"第{int(row['source_row'])}行")
