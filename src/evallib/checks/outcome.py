"""Outcomes (规则结果): what one rule found in a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evallib.identities.calculations import Disagreement


@dataclass(frozen=True)
class Outcome:
    """What one rule found: rows asked, index labels that failed, disagreements of an identity, or why it could not run.

    ``skipped`` names the list that the rule compares with and that was not given.
    """

    passed: bool
    checked: int = 0
    rows: list[Any] = field(default_factory=list)
    found: list[Disagreement] = field(default_factory=list)
    observed: str = ""
    raised: str = ""
    skipped: str = ""
