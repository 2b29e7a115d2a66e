"""The engine (校验引擎): great-expectations on pandas, loaded once per run and only when something is checked.

Every rule is asked in summary first; only those that failed are asked again for all their rows.
"""

from __future__ import annotations

import json
import os
import warnings
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.identities.calculations import Disagreement
from evallib.model.problems import EvallibError, Problem, did_you_mean

if TYPE_CHECKING:
    from evallib.checks.suites import Parameters, Rule, Suite


@dataclass(frozen=True)
class Outcome:
    """What one rule found: rows asked, index labels that failed, disagreements of an identity, or why it could not run.

    ``skipped`` names the list that the rule compares with and that was not given.
    """

    passed: bool
    checked: int = 0
    rows: list[Any] = field(default_factory=list)
    found: list[Disagreement] = field(default_factory=list)
    observed: str = ""
    raised: str = ""
    skipped: str = ""


def run_rules(suite: Suite, rows: pd.DataFrame, parameters: Parameters, path: Path) -> list[Outcome]:
    """The outcome of every rule of a suite, in its order.

    Args:
        suite: the rules.
        rows: the table, with an index counted from 0.
        parameters: lists that rules compare with, by name; a rule whose list is missing or empty is skipped.
        path: the suite's file, for messages.

    Raises:
        EvallibError: a rule has an unknown type or arguments that its type does not take.
    """
    lists = {name: list(values) for name, values in parameters.items() if len(values)}
    batch = _batch_definition().get_batch({"dataframe": rows})
    asked = {
        number: rule
        for number, rule in enumerate(suite.expectations)
        if rule.parameter is None or rule.parameter in lists
    }
    outcomes = {
        number: Outcome(True, skipped=str(rule.parameter))
        for number, rule in enumerate(suite.expectations)
        if number not in asked
    }
    outcomes |= _ask(batch, asked, lists, "SUMMARY", path)
    failed = {
        number: asked[number]
        for number in asked
        if not (outcomes[number].passed or outcomes[number].raised or outcomes[number].found)
    }
    if failed:
        outcomes |= _ask(batch, failed, lists, "COMPLETE", path)
    return [outcomes[number] for number in range(len(suite.expectations))]


def _ask(batch: Any, rules: dict[int, Rule], lists: dict[str, Any], form: str, path: Path) -> dict[int, Outcome]:
    if not rules:
        return {}
    written = [
        (number, rule.type, json.dumps(rule.kwargs, ensure_ascii=False), rule.severity)
        for number, rule in rules.items()
    ]
    suite = _suite(tuple(written), str(path))
    # One column of a wide table failing in an odd way must not hide the others: exceptions come back as outcomes.
    results = batch.validate(suite, result_format={"result_format": form}, expectation_parameters=lists).results
    return {int(result.expectation_config.meta["number"]): _outcome(result) for result in results}


def _outcome(result: Any) -> Outcome:
    found = (result.result.get("details") or {}).get("found", [])
    return Outcome(
        passed=bool(result.success),
        checked=int(result.result.get("element_count") or 0),
        rows=list(result.result.get("unexpected_index_list") or []),
        found=found,
        observed=str(result.result.get("observed_value", "")),
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
def _library() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # nothing phones home
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own deprecations on import are not the user's business
        import great_expectations

        import evallib.checks.expectations  # noqa: F401  registers the trade's own expectations
    return great_expectations


@cache
def _batch_definition() -> Any:
    context = _library().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("clean").add_dataframe_asset("table")
    return asset.add_batch_definition_whole_dataframe("all")


@cache
def _suite(written: tuple[tuple[int, str, str, str], ...], path: str) -> Any:
    from great_expectations.expectations.registry import list_registered_expectation_implementations

    library, expectations, problems = _library(), [], []
    known = list_registered_expectation_implementations()
    for number, kind, kwargs, severity in written:
        config = {"type": kind, "kwargs": json.loads(kwargs), "severity": severity, "meta": {"number": number}}
        if kind not in known:
            problems.append(_bad(path, number, f"没有名为“{kind}”的校验规则", did_you_mean(kind, known)))
            continue
        try:
            library.ExpectationSuite(name="try", expectations=[config])
        except Exception as error:
            problems.append(_bad(path, number, f"“{kind}”的参数不合要求", " ".join(str(error).split())[:200]))
        expectations.append(config)
    if problems:
        raise EvallibError(problems)
    return library.ExpectationSuite(name="suite", expectations=expectations)


def _bad(path: str, number: int, message: str, advice: str) -> Problem:
    file = f"expectations/{Path(path).name}"
    return Problem("checks.bad_suite", message, file=file, cell=f"第{number + 1}条", advice=advice)
