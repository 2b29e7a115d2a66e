"""Case exports (工单导出表) in a unit's folder: told from ordinary tables by their headers, whatever the file is called."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from evallib.intake.files.guard import EXPORT, file_kind, inspect_package
from evallib.intake.files.old_workbook import read_old_workbook
from evallib.intake.files.sheet_xml import SheetFacts
from evallib.intake.files.workbook import CSV_ENCODINGS
from evallib.intake.requests.column_roles import find_request_header
from evallib.intake.requests.text_grids import Head
from evallib.model.problems import Problem
from evallib.model.requests import RequestSchema, load_schema
from evallib.model.units import MAPPING

HEAD_ROWS = 12
WIDEST = 60


@dataclass(frozen=True)
class RequestExport:
    """A file that is a case export, and what its values do not tell.

    Args:
        path: the file.
        sheets: facts by name of every sheet; the only sheet of a text file has the file's name.
        notes: what of the file is not read.
        heads: the first rows by sheet, from column A.
    """

    path: Path
    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)


def find_mapping(folder: Path) -> Path | None:
    """The mapping file (表头对照) that counts for a folder: its own, its unit's, or that of all of data/raw."""
    places = (folder, folder.parent, folder.parent.parent)
    return next((place / MAPPING for place in places if (place / MAPPING).is_file()), None)


def find_export(path: Path, mapping: Path | None = None) -> RequestExport | None:
    """The file as a case export, if one of its sheets has the header of one.

    Only the first rows are read, so that half a million rows are not opened twice. A file that cannot be read is no
    case export; whoever reads it next says why. `mapping` names headers that the schema does not know.
    """
    try:
        export = _opened(path)
    except Exception:  # a damaged file makes its readers stumble in any way
        return None
    schema = load_schema(mapping)
    return export if any(_has_required(head, schema) for head in export.heads.values()) else None


def _has_required(head: Head, schema: RequestSchema) -> bool:
    found = find_request_header(head, schema) if head else None
    return found is not None and all(name in found.columns for name in schema.required)


def _opened(path: Path) -> RequestExport:
    with path.open("rb") as handle:
        kind = file_kind(handle.read(4096))
    if kind == "zip":
        package = inspect_package(path, EXPORT)
        return RequestExport(path, package.sheets, package.notes, _of_workbook(path))
    if kind == "ole":
        sheets = read_old_workbook(path)
        heads = {sheet.name: [_texts(row) for row in sheet.rows[:HEAD_ROWS]] for sheet in sheets}
        return RequestExport(path, {sheet.name: sheet.facts for sheet in sheets}, heads=heads)
    heads = {path.stem: _of_text(path)} if kind == "text" else {}
    return RequestExport(path, {name: SheetFacts() for name in heads}, heads=heads)


def _of_workbook(path: Path) -> dict[str, Head]:
    import openpyxl

    with path.open("rb") as handle:
        book = openpyxl.load_workbook(handle, read_only=True, data_only=True)
        return {
            sheet.title: [_texts(row) for row in sheet.iter_rows(max_row=HEAD_ROWS, max_col=WIDEST, values_only=True)]
            for sheet in book.worksheets
        }


def _of_text(path: Path) -> Head:
    for encoding in CSV_ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as lines:
                return [_texts(row) for row in csv.reader(islice(lines, HEAD_ROWS))]
        except UnicodeDecodeError:
            continue
    return []


def _texts(row: object) -> list[str | None]:
    return [None if value is None or value == "" else str(value) for value in row]  # type: ignore[attr-defined]
