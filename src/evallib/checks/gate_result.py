"""What the gate says (准入结果) about one unit and year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evallib.checks.findings import TableFinding
from evallib.checks.rules.results import RuleResult
from evallib.intake.tables.corrections import AppliedCorrection
from evallib.intake.tables.unit_folder import SheetRead
from evallib.model.problems import Problem, errors_of


@dataclass
class GateResult:
    """What came through the gate for one unit and year: tables, every rule, every problem, every correction.

    Personal data is masked in all of it. `findings` is the book of findings of the accepted tables, `unread` the cells
    (file, sheet, cell) that stay empty in them; `places` the sheets (file, sheet) of each table that was handed in.
    """

    unit: str
    year: int
    accepted: dict[str, int] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)
    sheets: list[SheetRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rules: list[RuleResult] = field(default_factory=list)
    corrections: list[AppliedCorrection] = field(default_factory=list)
    findings: list[TableFinding] = field(default_factory=list)
    unread: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    places: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing had to stay out."""
        return not errors_of(self.problems)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "unit": self.unit,
            "year": self.year,
            "ok": self.ok,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "sheets": [vars(sheet) for sheet in self.sheets],
            "problems": [problem.to_dict() for problem in self.problems],
            "rules": [rule.to_dict() for rule in self.rules],
            "corrections": [vars(correction) for correction in self.corrections],
            "findings": [finding.to_dict() for finding in self.findings],
            "unread": self.unread,
            "places": self.places,
        }
