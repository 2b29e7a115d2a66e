"""Linked counts (互相勾连的件数): counts of one table that add up to each other along its rows and down its columns.

A row that shows 派发 100, 已办结 90, 在办未到期 7 gives away what 超期未结 leaves blank; so does a total row, and so
does a rate with its denominator. Every published count is an equation over parts that cannot be negative: a small count
is told where these leave one whole number for it, and then another count that told it stays out too. Source: Willenborg
& de Waal (2001), Elements of Statistical Disclosure Control, chapter 4 (linked tables, feasibility intervals by linear
programming).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from evallib.privacy.suppression import THRESHOLD

#: Parts (rows × kinds) up to which the equations are solved; of larger tables every row with a small part is hidden.
MOST_PARTS = 2000
EXACT = 1e-6
Cell = tuple[int, str]


def hide_linked(
    parts: pd.DataFrame,
    shown: Mapping[str, Sequence[str]],
    threshold: int = THRESHOLD,
    kept: Sequence[str] = (),
    together: Sequence[Sequence[str]] = (),
    protected: Mapping[str, Sequence[str]] | None = None,
    totals: Mapping[str, Sequence[str]] | None = None,
    already: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Which of the published counts must stay out.

    Args:
        parts: one row per group, whole numbers that do not overlap, a column for each kind of part.
        shown: published column → the parts that it adds up. The total of each column over all rows is published too.
        threshold: counts from 1 to below it are small.
        kept: published columns that are hidden only where nothing else helps.
        together: published columns that are shown or hidden as one, e.g. the two that a rate is made of.
        protected: counts that no column shows, and none may tell → the parts that each adds up.
        totals: further sums of parts that are published over all rows.
        already: what other tables hide of the published columns.

    Returns:
        A frame of the shape rows × shown, true where the count is hidden.

    >>> parts = pd.DataFrame({"closed": [90, 40, 55], "open": [7, 12, 9], "overdue": [3, 8, 6]})
    >>> hide_linked(
    ...     parts, {"all": ["closed", "open", "overdue"], "open": ["open"], "overdue": ["overdue"]}
    ... ).any().tolist()
    [False, False, True]
    """
    guarded = {**shown, **(protected or {})}
    counts = {name: parts[list(of)].sum(axis=1).to_numpy(dtype=np.int64) for name, of in guarded.items()}
    few = {name: (values > 0) & (values < threshold) for name, values in counts.items()}
    pairs = {name: tuple(names) for names in together for name in names}
    if parts.size > MOST_PARTS:
        rows = np.any(list(few.values()), axis=0)
        return pd.DataFrame({name: few[name] | (rows if name not in kept else False) for name in shown}, parts.index)
    table = _Table(parts, shown, protected or {}, totals or {}, counts, threshold, frozenset(kept))
    cells = {(row, name) for name in shown for row in range(len(parts)) if few[name][row]}
    if already is not None:
        cells |= {(row, name) for name in map(str, already) for row in range(len(parts)) if already[name].iloc[row]}
    cells |= {(row, other) for row, name in cells for other in pairs.get(name, ())}
    while more := table.more_to_hide(cells):
        cells |= {(row, other) for row, name in more for other in pairs.get(name, (name,))}
    return pd.DataFrame(
        {name: [(row, name) in cells for row in range(len(parts))] for name in shown}, index=parts.index, dtype=bool
    )


def told_by(
    parts: pd.DataFrame,
    shown: Mapping[str, Sequence[str]],
    published: set[Cell],
    threshold: int = THRESHOLD,
    protected: Mapping[str, Sequence[str]] | None = None,
    totals: Mapping[str, Sequence[str]] | None = None,
) -> list[Cell]:
    """Small counts that published ones tell, by themselves or together.

    Args:
        parts: see `hide_linked`.
        shown: counts that may be published → the parts that each adds up; their totals are published.
        published: row (by its place) and count of what is published.
        threshold: counts from 1 to below it are small.
        protected: see `hide_linked`.
        totals: see `hide_linked`.

    >>> parts = pd.DataFrame({"closed": [90, 40], "open": [7, 12], "overdue": [3, 8]})
    >>> told_by(
    ...     parts,
    ...     {"all": ["closed", "open", "overdue"], "closed": ["closed"], "open": ["open"], "overdue": ["overdue"]},
    ...     {(0, "all"), (0, "closed"), (0, "open")},
    ... )
    [(0, 'overdue')]
    """
    guarded = {**shown, **(protected or {})}
    counts = {name: parts[list(of)].sum(axis=1).to_numpy(dtype=np.int64) for name, of in guarded.items()}
    few = [(row, name) for name, values in counts.items() for row in range(len(parts)) if 0 < values[row] < threshold]
    if not few or not published:
        return []
    if parts.size > MOST_PARTS:
        return [cell for cell in few if cell in published]
    table = _Table(parts, shown, protected or {}, totals or {}, counts, threshold, frozenset())
    known = _Known([*map(table.form, sorted(published)), *table.totals], table.tables)
    return [cell for cell in few if known.proof(table.form(cell))]


