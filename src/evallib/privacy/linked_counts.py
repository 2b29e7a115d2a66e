"""Linked counts (互相勾连的件数): counts of one table that add up to each other along its rows and down its columns.

A row that shows 派发 100, 已办结 90, 在办未到期 7 gives away what 超期未结 leaves blank, and so does a total row. Every
published count is an equation over the parts; a small count that follows from all of them takes another one with it.
Source: Willenborg & de Waal (2001), Elements of Statistical Disclosure Control, chapter 4 (linked tables).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from evallib.privacy.suppression import THRESHOLD

#: Parts (rows × kinds) up to which the equations are solved; of larger tables every row with a small part is hidden.
MOST_PARTS = 2000
EXACT = 1e-7
Cell = tuple[int, str]


def hide_linked(
    parts: pd.DataFrame, shown: Mapping[str, Sequence[str]], threshold: int = THRESHOLD, kept: Sequence[str] = ()
) -> pd.DataFrame:
    """Which of the published counts must stay out.

    Args:
        parts: one row per group, whole numbers that do not overlap, a column for each kind of part.
        shown: published column → the parts that it adds up. The total of each column over all rows is published too.
        threshold: counts from 1 to below it are small.
        kept: published columns that are hidden only where nothing else helps.

    Returns:
        A frame of the shape rows × shown, true where the count is hidden.

    >>> parts = pd.DataFrame({"closed": [90, 40, 55], "open": [7, 12, 9], "overdue": [3, 8, 6]})
    >>> hide_linked(parts, {"all": ["closed", "open", "overdue"], "open": ["open"], "overdue": ["overdue"]}).any().tolist()
    [False, False, True]
    """
    counts = {name: parts[list(of)].sum(axis=1).to_numpy(dtype=np.int64) for name, of in shown.items()}
    few = {name: (values > 0) & (values < threshold) for name, values in counts.items()}
    if parts.size > MOST_PARTS:
        rows = ((parts > 0) & (parts < threshold)).any(axis=1)
        return pd.DataFrame({name: few[name] | (rows if name not in kept else False) for name in shown}, parts.index)
    table = _Table(parts.to_numpy(dtype=np.int64), list(parts.columns), shown, counts, threshold, frozenset(kept))
    cells = {(row, name) for name, flags in few.items() for row in range(len(parts)) if flags[row]}
    while more := table.more_to_hide(cells):
        cells |= more
    return pd.DataFrame(
        {name: [(row, name) in cells for row in range(len(parts))] for name in shown}, index=parts.index, dtype=bool
    )


class _Table:
    """The published counts as linear forms over the parts."""

    def __init__(
        self,
        parts: np.ndarray,
        kinds: list[str],
        shown: Mapping[str, Sequence[str]],
        counts: dict[str, np.ndarray],
        threshold: int,
        kept: frozenset[str],
    ) -> None:
        self.parts, self.counts, self.threshold, self.kept = parts, counts, threshold, kept
        self.rows, self.width = parts.shape
        self.masks = {name: np.array([kind in of for kind in kinds], dtype=float) for name, of in shown.items()}

    def more_to_hide(self, hidden: set[Cell]) -> set[Cell]:
        """One more published count for each small one that still follows; none where nothing follows, or nothing is left."""
        published = [cell for cell in self._cells() if cell not in hidden]
        if not hidden and not self._small_parts():
            return set()
        totals = [np.tile(mask, self.rows) for mask in self.masks.values()]
        equations = np.array([*(self._form(cell) for cell in published), *totals])
        inverse = np.linalg.pinv(equations)
        more: set[Cell] = set()
        for target in self._targets(hidden):
            weights = target @ inverse
            if np.abs(weights @ equations - target).max() > EXACT:
                continue
            used = [cell for cell, weight in zip(published, weights, strict=False) if abs(weight) > EXACT]
            # Hidden already in this round: what follows must be looked at anew.
            if used and not more & set(used):
                more.add(min(used, key=lambda cell: (cell[1] in self.kept, not self.counts[cell[1]][cell[0]],
                                                     self.counts[cell[1]][cell[0]], cell)))  # fmt: skip
        return more

    def _cells(self) -> Iterator[Cell]:
        for name in self.masks:
            for row in range(self.rows):
                yield row, name

    def _form(self, cell: Cell) -> np.ndarray:
        form = np.zeros((self.rows, self.width))
        form[cell[0]] = self.masks[cell[1]]
        return form.ravel()

    def _small_parts(self) -> list[tuple[int, int]]:
        small = (self.parts > 0) & (self.parts < self.threshold)
        return [(int(row), int(kind)) for row, kind in zip(*np.nonzero(small), strict=True)]

    def _targets(self, hidden: set[Cell]) -> Iterator[np.ndarray]:
        """Small parts and counts, and what is hidden of a row or a column where all of it together is small."""
        for row, kind in self._small_parts():
            form = np.zeros((self.rows, self.width))
            form[row, kind] = 1
            yield form.ravel()
        for name, values in self.counts.items():
            mine = [row for row in range(self.rows) if (row, name) in hidden]
            yield from (self._form((row, name)) for row in mine if 0 < values[row] < self.threshold)
            if mine and 0 < values[mine].sum() < self.threshold:
                yield np.sum([self._form((row, name)) for row in mine], axis=0)
        for row in {row for row, _ in hidden}:
            covered = np.zeros(self.width)
            for name in self.masks:
                if (row, name) in hidden and name not in self.kept:
                    covered = np.maximum(covered, self.masks[name])
            if 0 < (self.parts[row] * covered).sum() < self.threshold:
                form = np.zeros((self.rows, self.width))
                form[row] = covered
                yield form.ravel()
