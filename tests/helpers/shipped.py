"""The shipped data in a workspace of the tests' own, cleaned as far as it is asked for."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from full_run import copy_workspace
from shared_folder import one_worker

from evallib.checks import UnitData, clean_unit
from evallib.model import UnitYear, Workspace
from evallib.scoring import Scorecard
from evallib.scoring.scorecards import scorecards


@cache
def workspace() -> Workspace:
    """A copy of the shipped raw data, expectations and notebooks, removed when the run ends."""
    target = Path(tempfile.mkdtemp(prefix="evallib-tests-"))
    atexit.register(shutil.rmtree, target, ignore_errors=True)
    return copy_workspace(target)


@cache
def unit_data(unit: str, year: int) -> UnitData:
    """Clean tables of a shipped unit and the years before it."""
    shipped = workspace()
    for earlier in shipped.years(unit):
        if earlier <= year and not shipped.clean_dir(unit, earlier).exists():
            _clean(shipped.at(unit, earlier))
    return UnitData(shipped, unit, year)


def _clean(at: UnitYear) -> None:
    """Clean a unit and year; the first worker that asks does it, the others take a copy of what it wrote."""
    root = at.workspace.root
    made = [folder.relative_to(root) for folder in (at.clean_dir, at.submission_dir)]
    with one_worker(f"clean-{at.unit}-{at.year}") as shared:
        kept = shared / "cleaned"
        known = (kept / made[0]).is_dir()
        if not known:
            clean_unit(at)
        for folder in made:
            shutil.copytree(*((kept / folder, root / folder) if known else (root / folder, kept / folder)))


def score(unit: str, year: int, **options) -> list[Scorecard]:
    """Scorecards of a shipped unit."""
    return scorecards(unit_data(unit, year), **options)
