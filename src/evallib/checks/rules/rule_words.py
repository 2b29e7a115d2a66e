"""Words of rules (规则的说法): what a rule says in Chinese where its author, or great-expectations, wrote none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Label = Callable[[str], str]
#: What great-expectations adds to a suite or a rule that it saves; it says nothing about the check.
LIBRARY_KEYS = frozenset(
    {"id", "notes", "description", "rendered_content", "windows", "catch_exceptions", "success_on_last_run"}
)
LIBRARY_VERSION = "great_expectations_version"


def tolerated(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule without what the library adds for itself, with its default severity.

    >>> tolerated({"type": "expect_x", "kwargs": {}, "id": "4f", "notes": None, "description": "甲"})
    {'severity': 'critical', 'type': 'expect_x', 'kwargs': {}}
    """
    return {"severity": "critical"} | {name: value for name, value in rule.items() if name not in LIBRARY_KEYS}


def with_words(rule: Mapping[str, Any], label: Label) -> dict[str, Any]:
    """A rule whose missing Chinese words are filled in.

    Args:
        rule: type, kwargs and perhaps meta.
        label: name of a column → its Chinese header.
    """
    meta = dict(rule.get("meta") or {})
    meta.pop(LIBRARY_VERSION, None)
    told = str(rule.get("description") or "") or describe(str(rule.get("type")), rule.get("kwargs") or {}, label)
    return {
        **rule,
        "meta": {"rule": told, "message": f"不符合规则：{told}", "expected": "", "advice": "请核对原表"} | meta,
    }


def describe(kind: str, kwargs: Mapping[str, Any], label: Label = str) -> str:
    """A rule in one Chinese sentence.

    >>> describe("expect_column_values_to_be_between", {"column": "年度", "min_value": 2000})
    '“年度”不小于 2000'
    >>> describe("expect_column_values_to_be_in_set", {"column": "来源", "value_set": ["网格", "12345"]})
    '“来源”只能是 网格、12345 之一'
    """
    column = f"“{label(str(kwargs.get('column', '')))}”"
    if kind == "expect_column_values_to_not_be_null":
        return f"{column}必须填写"
    if kind == "expect_column_values_to_be_unique":
        return f"{column}不重复"
    if kind == "expect_compound_columns_to_be_unique":
        return "、".join(f"“{label(name)}”" for name in kwargs.get("column_list", ())) + "合起来不重复"
    if kind in {"expect_column_values_to_be_between", "expect_column_value_lengths_to_be_between"}:
        what = column + ("的字数" if "lengths" in kind else "")
        low, high = kwargs.get("min_value"), kwargs.get("max_value")
        if low is not None and high is not None:
            return f"{what}在 {_plain(low)}–{_plain(high)} 之间"
        return f"{what}不小于 {_plain(low)}" if low is not None else f"{what}不大于 {_plain(high)}"
    if kind == "expect_column_values_to_be_in_set" and isinstance(kwargs.get("value_set"), list | tuple):
        return f"{column}只能是 {'、'.join(map(str, kwargs['value_set']))} 之一"
    if kind == "expect_column_values_to_match_regex":
        return f"{column}的写法为 {kwargs.get('regex')}"
    if kind == "expect_column_pair_values_a_to_be_greater_than_b":
        return f"“{label(str(kwargs.get('column_A')))}”不小于“{label(str(kwargs.get('column_B')))}”"
    told = "、".join(f"{name}={value}" for name, value in kwargs.items())
    return f"{kind}（{told}）"


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
