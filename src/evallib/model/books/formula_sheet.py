"""A sheet of formulas (公式工作表): xlsxwriter's own, which looks at each formula for thirty newer functions."""

from __future__ import annotations

import re
from functools import cache

from xlsxwriter.worksheet import Worksheet

FUNCTION = re.compile(r"[\w.]+\(")


class FormulaSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that has xlsxwriter look only at formulas with a function that it would write in another way.

    >>> sheet = FormulaSheet()
    >>> sheet._prepare_formula("=SUM(A1:A3)+1"), sheet._prepare_formula("=XLOOKUP(A1,B:B,C:C)")
    ('SUM(A1:A3)+1', '_xlfn.XLOOKUP(A1,B:B,C:C)')
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        newer = expand_future_functions or self.use_future_functions
        if newer or formula.startswith("{") or formula.endswith("}") or not all(map(_old, FUNCTION.findall(formula))):
            return str(super()._prepare_formula(formula, expand_future_functions))
        return formula.removeprefix("=")


@cache
def _old(function: str) -> bool:
    """Whether a function stands in the file as it is written."""
    return bool(Worksheet()._prepare_formula(function) == function)
