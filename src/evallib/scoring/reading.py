"""Find and read scoring inputs (评分数据), and replace references to clean tables by values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from evallib.model.problems import EvallibError, Problem
from evallib.scoring.entries import Entry, Sourced, UnitInput
from evallib.scoring.loading import read_model

Resolve = Callable[[Mapping[str, Any]], Sourced | dict[str, Sourced]]


def load_entries(path: Path) -> UnitInput:
    """Read one scoring input, strictly."""
    return read_model(path, UnitInput)[0]


def resolve_references(entry: Entry, resolve: Resolve | None) -> Entry:
    """Replace references to clean tables by the values that they stand for."""

    def look_up(item: Sourced) -> Sourced | dict[str, Sourced]:
        if item.reference is None:
            return item
        if resolve is None:
            raise EvallibError(
                Problem("scoring.unresolved", "数据引用了清洗后的表，但没有提供读取方法", value=str(item.reference),
                        advice="请先运行 evallib clean，或直接填写数值")
            )  # fmt: skip
        return resolve(item.reference)

    if not _has_reference(entry):
        return entry
    inputs: dict[str, Any] = {
        name: {k: look_up(v) for k, v in item.items()} if isinstance(item, dict) else look_up(item)
        for name, item in entry.inputs.items()
    }
    value = look_up(entry.value) if entry.value is not None else None
    if isinstance(value, dict):
        raise EvallibError(Problem("scoring.list_value", "业绩值只能取一个数", advice="逐项取数请写在 inputs 中"))
    return entry.model_copy(update={"inputs": inputs, "value": value})


def _has_reference(entry: Entry) -> bool:
    items = [one for item in entry.inputs.values() for one in (item.values() if isinstance(item, dict) else (item,))]
    return any(item.reference is not None for item in (*items, *((entry.value,) if entry.value else ())))
