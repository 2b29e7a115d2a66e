"""The gate's record (入库记录): what it wrote on its last run for a unit and year, and what the raw files are now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evallib.intake.parsed_files import content_hash
from evallib.intake.tables.corrections import CORRECTIONS
from evallib.model.workspace.handed_in import find_documents, find_spreadsheets
from evallib.model.workspace.units import UnitYear
from evallib.privacy import mask_label, unique_name

RECORD = "intake.json"


def read_record(at: UnitYear) -> dict[str, Any] | None:
    """What the gate wrote about its last run for a unit and year."""
    path = at.clean_dir / RECORD
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def raw_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every spreadsheet and document handed in and of corrections.yaml, by file name."""
    corrections = folder / CORRECTIONS
    paths = find_spreadsheets(folder) + find_documents(folder) + ([corrections] if corrections.is_file() else [])
    return {path.name: content_hash(path) for path in paths}


def masked_inputs(folder: Path) -> dict[str, str]:
    """The same by names without personal data, as the record and pages tell them."""
    inputs: dict[str, str] = {}
    for name, digest in raw_hashes(folder).items():
        inputs[unique_name(mask_label(name), inputs)] = digest
    return inputs
