"""Table schemas (表结构): one YAML per table kind in ``model/tables/``, with columns, types, headers and aliases."""

from __future__ import annotations

import unicodedata
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from evallib.model import patterns
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.strict_yaml import Strict, load_model

ColumnType = Literal["text", "count", "integer", "decimal", "money", "rate", "signed_rate"]
RowKind = Literal["line", "subtotal", "total"]

TABLES_DIR = Path(__file__).parent / "tables"
SOURCE_COLUMNS = (
    "year",
    "period_start",
    "period_end",
    "period_text",
    "row_kind",
    "source_file",
    "source_sheet",
    "source_row",
    "source_cells",
)
#: Columns that no sheet has a header for; the last three are those of case exports.
SOURCE_LABELS = {
    "year": "年度", "period_start": "时段起", "period_end": "时段止", "period_text": "时段原文", "row_kind": "行的种类",
    "source_file": "文件", "source_sheet": "工作表", "source_row": "行号", "source_cells": "单元格",
    "is_closed": "是否办结", "is_returned": "是否退回", "is_synthetic": "是否合成数据",
}  # fmt: skip
TYPE_LABELS: dict[str, str] = {
    "text": "文字",
    "count": "不小于 0 的整数",
    "integer": "整数",
    "decimal": "数字",
    "money": "金额",
    "rate": "百分比",
    "signed_rate": "百分比（可为负）",
}


class Column(Strict):
    """One column: its name in code, its Chinese header (`label`), other headers in use (`aliases`)."""

    name: str
    label: str
    type: ColumnType
    required: bool = False
    aliases: tuple[str, ...] = ()
    fill_down: bool = False
    occurrence: int = Field(default=1, ge=1)
    header_as: str | None = None
    concepts: tuple[str, ...] = ()

    @cached_property
    def meanings(self) -> frozenset[str]:
        """Concepts of the header lexicon that a header of this column may have; its own name if none is listed."""
        return frozenset((self.name, *self.concepts))

    @cached_property
    def headers(self) -> frozenset[str]:
        """All headers that name this column, normalised."""
        return _normalised((self.label, *self.aliases))


class TableSchema(Strict):
    """A table kind (表类).

    Args:
        called: what titles of such tables speak of, as a pattern: broad, since a title has only to speak of the same
            matter; empty where any title may stand over one.
        spare: whether a sheet is of this kind only where it is of no other.
        label: the column whose text tells lines from 小计 and 合计 rows.
        value: the column of the figures, where a header may be no more than a period or the unit's name.
        needs: columns of which at least one of each group is there; every required column where none are listed.
        titled: the column that the sheet's title fills where no header names it.
    """

    name: str
    title: str
    description: str
    called: str = ""
    spare: bool = False
    label: str
    value: str = ""
    titled: str = ""
    needs: tuple[tuple[str, ...], ...] = ()
    columns: tuple[Column, ...]

    @cached_property
    def by_header(self) -> dict[str, list[Column]]:
        """Columns by normalised header; two where the same header stands twice in a sheet."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            for header in column.headers:
                found.setdefault(header, []).append(column)
        return found

    @property
    def required(self) -> tuple[Column, ...]:
        """Columns without which a sheet is not of this kind."""
        return tuple(column for column in self.columns if column.required)

    @cached_property
    def needed(self) -> tuple[tuple[str, ...], ...]:
        """Groups of columns of which at least one must be found, for a sheet to be of this kind."""
        return self.needs or tuple((column.name,) for column in self.required)

    @property
    def column_names(self) -> list[str]:
        """Columns of the clean table, in order."""
        names = []
        for column in self.columns:
            names.append(column.name)
            if column.header_as:
                names.append(column.header_as)
        return [*names, *SOURCE_COLUMNS]

    def column(self, name: str) -> Column:
        """The column with this name."""
        return next(column for column in self.columns if column.name == name)

    def label_of(self, name: str) -> str:
        """The Chinese header of a column.

        >>> schema = get_schema("case_counts")
        >>> schema.label_of("cases_count"), schema.label_of("year"), schema.label_of("dimension")
        ('案件数', '年度', '“案件类型”一列的表头')
        """
        for column in self.columns:
            if column.name == name:
                return column.label
            if column.header_as == name:
                return f"“{column.label}”一列的表头"
        return SOURCE_LABELS.get(name, name)


@cache
def all_schemas() -> dict[str, TableSchema]:
    """Every table kind by name.

    >>> all_schemas()["budget_lines"].title
    '预算与支出情况'
    """
    schemas = [load_model(path, TableSchema) for path in sorted(TABLES_DIR.glob("*.yaml"))]
    return {schema.name: schema for schema in schemas}


def get_schema(name: str) -> TableSchema:
    """The schema of a table kind; an unknown name is an error with a suggestion."""
    schemas = all_schemas()
    if name not in schemas:
        raise EvallibError(Problem("schema.unknown", f"没有名为“{name}”的表类", advice=did_you_mean(name, schemas)))
    return schemas[name]


@cache
def _normalised(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalise_header(text) for text in texts)


def normalise_header(text: object) -> str:
    r"""A header without spaces, line breaks, full-width forms and units in brackets.

    (%) is kept: 权重(%) is a share, 权重 a score.

    >>> normalise_header("年初预算\n（万元）")
    '年初预算'
    >>> normalise_header("权重（％）")
    '权重(%)'
    """
    plain = unicodedata.normalize("NFKC", str(text))
    plain = patterns.sub(r"\s+", "", plain)
    return patterns.sub(r"\((?:万元|千元|亿元|元|件|人|户|个|份|分)(?:/[^)]*)?\)$", "", plain)
