"""Proposed rules (建议的规则): what data already accepted has in common, as rules to be accepted one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from evallib.checks.rules.rule import Rule, RuleWords
from evallib.checks.rules.rule_words import describe
from evallib.checks.store import UnitData
from evallib.checks.suites import load_suite
from evallib.model.problems import EvallibError, Problem
from evallib.model.schema import TableSchema
from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import Workspace

#: From fewer rows nothing is concluded; a set of values is one where each comes this often on average, and at most so
#: many.
FEWEST, TIMES, MOST_VALUES = 8, 3, 12
END = re.compile(r"\s*\]\s*\}\s*$")


@dataclass(frozen=True)
class Proposal:
    """A rule that all accepted rows keep, and how many those are."""

    rule: Rule
    rows: int

    def __str__(self) -> str:
        return f"{self.rule.meta.rule}（已入库的 {self.rows} 行都符合）"


def propose_rules(workspace: Workspace, schema: TableSchema) -> list[Proposal]:
    """Rules that the accepted rows of a table kind keep and its suite does not have yet.

    Args:
        workspace: whose accepted data, of all units and years.
        schema: the table kind.
    """
    frames = [UnitData(workspace, unit, year).table(schema.name) for unit, year in workspace.select()]
    there = [frame for frame in frames if len(frame)]
    if not there:
        return []
    rows = pd.concat(there, ignore_index=True)
    suite = load_suite(workspace.expectations / f"{schema.name}.json", schema)
    known = {(rule.type, rule.kwargs.get("column")) for rule in suite.expectations}
    return [one for one in _proposals(rows, schema) if (one.rule.type, one.rule.kwargs["column"]) not in known]


def accept_rules(path: Path, proposals: Sequence[Proposal]) -> None:
    """Add rules at the end of a suite; what stands there stays as it is written.

    Raises:
        EvallibError: the file does not end as a suite does.
    """
    text = path.read_text(encoding="utf-8")
    end = END.search(text)
    if end is None:
        raise EvallibError(
            Problem("checks.bad_suite", "校验规则文件的结尾看不懂", file=path.name, expected="以 ] } 结尾")
        )
    head = text[: end.start()]
    lines = [json.dumps(proposal.rule.model_dump(mode="json"), ensure_ascii=False) for proposal in proposals]
    between = "" if head.rstrip().endswith("[") else ","
    write_text(path, head + between + ",".join(f"\n  {line}" for line in lines) + "\n ]\n}\n")


def _proposals(rows: pd.DataFrame, schema: TableSchema) -> Iterator[Proposal]:
    for column in schema.columns:
        values = rows[column.name].dropna()
        if len(values) < FEWEST:
            continue
        found: list[tuple[str, dict[str, Any]]] = []
        if len(values) == len(rows):
            found.append(("expect_column_values_to_not_be_null", {}))
        if column.type == "text":
            distinct = sorted(set(map(str, values)))
            if 1 < len(distinct) <= MOST_VALUES and len(values) >= TIMES * len(distinct):
                found.append(("expect_column_values_to_be_in_set", {"value_set": distinct}))
        elif limits := _limits(values, column.type):
            found.append(("expect_column_values_to_be_between", limits))
        for kind, more in found:
            kwargs = {"column": column.name, **more}
            words = describe(kind, kwargs, schema.label_of)
            meta = RuleWords(
                rule=words,
                message=f"与以往的数据不同：{words}",
                expected=words,
                advice="请核对原表；属实的，改这条规则",
            )
            yield Proposal(Rule(type=kind, severity="warning", kwargs=kwargs, meta=meta), len(values))


def _limits(values: pd.Series, kind: str) -> dict[str, Any]:
    """Round limits that hold for all: not below 0, and not above 1 for a rate; nothing where they do not hold."""
    low, high = min(values), max(values)
    if low < 0:
        return {}
    return {"min_value": 0, "max_value": 1} if kind == "rate" and high <= Decimal(1) else {"min_value": 0}
