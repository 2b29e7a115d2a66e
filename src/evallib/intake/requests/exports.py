"""Case exports (工单导出表) in a unit's folder: told from other tables by headers, whatever the file is called."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from evallib.intake.files.guarding.allowances import EXPORT_ALLOWANCE
from evallib.intake.files.guarding.guard import Package, file_kind, inspect_package
from evallib.intake.files.guarding.guarded import read_guarded
from evallib.intake.files.guarding.limits import EXPORT
from evallib.intake.files.old_workbook import read_old_workbook
from evallib.intake.files.sheet_xml import SheetFacts
from evallib.intake.requests.sheets.column_roles import find_request_header
from evallib.intake.requests.sheets.delimited_text import open_text, refused
from evallib.intake.requests.sheets.text_grids import Head, read_grids
from evallib.model.problems import Problem
from evallib.model.requests import load_schema
from evallib.model.workspace.units import MAPPING

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
        is_kept: it was read before and was not opened this time.
    """

    path: Path
    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    is_kept: bool = False


def find_mapping(folder: Path) -> Path | None:
    """The mapping file (表头对照) that counts for a folder: its own, its unit's, or that of all of data/raw."""
    places = (folder, folder.parent, folder.parent.parent)
    return next((place / MAPPING for place in places if (place / MAPPING).is_file()), None)


def find_export(path: Path, mapping: Path | None = None) -> RequestExport | None:
    """The file as a case export, if one of its sheets has the header of one.

    Only the first rows are read, so that half a million rows are not opened twice. A file that cannot be read is no
    case export; whoever reads it next says why. `mapping` names headers that the schema does not know.
    """
    export = open_export(path)
    return export if export and is_export(export.heads.values(), mapping) else None


def open_export(path: Path) -> RequestExport | None:
    """The first rows of a file whatever it is, None if it cannot be opened."""
    try:
        return read_guarded(_opened, path, allowance=EXPORT_ALLOWANCE)
    except Exception:  # a damaged file makes its readers stumble in any way
        return None


def is_export(heads: Iterable[Head], mapping: Path | None = None) -> bool:
    """Whether one of these first rows is the header of single requests."""
    schema = load_schema(mapping)
    found = [find_request_header(head, schema) for head in heads if head]
    return any(head is not None and head.is_for_requests for head in found)


def _opened(path: Path) -> RequestExport:
    with path.open("rb") as handle:
        kind = file_kind(handle.read(4096))
    if kind == "zip":
        package = inspect_package(path, EXPORT) if not _is_open_document(path) else Package()
        heads = _of_workbook(path) if package.sheets else {}
        # What openpyxl does not know (strict OOXML, .ods) the reader of values does.
        heads = heads if any(any(row) for head in heads.values() for row in head) else _of_grids(path)
        return RequestExport(path, package.sheets or {name: SheetFacts() for name in heads}, package.notes, heads)
    if kind == "html":
        heads = {name or path.stem: head for name, head in _of_grids(path).items()}
        return RequestExport(path, {name: SheetFacts() for name in heads}, heads=heads)
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


def _of_grids(path: Path) -> dict[str, Head]:
    grids = {grid.sheet: (grid.head(), grid.first_column) for grid in read_grids(path)}
    return {name: [[*[None] * first, *row] for row in head[:HEAD_ROWS]] for name, (head, first) in grids.items()}


def _is_open_document(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        names = {info.filename: info.file_size for info in archive.infolist()}
    if "content.xml" not in names or "xl/workbook.xml" in names:
        return False
    if sum(names.values()) > EXPORT.unpacked:
        raise refused(path, "too_large", "文件内容大得不正常，不予读取", "请删去多余的行、列和格式，另存后重新提交")
    return True


def _of_text(path: Path) -> Head:
    return [_texts(row) for row in open_text(path).head[:HEAD_ROWS]]


def _texts(row: object) -> list[str | None]:
    return [None if value is None or value == "" else str(value) for value in row]  # type: ignore[attr-defined]
