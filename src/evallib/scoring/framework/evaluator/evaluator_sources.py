"""Where a value comes from, as an evaluator writes it for the 业绩值: a table and column in Chinese, or a rate.

``取自 四率 › 本镇 › 指标=按时办结率`` and ``取自 市民满意率 › 主责部门=城管中队 › 2023年上半年`` become what
`scoring.yaml` holds under ``from``.
"""

from __future__ import annotations

import re
from typing import Any

from evallib.indicators.request_rates import rules
from evallib.model import patterns
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.schema import TableSchema, all_schemas, normalise_header

MARK = re.compile(r"^\s*取自[：:]?\s*")
FORM = "取自 表名 › 列名 › 列=值，或 取自 率名 › 列=值 › 时段"


def is_source(text: str) -> bool:
    """Whether a cell says where its value comes from.

    >>> is_source("取自 四率 › 本镇"), is_source("93%")
    (True, False)
    """
    return bool(MARK.match(text))


def read_source(text: str) -> dict[str, Any]:
    """The reference that a cell means.

    Raises:
        EvallibError: no such table, rate or column, with the nearest name.

    >>> read_source("取自 四率 › 本镇 › 指标=按时办结率")
    {'table': 'four_rates', 'column': 'rate', 'where': {'indicator': '按时办结率'}}
    >>> read_source("取自 市民满意率 › 主责部门=城管中队 › 2023年上半年")
    {'rate': '市民满意率', 'where': {'主责部门': '城管中队'}, 'period': '2023年上半年'}
    """
    first, *rest = [part.strip() for part in patterns.split(r"[›>＞]|->|→", MARK.sub("", text)) if part.strip()] or [""]
    tables = {name: schema for schema in all_schemas().values() for name in (schema.title, schema.name)}
    if first in {rule.label for rule in rules()}:
        return _of_rate(first, rest)
    if first not in tables:
        known = [*(schema.title for schema in all_schemas().values()), *(rule.label for rule in rules())]
        raise EvallibError(
            Problem("framework.source", "没有这个表或率", value=first, expected=FORM, advice=did_you_mean(first, known))
        )
    return _of_table(tables[first], rest)


def _of_rate(name: str, rest: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"rate": name}
    conditions = [part for part in rest if "=" in part or "＝" in part]
    if conditions:
        found["where"] = dict(pair for part in conditions for pair in _pairs(part))
    periods = [part for part in rest if part not in conditions]
    if periods:
        found["period"] = periods[0]
    return found


def _of_table(schema: TableSchema, rest: list[str]) -> dict[str, Any]:
    columns = [part for part in rest if not patterns.search(r"[=＝]", part)]
    if len(columns) != 1:
        raise EvallibError(
            Problem(
                "framework.source",
                "没有写取哪一列",
                value="›".join(rest),
                expected=FORM,
                advice=f"{schema.title}的列：" + "、".join(column.label for column in schema.columns),
            )
        )
    where = dict(pair for part in rest if part not in columns for pair in _pairs(part))
    return {
        "table": schema.name,
        "column": _column(schema, columns[0]),
        "where": {_column(schema, name): value for name, value in where.items()},
    }


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = [patterns.split(r"[=＝]", part, maxsplit=1) for part in patterns.split(r"[，,；;]", text) if part.strip()]
    return [(pair[0].strip(), pair[-1].strip()) for pair in pairs]


def _column(schema: TableSchema, written: str) -> str:
    wanted = normalise_header(written)
    for column in schema.columns:
        if written == column.name or wanted in {normalise_header(h) for h in (column.label, *column.aliases)}:
            return column.name
    labels = [column.label for column in schema.columns]
    raise EvallibError(
        Problem(
            "framework.source",
            f"“{schema.title}”没有这一列",
            value=written,
            expected="、".join(labels),
            advice=did_you_mean(written, labels),
        )
    )
