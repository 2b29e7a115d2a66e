"""Tables on the workbench (工作台的数据表): every clean table of a unit and year by its Chinese title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from evallib.checks.store import UnitData
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.schema import TableSchema, all_schemas
from evallib.workbench.result import Columns, Result


class Tables(Mapping[str, Result]):
    """The clean tables that are there: ``h.tables["四率"]``, ``h.tables.四率`` or ``h.tables["four_rates"]``.

    Tab completes the titles.

    Args:
        data: the unit and year.
    """

    def __init__(self, data: UnitData) -> None:
        self._data = data

    def __getitem__(self, name: str) -> Result:
        """One table with its Chinese headers.

        Raises:
            EvallibError: no such kind of table (with the nearest one), or one that was not handed in.
        """
        schema = schema_named(name)
        if schema.name not in self._data.names():
            there = "、".join(self) or "无"
            raise EvallibError(
                Problem(
                    "workbench.no_table",
                    f"没有已入库的“{schema.title}”",
                    expected=f"已入库：{there}",
                    advice="请查看 h.state，或运行 evallib check 了解原因",
                )
            )
        info = self._data.info
        return Result(self._data.table(schema.name), shown(schema), f"{info.name}{self._data.year}年{schema.title}")

    def __iter__(self) -> Iterator[str]:
        return iter([all_schemas()[name].title for name in self._data.names()])

    def __len__(self) -> int:
        return len(self._data.names())

    def __getattr__(self, name: str) -> Result:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def __repr__(self) -> str:
        return "、".join(self) or "没有已入库的表"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)


def states(data: UnitData) -> Result:
    """What became of every kind of table: 已入库, 未通过 and why, 未提交 … (状态); those handed in come first."""
    from evallib.publish.words import format as fmt

    rows = [
        {"title": status.title, "label": status.label, "reason": status.reason, "files": "、".join(status.files)}
        for status in data.states.values()
    ]
    rows.sort(key=lambda row: row["label"] == "未提交")
    columns: Columns = {
        "title": ("表", fmt.text),
        "label": ("状态", fmt.text),
        "reason": ("原因", fmt.text),
        "files": ("文件", fmt.text),
    }
    return Result(pd.DataFrame(rows, columns=list(columns)), columns, f"{data.info.name}{data.year}年各表的状态")


def schema_named(name: str) -> TableSchema:
    """The kind of table with this Chinese title or name in code.

    >>> schema_named("四率").name, schema_named("four_rates").title
    ('four_rates', '四率')
    """
    schemas = all_schemas()
    if name in schemas:
        return schemas[name]
    titles = {schema.title: schema for schema in schemas.values()}
    if name not in titles:
        raise EvallibError(
            Problem(
                "workbench.table",
                "没有这种表",
                value=name,
                expected="、".join(titles),
                advice=did_you_mean(name, titles, listed=False),
            )
        )
    return titles[name]


def shown(schema: TableSchema) -> Columns:
    """Chinese header and format of every column of a kind of table."""
    from evallib.publish.words import format as fmt

    formats: dict[str, Callable[[Any], str]] = {
        "rate": fmt.pct,
        "signed_rate": fmt.signed_pct,
        "count": fmt.count,
        "money": fmt.wan,
    }
    columns: dict[str, tuple[str, Callable[[Any], str]]] = {}
    for column in schema.columns:
        title = f"{column.label}（万元）" if column.type == "money" else column.label
        columns[column.name] = (title, formats.get(column.type, fmt.text))
        if column.header_as:
            columns[column.header_as] = (schema.label_of(column.header_as), fmt.text)
    return columns
