"""Kept openings (打开的结果): a published file's content is opened once, by the process that wrote it or by the check.

What was found is kept inside, by the content and the code that opens and masks; the check of a whole run then reads a
few short files where it would open every workbook and page of a district, one after the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

from evallib.intake.parsed_files import content_hash
from evallib.model.workspace.files import write_text
from evallib.model.workspace.made_from import code_key
from evallib.model.workspace.units import Workspace
from evallib.model.workspace.zones import open_inside
from evallib.privacy.masking import masked
from evallib.publish.release.opened_files import open_file
from evallib.publish.release.opened_pages import Opened, Row
from evallib.publish.release.published_files import published

FOLDER = "opened"
#: What opening and masking depend on.
ROOMS = ("publish/release", "privacy")
MOST_TOLD = 5
#: Headers under which single requests stand; two of them over rows are a list of requests.
OF_REQUESTS = re.compile(
    "工单(?:编)?号|案件(?:编)?号|受理时间|诉求内容|工单内容|案件描述|来电人|诉求人|联系电话|办结时间|"
    "处置时限|service_request_id|requested_datetime|closed_datetime|description"
)
NUMBER_OF_REQUEST = re.compile(r"工单(?:编)?号|案件(?:编)?号|service_request_id")
BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
#: What a mask has left, and fingerprints of files, hold no personal data.
MASK_LEFT = re.compile(r"\d{3}\*{4}\d{4}|\*\*|(?<![0-9a-f])[0-9a-f]{32,64}(?![0-9a-f])")


@dataclass(frozen=True)
class Opening:
    """What of a file may not leave whatever stands beside it, and what it shows."""

    identifiers: list[str]
    request_rows: list[str]
    load: Callable[[], Opened]

    @classmethod
    def of(cls, path: Path) -> Opening:
        """Open a file.

        Raises:
            ValueError: see `evallib.publish.release.opened_files.open_file`.
        """
        opened = open_file(path)
        return cls(identifiers(path, opened), request_rows(opened), lambda: opened)

    @property
    def opened(self) -> Opened:
        """What the file shows; read only where single requests were handed in, whose counts must not follow from it."""
        return self.load()


def keep_openings(workspace: Workspace, folder: Path) -> None:
    """Open the published files of a report's folder, so that the check of the run finds it done."""
    for path in published(folder) if folder.is_dir() else ():
        try:
            kept_opening(workspace, path)
        except ValueError:
            continue  # the check tells it


def kept_opening(workspace: Workspace, path: Path) -> Opening:
    """What a published file shows: as it was kept for this content and name, else opened now and kept.

    Raises:
        ValueError: the file cannot be opened.
    """
    place = _place(workspace, path)
    with suppress(OSError, ValueError, KeyError), place.open(encoding="utf-8") as file:
        told = json.loads(file.readline())
        return Opening(told["identifiers"], told["request_rows"], partial(_shown, place, path))
    opening = Opening.of(path)
    opened = opening.opened
    told = {"identifiers": opening.identifiers, "request_rows": opening.request_rows}
    shown = {"texts": opened.texts, "tables": opened.tables, "titles": opened.titles}
    lines = (json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in (told, shown))
    open_inside(workspace, FOLDER)
    write_text(place, "\n".join(lines), sync=False)
    return opening


def _shown(place: Path, path: Path) -> Opened:
    """What was kept of a file, from the second line; the file is opened again where that is not whole."""
    try:
        data = json.loads(place.read_text(encoding="utf-8").partition("\n")[2])
        return Opened(data["texts"], [[tuple(row) for row in table] for table in data["tables"]], data["titles"])
    except (OSError, ValueError, KeyError):
        return open_file(path)


def forget_others(workspace: Workspace, paths: Iterable[Path]) -> None:
    """Remove what was kept of contents that are published no more."""
    current = {_place(workspace, path).name for path in paths}
    for place in (workspace.inside / FOLDER).glob("*.json"):
        if place.name not in current:
            place.unlink(missing_ok=True)


def identifiers(path: Path, opened: Opened) -> list[str]:
    """Kinds of personal data in a file's name and texts, with how many pieces hold them."""
    found: dict[str, int] = {}
    for text in {path.stem, *opened.texts}:
        for kind in _kinds(text):
            found[kind] = found.get(kind, 0) + 1
    return [f"{kind} {count} 处" for kind, count in found.items()]


def request_rows(opened: Opened) -> list[str]:
    """Tables that list single requests."""
    told = []
    for table in opened.tables:
        head = next((row for row in table[:6] if _is_head(row)), None)
        rows = [row for row in table[table.index(head) + 1 :] if any(row)] if head else []
        if head and rows:
            told.append(f"{len(rows)} 行，列为 {'、'.join(cell for cell in head if OF_REQUESTS.search(cell))}")
    return told[:MOST_TOLD]


def _is_head(row: Row) -> bool:
    named = [cell for cell in row if OF_REQUESTS.fullmatch(BRACKETS.sub("", cell).strip(" *:："))]
    return len(named) >= 2 or any(NUMBER_OF_REQUEST.search(cell) for cell in named)


@lru_cache(maxsize=65536)
def _kinds(text: str) -> tuple[str, ...]:
    return masked(MASK_LEFT.sub("", text), False).kinds


def _place(workspace: Workspace, path: Path) -> Path:
    name = sha256(path.name.encode()).hexdigest()[:8]  # the name is checked as well, and decides how it is opened
    return workspace.inside / FOLDER / f"{content_hash(path)[:32]}-{name}-{code_key(*ROOMS)}.json"
