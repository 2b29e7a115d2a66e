"""Expectations (校验规则) for great-expectations: importing this module registers the trade's own kinds of rule.

import great_expectations as gx
import evallib.expectations as ex

suite = ex.to_library(Path("expectations/staff.json"))      # a suite of ours as an ExpectationSuite
suite.add_expectation(ex.ExpectSumsToAgree(columns=["actual_count"], label="category"))
ex.from_library(suite, ex.kind("staff"), Path("expectations/staff.json"))
"""

from __future__ import annotations

from evallib.checks.rules.expectations import (
    ExpectCalculationsToAgree,
    ExpectCompletionRatesToAgree,
    ExpectDeclaredTypes,
    ExpectGroupsToAddUp,
    ExpectOneMoneyUnit,
    ExpectOneRateScale,
    ExpectSharesToAgree,
    ExpectSumsToAgree,
)
from evallib.checks.rules.gx import load_gx
from evallib.checks.rules.gx_suites import from_library, to_library
from evallib.model.schema import get_schema as kind

__all__ = [
    "ExpectCalculationsToAgree",
    "ExpectCompletionRatesToAgree",
    "ExpectDeclaredTypes",
    "ExpectGroupsToAddUp",
    "ExpectOneMoneyUnit",
    "ExpectOneRateScale",
    "ExpectSharesToAgree",
    "ExpectSumsToAgree",
    "from_library",
    "kind",
    "load_gx",
    "to_library",
]
