"""Every shipped table refused in turn: copies of the shipped units in each of which one table cannot be read."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
from full_run import ROOT, full_run, one_worker, report_all

from evallib.batch.planning.plan import Selection
from evallib.model.schema import get_schema
from evallib.model.units import Workspace

UNREADABLE = "九成多"  # no number, and no text that a number column could take
FORM_HEADS = "self_evaluation_forms"


@dataclass(frozen=True)
class Refusal:
    """A shipped unit and year, and the table of it that shall be refused; none where the table is empty."""

    unit: str
    year: int
    table: str

    @property
    def folder(self) -> str:
        """Name of the copy of the unit."""
        return f"{self.unit}-{self.year}-{self.table or 'whole'}"

    @property
    def whole(self) -> Refusal:
        """The same unit and year with nothing refused."""
        return Refusal(self.unit, self.year, "")


def refusals() -> list[Refusal]:
    """Every table kind of every shipped unit and year, as the golden set tells what was accepted.

    The head of a 自评表 is refused with its funds and indicators: a form stands or falls as a whole.
    """
    found = []
    for unit, year in Workspace(ROOT).select():
        files = (ROOT / "tests" / "golden" / f"{year}-{unit}" / "files.txt").read_text(encoding="utf-8").split("\n")
        tables = [Path(name).stem for name in files if name.endswith(".parquet")]
        found += [Refusal(unit, year, table) for table in tables if table != FORM_HEADS]
    return found


def spoil(clean: Path, raw: Path, table: str) -> None:
    """Write something unreadable into one cell of a table; the cell is known from the clean table.

    Args:
        clean: folder of the clean tables that were made of the whole workbooks.
        raw: folder of the workbooks, which is changed.
        table: the kind of table.
    """
    frame = pd.read_parquet(clean / f"{table}.parquet")
    row = frame[frame["row_kind"] == "line"].iloc[0] if "row_kind" in frame else frame.iloc[0]
    cells = json.loads(row["source_cells"])
    columns = [column for column in get_schema(table).columns if column.name in cells]
    numbers = [column for column in columns if column.type != "text"]
    chosen = [*(column for column in numbers if column.required), *numbers]
    book = openpyxl.load_workbook(raw / row["source_file"])
    sheet = book[row["source_sheet"]]
    if chosen:
        sheet[cells[chosen[0].name]] = UNREADABLE
    else:
        last = [column for column in columns if column.required][-1]
        sheet[cells[last.name]] = None
    book.save(raw / row["source_file"])


def run_all() -> Workspace:
    """A workspace with a copy of a unit for every refusal, and a whole one beside them, all reported; made once."""
    reported, _ = full_run()
    with one_worker("refused") as folder:
        root = folder / "refused"
        if not root.is_dir():
            made = Workspace(folder / "refused.part")
            for name in ("expectations", "notebooks"):
                shutil.copytree(ROOT / name, made.root / name)
            cases = refusals()
            copies = [*cases, *dict.fromkeys(case.whole for case in cases)]
            for case in copies:
                source, target = ROOT / "data" / "raw" / case.unit, made.raw / case.folder
                for year in [year for year in Workspace(ROOT).years(case.unit) if year <= case.year]:
                    shutil.copytree(source / str(year), target / str(year))
                shutil.copyfile(source / "unit.yaml", target / "unit.yaml")
                if case.table:
                    spoil(reported.clean_dir(case.unit, case.year), target / str(case.year), case.table)
            for year in sorted({case.year for case in copies}):
                report_all(made, Selection([case.folder for case in copies if case.year == year], [year]))
            made.root.rename(root)
        return Workspace(root)
