"""Unread cells (读不出的单元格): which may stay empty while their table goes in, and which keep it out.

A cell that nobody can read ("九成多" as a rate) opens only what needs it. Where its column is one that the suite adds
up, every sum over the table would silently lack a part: then the whole table stays out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import pandas as pd

from evallib.checks.rules.rule import Suite
from evallib.model.problems import Problem

UNREAD = "intake.not_"
#: Rules that add a column up, and the arguments that name it.
ADDING = {
    "expect_sums_to_agree": ("columns",),
    "expect_groups_to_add_up": ("column", "figure"),
    "expect_shares_to_agree": ("column", "figure"),
}


@dataclass(frozen=True)
class Unread:
    """What of a table could not be read.

    Args:
        cells: problems of single cells that stay empty, with the column of each.
        hard: problems that keep the table out.
    """

    cells: list[tuple[Problem, str]] = field(default_factory=list)
    hard: list[Problem] = field(default_factory=list)


def added_up(suite: Suite) -> frozenset[str]:
    """The columns that a suite adds up."""
    named: set[str] = set()
    for rule in suite.expectations:
        for key in ADDING.get(rule.type, ()):
            value = rule.kwargs.get(key)
            named |= {value} if isinstance(value, str) and value else set(value or ())
    return frozenset(named)


def find_unread(
    frame: pd.DataFrame, errors: Iterable[Problem], summed: Collection[str], others: Collection[tuple[str, str, str]]
) -> Unread:
    """Sort the errors of a table's sheets.

    Args:
        frame: the table, with source columns.
        errors: errors in reading, of all sheets.
        summed: columns that are added up, see `added_up`.
        others: (file, sheet, cell) of the cells of other tables, whose errors are none of this one's.
    """
    columns = cells_of(frame)
    sheets = set(zip(frame["source_file"], frame["source_sheet"], strict=True))
    found = Unread()
    for problem in errors:
        place = problem.file, problem.sheet, problem.cell
        if (problem.file, problem.sheet) not in sheets:
            continue
        column = columns.get(place)
        if column is None and place in others:
            continue
        if problem.code.startswith(UNREAD) and column is not None and column not in summed:
            found.cells.append((problem, column))
        else:
            found.hard.append(problem)
    return found


def cells_of(frame: pd.DataFrame) -> dict[tuple[str, str, str], str]:
    """(file, sheet, cell) → column of every cell that a table was read from."""
    return {
        (file, sheet, cell): name
        for file, sheet, cells in zip(frame["source_file"], frame["source_sheet"], frame["source_cells"], strict=True)
        for name, cell in json.loads(cells or "{}").items()
    }
