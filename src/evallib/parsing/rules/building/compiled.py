"""What compiling gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evallib.parsing.rules.rule_data import Rule


@dataclass(slots=True)
class Compiled:
    """A rule, what it leaves open, and what was not understood."""

    rule: Rule | None
    open: list[dict[str, Any]] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
