"""Kept orders (留存的工单读数): what an export's cells were read as, so that in a year of files only what is new costs.

For each content, typed and masked columns are kept in data/inside, before anything is decided that rests on other
files: until when the data goes, which telling of an order is the newest. A file that is no longer there is forgotten.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from evallib.intake.files.sheet_xml import SheetFacts
from evallib.intake.parsed_files import content_hash
from evallib.intake.requests.exports import RequestExport
from evallib.intake.requests.sheets.column_roles import RequestHeader
from evallib.intake.requests.sheets.sheet_orders import SheetOrders
from evallib.intake.requests.sheets.sheet_reading import PLACES, SheetReading
from evallib.intake.requests.sheets.text_grids import Grid
from evallib.model.problems import Problem
from evallib.model.workspace.files import whole_file, write_text
from evallib.model.workspace.made_from import code_key
from evallib.privacy import mask_label, mask_text
from evallib.privacy.tables import mask_fields

#: What reading rests on: kept orders of other code or words are not used.
ROOMS = ("intake", "privacy", "parsing", "model")
MASKS, DOUBT = ("rows", "doubtful", "has_closing"), "doubt:"


@dataclass
class KeptOrders:
    """The kept orders of one unit and year.

    Args:
        folder: where they lie.
        reading: what the reading rests on beside the file: mapping, pseudonyms' key, unit.
        labels: Chinese label by field.
    """

    folder: Path
    reading: bytes = b""
    labels: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def export(self, path: Path, mapping: Path | None) -> RequestExport | None:
        """A file that was read as an export before, unopened; None where it has to be looked at."""
        target = self._target(path, mapping)
        if not target.is_file():
            return None
        names = [part["sheet"] or path.stem for part in json.loads(target.read_text(encoding="utf-8"))["sheets"]]
        return RequestExport(path, {name: SheetFacts() for name in names}, is_kept=True)

    def read(self, path: Path, mapping: Path | None, first: int) -> list[SheetOrders] | None:
        """The orders of a file, as they were before other files were looked at; None where they have to be read.

        Args:
            path: the file.
            mapping: the mapping file that counts for it.
            first: number of its first sheet among all that are read.
        """
        target = self._target(path, mapping)
        if not target.is_file():
            return None
        told = json.loads(target.read_text(encoding="utf-8"))
        if (told["reading"], told["first"]) != (self._digest(), first):
            return None
        self.used.add(target.stem)
        return [self._orders(target, place, part) for place, part in enumerate(told["sheets"])]

    def write(self, path: Path, mapping: Path | None, first: int, orders: Sequence[SheetOrders]) -> None:
        """Keep the orders of a file; one whose name, or whose sheets' names, hold personal data is read again."""
        import pyarrow.feather

        names = {name for part in orders for name in (part.sheet.file, part.sheet.grid.sheet)}
        if any(mask_label(name) != name for name in names):
            return

        target = self._target(path, mapping)
        target.parent.mkdir(parents=True, exist_ok=True)
        for place, part in enumerate(orders):
            masks = {name: pa.array(getattr(part, name)) for name in MASKS}
            doubts = {DOUBT + name: pa.array(mask) for name, mask in part.sheet.doubt_masks.items()}
            with whole_file(target.with_suffix(f".{place}.arrow")) as file:
                pyarrow.feather.write_feather(pa.table({**part.columns, **masks, **doubts}), file, compression="lz4")
        told = {"reading": self._digest(), "first": first, "sheets": [_told(part) for part in orders]}
        write_text(target, json.dumps(told, ensure_ascii=False, separators=(",", ":")), sync=False)
        self.used.add(target.stem)

    def forget_others(self) -> None:
        """Remove what belongs to none of the files that were read."""
        for path in self.folder.glob("*"):
            if path.name.partition(".")[0] not in self.used:
                path.unlink(missing_ok=True)

    def _target(self, path: Path, mapping: Path | None) -> Path:
        words = mapping.read_bytes() if mapping else b""
        # A file's name tells its month.
        about = sha256(code_key(*ROOMS).encode() + words + path.name.encode()).hexdigest()
        return self.folder / f"{content_hash(path)[:32]}-{about[:16]}.json"

    def _digest(self) -> str:
        return sha256(self.reading).hexdigest()

    def _orders(self, target: Path, place: int, told: dict[str, Any]) -> SheetOrders:
        import pyarrow.feather

        table = pyarrow.feather.read_table(target.with_suffix(f".{place}.arrow"), memory_map=False)
        columns = {name: table[name].combine_chunks() for name in table.column_names}
        masks = {name: _mask(columns.pop(name)) for name in MASKS}
        doubts = {
            name.removeprefix(DOUBT): _mask(columns.pop(name)) for name in list(columns) if name.startswith(DOUBT)
        }
        header = told["header"]
        by_index = {
            name: {int(index): text for index, text in header[name].items()}
            for name in ("unknown", "texts", "set_aside")
        }
        head = RequestHeader(
            header["top"],
            header["rows"],
            header["columns"],
            by_index["unknown"],
            tuple(header["titles"]),
            by_index["texts"],
            {},
            by_index["set_aside"],
        )
        grid = Grid(told["sheet"], pa.table({"c0": pa.nulls(told["length"])}), told["first_column"])
        sheet = SheetReading(
            told["file"],
            grid,
            head,
            self.labels,
            frozenset(told["personal"]),
            [],
            [Problem(**item) for item in told["problems"]],
            _frames(told["rejected"]),
            _frames(told["doubted"]),
            Counter(told["left_out"]),
            told["handed_in"],
            doubts,
        )
        return SheetOrders(sheet, columns, masks["rows"], masks["doubtful"], told["period"], masks["has_closing"])


def _told(part: SheetOrders) -> dict[str, Any]:
    sheet, header = part.sheet, part.sheet.header
    shown = {
        name: {index: mask_label(text) for index, text in getattr(header, name).items()}
        for name in ("unknown", "texts", "set_aside")
    }
    return {
        "file": sheet.file,
        "sheet": sheet.grid.sheet,
        "first_column": sheet.grid.first_column,
        "length": sheet.grid.table.num_rows,
        "personal": sorted(sheet.personal),
        "period": part.period,
        "header": {
            "top": header.top,
            "rows": header.rows,
            "columns": header.columns,
            "titles": [mask_label(text) for text in header.titles],
            **shown,
        },
        "problems": [asdict(mask_fields(problem)) for problem in sheet.problems],
        "left_out": dict(sheet.left_out),
        "handed_in": sheet.handed_in,
        "rejected": _records(sheet.rejected),
        "doubted": _records(sheet.doubted),
    }


def _records(frames: Sequence[pd.DataFrame]) -> list[list[Any]]:
    if not frames:
        return []
    frame = pd.concat(frames, ignore_index=True)[PLACES].astype(object)
    rows: list[list[Any]] = frame.where(frame.notna(), None).to_numpy().tolist()
    return [[mask_text(value) if isinstance(value, str) else value for value in row] for row in rows]


def _frames(rows: Sequence[Sequence[Any]]) -> list[pd.DataFrame]:
    return [pd.DataFrame(rows, columns=PLACES)] if rows else []


def _mask(column: pa.Array) -> np.ndarray:
    mask: np.ndarray = column.to_numpy(zero_copy_only=False).astype(bool)
    return mask
