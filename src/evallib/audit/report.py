"""Audit (勾稽核对): run every check over a report and gather findings, agreements and groups."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evallib.audit.checks import (
    citations,
    grades,
    granularity,
    names,
    ranks,
    scores,
    targets,
    weighted,
    weights,
    written_formulas,
)
from evallib.audit.checks.told_twice import figures as same_figures
from evallib.audit.checks.told_twice import scores as same_scores
from evallib.audit.checks.told_twice.borne_out import with_blame
from evallib.audit.claims import read_claims
from evallib.audit.extract import read_document
from evallib.audit.findings import Agreement, Finding
from evallib.audit.grouping import group_identities
from evallib.audit.identities import Identity, conclude
from evallib.audit.joins import (
    counts,
    direction,
    impossible,
    moved_to,
    named_base,
    outsized,
    table_growth,
    wording,
)
from evallib.audit.joins import targets as target_points
from evallib.audit.joins.column_sums import sum_claims
from evallib.audit.joins.counted import counted_values, row_counts
from evallib.audit.joins.days import (
    contracts,
    dates,
    events,
    months,
    other_periods,
    outside_period,
    reported_periods,
    same_days,
    sequences,
    told_dates,
    turned_months,
)
from evallib.audit.joins.list_rows import row_claims
from evallib.audit.joins.numbers import headings, numbering
from evallib.audit.joins.numbers.runs import runs_of
from evallib.audit.joins.same import same_claims
from evallib.audit.joins.sampled import sampled_claims
from evallib.audit.joins.statements import (
    compared,
    exceeded,
    foreign_names,
    goal_limits,
    goal_scores,
    grade_words,
    graded_rows,
    other_year,
    own_unit,
    rule_points,
    turned_verdicts,
    verdicts,
)
from evallib.audit.joins.statements.said_cells import cell_claims
from evallib.audit.joins.weighted import spelled_claims, weighted_claims
from evallib.audit.ledger import Claim, Ledger
from evallib.audit.ledger.choose import choose
from evallib.audit.ledger.coverage import states_of
from evallib.audit.ledger.outcome import agreements_of, findings_of
from evallib.audit.ledger.silence.remainders_of_tables import doubt_remainders
from evallib.audit.ledger.silence.unread_terms import silence_unread
from evallib.audit.ledger.tables.carried import carried_claims
from evallib.audit.ledger.tables.cells import Sheet, entries_of, read_sheets
from evallib.audit.ledger.tables.columns import column_claims
from evallib.audit.ledger.tables.groups import group_claims
from evallib.audit.ledger.tables.rows.balance_rows import balance_row_claims
from evallib.audit.ledger.tables.rows.ratio_rows import ratio_row_claims
from evallib.audit.ledger.tables.rows.single_rows import single_row_claims
from evallib.audit.ledger.tables.rows.weight_sums import weight_claims
from evallib.audit.ledger.tables.told_wholes import told_share_claims
from evallib.audit.ledger.tables.totals import total_claims
from evallib.audit.ledger.tables.turned import turned_claims
from evallib.audit.ordering import in_order, merged, with_sums, without_echoes
from evallib.audit.reading.document import Document
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.masked import mask_document
from evallib.audit.reading.uncollected import uncollected
from evallib.audit.result import Audit
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.names import find_names

CHECKS = (
    weights,
    weighted,
    written_formulas,
    scores,
    same_scores,
    same_figures,
    granularity,
    targets,
    grades,
    citations,
    names,
    ranks,
)


def audit_report(path: Path | str, claims: Path | str | None = None) -> Audit:
    """Audit a report; personal data is masked before anything is looked at.

    Args:
        path: a .txt, .docx, .xlsx or .pdf file.
        claims: a YAML file with further relations, see `evallib.audit.claims`.

    Raises:
        EvallibError: the report or the claims file cannot be read.
    """
    with uncollected():
        document = mask_document(read_document(path))
        return _audit(document, read_claims(Path(claims), document) if claims else ())


def audit_document(document: Document, claims: Iterable[Identity] = ()) -> Audit:
    """Audit a document that has been read."""
    with uncollected():
        return _audit(document, claims)


def _audit(document: Document, claims: Iterable[Identity]) -> Audit:
    facts = Facts(document)
    failing: list[tuple[Identity, Finding]] = []
    agreeing: list[Identity] = []
    sheets = read_sheets(document, facts.grids)
    ledger = Ledger(document, entries_of(sheets))
    further: list[Claim] = []
    stacked: list[Sheet] = []
    for sheet in sheets:
        stacked = [s for s in stacked if s.grid.block == sheet.grid.block]
        own = [*column_claims(sheet), *total_claims(sheet, stacked)]
        doubt_remainders(own)
        silence_unread(own, [sheet, *stacked])
        further += own
        further += [*turned_claims(sheet), *single_row_claims(sheet), *carried_claims(sheet)]
        further += [*group_claims(sheet), *balance_row_claims(sheet), *weight_claims(sheet)]
        stacked.append(sheet)
    shares, unprinted = told_share_claims(ledger, sheets, further)
    choice = choose(
        ledger,
        [
            *further,
            *shares,
            *table_growth.growth_claims(ledger, sheets),
            *ratio_row_claims(sheets),
            *sampled_claims(ledger),
            *same_claims(ledger),
            *row_claims(ledger, sheets),
            *sum_claims(ledger, sheets),
            *cell_claims(ledger, sheets),
            *weighted_claims(document, sheets),
            *spelled_claims(ledger),
        ],
        unprinted,
    )
    claims = list(claims)
    findings: list[Finding] = findings_of(choice)
    agreements: list[Agreement] = agreements_of(choice)
    seen: set[object] = set()
    runs = runs_of(document)
    misnumbered = list(numbering.check(document, runs))
    counted = list(counts.check(document, runs))
    counted_at = {item.places[0] for item in counted}
    opened = list(reported_periods.check(document))
    foreign = list(foreign_names.check(document))
    joined = [
        *dates.check(document),
        *turned_months.check(document),
        *misnumbered,
        *headings.check(document, {place for finding in misnumbered for place in finding.places}),
        *counted,
        *(f for f in counted_values.check(document) if f.places[0] not in counted_at),
        *events.check(document),
        *told_dates.check(document),
        *same_days.check(document),
        *opened,
        *other_periods.check(document, {place for finding in opened for place in finding.places}),
        *outside_period.check(document),
        *sequences.check(document),
        *contracts.check(document),
        *months.check(document, facts.grids),
        *verdicts.check(document),
        *verdicts.levels(facts),
        *wording.check(ledger, choice.holding),
        *impossible.check(ledger),
        *direction.check(ledger, {r.result.sentence for r in choice.turned}),
        *direction.percent_for_points(ledger, choice.holding),
        *target_points.check(document, facts.grids),
        *named_base.check(ledger, choice.holding),
        *moved_to.check(ledger, {place for finding in findings for place in finding.places}),
        *outsized.check(ledger),
        *table_growth.check(document, sheets),
        *exceeded.check(document, facts.grids),
        *compared.check(document),
        *turned_verdicts.check(document),
        *row_counts.check(document, facts.grids),
        *foreign,
        *own_unit.check(document, {finding.places[0] for finding in foreign}),
        *goal_scores.check(facts),
        *goal_limits.check(facts),
        *grade_words.check(facts),
        *graded_rows.check(document),
        *rule_points.check(facts),
        *other_year.check(ledger),
    ]
    results = [*joined, *(result for check in CHECKS for result in check.check(facts))]
    for result in [*results, *claims]:
        item = conclude(result) if isinstance(result, Identity) else result
        if item is None or (key := (item.code, item.places, item.printed)) in seen:
            continue
        seen.add(key)
        if isinstance(item, Agreement):
            agreements.append(item)
            if isinstance(result, Identity):
                agreeing.append(result)
        elif isinstance(result, Identity):
            failing.append((result, item))
        else:
            findings.append(item)
    groups, numbers = group_identities([identity for identity, _ in failing], agreeing)
    findings += [finding.with_group(numbers.get(index, 0)) for index, (_, finding) in enumerate(failing)]
    kept = with_blame(with_sums(merged(without_echoes(findings, claims))), agreements)
    ordered = in_order(kept)
    names = sum(len(find_names(normalise(text))) for text, _, _ in document.texts)
    states = states_of(ledger, ordered, agreements)
    return Audit(document, ordered, tuple(agreements), tuple(groups), states, names, tuple(ledger.entries))
