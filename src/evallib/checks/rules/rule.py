"""A rule (校验规则) and a suite of rules, as the JSON files of expectations/ hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pydantic import Field

from evallib.model.problems import Severity
from evallib.model.schema import SOURCE_LABELS
from evallib.model.strict_yaml import Strict

SEVERITIES: dict[str, Severity] = {"critical": "error", "warning": "warning", "info": "note"}
COLUMN_KEYS = ("column", "column_A", "column_B", "result", "label", "level", "figure", "several")
COLUMNS_KEYS = ("columns", "column_list", "operands", "by", "types", "only", "ratio")
Parameters = Mapping[str, Sequence[Any]]


class Kind(Protocol):
    """What a suite has to know of a table kind; `evallib.model.schema.TableSchema` is one."""

    @property
    def name(self) -> str:
        """Name of the kind and of its suite."""

    @property
    def title(self) -> str:
        """Chinese title."""

    @property
    def column_names(self) -> list[str]:
        """Columns of a clean table."""

    def label_of(self, name: str) -> str:
        """Chinese header of a column."""


@dataclass(frozen=True)
class LabelledKind:
    """A table kind that is no `TableSchema`, such as service requests: names of columns and their Chinese labels."""

    name: str
    title: str
    labels: Mapping[str, str]

    @property
    def column_names(self) -> list[str]:
        """Columns of a clean table."""
        return list(self.labels)

    def label_of(self, name: str) -> str:
        """Chinese header of a column."""
        named = self.labels.get(name, name)
        return SOURCE_LABELS.get(name, named) if named == name else named


class RuleWords(Strict):
    """What a rule says: `rule` when it is listed, the rest when it is broken."""

    rule: str
    message: str
    expected: str = ""
    advice: str = "请核对原表"


class Rule(Strict):
    """One expectation: a type and arguments of great-expectations or of `evallib.checks.rules.expectations`."""

    type: str
    severity: Literal["critical", "warning", "info"]
    kwargs: dict[str, Any]
    meta: RuleWords

    @property
    def level(self) -> Severity:
        """Severity of the problems that it finds."""
        return SEVERITIES[self.severity]

    @property
    def columns(self) -> list[str]:
        """The columns that it looks at, the decisive one first."""
        named = [self.kwargs[key] for key in COLUMN_KEYS[:4] if self.kwargs.get(key)]
        listed = [name for key in COLUMNS_KEYS[:3] for name in self.kwargs.get(key, ())]
        return list(dict.fromkeys([*named, *listed]))

    @property
    def parameter(self) -> str | None:
        """Name of the list that it compares with, where that is not written in the suite."""
        values = self.kwargs.get("value_set")
        return str(values["$PARAMETER"]) if isinstance(values, dict) and "$PARAMETER" in values else None


class Suite(Strict):
    """The rules of a table kind."""

    name: str
    notes: str = ""
    meta: dict[str, Any] = Field(default_factory=dict)
    expectations: tuple[Rule, ...]
