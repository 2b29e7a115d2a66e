"""Outcomes (规则结果): what one rule found in a table."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from evallib.identities.calculations import Cell, Disagreement


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


def tell_disagreement(one: Disagreement) -> dict[str, Any]:
    """A disagreement as JSON can tell it."""
    told = asdict(one)
    cells = [{**cell, "row": _plain(cell["row"]), "fitting": _text(cell["fitting"])} for cell in told["cells"]]
    return {**told, "row": _plain(one.row), "cells": cells}


def read_disagreement(told: dict[str, Any]) -> Disagreement:
    """The disagreement that `tell_disagreement` told.

    >>> one = Disagreement(0, "a", "甲", "1 元", "2 元", "1 + 1 = 2", cells=(Cell(0, "a", Decimal("2.0")),))
    >>> read_disagreement(tell_disagreement(one)) == one
    True
    """
    cells = tuple(
        Cell(**{**cell, "fitting": None if cell["fitting"] is None else Decimal(cell["fitting"])})
        for cell in told["cells"]
    )
    return Disagreement(**{**told, "cells": cells})


def _plain(row: Any) -> Any:
    row = row.item() if hasattr(row, "item") else row
    return row if isinstance(row, int | str) else str(row)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
