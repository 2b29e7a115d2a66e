"""Still files (不随时间变化的文件): the same inputs give the same bytes, whenever and wherever they were made."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from evallib.model.workspace.files import write_bytes

#: The first moment that a zip archive can name.
STILL = (1980, 1, 1, 0, 0, 0)
CORE = "docProps/core.xml"
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
#: What papermill and kernels write about the time of a run.
TIMES = (
    "start_time",
    "end_time",
    "duration",
    "exception",
    "status",
    "execution",
    "iopub.execute_input",
    "environment_variables",
)


def still_files(folder: Path, year: int) -> None:
    """Take the clock out of every Word file of a folder; workbooks are written without (`evallib.model.books.pen`).

    Args:
        folder: with files that were written just now.
        year: year of the report; its end is the date that the files state.
    """
    for path in sorted(folder.glob("*")):
        if path.suffix == ".docx":
            data = path.read_bytes()
            made = still_archive(data, year)
            if made != data:
                write_bytes(path, made, sync=False)


def still_archive(data: bytes, year: int) -> bytes:
    """An Office file with the same parts and no trace of when it was written.

    >>> buffer = BytesIO()
    >>> with zipfile.ZipFile(buffer, "w") as archive:
    ...     archive.writestr("docProps/core.xml", "<dcterms:created a='b'>2026-01-01T00:00:00Z</dcterms:created>")
    >>> with zipfile.ZipFile(BytesIO(still_archive(buffer.getvalue(), 2023))) as archive:
    ...     archive.read(archive.namelist()[0]).decode()
    "<dcterms:created a='b'>2024-01-01T00:00:00Z</dcterms:created>"
    """
    moment = datetime(year + 1, 1, 1, tzinfo=UTC)
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == CORE:
                part = MOMENT.sub(rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<2>", part)
            still = zipfile.ZipInfo(info.filename, STILL)
            still.compress_type, still.external_attr = info.compress_type, info.external_attr
            target.writestr(still, part)
    return buffer.getvalue()


def keep_still(notebook: Any) -> None:
    """Take times of the run and random names of cells out of an executed notebook."""
    places = [notebook.metadata, *(cell.metadata for cell in notebook.cells)]
    for metadata in [*places, *(place["papermill"] for place in places if isinstance(place.get("papermill"), dict))]:
        for name in TIMES:
            metadata.pop(name, None)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
