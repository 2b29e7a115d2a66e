"""The engine (校验引擎): rules of a suite, answered directly where they are plain and by great-expectations otherwise.

The library is loaded only for a rule that `evallib.checks.rules.plain_rules` does not know, or to say what is wrong
with a rule. Asked, it is asked in summary first; only rules that failed are asked again for all their rows.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.checks.outcome import Outcome, read_disagreement
from evallib.checks.rules.plain_rules import answer, answered
from evallib.model.problems import EvallibError, Problem, did_you_mean

if TYPE_CHECKING:
    from evallib.checks.rules.rule import Parameters, Rule, Suite


def run_rules(
    suite: Suite, rows: pd.DataFrame, parameters: Parameters, path: Path, library: bool = False
) -> list[Outcome]:
    """The outcome of every rule of a suite, in its order.

    Args:
        suite: the rules.
        rows: the table, with an index counted from 0.
        parameters: lists that rules compare with, by name; a rule whose list is missing or empty is skipped.
        path: the suite's file, for messages.
        library: ask great-expectations for every rule, to compare with.

    Raises:
        EvallibError: a rule has an unknown type or arguments that its type does not take.
    """
    lists = {name: list(values) for name, values in parameters.items() if len(values)}
    outcomes: dict[int, Outcome] = {}
    asked: dict[int, Rule] = {}
    for number, rule in enumerate(suite.expectations):
        if rule.parameter is not None and rule.parameter not in lists:
            outcomes[number] = Outcome(True, skipped=rule.parameter)
            continue
        found = None if library else answer(rule.type, _filled(rule, lists), rows)
        if found is None:
            asked[number] = rule
        else:
            outcomes[number] = found
    if asked:
        outcomes |= _by_library(asked, rows, lists, path)
    return [outcomes[number] for number in range(len(suite.expectations))]


def needs_library(suites: list[dict[str, Any]]) -> bool:
    """Whether one of these suites, as JSON tells them, has a rule that only great-expectations can answer.

    >>> needs_library([{"expectations": [{"type": "expect_column_values_to_be_unique", "kwargs": {"column": "id"}}]}])
    False
    """
    return any(
        not answered(str(rule.get("type")), rule.get("kwargs") or {})
        for suite in suites
        for rule in suite.get("expectations", [])
    )


def _filled(rule: Rule, lists: dict[str, list[Any]]) -> dict[str, Any]:
    """Arguments with the list put in that the rule names."""
    return rule.kwargs | ({"value_set": lists[rule.parameter]} if rule.parameter else {})


def _by_library(rules: dict[int, Rule], rows: pd.DataFrame, lists: dict[str, Any], path: Path) -> dict[int, Outcome]:
    batch = _batch_definition().get_batch({"dataframe": rows})
    outcomes = _ask(batch, rules, lists, "SUMMARY", path)
    failed = {
        number: rule
        for number, rule in rules.items()
        if not (outcomes[number].passed or outcomes[number].raised or outcomes[number].found)
    }
    return outcomes | (_ask(batch, failed, lists, "COMPLETE", path) if failed else {})


def _ask(batch: Any, rules: dict[int, Rule], lists: dict[str, Any], form: str, path: Path) -> dict[int, Outcome]:
    written = [
        (number, rule.type, json.dumps(rule.kwargs, ensure_ascii=False), rule.severity)
        for number, rule in rules.items()
    ]
    suite = _suite(tuple(written), str(path))
    # One column of a wide table failing in an odd way must not hide the others: exceptions come back as outcomes.
    results = batch.validate(suite, result_format={"result_format": form}, expectation_parameters=lists).results
    return {int(result.expectation_config.meta["number"]): _outcome(result) for result in results}


def _outcome(result: Any) -> Outcome:
    found = [read_disagreement(one) for one in (result.result.get("details") or {}).get("found", [])]
    return Outcome(
        passed=bool(result.success),
        checked=int(result.result.get("element_count") or 0),
        rows=list(result.result.get("unexpected_index_list") or []),
        found=found,
        observed="" if "details" in result.result else str(result.result.get("observed_value", "")),
        raised=_exception(result.exception_info),
    )


def _exception(info: Any) -> str:
    """The message of an exception that great-expectations swallowed, if there is one."""
    for entry in (info, *(info or {}).values()):
        if isinstance(entry, dict) and entry.get("raised_exception"):
            return str(entry.get("exception_message"))[:200]
    return ""


def warm_up() -> None:
    """Load great-expectations now, in a process that others are forked from."""
    _batch_definition()


@cache
def _batch_definition() -> Any:
    from evallib.checks.rules.gx import load_gx

    context = load_gx().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("clean").add_dataframe_asset("table")
    return asset.add_batch_definition_whole_dataframe("all")


@cache
def _suite(written: tuple[tuple[int, str, str, str], ...], path: str) -> Any:
    from great_expectations.expectations.registry import list_registered_expectation_implementations

    from evallib.checks.rules.gx import load_gx

    gx, expectations, problems = load_gx(), [], []
    known = list_registered_expectation_implementations()
    for number, kind, kwargs, severity in written:
        config = {"type": kind, "kwargs": json.loads(kwargs), "severity": severity, "meta": {"number": number}}
        if kind not in known:
            problems.append(_bad(path, number, f"没有名为“{kind}”的校验规则", did_you_mean(kind, known)))
            continue
        try:
            gx.ExpectationSuite(name="try", expectations=[config])
        except Exception as error:
            problems.append(_bad(path, number, f"“{kind}”的参数不合要求", " ".join(str(error).split())[:200]))
        expectations.append(config)
    if problems:
        raise EvallibError(problems)
    return gx.ExpectationSuite(name="suite", expectations=expectations)


def _bad(path: str, number: int, message: str, advice: str) -> Problem:
    file = f"expectations/{Path(path).name}"
    return Problem("checks.bad_suite", message, file=file, cell=f"第{number + 1}条", advice=advice)
