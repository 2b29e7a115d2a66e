"""The mapping file (mapping.yaml): confirmed wordings of headers, added to what stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.requests import Mapping as MappingFile
from evallib.model.schema import all_schemas
from evallib.model.strict_yaml import load_model
from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import MAPPING

Confirmed = Mapping[str, Mapping[str, Sequence[str]]]


def add_wordings(folder: Path, confirmed: Confirmed) -> Path:
    """Add wordings to a folder's mapping.yaml; what stands there stays, a wording that moves to another column moves.

    Args:
        folder: where the file counts: a year's folder, a unit's, or data/raw.
        confirmed: wordings by column by table kind.

    Returns:
        The file.

    Raises:
        EvallibError: a table kind or column that does not exist, or a file that is none in order.
    """
    path = folder / MAPPING
    for kind, columns in confirmed.items():
        if kind not in all_schemas():
            raise EvallibError(
                Problem(
                    "mapping.unknown", "没有这种表", file=MAPPING, value=kind, advice=did_you_mean(kind, all_schemas())
                )
            )
        known = all_schemas()[kind].column_names
        for column in columns:
            if column not in known:
                raise EvallibError(
                    Problem(
                        "mapping.unknown",
                        "这种表没有这一列",
                        file=MAPPING,
                        value=column,
                        advice=did_you_mean(column, known),
                    )
                )
    text = path.read_text("utf-8") if path.is_file() else ""
    if text.strip():
        load_model(path, MappingFile)  # what is added to must be in order, and stays as it is
    held = yaml.safe_load(text) or {}
    tables = held.get("tables") or {}
    for kind, columns in confirmed.items():
        kept = tables.setdefault(kind, {})
        for column, words in columns.items():
            for other in kept:
                kept[other] = [word for word in kept[other] if word not in words]
            kept[column] = list(dict.fromkeys([*kept.get(column, []), *words]))
        tables[kind] = {column: words for column, words in kept.items() if words}
    if "tables" in held or not text:
        held["tables"] = tables
        written = yaml.safe_dump(held, allow_unicode=True, sort_keys=False, default_flow_style=None)
    else:  # comments of whoever wrote the file stay
        written = (
            text.rstrip("\n")
            + "\n"
            + yaml.safe_dump({"tables": tables}, allow_unicode=True, sort_keys=False, default_flow_style=None)
        )
    write_text(path, written)
    return path