class _Table:
    """The published counts as linear forms over the parts."""

    def __init__(
        self,
        parts: pd.DataFrame,
        shown: Mapping[str, Sequence[str]],
        protected: Mapping[str, Sequence[str]],
        totals: Mapping[str, Sequence[str]],
        counts: dict[str, np.ndarray],
        threshold: int,
        kept: frozenset[str],
    ) -> None:
        self.parts, self.counts, self.threshold, self.kept = parts.to_numpy(dtype=float), counts, threshold, kept
        self.rows, self.width = parts.shape
        self.shown, self.protected = list(shown), list(protected)
        kinds = list(parts.columns)
        self.masks = {
            name: np.array([kind in of for kind in kinds], dtype=float) for name, of in {**shown, **protected}.items()
        }
        sums = [*shown.values(), *totals.values()]
        self.totals = [np.tile(np.array([kind in of for kind in kinds], dtype=float), self.rows) for of in sums]
        #: The true one, and others that show the same; what is hidden further makes none of them impossible.
        self.tables = [self.parts.ravel()]

    def more_to_hide(self, hidden: set[Cell]) -> set[Cell]:
        """One more published count for each small one that still follows; none where nothing follows or is left."""
        published = [(row, name) for name in self.shown for row in range(self.rows) if (row, name) not in hidden]
        more: set[Cell] = set()
        known: _Known | None = None
        for target in self._targets(hidden):
            known = known or _Known([*map(self.form, published), *self.totals], self.tables)
            used = [published[place] for place in known.proof(target) if place < len(published)]
            # Hidden already in this round: what follows must be looked at anew.
            if used and not more & set(used):
                more.add(
                    min(
                        used,
                        key=lambda cell: (
                            cell[1] in self.kept,
                            not self.counts[cell[1]][cell[0]],
                            self.counts[cell[1]][cell[0]],
                            cell,
                        ),
                    )
                )
        return more

    def form(self, cell: Cell) -> np.ndarray:
        """A count as weights of the parts."""
        form = np.zeros((self.rows, self.width))
        form[cell[0]] = self.masks[cell[1]]
        return form.ravel()

    def _targets(self, hidden: set[Cell]) -> Iterator[np.ndarray]:
        """Small counts, and what is hidden of a row or a column where all of it together is small."""
        for name, values in self.counts.items():
            few = np.flatnonzero((values > 0) & (values < self.threshold))
            yield from (self.form((int(row), name)) for row in few)
            mine = [row for row in range(self.rows) if (row, name) in hidden]
            if mine and 0 < values[mine].sum() < self.threshold:
                yield np.sum([self.form((row, name)) for row in mine], axis=0)
        for row in sorted({row for row, _ in hidden}):
            covered = np.zeros(self.width)
            for name in self.shown:
                if (row, name) in hidden and name not in self.kept:
                    covered = np.maximum(covered, self.masks[name])
            if 0 < (self.parts[row] * covered).sum() < self.threshold:
                form = np.zeros((self.rows, self.width))
                form[row] = covered
                yield form.ravel()


class _Known:
    """What a reader knows: sums of parts, none of which is negative."""

    def __init__(self, equations: list[np.ndarray], tables: list[np.ndarray]) -> None:
        from scipy.sparse import csr_array

        dense = np.array(equations)
        self._equations, self._values = csr_array(dense), dense @ tables[0]
        self._truth, self._tables = tables[0], tables

    def proof(self, target: np.ndarray) -> list[int]:
        """Which equations leave one whole number for a sum of parts; none if more are possible."""
        from scipy.optimize import linprog

        true, used = float(target @ self._truth), np.zeros(len(self._values), dtype=bool)
        if any(abs(float(target @ table) - true) > 1 - EXACT for table in self._tables):
            return []
        for sign in (1.0, -1.0):
            found = linprog(sign * target, A_eq=self._equations, b_eq=self._values, bounds=(0, None), method="highs")
            if found.status != 0:  # without bound, or given up: nothing is known for certain
                return []
            self._tables.append(found.x)
            if abs(float(target @ found.x) - true) > 1 - EXACT:
                return []
            used |= np.abs(found.eqlin.marginals) > EXACT
        return [int(place) for place in np.flatnonzero(used)]
