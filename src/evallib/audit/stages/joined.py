"""Joined (贯通): what only the whole document can tell: counts and lists, dates, verdicts, names, goals and scores."""

from __future__ import annotations

from collections.abc import Iterator

from evallib.audit.findings import Agreement, Finding
from evallib.audit.joins import (
    counts,
    direction,
    impossible,
    moved_to,
    named_base,
    outsized,
    table_growth,
    targets,
    wording,
)
from evallib.audit.joins.counted import cell_items, counted_values, descending, ordinals, row_counts
from evallib.audit.joins.days import (
    contracts,
    dates,
    events,
    evidence,
    months,
    other_periods,
    outside_period,
    reported_periods,
    same_days,
    sequences,
    terms,
    told_dates,
    turned_months,
)
from evallib.audit.joins.numbers import headings, numbering
from evallib.audit.joins.numbers.runs import runs_of
from evallib.audit.joins.statements import (
    exceeded,
    foreign_names,
    goal_limits,
    goal_scores,
    grade_words,
    graded_rows,
    other_year,
    own_unit,
    rule_points,
    verdicts,
)
from evallib.audit.joins.statements.indicators import deductions, told_scores
from evallib.audit.joins.statements.turned import compared, consequences, told_distances, turned_verdicts, undone
from evallib.audit.ledger import Ledger
from evallib.audit.ledger.choose import Choice
from evallib.audit.ledger.tables.cells import Sheet
from evallib.audit.reading.document import Document, Place
from evallib.audit.reading.facts import Facts


def joins_of(
    facts: Facts, sheets: list[Sheet], ledger: Ledger, choice: Choice, told: set[Place]
) -> Iterator[Finding | Agreement]:
    """What the joins of a document tell.

    Args:
        facts: the tables, headings and items of the document.
        sheets: its tables as sheets.
        ledger: its figures.
        choice: the readings of its claims.
        told: the places of what the ledger has found.
    """
    document = facts.document
    yield from _of_lists(document, facts)
    yield from _of_days(document, facts)
    yield from _of_figures(document, facts, sheets, ledger, choice, told)
    yield from _of_statements(document, facts, ledger)


def _of_lists(document: Document, facts: Facts) -> Iterator[Finding | Agreement]:
    """Numbers of lists, and the counts that announce them."""
    runs = runs_of(document)
    misnumbered = list(numbering.check(document, runs))
    yield from misnumbered
    yield from headings.check(document, {place for finding in misnumbered for place in finding.places})
    counted = [*counts.check(document, runs), *ordinals.check(document), *cell_items.check(document)]
    yield from counted
    counted_at = {item.places[0] for item in counted if isinstance(item, Finding)}
    yield from (f for f in counted_values.check(document) if f.places[0] not in counted_at)
    yield from row_counts.check(document, facts.grids)


def _of_days(document: Document, facts: Facts) -> Iterator[Finding | Agreement]:
    """Dates, their order, and the periods that are told."""
    yield from dates.check(document)
    yield from terms.check(document)
    yield from turned_months.check(document)
    yield from events.check(document)
    yield from evidence.check(document)
    yield from told_dates.check(document)
    yield from same_days.check(document)
    opened = list(reported_periods.check(document))
    yield from opened
    yield from other_periods.check(document, {place for finding in opened for place in finding.places})
    yield from outside_period.check(document)
    yield from sequences.check(document)
    yield from contracts.check(document)
    yield from months.check(document, facts.grids)


def _of_figures(
    document: Document, facts: Facts, sheets: list[Sheet], ledger: Ledger, choice: Choice, told: set[Place]
) -> Iterator[Finding | Agreement]:
    """Words about figures against the readings that were chosen for them."""
    yield from wording.check(ledger, choice.holding)
    yield from impossible.check(ledger)
    yield from direction.check(ledger, {r.result.sentence for r in choice.turned})
    yield from direction.percent_for_points(ledger, choice.holding)
    yield from targets.check(document, facts.grids)
    yield from named_base.check(ledger, choice.holding)
    yield from moved_to.check(ledger, told)
    yield from outsized.check(ledger)
    yield from table_growth.check(document, sheets)
    yield from descending.check(ledger)


def _of_statements(document: Document, facts: Facts, ledger: Ledger) -> Iterator[Finding | Agreement]:
    """Verdicts, names, goals, grades and scores."""
    yield from verdicts.check(document)
    yield from verdicts.levels(facts)
    yield from exceeded.check(document, facts.grids)
    yield from compared.check(document)
    yield from turned_verdicts.check(document)
    yield from consequences.check(document)
    yield from undone.check(document)
    yield from told_distances.check(ledger, document)
    foreign = list(foreign_names.check(document))
    yield from foreign
    yield from own_unit.check(document, {finding.places[0] for finding in foreign})
    yield from goal_scores.check(facts)
    yield from goal_limits.check(facts)
    yield from grade_words.check(facts)
    yield from graded_rows.check(document)
    yield from rule_points.check(facts)
    yield from told_scores.check(document)
    yield from deductions.check(facts)
    yield from other_year.check(ledger)
