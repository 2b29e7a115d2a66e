"""Expectation suites (校验规则): one JSON per table kind in expectations/, readable and editable by an analyst.

A suite is read strictly: an unknown key, column or severity is an error that names the file, the rule and the nearest
valid word. `check_table` tells about every rule, `check_frame` only about what is wrong.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from evallib.checks.rules.results import RuleResult, rule_result
from evallib.checks.rules.rule import COLUMN_KEYS, COLUMNS_KEYS, Kind, Parameters, Rule, RuleWords, Suite
from evallib.checks.rules.rule_words import tolerated, with_words
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.pydantic_words import chinese_message, shown_input


def check_frame(frame: pd.DataFrame, schema: Kind, folder: Path, parameters: Parameters | None = None) -> list[Problem]:
    """Run the suite of a table kind over its rows.

    Args:
        frame: typed rows with source columns.
        schema: the table kind.
        folder: the expectations folder.
        parameters: lists that rules compare with, by name (``agencies``, ``project_lines__project_name`` …).

    Returns:
        One problem per failing cell (or per failing table-level rule), all of them.

    Raises:
        EvallibError: the suite is missing or not valid.
    """
    return [problem for result in check_table(frame, schema, folder, parameters) for problem in result.problems]


def check_table(
    frame: pd.DataFrame, schema: Kind, folder: Path, parameters: Parameters | None = None
) -> list[RuleResult]:
    """Every rule of the suite with what it found, in the order of the suite; arguments as `check_frame`."""
    suite = load_suite(folder / f"{schema.name}.json", schema)
    if frame.empty:
        return [rule_result(rule, schema, number) for number, rule in enumerate(suite.expectations, 1)]
    from evallib.checks.rules.engine import run_rules

    rows = frame.reset_index(drop=True)
    outcomes = run_rules(suite, rows, parameters or {}, folder / f"{schema.name}.json")
    return [
        rule_result(rule, schema, number, rows, outcome)
        for number, (rule, outcome) in enumerate(zip(suite.expectations, outcomes, strict=True), 1)
    ]


def load_suite(path: Path, schema: Kind) -> Suite:
    """A suite, checked against the columns of its table kind.

    Raises:
        EvallibError: the file is missing, is not JSON, or has an unknown key, column or severity.
    """
    if not path.is_file():
        advice = f"请在 expectations/ 中补上 {path.name}"
        raise EvallibError(Problem("checks.no_suite", "缺少校验规则文件", file=path.name, advice=advice))
    try:
        data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_no_duplicates)
        suite = Suite.model_validate(_own(data, schema))
    except json.JSONDecodeError as error:
        raise EvallibError(
            _bad(path, "校验规则不是合法的 JSON", f"第{error.lineno}行", _line(error.doc, error.lineno))
        ) from None
    except _DuplicateKeyError as error:
        raise EvallibError(_bad(path, f"“{error}”写了两次", advice="请只保留一处")) from None
    except ValidationError as error:
        raise EvallibError(_invalid(path, item) for item in error.errors()) from None
    problems = [
        _bad(
            path,
            f"“{schema.title}”没有“{name}”这一列",
            f"第{number}条",
            rule.type,
            did_you_mean(name, schema.column_names),
        )
        for number, rule in enumerate(suite.expectations, 1)
        for name in _names(rule)
        if name not in schema.column_names
    ]
    if problems:
        raise EvallibError(problems)
    return suite


def _own(data: Any, schema: Kind) -> Any:
    """A suite as great-expectations saves it, without its ids, and with Chinese words where it has none."""
    if not isinstance(data, dict) or not isinstance(data.get("expectations"), list):
        return data
    rules = [
        tolerated(with_words(rule, schema.label_of) if not rule.get("meta") else rule)
        if isinstance(rule, dict)
        else rule
        for rule in data["expectations"]
    ]
    kept = {name: value for name, value in data.items() if name != "id"}
    return {**kept, "notes": data.get("notes") or "", "meta": data.get("meta") or {}, "expectations": rules}


class _DuplicateKeyError(ValueError):
    pass


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _DuplicateKeyError(key)
        found[key] = value
    return found


def _names(rule: Rule) -> list[str]:
    single = [rule.kwargs[key] for key in COLUMN_KEYS if rule.kwargs.get(key)]
    return [*single, *(name for key in COLUMNS_KEYS for name in rule.kwargs.get(key, ()))]


def _invalid(path: Path, item: Any) -> Problem:
    where = list(item["loc"])
    number = next((int(part) + 1 for part in where if isinstance(part, int)), None)
    key = str(where[-1]) if where else ""
    model = Suite if number is None else RuleWords if "meta" in where else Rule
    hint = did_you_mean(key, model.model_fields) if item["type"] == "extra_forbidden" else ""
    return _bad(path, chinese_message(item), f"第{number}条" if number else "", shown_input(item), hint)


def _line(text: str, number: int) -> str:
    return "".join(text.splitlines()[number - 1 : number]).strip()[:80]


def _bad(path: Path, message: str, cell: str = "", value: str = "", advice: str = "") -> Problem:
    return Problem("checks.bad_suite", message, file=f"expectations/{path.name}", cell=cell, value=value, advice=advice)
