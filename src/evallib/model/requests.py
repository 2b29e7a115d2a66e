"""The schema of service requests (工单), and how a user teaches it other headers.

Field names follow Open311 GeoReport v2 (<https://wiki.open311.org/GeoReport_v2/>); the Chinese label stands beside
each. Everything a user may want to extend, headers (表头), values (取值), date order, is data in
``service_requests.yaml``; a mapping file (映射文件) of the same form adds to it without touching the package.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.schema import all_schemas
from evallib.model.strict_yaml import Strict, load_model

CASES = "service_requests"  # the kind of table, beside those of `evallib.model.schema`
SCHEMA_FILE = Path(__file__).parent / "service_requests.yaml"
MAPPINGS = Path(__file__).parent / "mappings"

FieldType = Literal[
    "text", "free_text", "address", "person", "drop", "datetime", "deadline", "flag", "mark", "level", "count", "number"
]
DateOrder = Literal["ymd", "mdy", "dmy"]
LimitUnit = Literal["working_days", "days", "hours", "minutes", "working_hours"]
Key = Literal["service_request_id", "row"]


#: States of an order (工单状态), to which every wording of the status table belongs, with their Chinese names.
STATES: dict[str, str] = {
    "waiting": "待派",
    "open": "在办",
    "closed": "办结",
    "forced": "强制结案",
    "transferred": "移交后关闭",
    "duplicate": "重复件",
    "extended_closed": "延期办结",
    "returned": "退回",
    "redispatched": "退单重派",
    "extended": "延期",
    "suspended": "缓办或挂起",
    "void": "作废",
}
#: States in which nobody waits for the order any more, and it counts as closed.
CLOSED_STATES = ("closed", "forced", "transferred", "duplicate", "extended_closed")
#: States in which the limit does not run.
EXCUSED_STATES = ("extended", "suspended")


class RequestField(Strict):
    """One field (字段): name, Chinese label, type and the headers under which exports bring it."""

    name: str
    label: str
    type: FieldType
    aliases: list[str] = Field(default_factory=list)
    day_ends: bool = Field(default=False, description="a day without a time of day lasts until its end")


class RequestSchema(Strict):
    """Fields and known values of a service request (工单)."""

    model_config = ConfigDict(frozen=False)  # a mapping of one export is put into its copy

    name: str
    title: str
    required: list[str]
    columns: list[RequestField]
    values: dict[str, dict[str, list[str]]]
    empty: list[str]
    nobody: list[str] = Field(default_factory=list)
    date_order: DateOrder = "ymd"
    constants: dict[str, str] = Field(default_factory=dict)
    zone: str = "Asia/Shanghai"
    limit_unit: LimitUnit | None = None
    key: Key = "service_request_id"
    data_until: datetime | None = None
    mapped: dict[str, list[str]] = Field(default_factory=dict)

    @property
    def fields(self) -> dict[str, RequestField]:
        """Fields by name, in order."""
        return {field.name: field for field in self.columns}

    @property
    def labels(self) -> dict[str, str]:
        """Chinese label (中文名) by field name."""
        return {field.name: field.label for field in self.columns}


class Mapping(Strict):
    """A user's mapping file (映射文件): further headers and values, and how its dates are written."""

    name: str = ""
    date_order: DateOrder = "ymd"
    zone: str = Field(default="Asia/Shanghai", description="zone of the wall clock, for times that tell their offset")
    limit_unit: LimitUnit | None = Field(default=None, description="unit of limits that are bare numbers")
    key: Key = Field(default="service_request_id", description="what makes an order: its number, or the row")
    data_until: datetime | None = Field(default=None, description="until when the data goes")
    constants: dict[str, str] = Field(default={}, description="a value for every row, e.g. the unit")
    columns: dict[str, list[str]] = Field(default_factory=dict)
    values: dict[str, dict[str, list[str]]] = Field(default_factory=dict)
    tables: dict[str, dict[str, list[str]]] = Field(
        default={}, description="own headers of tables: kind, column, headers"
    )


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

    >>> load_schema("nyc311").mapped["service_request_id"]
    ['Unique Key', 'unique_key', 'Unique_Key']
    """
    schema = _base().model_copy(deep=True)
    if mapping is None:
        return schema
    path = MAPPINGS / f"{mapping}.yaml" if (MAPPINGS / f"{mapping}.yaml").is_file() else Path(mapping)
    extra = load_model(path, Mapping)
    _check_names(extra, schema, path)
    schema.mapped = extra.columns
    for kind, canonical in extra.values.items():
        for value, texts in canonical.items():
            for others in schema.values.setdefault(kind, {}).values():
                others[:] = [text for text in others if text.lower() not in {word.lower() for word in texts}]
            schema.values[kind].setdefault(value, []).extend(texts)
    for name in ("date_order", "constants", "zone", "limit_unit", "key", "data_until"):
        setattr(schema, name, getattr(extra, name))
    return schema


def _check_names(extra: Mapping, schema: RequestSchema, path: Path) -> None:
    known = list(schema.fields)
    unknown = [name for name in (*extra.columns, *extra.constants) if name not in known]
    kinds = [name for name in extra.values if name not in schema.values]
    problems = [
        Problem(
            "mapping.unknown_field",
            f"映射文件里没有“{name}”这个字段",
            file=str(path),
            value=name,
            expected="工单字段名",
            advice=did_you_mean(name, known),
        )
        for name in unknown
    ] + [
        Problem(
            "mapping.unknown_values",
            f"“{name}”没有可扩充的取值表",
            file=str(path),
            value=name,
            advice=did_you_mean(name, schema.values),
        )
        for name in kinds
    ]
    if problems:
        raise EvallibError(problems)
