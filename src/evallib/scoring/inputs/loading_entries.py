"""Find and read scoring inputs (评分数据), and replace references to clean tables by values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from evallib.model.problems import EvallibError, Problem
from evallib.privacy import mask_text
from evallib.scoring.framework.loading import read_model
from evallib.scoring.inputs.entries import Entry, Sourced, UnitInput

#: Fields of free text; the others are names that tables and rules are looked up by.
SENTENCES = {"evidence", "reason", "deviation"}
Resolve = Callable[[Mapping[str, Any]], Sourced | dict[str, Sourced]]


def load_entries(path: Path) -> UnitInput:
    """Read one scoring input, strictly; what stands in it is published, and so leaves its personal data here."""
    masked: UnitInput = _masked(read_model(path, UnitInput)[0])
    return masked


def resolve_references(entry: Entry, resolve: Resolve | None) -> Entry:
    """Replace references to clean tables by the values that they stand for.

    Raises:
        EvallibError: with every reference that finds nothing.
    """
    problems: list[Problem] = []

    def look_up(item: Sourced) -> Sourced | dict[str, Sourced]:
        try:
            return find(item)
        except EvallibError as error:
            problems.extend(error.problems)
            return Sourced()

    def find(item: Sourced) -> Sourced | dict[str, Sourced]:
        if item.reference is None:
            return item
        if resolve is None:
            raise EvallibError(
                Problem(
                    "scoring.unresolved",
                    "数据引用了清洗后的表，但没有提供读取方法",
                    value=str(item.reference),
                    advice="请先运行 evallib clean，或直接填写数值",
                )
            )
        return resolve(item.reference)

    if not _has_reference(entry):
        return entry
    inputs: dict[str, Any] = {
        name: {k: look_up(v) for k, v in item.items()} if isinstance(item, dict) else look_up(item)
        for name, item in entry.inputs.items()
    }
    value = look_up(entry.value) if entry.value is not None else None
    if problems:
        raise EvallibError(dict.fromkeys(problems))
    if isinstance(value, dict):
        raise EvallibError(Problem("scoring.list_value", "业绩值只能取一个数", advice="逐项取数请写在 inputs 中"))
    return entry.model_copy(update={"inputs": inputs, "value": value})


def without_references(entry: Entry) -> Entry:
    """An entry without the inputs that stand in clean tables: what is left where they cannot be had."""
    inputs: dict[str, Any] = {}
    for name, item in entry.inputs.items():
        if isinstance(item, dict):
            inputs[name] = {key: one for key, one in item.items() if one.reference is None}
        elif item.reference is None:
            inputs[name] = item
    value = None if entry.value is not None and entry.value.reference is not None else entry.value
    return entry.model_copy(update={"inputs": inputs, "value": value})


def _masked(item: Any, free_text: bool = False) -> Any:
    if isinstance(item, str):
        return mask_text(item, free_text)
    if isinstance(item, BaseModel):
        return item.model_copy(update={name: _masked(value, name in SENTENCES) for name, value in item})
    if isinstance(item, Mapping):
        return {name: _masked(value) for name, value in item.items()}
    return tuple(_masked(value) for value in item) if isinstance(item, tuple) else item


def _has_reference(entry: Entry) -> bool:
    items = [one for item in entry.inputs.values() for one in (item.values() if isinstance(item, dict) else (item,))]
    return any(item.reference is not None for item in (*items, *((entry.value,) if entry.value else ())))
