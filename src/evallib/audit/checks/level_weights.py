"""Weights of levels (一级指标的分值): “产出指标（25分）” in a form's first cells, and the 分值 of the lines below it.

No code tells which line belongs to which level: the merged cell does. Where most levels are what their lines make up,
the others have to be so too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from evallib.audit.checks.score_rows import has_codes
from evallib.audit.findings import Confidence
from evallib.audit.identities import Identity
from evallib.audit.ledger import SUM
from evallib.audit.reading.document import Document
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.figures import Figure, figure_of
from evallib.audit.reading.grid import Grid, GridRow
from evallib.model import patterns
from evallib.parsing.claims.cell import cell_figure

_LEVEL = re.compile(
    r"(?:指标|决策|过程|投入|管理|产出|效[益果]|满意度?)\s*[（(]?\s*(?P<points>\d{1,3}(?:\.\d)?)\s*分?\s*[)）]?$"
)
#: So many levels have to be what their lines make up.
LEAST = 2
_Level = tuple[Figure, tuple[Figure, ...]]


def check(facts: Facts) -> Iterator[Identity]:
    """The points that each level of a form promises, against those of its lines."""
    for grid in facts.grids:
        if has_codes(grid):
            continue  # its headings are read by their codes
        for weight in grid.columns("weight"):
            levels = [level for column in range(weight) for level in _levels(facts.document, grid, column, weight)]
            wrong = [n for n, (whole, parts) in enumerate(levels) if whole.value != sum(p.value for p in parts)]
            held = len(levels) - len(wrong)
            if held < LEAST or len(wrong) > 1:
                continue
            for number, (whole, parts) in enumerate(levels):
                if number in wrong and number == len(levels) - 1:
                    continue  # what the page cuts off may be its last lines
                what = f"“{whole.label}”写明的分值应等于其下各项分值之和"
                sure: Confidence = "high" if held > LEAST else "medium"
                yield Identity("weight.level", what, whole, parts, SUM, "contradiction", sure, exact=True)


def _levels(document: Document, grid: Grid, column: int, weight: int) -> Iterator[_Level]:
    """Runs of lines under one merged cell that ends in points, each with its own."""

    def told(row: GridRow) -> str:
        return row.path[column] if column < len(row.path) and row.kind == "line" else ""

    for text, run in groupby(grid.rows, told):
        rows = list(run)
        cell = grid.table.rows[rows[0].index][column].text.rstrip()
        match = patterns.search(_LEVEL, cell) if text else None
        mention = cell_figure(match["points"]) if match else None
        parts = tuple(row.figures[weight] for row in rows if weight in row.figures)
        if match is not None and mention is not None and 1 < len(parts) == len(rows):
            place = document.place_in_table(grid.block, rows[0].index, column, *match.span("points"))
            yield figure_of(mention, place, "分", text), parts
