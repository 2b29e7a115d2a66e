"""Result (核对结果) of an audit: findings, agreements, states, and what may be said of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evallib.audit.decisions import Decision, History, carried_over
from evallib.audit.findings import CONFIDENCES, SEVERITIES, Agreement, Finding, Group
from evallib.audit.ledger import Entry
from evallib.audit.ledger.coverage import DOUBTFUL, Coverage, coverage_of
from evallib.audit.reading.document import Document, Place
from evallib.model.workspace.files import write_text


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of an audit: what does not agree, what does, and what one typo would explain.

    `silent` names the files of several that told nothing.
    """

    document: Document
    findings: tuple[Finding, ...]
    agreements: tuple[Agreement, ...]
    groups: tuple[Group, ...]
    states: dict[Place, str] = field(default_factory=dict)
    names: int = 0
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    history: History | None = None
    silent: tuple[str, ...] = ()

    @property
    def coverage(self) -> Coverage:
        """How many figures were read and how many of them are tied by a relation."""
        return coverage_of(self.states, self.names)

    @property
    def unread(self) -> str:
        """A sentence where the result says nothing: no figure read, or none that another one ties; "" otherwise."""
        if not self.coverage.figures:
            words = any(text for text, *_ in self.document.texts)
            why = "读到了文字，其中没有可以核对的数字" if words else "文件可能是扫描件或空白"
            return f"没有读到任何数字：{why}，本次核对不能说明报告无误"
        if not self.agreements and not self.findings:
            return "读到的数字没有一条勾稽关系可以核对，本次核对不能说明报告无误"
        if self.silent:
            return f"{'、'.join(self.silent)} 没有读到可以核对的数字，本次核对不能说明它无误"
        return ""

    @property
    def verdict(self) -> str:
        """What may be said where no figure contradicts another: of how many it is true, and of how many unknown."""
        coverage = self.coverage
        rest = coverage.figures - coverage.tied
        said = f"有勾稽关系的 {coverage.tied} 个数字没有不相符的"
        return f"{said}；其余 {rest} 个没有关系可以核对，不能说明它们无误" if rest else said

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
            "gaps": list(self.document.gaps),
        } | ({"history": self.history.to_dict()} if self.history is not None else {})


def apply_decisions(audit: Audit, decisions: Sequence[Decision]) -> Audit:
    """The audit of the next draft without what was rejected with a reason, and with what became of the rest."""
    findings, history = carried_over(audit.findings, decisions)
    settled = {finding.places[0] for finding, _ in history.dismissed} - {finding.places[0] for finding in findings}
    states = {place: DOUBTFUL if place in settled else state for place, state in audit.states.items()}
    return replace(audit, findings=tuple(findings), states=states, history=history)


def write_json(audit: Audit, path: Path | str) -> Path:
    """Write findings, groups and agreeing figures with their places as JSON (UTF-8)."""
    path = Path(path)
    write_text(path, json.dumps(audit.to_dict(), ensure_ascii=False, indent=2) + "\n")
    return path
