"""Rates of requests under their earlier name: scripts of analysts may still import ``case_rates``; see `request_rates`."""

from __future__ import annotations

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
