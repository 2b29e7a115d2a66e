"""Data validation of templates (模板的数据验证), from the suites: a cell takes what the gate takes, nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from evallib.checks.rules.rule import Rule, Suite
from evallib.model.schema import Column
from evallib.parsing.cells import MAX_DIGITS, MONEY_FACTORS

BETWEEN = "expect_column_values_to_be_between"
IN_SET = "expect_column_values_to_be_in_set"
HIGHEST = 10**MAX_DIGITS - 1
#: Types that are not negative, whatever the suite says: intake refuses such a value.
NOT_NEGATIVE = {"count", "rate"}
WHOLE = {"count", "integer"}
ERROR_TYPES = {"error": "stop", "warning": "warning", "note": "information"}
LONGEST_MESSAGE = 255


def validation(column: Column, suite: Suite, hint: str, unit: str = "万元") -> dict[str, Any]:
    """The data validation of a column, as XlsxWriter takes it.

    Args:
        column: the column.
        suite: the rules of its table kind.
        hint: what the message says first.
        unit: the unit in which amounts are filled in.

    >>> from evallib.model.schema import get_schema
    >>> rank = get_schema("four_rates").column("rank")
    >>> rule = {"type": BETWEEN, "severity": "critical", "kwargs": {"column": "rank", "min_value": 1},
    ...         "meta": {"rule": "位次不小于 1", "message": ""}}
    >>> made = validation(rank, Suite(name="four_rates", expectations=[rule]), "整数")
    >>> made["validate"], made["minimum"], made["error_type"], made["error_message"]
    ('integer', 1, 'stop', '整数；位次不小于 1')
    """
    rules = [rule for rule in suite.expectations if rule.columns == [column.name] and rule.type in {BETWEEN, IN_SET}]
    told = "；".join([hint, *(rule.meta.rule for rule in rules)])[:LONGEST_MESSAGE]
    common: dict[str, Any] = {"ignore_blank": True, "error_title": "请核对", "error_message": told}
    words = next((rule for rule in rules if isinstance(rule.kwargs.get("value_set"), list)), None)
    if words:
        return common | {
            "validate": "list",
            "source": words.kwargs["value_set"],
            "error_type": ERROR_TYPES[words.level],
        }
    if column.type == "text":
        return common | {"validate": "length", "criteria": "<=", "value": 5000, "error_type": "information"}
    low, high = bounds(column, rules, unit)
    return common | {
        "validate": "integer" if column.type in WHOLE else "decimal",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_type": "stop",
    }


def bounds(column: Column, rules: list[Rule], unit: str) -> tuple[float, float]:
    """What the gate takes: beyond this a value is an error. Doubts (警告) are told in the message only."""
    scale = MONEY_FACTORS[unit] if column.type == "money" else Decimal(1)
    lows, highs = [0 if column.type in NOT_NEGATIVE else -HIGHEST], [HIGHEST]
    for rule in rules:
        if rule.type == BETWEEN and rule.level == "error" and "mostly" not in rule.kwargs:
            lows += [_in_unit(rule.kwargs["min_value"], scale)] if "min_value" in rule.kwargs else []
            highs += [_in_unit(rule.kwargs["max_value"], scale)] if "max_value" in rule.kwargs else []
    return max(lows), min(highs)


def _in_unit(value: Any, scale: Decimal) -> Any:
    number = Decimal(str(value)) / scale
    return int(number) if number == number.to_integral_value() else float(number)
