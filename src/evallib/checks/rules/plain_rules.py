"""Plain rules (直接校验): the rules of the shipped suites, answered on the frame itself.

A suite is written in the words of great-expectations and may use any of its expectations. The few types below are what
the suites really ask; answering them here costs milliseconds where the library's metric graph costs seconds. Whatever
is not in this table goes to the library (`evallib.checks.rules.engine`), and a test holds both to the same outcomes.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from evallib.checks.completion_rates import completion_rates
from evallib.checks.outcome import Outcome
from evallib.identities.calculations import Disagreement, calculations, sums
from evallib.identities.scales import mixed_money_units, mixed_rate_scales, wrong_types
from evallib.identities.shares import group_sums, shares

Arguments = Mapping[str, Any]
ALWAYS = frozenset({"row_condition", "mostly"})  # arguments that every type of the library takes
EITHER = "either_value_is_missing"
NUMBERS = frozenset({"min_value", "max_value", "mostly"})
LISTS = frozenset({"columns", "column_list", "operands", "by"})
TEXTS = frozenset({"column", "column_A", "column_B", "regex", "result", "operation", "label", "figure"})
#: The trade's own expectations: their names in a suite, and the arithmetic behind them.
IDENTITIES: dict[str, Callable[..., Iterator[Disagreement]]] = {
    "expect_sums_to_agree": sums,
    "expect_calculations_to_agree": calculations,
    "expect_groups_to_add_up": group_sums,
    "expect_shares_to_agree": shares,
    "expect_one_money_unit": mixed_money_units,
    "expect_one_rate_scale": mixed_rate_scales,
    "expect_declared_types": wrong_types,
    "expect_completion_rates_to_agree": completion_rates,
}


def answer(kind: str, arguments: Arguments, rows: pd.DataFrame) -> Outcome | None:
    """The outcome of one rule, or None where the library has to be asked.

    Args:
        kind: type of the expectation, in snake case.
        arguments: its arguments, lists that are compared with filled in.
        rows: the table, with an index counted from 0.

    >>> rows = pd.DataFrame({"n": [1, -2, None]})
    >>> answer("expect_column_values_to_be_between", {"column": "n", "min_value": 0}, rows).rows
    [1]
    >>> answer("expect_column_kl_divergence_to_be_less_than", {"column": "n"}, rows) is None
    True
    """
    if not answered(kind, arguments):
        return None
    if kind in IDENTITIES:
        return _identity(IDENTITIES[kind], arguments, rows)
    asked, known = _where(arguments.get("row_condition"), rows)
    if not known:
        return None
    chosen = rows if asked is None else rows[asked]
    try:
        own = {name: value for name, value in arguments.items() if name not in ALWAYS}
        considered, wrong = RULES[kind](chosen, **own)
    except Exception as error:  # told as a rule that could not run, as the library does
        return Outcome(False, raised=str(error)[:200])
    failing = list(chosen.index[wrong])
    total = int(considered.sum())
    share = 1.0 if not total else (total - len(failing)) / total
    passed = share >= float(arguments["mostly"]) if "mostly" in arguments else not failing
    return Outcome(passed, checked=len(chosen), rows=[] if passed else failing)


def answered(kind: str, arguments: Arguments) -> bool:
    """Whether a rule is answered here: its type is known, and its arguments are what the type takes."""
    function = IDENTITIES.get(kind) or RULES.get(kind)
    if function is None:
        return False
    own = {name: value for name, value in arguments.items() if kind in IDENTITIES or name not in ALWAYS}
    try:
        inspect.signature(function).bind(None, **own)
    except TypeError:
        return False
    if arguments.get("ignore_row_if", EITHER) != EITHER:
        return False
    return all(_fits(name, value) for name, value in arguments.items())


def _fits(name: str, value: Any) -> bool:
    if name in LISTS:
        return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    if name in NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return not isinstance(value, list | tuple) if name in TEXTS else True


def _identity(compute: Callable[..., Iterator[Disagreement]], arguments: Arguments, rows: pd.DataFrame) -> Outcome:
    try:
        found = list(compute(rows, **arguments))
    except Exception as error:
        return Outcome(False, raised=str(error)[:200])
    return Outcome(not found, checked=len(rows), found=found)


def _where(condition: Any, rows: pd.DataFrame) -> tuple[pd.Series | None, bool]:
    """The rows that a condition chooses (None: all), and whether it is one that can be answered here."""
    if condition is None:
        return None, True
    if not isinstance(condition, Mapping):
        return None, False
    if condition.get("type") == "and":
        parts = [_where(part, rows) for part in condition.get("conditions", [])]
        if not parts or not all(known and mask is not None for mask, known in parts):
            return None, False
        together = parts[0][0]
        for mask, _ in parts[1:]:
            together = together & mask  # type: ignore[operator]
        return together, True
    if condition.get("type") != "comparison":
        return None, False
    column, operator, wanted = condition["column"]["name"], condition["operator"], condition["parameter"]
    if operator == "==":
        return rows[column] == wanted, True
    if operator == "IN":
        return rows[column].isin(list(wanted)), True
    return None, False


def _told(column: pd.Series) -> pd.Series:
    return column.notna()


def _between(
    rows: pd.DataFrame, column: str, min_value: Any = None, max_value: Any = None
) -> tuple[pd.Series, pd.Series]:
    told = _told(rows[column])
    wrong = [
        known and bool((min_value is not None and value < min_value) or (max_value is not None and value > max_value))
        for value, known in zip(rows[column].tolist(), told.tolist(), strict=True)
    ]
    return told, pd.Series(wrong, rows.index, dtype=bool)


def _not_null(rows: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    return pd.Series(True, rows.index), rows[column].isna()


def _in_set(rows: pd.DataFrame, column: str, value_set: Any) -> tuple[pd.Series, pd.Series]:
    told = _told(rows[column])
    return told, told & ~rows[column].isin(list(value_set))


def _unique(rows: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    told = _told(rows[column])
    return told, told & rows[column].duplicated(keep=False)


def _compound(rows: pd.DataFrame, column_list: list[str]) -> tuple[pd.Series, pd.Series]:
    columns = [
        [
            None if missing else value
            for value, missing in zip(rows[name].tolist(), rows[name].isna().tolist(), strict=True)
        ]
        for name in column_list
    ]
    keys = list(zip(*columns, strict=True))
    counts = Counter(keys)
    told = [any(value is not None for value in key) for key in keys]
    twice = [known and counts[key] > 1 for key, known in zip(keys, told, strict=True)]
    return pd.Series(told, rows.index, dtype=bool), pd.Series(twice, rows.index, dtype=bool)


def _a_over_b(
    rows: pd.DataFrame,
    column_A: str,  # noqa: N803 - the library's own names
    column_B: str,  # noqa: N803
    ignore_row_if: str,  # either value missing, see `answered`
    or_equal: bool = False,
) -> tuple[pd.Series, pd.Series]:
    told = _told(rows[column_A]) & _told(rows[column_B])
    first, second = rows[column_A][told], rows[column_B][told]
    right = first >= second if or_equal else first > second
    wrong = pd.Series(False, rows.index)
    wrong[told] = ~right.to_numpy(dtype=bool)
    return told, wrong


def _lengths(
    rows: pd.DataFrame, column: str, min_value: Any = None, max_value: Any = None
) -> tuple[pd.Series, pd.Series]:
    told = _told(rows[column])
    lengths = rows[column][told].astype(str).str.len()
    wrong = pd.Series(False, rows.index)
    if min_value is not None:
        wrong[told] |= (lengths < min_value).to_numpy()
    if max_value is not None:
        wrong[told] |= (lengths > max_value).to_numpy()
    return told, wrong


def _matches(rows: pd.DataFrame, column: str, regex: str) -> tuple[pd.Series, pd.Series]:
    return _regex(rows, column, regex, wanted=True)


def _matches_not(rows: pd.DataFrame, column: str, regex: str) -> tuple[pd.Series, pd.Series]:
    return _regex(rows, column, regex, wanted=False)


def _regex(rows: pd.DataFrame, column: str, regex: str, wanted: bool) -> tuple[pd.Series, pd.Series]:
    told = _told(rows[column])
    found = rows[column][told].astype(str).str.contains(regex, regex=True)
    wrong = pd.Series(False, rows.index)
    wrong[told] = (found != wanted).to_numpy()
    return told, wrong


Answer = Callable[..., tuple[pd.Series, pd.Series]]
#: Type of an expectation → how it is answered: rows that count, and rows that fail.
RULES: dict[str, Answer] = {
    "expect_column_values_to_be_between": _between,
    "expect_column_values_to_not_be_null": _not_null,
    "expect_column_values_to_be_in_set": _in_set,
    "expect_column_values_to_be_unique": _unique,
    "expect_compound_columns_to_be_unique": _compound,
    "expect_column_pair_values_a_to_be_greater_than_b": _a_over_b,
    "expect_column_value_lengths_to_be_between": _lengths,
    "expect_column_values_to_match_regex": _matches,
    "expect_column_values_to_not_match_regex": _matches_not,
}
