"""Parsed files (读入的文件): each spreadsheet's content is opened, guarded and parsed once, whoever asks.

Inside a process the parsed sheets are remembered by the content's SHA-256 and the file's name, which sheets and notes
repeat. For the processes and steps that follow they are kept, with personal data masked, in
``data/inside/submissions/<unit>/<year>/``: the checked copy, the audit and the page look there and open no workbook.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from evallib.intake.files.cell_looks import Look
from evallib.intake.files.sheet import Sheet
from evallib.intake.files.sheet_xml import SheetFacts
from evallib.intake.files.workbook import read_workbook
from evallib.model.problems import EvallibError
from evallib.model.workspace.files import write_text
from evallib.model.workspace.made_from import code_key
from evallib.privacy import mask_label, mask_text
from evallib.privacy.person_columns import person_columns

REMEMBERED_FILES = 48
LARGEST_REMEMBERED = 8_000_000  # bytes of a file; single requests come in larger ones and are read in columns
HEAD_ROWS = 12
PERSON = "某某"
#: What parsing, recognising and masking depend on.
ROOMS = ("intake", "model", "parsing", "privacy")
_remembered: OrderedDict[tuple[str, str], list[Sheet]] = OrderedDict()


def parse_file(path: Path) -> list[Sheet]:
    """The sheets of a spreadsheet; a content that this process has parsed already is not opened again.

    Returns:
        Sheets that the caller may change.

    Raises:
        EvallibError: see `evallib.intake.files.workbook.read_workbook`.
    """
    if not path.is_file() or path.stat().st_size > LARGEST_REMEMBERED:
        return read_workbook(path)
    key = content_hash(path), path.name
    if key not in _remembered:
        _remembered[key] = read_workbook(path)
        while len(_remembered) > REMEMBERED_FILES:
            _remembered.popitem(last=False)
    return [_own(sheet, path) for sheet in _remembered[key]]


def keep_parsed(paths: Iterable[Path], folder: Path, about: Callable[[Sheet], dict[str, Any]]) -> None:
    """Keep the masked sheets of files that were parsed, and nothing else, in a folder.

    Args:
        paths: the files; one that cannot be read is passed over.
        folder: where; what it holds of other contents is removed.
        about: what else to keep of a sheet, as JSON without personal data; told anew every time.
    """
    kept = set()
    for path in paths:
        target = folder / _kept_name(path)
        kept.add(target)
        with suppress(EvallibError):
            _write(parse_file(path), target, about)
    for stale in set(folder.glob("*.json")) - kept:
        stale.unlink(missing_ok=True)


def masked_sheets(path: Path, folder: Path) -> list[Sheet]:
    """The sheets of a file without personal data: those that were kept, else parsed now and kept.

    Raises:
        EvallibError: the file has to be parsed and cannot be.
    """
    target = folder / _kept_name(path)
    if not target.is_file():
        _write(parse_file(path), target)
    return _read(target, path)


def content_hash(path: Path) -> str:
    """SHA-256 of a file; read again only if its size, time or inode changed."""
    stat = path.stat()
    return _hash_once(path, stat.st_size, stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=4096)
def _hash_once(path: Path, *_: int) -> str:
    return sha256(path.read_bytes()).hexdigest()


def mask_sheet(sheet: Sheet) -> Sheet:
    """A sheet as it may be kept: texts masked, and what stands under a header of persons replaced."""
    persons = person_columns(sheet.rows[:HEAD_ROWS])
    rows = [
        [
            PERSON if column in persons and row > persons[column] and value not in {None, ""} else _masked(value)
            for column, value in enumerate(values)
        ]
        for row, values in enumerate(sheet.rows)
    ]
    return replace(sheet, name=mask_label(sheet.name), rows=rows, facts=SheetFacts(), notes=[])


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _mask_once(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 10**9 and value == value // 1:
        # A telephone or card number is often stored as a number.
        shown = str(int(value))
        return value if (told := _mask_once(shown)) == shown else told
    return value


@lru_cache(maxsize=20_000)
def _mask_once(text: str) -> str:
    return mask_text(text)


def _own(sheet: Sheet, path: Path) -> Sheet:
    return replace(sheet, path=path, rows=[list(row) for row in sheet.rows], notes=list(sheet.notes))


def _kept_name(path: Path) -> str:
    # A text file's only sheet is called like the file.
    name = sha256(path.name.encode()).hexdigest()[:8]
    return f"{content_hash(path)[:32]}-{name}-{code_key(*ROOMS)}.json"


def _nothing(_: Sheet) -> dict[str, Any]:
    return {}


def _write(sheets: list[Sheet], target: Path, about: Callable[[Sheet], dict[str, Any]] = _nothing) -> None:
    data = [
        {
            "name": mask_label(sheet.name),
            "hidden": sheet.hidden,
            "merged": sheet.merged,
            "percent": [[*place, text] for place, text in sheet.percent.items()],
            "looks": [[*place, look.indent, look.bold] for place, look in sheet.looks.items()],
            "rows": [[_plain(value) for value in row] for row in mask_sheet(sheet).rows],
            "about": about(sheet),
        }
        for sheet in sheets
    ]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, text, sync=False)


def _read(target: Path, path: Path) -> list[Sheet]:
    return [
        Sheet(
            path,
            data["name"],
            [[_typed(value) for value in row] for row in data["rows"]],
            [tuple(merged) for merged in data["merged"]],
            data["hidden"],
            percent={(row, column): text for row, column, text in data["percent"]},
            looks={(row, column): Look(indent, bold) for row, column, indent, bold in data["looks"]},
            about=data["about"],
        )
        for data in json.loads(target.read_text(encoding="utf-8"))
    ]


def _plain(value: Any) -> Any:
    """A cell as JSON; times stand in a list with their kind."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, timedelta):
        return ["timedelta", value.total_seconds()]
    if isinstance(value, datetime | date | time):
        return [type(value).__name__, value.isoformat()]
    return str(value)


TIMES = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat}


def _typed(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    kind, written = value
    return timedelta(seconds=written) if kind == "timedelta" else TIMES[kind](written)
