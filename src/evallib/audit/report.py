"""Audit (勾稽核对): run every check over a report and gather findings, agreements and groups."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evallib.audit.checks import (
    citations,
    grades,
    granularity,
    level_weights,
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
from evallib.audit.findings import Agreement, Finding, Group
from evallib.audit.grouping import group_identities
from evallib.audit.identities import Identity, conclude
from evallib.audit.ledger import Ledger
from evallib.audit.ledger.coverage import states_of
from evallib.audit.ledger.outcome.agreements import agreements_of
from evallib.audit.ledger.outcome.findings import findings_of
from evallib.audit.ledger.tables.cells import entries_of, read_sheets
from evallib.audit.ledger.tables.forms.labelled_cells import labelled_entries
from evallib.audit.ordering import in_order, merged, with_sums, without_echoes
from evallib.audit.reading.document import Document
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.masked import mask_document
from evallib.audit.reading.uncollected import uncollected
from evallib.audit.result import Audit
from evallib.audit.stages.claimed import choose_readings
from evallib.audit.stages.joined import joins_of
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.names import find_names

CHECKS = (
    weights,
    level_weights,
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
    sheets = read_sheets(document, facts.grids)
    ledger = Ledger(document, [*entries_of(sheets), *labelled_entries(document, sheets)])
    choice = choose_readings(ledger, sheets)
    findings, agreements = findings_of(choice), agreements_of(choice)
    told = {place for finding in findings for place in finding.places}
    checked = (result for check in CHECKS for result in check.check(facts))
    declared = list(claims)
    results = [*joins_of(facts, sheets, ledger, choice, told), *checked, *declared]
    groups = _conclude(results, findings, agreements)
    kept = with_blame(with_sums(merged(without_echoes(findings, declared))), agreements)
    ordered = in_order(kept)
    names = sum(len(find_names(normalise(text))) for text, _, _ in document.texts)
    states = states_of(ledger, ordered, agreements)
    return Audit(document, ordered, tuple(agreements), tuple(groups), states, names, tuple(ledger.entries))


def _conclude(
    results: Iterable[Identity | Finding | Agreement], findings: list[Finding], agreements: list[Agreement]
) -> list[Group]:
    """Add what joins and checks tell to what is found and to what agrees, each once; the groups of what is found."""
    failing: list[tuple[Identity, Finding]] = []
    agreeing: list[Identity] = []
    seen: set[object] = set()
    for result in results:
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
    return groups
