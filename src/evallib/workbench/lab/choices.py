"""Choices (可选值): what stands in the lists of a notebook's controls, read from what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.units import Workspace
from evallib.workbench.groups import PERIODS

Choices = Sequence[tuple[str, Any]]
ALL = ""
NAMES = {
    "unit": "单位", "year": "年度", "month": "月份", "source": "来源", "service_name": "诉求类型",
    "agency_responsible": "主责部门", "community": "所属居村", "period": "时段", "rate": "指标", "confidence": "区间",
    "changes": "假设", "report": "报告", "highlight_unit": "着重显示",
}  # fmt: skip
#: How sure an interval is; other levels are written into the parameters cell.
LEVELS = (0.9, 0.95, 0.99, 0.998)
FILTERS = ("source", "service_name", "agency_responsible", "community")


def choices_of(name: str, values: Mapping[str, Any]) -> Choices | None:
    """Label and value of everything that can be chosen; None where anything may be written.

    Args:
        name: a parameter of the notebook.
        values: what is chosen so far; years depend on the unit, months and filters on both.

    >>> [label for label, _ in choices_of("period", {})][:3]
    ['全年', '上半年', '下半年']
    """
    if name == "unit":
        return _units()
    if name == "highlight_unit":
        return [("不着重", ALL), *_units()]
    if name == "year":
        workspace = Workspace.find()
        unit = values.get("unit")
        units = [unit] if unit in workspace.units() else workspace.units()
        return [(str(year), year) for year in sorted({year for each in units for year in workspace.years(each)})]
    if name == "month":
        return [(f"{values['year']}-{month:02}", f"{values['year']}-{month:02}") for month in range(1, 13)]
    if name == "period":
        return [(label, label) for label in PERIODS]
    if name == "confidence":
        return [(f"{level * 100:g}%", level) for level in sorted({*LEVELS, values.get(name, LEVELS[1])})]
    if name == "rate":
        from evallib.indicators.request_rates import rules

        return [(rule.label, rule.label) for rule in rules()]
    if name in FILTERS:
        return [("全部", ALL), *((value, value) for value in _values(name, values))]
    return None


def _units() -> Choices:
    from evallib.privacy.units import mask_unit

    workspace = Workspace.find()
    units = [unit for unit in workspace.units() if workspace.years(unit)]
    if not units:
        raise EvallibError(
            Problem(
                "lab.no_units",
                "data/raw 里还没有单位和年度",
                expected="data/raw/某某镇/2024/ 这样的文件夹，里面放表格",
                advice="放好后再运行这一格；先试用的，在终端运行 evallib new . --sample one",
            )
        )
    return [(mask_unit(workspace.unit_info(unit)).name, unit) for unit in units]


def _values(name: str, values: Mapping[str, Any]) -> list[str]:
    """What the requests of the unit and year have in a column; nothing where there are none."""
    file = Workspace.find().cases_file(values["unit"], values["year"])
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    return _all_values(values["unit"], values["year"], changed).get(name, [])


@lru_cache(maxsize=8)
def _all_values(unit: str, year: int, _changed: int) -> dict[str, list[str]]:
    """The values of every filter, read once for a store of requests as it is."""
    from evallib.workbench.unit import Unit

    try:
        rows = Unit.open(unit, year).requests.current.select(*FILTERS).distinct().to_pyarrow()
    except EvallibError:
        return {}
    return {name: sorted({value for value in rows[name].to_pylist() if value is not None}) for name in FILTERS}
