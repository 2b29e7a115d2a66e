"""Audit (勾稽核对): run every check over a report and gather findings, agreements and groups."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evallib.audit.checks import (
    citations,
    grades,
    granularity,
    names,
    same_figures,
    same_scores,
    scores,
    targets,
    weighted,
    weights,
    written_formulas,
)
from evallib.audit.claims import read_claims
from evallib.audit.decisions import History
from evallib.audit.extract import read_document
from evallib.audit.findings import CONFIDENCES, SEVERITIES, Agreement, Finding, Group
from evallib.audit.grouping import group_identities
from evallib.audit.identities import Identity, conclude
from evallib.audit.joins import (
    contracts,
    counts,
    dates,
    direction,
    events,
    months,
    named_base,
    numbering,
    outsized,
    table_growth,
    verdicts,
    wording,
)
from evallib.audit.joins import targets as target_points
from evallib.audit.joins.list_rows import row_claims
from evallib.audit.joins.same import same_claims
from evallib.audit.joins.sampled import sampled_claims
from evallib.audit.joins.weighted import spelled_claims, weighted_claims
from evallib.audit.ledger.choose import choose
from evallib.audit.ledger.claims import Claim
from evallib.audit.ledger.context import Ledger
from evallib.audit.ledger.entries import Entry
from evallib.audit.ledger.outcome import Coverage, agreements_of, coverage_of, findings_of, states_of
from evallib.audit.ledger.tables.cells import Sheet, entries_of, read_sheets
from evallib.audit.ledger.tables.columns import column_claims
from evallib.audit.ledger.tables.totals import total_claims
from evallib.audit.ledger.tables.turned import turned_claims
from evallib.audit.ordering import in_order, merged, without_echoes
from evallib.audit.reading.document import Document, Place
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.masked import mask_document
from evallib.model.workspace.files import write_text
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
)


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of an audit: what does not agree, what does, and what one typo would explain."""

    document: Document
    findings: tuple[Finding, ...]
    agreements: tuple[Agreement, ...]
    groups: tuple[Group, ...]
    states: dict[Place, str] = field(default_factory=dict)
    names: int = 0
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    history: History | None = None

    @property
    def coverage(self) -> Coverage:
        """How many figures were read and how many of them are tied by a relation."""
        return coverage_of(self.states, self.names)

    @property
    def unread(self) -> str:
        """A sentence where the result says nothing: no figure read, or none that another one ties; "" otherwise."""
        if not self.coverage.figures:
            return "没有读到任何数字：文件可能是扫描件或空白，本次核对不能说明报告无误"
        if not self.agreements and not self.findings:
            return "读到的数字没有一条勾稽关系可以核对，本次核对不能说明报告无误"
        return ""

    def summary(self) -> dict[str, int]:
        """Counts: findings by severity, ambiguous ones, relations that agree."""
        counts = Counter(finding.severity for finding in self.findings)
        return {
            "findings": len(self.findings),
            **{severity: counts[severity] for severity in SEVERITIES},
            "ambiguous": sum(finding.confidence == "low" for finding in self.findings),
            "agreements": len(self.agreements),
            "groups": len(self.groups),
            "figures": self.coverage.figures,
            "tied": self.coverage.tied,
            "names": self.coverage.names,
        }

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary for JSON."""
        return {
            "report": self.document.name,
            "year": self.document.year,
            "summary": self.summary(),
            "severities": SEVERITIES,
            "confidences": CONFIDENCES,
            "findings": [finding.to_dict() for finding in self.findings],
            "groups": [group.to_dict() for group in self.groups],
            "agreements": [agreement.to_dict() for agreement in self.agreements],
            "coverage": self.coverage.to_dict(),
            "figures": [place.to_dict() | {"state": state} for place, state in self.states.items()],
            "notes": list(self.document.notes),
        } | ({"history": self.history.to_dict()} if self.history is not None else {})


def audit_report(path: Path | str, claims: Path | str | None = None) -> Audit:
    """Audit a report; personal data is masked before anything is looked at.

    Args:
        path: a .txt, .docx, .xlsx or .pdf file.
        claims: a YAML file with further relations, see `evallib.audit.claims`.

    Raises:
        EvallibError: the report or the claims file cannot be read.
    """
    document = mask_document(read_document(path))
    return audit_document(document, read_claims(Path(claims), document) if claims else ())


def audit_document(document: Document, claims: Iterable[Identity] = ()) -> Audit:
    """Audit a document that has been read."""
    with _uncollected():
        return _audit(document, claims)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles: a ledger is many small objects that live to its end, and there are none among them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


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
        further += [*column_claims(sheet), *total_claims(sheet, stacked), *turned_claims(sheet)]
        stacked.append(sheet)
    choice = choose(
        ledger,
        [
            *further,
            *table_growth.growth_claims(ledger, sheets),
            *sampled_claims(ledger),
            *same_claims(ledger),
            *row_claims(ledger, sheets),
            *weighted_claims(document, sheets),
            *spelled_claims(ledger),
        ],
    )
    findings: list[Finding] = findings_of(choice)
    agreements: list[Agreement] = agreements_of(choice)
    seen: set[object] = set()
    joined = [
        *dates.check(document),
        *numbering.check(document),
        *counts.check(document),
        *events.check(document),
        *contracts.check(document),
        *months.check(document, facts.grids),
        *verdicts.check(document),
        *wording.check(ledger, choice.holding),
        *direction.check(ledger, {r.result.sentence for r in choice.turned}),
        *direction.percent_for_points(ledger, choice.holding),
        *target_points.check(document, facts.grids),
        *named_base.check(ledger, choice.holding),
        *outsized.check(ledger),
        *table_growth.check(document, sheets),
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
    kept = merged(without_echoes(findings))
    ordered = in_order(kept)
    names = sum(len(find_names(normalise(text))) for text, _, _ in document.texts())
    states = states_of(ledger, ordered, agreements)
    return Audit(document, ordered, tuple(agreements), tuple(groups), states, names, tuple(ledger.entries))


def write_json(audit: Audit, path: Path | str) -> Path:
    """Write findings, groups and agreeing figures with their places as JSON (UTF-8)."""
    path = Path(path)
    write_text(path, json.dumps(audit.to_dict(), ensure_ascii=False, indent=2) + "\n")
    return path
