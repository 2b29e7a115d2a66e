"""A sheet of formulas (公式工作表): xlsxwriter's own, which looks at each formula for thirty newer functions."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

FUNCTION = re.compile(r"[\w.]+\(")


@cache
def formula_sheet() -> type[Any]:
    """A worksheet class that has xlsxwriter look only at formulas with a function that it would write in another way.

    Made when it is asked for: the light install has no xlsxwriter.

    >>> sheet = formula_sheet()()
    >>> sheet._prepare_formula("=SUM(A1:A3)+1"), sheet._prepare_formula("=XLOOKUP(A1,B:B,C:C)")
    ('SUM(A1:A3)+1', '_xlfn.XLOOKUP(A1,B:B,C:C)')
    """
    from xlsxwriter.worksheet import Worksheet

    @cache
    def as_written(function: str) -> bool:
        return bool(Worksheet()._prepare_formula(function) == function)

    class FormulaSheet(Worksheet):  # type: ignore[misc]
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            newer = expand_future_functions or self.use_future_functions or formula.startswith("{")
            if newer or formula.endswith("}") or not all(map(as_written, FUNCTION.findall(formula))):
                return str(super()._prepare_formula(formula, expand_future_functions))
            return formula.removeprefix("=")

    return FormulaSheet
