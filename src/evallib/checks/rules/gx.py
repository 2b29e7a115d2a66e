"""The library of rules (great-expectations): loaded where a rule of its own is asked, and nowhere else."""

from __future__ import annotations

import os
import warnings
from typing import Any


def load_gx() -> Any:
    """great-expectations with the trade's own expectations registered; it phones nobody."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own deprecations on import are not the user's business
        import great_expectations

        import evallib.checks.rules.expectations  # noqa: F401  registers them
    return great_expectations
