"""What a unit supplies for its score (填报数据): values with their source, overrides, published scores.

Read from ``data/raw/<unit>/<year>/scoring.yaml``, or one file per project in ``scoring/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from evallib.scoring.framework.definition import Model
from evallib.scoring.language.calculation import VALUE
from evallib.scoring.language.derived_values import Points


class Origin(Model):
    """The rows of a clean table that a value was taken from, so that a workbook can point at them.

    Args:
        table: table kind.
        year: the year of the rows.
        rows: (file, sheet, row) of each row.
        how: value (one cell), sum, count, or fall: (base − column) ÷ base.
        column: the column of the value; none where rows are counted.
        base: with `fall`, the earlier amount.
        where: with `count`, column → value.
    """

    table: str
    year: int
    rows: tuple[tuple[str, str, int], ...]
    how: Literal["value", "sum", "count", "fall"] = "value"
    column: str = ""
    base: str = ""
    where: dict[str, str] = Field(default_factory=dict)


class Sourced(Model):
    """A value as written, with its cell; or a reference to a clean table that `resolve` looks up.

    A decimal (not text) is taken as it is: percentages as fractions, money in 元.
    """

    value: str | Decimal | None = None
    reference: dict[str, Any] | None = Field(None, alias="from")
    file: str = ""
    sheet: str = ""
    cell: str = ""
    note: str = ""
    origin: Origin | None = Field(None, exclude=True)

    @property
    def place(self) -> str:
        """File, sheet and cell as one phrase."""
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)


def _sourced(raw: Any) -> Any:
    if raw is None:
        raise ValueError("没有填写数值；缺少数据时请删去这一项")
    if isinstance(raw, bool):
        return {"value": "是" if raw else "否"}
    return {"value": raw} if isinstance(raw, (str, Decimal, int)) else raw


def _value(raw: Any) -> Any:
    if isinstance(raw, Mapping) and not {"value", "from"} & set(raw):
        return {str(name): _sourced(item) for name, item in raw.items()}
    return _sourced(raw)


OneValue = Annotated[Sourced, BeforeValidator(_sourced)]
AnyValue = Annotated[Sourced | dict[str, Sourced], BeforeValidator(_value)]


class Override(Model):
    """An evaluator's judgement (人工评定): the score, why, and in which role."""

    score: Points
    reason: str = Field(min_length=1)
    role: str = Field(min_length=1)


class Published(Model):
    """A score as published, and where; one indicator may be printed in two tables."""

    score: Points
    where: str = ""


def _published(raw: Any) -> Any:
    return [{"score": raw}] if isinstance(raw, (str, Decimal)) else raw


class Entry(Model):
    """What was supplied for one indicator.

    Args:
        value: the value, where there is one.
        inputs: named inputs; a mapping under a name lists items (逐项).
        deficiencies: the problems found, one line each; their number is the input 问题项数.
        evidence: what the judgement of the value rests on.
        source: where all of it stands, for inputs that name no cell of their own.
        not_applicable: why the indicator does not apply.
        override: a judgement that replaces the rule's score.
        published: the score as published.
    """

    value: OneValue | None = None
    inputs: dict[str, AnyValue] = Field(default_factory=dict)
    deficiencies: tuple[str, ...] | None = None
    evidence: str = ""
    source: str = ""
    not_applicable: str = ""
    override: Override | None = None
    published: Annotated[tuple[Published, ...], BeforeValidator(_published)] = ()

    @classmethod
    def of(cls, value: str | Decimal | None = None, **inputs: str | Decimal) -> Entry:
        """An entry from plain values, without validation (for many units)."""
        given: dict[str, Any] = {name: Sourced.model_construct(value=item) for name, item in inputs.items()}
        single = Sourced.model_construct(value=value) if value is not None else None
        return cls.model_construct(value=single, inputs=given)

    def supplied(self) -> tuple[dict[str, Sourced], dict[str, tuple[str, ...]]]:
        """Every input by name, and the names of listed items."""
        values: dict[str, Sourced] = {}
        items: dict[str, tuple[str, ...]] = {}
        if self.value is not None:
            values[VALUE] = self.value
        if self.deficiencies is not None:
            found = "；".join(self.deficiencies) or "未发现问题"
            values["问题项数"] = Sourced(value=str(len(self.deficiencies)), note=found)
        for name, item in self.inputs.items():
            if isinstance(item, dict):
                items[name] = tuple(item)
                values.update({f"{name}·{key}": one for key, one in item.items()})
            else:
                values[name] = item
        return values, items


class PublishedLevel(Model):
    """A published total: of a level (code), or ``total``; or the grade."""

    level: str
    score: Points | None = None
    grade: str = ""
    where: str = ""


class Goal(Model):
    """A goal of a self-evaluation form (三级指标)."""

    level1: str
    level2: str
    name: str
    target: str
    weight: Points
    value: OneValue | None = None
    share: str | None = None
    deviation: str = ""
    override: Override | None = None
    published: Annotated[tuple[Published, ...], BeforeValidator(_published)] = ()


class Funds(Model):
    """A row of the funds block (项目资金): amounts as written or empty, and each one's cell (``adjusted`` …)."""

    name: str
    initial: str
    adjusted: str
    executed: str
    file: str = ""
    sheet: str = ""
    cells: dict[str, str] = Field(default_factory=dict)

    def sourced(self, column: str, unit: str) -> dict[str, str | None]:
        """An amount with its unit, and where it stands; no value where the form has none, which is not 0."""
        amount = getattr(self, column)
        return {
            "value": f"{amount}{unit}" if amount else None,
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cells.get(column, ""),
        }

    def place(self, column: str) -> str:
        """File, sheet and cell as one phrase; empty where the row was typed in."""
        return " › ".join(part for part in (self.file, self.sheet, self.cells.get(column, "")) if part)


class Project(Model):
    """The header of a self-evaluation form; without rows of funds where that part of the form was refused."""

    name: str
    department: str
    unit: str
    money_unit: str = "万元"
    funds: tuple[Funds, ...]
    published_execution: Points | None = None
    execution_weight: Points | None = None
    planned: str
    achieved: str

    @property
    def is_whole_department(self) -> bool:
        """Whether the form is of a whole department (部门整体支出): its unit stands where others name a project.

        >>> Project(name="某局", department="", unit="某局", funds=(), planned="", achieved="").is_whole_department
        True
        """
        return bool(self.unit) and self.name == self.unit


class UnitInput(Model):
    """The whole scoring input of a unit and year (or of one of its projects)."""

    unit: str
    unit_name: str
    year: int
    framework: str
    subject: str = ""  # 评价对象, where it is neither the whole unit nor a form's project
    source: str = ""
    published: tuple[PublishedLevel, ...] = ()
    indicators: dict[str, Entry] = Field(default_factory=dict)
    project: Project | None = None
    goals: tuple[Goal, ...] = ()

    @property
    def title(self) -> str:
        """Unit, year and project, for headings."""
        project = self.project.name if self.project and self.project.name != self.unit_name else ""
        return " ".join(part for part in (self.unit_name, f"{self.year}年度", project) if part)
