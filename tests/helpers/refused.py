"""Every shipped table refused in turn: for each kind a workspace whose suite lets no table of that kind through."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from full_run import ROOT, copy_workspace, report_all
from shared_folder import one_worker

from evallib.batch import Selection
from evallib.model import Workspace


@dataclass(frozen=True)
class Refusal:
    """A shipped unit and year, and the kind of table of it that is refused."""

    unit: str
    year: int
    table: str

    def __str__(self) -> str:
        return f"{self.unit}-{self.year}-{self.table}"


def refusals() -> list[Refusal]:
    """Every table kind of every shipped unit and year, as the golden set tells what was accepted."""
    found = []
    for unit, year in Workspace(ROOT).select():
        files = (ROOT / "tests" / "golden" / f"{year}-{unit}" / "files.txt").read_text(encoding="utf-8").split("\n")
        found += [Refusal(unit, year, Path(name).stem) for name in files if name.endswith(".parquet")]
    return found


def let_nothing_through(path: Path) -> None:
    """Change a suite so that no year is a year: the table's rules fail with an error, whatever it holds."""
    suite = json.loads(path.read_text(encoding="utf-8"))
    for rule in suite["expectations"]:
        if rule["kwargs"].get("column") == "year":
            rule["kwargs"] |= {"min_value": 1, "max_value": 2}
            break
    else:
        raise AssertionError(f"{path.name} has no rule about the year")
    path.write_text(json.dumps(suite, ensure_ascii=False), encoding="utf-8")


@cache
def refusing(table: str) -> Workspace:
    """The workspace that refuses a kind of table, with the reports of every unit and year that hands it in."""
    with one_worker(f"refused-{table}") as folder:
        root = folder / f"refused-{table}"
        if not root.is_dir():
            made = copy_workspace(folder / f"refused-{table}.part")
            let_nothing_through(made.expectations / f"{table}.json")
            cases = [case for case in refusals() if case.table == table]
            for year in sorted({case.year for case in cases}):
                report_all(made, Selection([case.unit for case in cases if case.year == year], [year]))
            made.root.rename(root)
        return Workspace(root)
