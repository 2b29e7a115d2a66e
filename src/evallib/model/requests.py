"""The schema of service requests (工单), and how a user teaches it other headers.

Field names follow Open311 GeoReport v2 (<https://wiki.open311.org/GeoReport_v2/>); the Chinese label stands beside
each. Everything a user may want to extend, headers (表头), values (取值), date order, is data in
``service_requests.yaml``; a mapping file (映射文件) of the same form adds to it without touching the package.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.schema import all_schemas
from evallib.model.strict_yaml import load_model

CASES = "service_requests"  # the kind of table, beside those of `evallib.model.schema`
SCHEMA_FILE = Path(__file__).parent / "service_requests.yaml"
MAPPINGS = Path(__file__).parent / "mappings"

FieldType = Literal["text", "free_text", "address", "person", "drop", "datetime", "flag", "level", "count"]
DateOrder = Literal["ymd", "mdy", "dmy"]

#: Columns that intake adds to those that an export brings.
DERIVED = ("is_closed", "is_returned", "is_synthetic", "year", "row_kind", "source_file", "source_sheet", "source_row")

_BRACKETS = re.compile(r"[(\[【<].*?[)\]】>]")
_NOISE = re.compile(r"[\s*_:：、，,.。“”\"'‘’#-]+")


class RequestField(BaseModel):
    """One field (字段): name, Chinese label, type and the headers under which exports bring it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    label: str
    type: FieldType
    aliases: list[str] = []


class RequestSchema(BaseModel):
    """Fields and known values of a service request (工单)."""

    model_config = ConfigDict(extra="forbid")

    name: str
    title: str
    required: list[str]
    columns: list[RequestField]
    values: dict[str, dict[str, list[str]]]
    empty: list[str]
    nobody: list[str] = []
    date_order: DateOrder = "ymd"
    constants: dict[str, str] = {}

    @property
    def fields(self) -> dict[str, RequestField]:
        """Fields by name, in order."""
        return {field.name: field for field in self.columns}

    @property
    def labels(self) -> dict[str, str]:
        """Chinese label (中文名) by field name."""
        return {field.name: field.label for field in self.columns}

    def headers(self) -> dict[str, str]:
        """Field name by normalised header (规整后的表头).

        >>> load_schema().headers()[normalise_header("案件 编号*（必填）")]
        'service_request_id'
        """
        found: dict[str, str] = {}
        for field in self.columns:
            for text in (field.label, field.name, *field.aliases):
                found[normalise_header(text)] = field.name
        return found


class Mapping(BaseModel):
    """A user's mapping file (映射文件): further headers and values, and how its dates are written."""

    model_config = ConfigDict(extra="forbid")

    name: str = ""
    date_order: DateOrder = "ymd"
    constants: dict[str, str] = Field(default={}, description="a value for every row, e.g. the unit")
    columns: dict[str, list[str]] = {}
    values: dict[str, dict[str, list[str]]] = {}


def normalise_header(text: str) -> str:
    r"""A header without what exports vary: width, case, spaces, brackets, stars, punctuation.

    >>> normalise_header(" 受理\n时间（精确到分）*")
    '受理时间'
    >>> normalise_header("Closed_Date") == normalise_header("closed date")
    True
    """
    text = unicodedata.normalize("NFKC", text).lower()
    bare = _NOISE.sub("", _BRACKETS.sub("", text))
    return bare or _NOISE.sub("", text)


@cache
def _base() -> RequestSchema:
    return load_model(SCHEMA_FILE, RequestSchema)


def table_titles() -> dict[str, str]:
    """Chinese title of every table kind, single cases (工单) included.

    >>> table_titles()["budget_lines"], table_titles()["service_requests"]
    ('预算与支出情况', '工单')
    """
    return {name: schema.title for name, schema in all_schemas().items()} | {CASES: _base().title}


def load_schema(mapping: Path | str | None = None) -> RequestSchema:
    """The schema, extended by a mapping file or by the name of a shipped one (``nyc311``, ``baltimore311``, ``sf311``).

    A header that the mapping names belongs to the mapping's field, whatever the shipped table says.

    Raises:
        EvallibError: the mapping file is missing, has an unknown key, or names a field that does not exist.

    >>> load_schema("nyc311").headers()["uniquekey"]
    'service_request_id'
    """
    schema = _base().model_copy(deep=True)
    if mapping is None:
        return schema
    path = MAPPINGS / f"{mapping}.yaml" if (MAPPINGS / f"{mapping}.yaml").is_file() else Path(mapping)
    extra = load_model(path, Mapping)
    _check_names(extra, schema, path)
    claimed = {normalise_header(text) for texts in extra.columns.values() for text in texts}
    columns = []
    for field in schema.columns:
        kept = [text for text in field.aliases if normalise_header(text) not in claimed]
        columns.append(field.model_copy(update={"aliases": kept + extra.columns.get(field.name, [])}))
    # Fields that the mapping names come last, so that their headers win over a label of another field.
    schema.columns = sorted(columns, key=lambda field: field.name in extra.columns)
    for kind, canonical in extra.values.items():
        for value, texts in canonical.items():
            schema.values.setdefault(kind, {}).setdefault(value, []).extend(texts)
    schema.date_order = extra.date_order
    schema.constants = extra.constants
    return schema


def _check_names(extra: Mapping, schema: RequestSchema, path: Path) -> None:
    known = list(schema.fields)
    unknown = [name for name in (*extra.columns, *extra.constants) if name not in known]
    kinds = [name for name in extra.values if name not in schema.values]
    problems = [
        Problem("mapping.unknown_field", f"映射文件里没有“{name}”这个字段", file=str(path), value=name,
                expected="工单字段名", advice=did_you_mean(name, known)) for name in unknown
    ] + [
        Problem("mapping.unknown_values", f"“{name}”没有可扩充的取值表", file=str(path), value=name,
                advice=did_you_mean(name, schema.values)) for name in kinds
    ]  # fmt: skip
    if problems:
        raise EvallibError(problems)
