"""Rates of requests under their earlier name, since analysts' scripts may import it; see `request_rates`."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from evallib.indicators.request_rates import (
    FOUR_RATE_RULES,
    HUACAO_RULES,
    OTHER_RULES,
    RateRule,
    case_rates,
    rates_from_counts,
    resolution_rule,
    satisfaction_rule,
)

__all__ = [
    "FOUR_RATE_RULES",
    "HUACAO_RULES",
    "OTHER_RULES",
    "RateRule",
    "case_rates",
    "rates_from_counts",
    "resolution_rule",
    "satisfaction_rule",
]


class _AlsoTheFunction(ModuleType):
    """The import of this module puts it where the room offers the function of that name: it answers such calls."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        return case_rates(*args, **named)


sys.modules[__name__].__class__ = _AlsoTheFunction
