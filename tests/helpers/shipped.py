"""The shipped data in a workspace of the tests' own, cleaned as far as it is asked for."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from full_run import copy_workspace

from evallib.checks import UnitData, clean_unit
from evallib.model import Workspace
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
            clean_unit(shipped.at(unit, earlier))
    return UnitData(shipped, unit, year)


def score(unit: str, year: int, **options) -> list[Scorecard]:
    """Scorecards of a shipped unit."""
    return scorecards(unit_data(unit, year), **options)
