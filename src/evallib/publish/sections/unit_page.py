"""The page of a unit (单位页面): its figures, and what is said of them; the same page while no file changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from evallib.checks.store import UnitData
from evallib.publish.messages.unit_messages import UnitMessages
from evallib.publish.sections.gaps import show_outdated
from evallib.publish.sections.scorecard import cards_frame
from evallib.publish.unit_figures import UnitFigures
from evallib.publish.words.levels import USUAL, check_level

_pages: dict[tuple[Any, ...], UnitPage] = {}


def _signature(data: UnitData) -> tuple[Any, ...]:
    """Size, time and inode of each file a page may read: what came in, what came of it, frameworks, definitions."""
    workspace = data.workspace
    folders = [workspace.raw / data.unit, workspace.clean / data.unit, workspace.frameworks, workspace.own_definitions]
    marks = tuple(sorted(mark for folder in folders for mark in _marks(folder)))
    return workspace.root.resolve(), data.unit, data.year, marks


def _marks(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    """Of the files of a folder; what another gate is writing beside them (names with a point) may vanish any moment."""
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            with suppress(FileNotFoundError):
                stat = os.stat(os.path.join(at, name))  # noqa: PTH116, PTH118 - thousands of files
                yield os.path.join(at, name), stat.st_size, stat.st_mtime_ns, stat.st_ino  # noqa: PTH118


class UnitPage(UnitFigures):
    """The figures of a unit with the sentences that its sections show."""

    @classmethod
    def open(cls, unit: str, year: int, confidence: float = USUAL) -> UnitPage:
        """The page of a unit and year in the workspace of the current folder; says so where raw files are newer."""
        check_level(confidence)
        data = UnitData.open(unit, year)
        with suppress(Exception):  # a state that cannot be told is told in the section on the sources
            show_outdated(data)
        page = cls.of(data)
        return page if confidence == page.confidence else cls(data, confidence)

    @classmethod
    def of(cls, data: UnitData) -> UnitPage:
        """The page of these data: the same one as before while no file that it rests on has changed.

        What a report writes beside its page, and the page itself, are scored and audited once.
        """
        key = _signature(data)
        if key not in _pages:
            _pages.clear()
            _pages[key] = cls(data)
        return _pages[key]

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Totals and grades of the scorecards."""
        return cards_frame(self.cards)

    @cached_property
    def messages(self) -> UnitMessages:
        """What the figures say: the one set of sentences."""
        return UnitMessages(self)
