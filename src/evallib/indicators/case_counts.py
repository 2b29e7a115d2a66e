"""Counts of requests under their earlier name, since analysts' scripts may import it; see `request_counts`."""

from __future__ import annotations

from evallib.indicators.request_counts import COHORTS, COUNTS, LEVELS, fetch, sum_counts, with_missing_columns
from evallib.indicators.request_counts import count_requests as count_cases

__all__ = ["COHORTS", "COUNTS", "LEVELS", "count_cases", "fetch", "sum_counts", "with_missing_columns"]
