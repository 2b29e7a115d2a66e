"""Small cells (小数目隐藏): counts of few people are not published, nor what would give them away.

Primary suppression hides counts below a declared threshold; complementary suppression hides further ones, so that
nobody can find them by subtracting the others from a published total.

Source: Willenborg & de Waal (2001), Elements of Statistical Disclosure Control, chapter 4 (threshold rule, secondary
suppression); Gusfield (1988), A graph theoretic approach to statistical data security, SIAM Journal on Computing 17,
552–571 (which hidden cells of a two-way table can be computed).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import pandas as pd

THRESHOLD = 5
#: One note for all hidden cells: a reader who knew which are small and which complementary could compute more.
HIDDEN = "少于 {threshold} 件，或为避免由合计推算，不列示"
#: Name of the group into which `merge_groups` puts those that are not published of their own.
MERGED = "其余（合并）"


def suppress_small_cells(
    frame: pd.DataFrame,
    count: str,
    within: Sequence[Sequence[str]] = ((),),
    also: Sequence[str] = (),
    threshold: int = THRESHOLD,
    already: Sequence[bool] | None = None,
) -> pd.DataFrame:
    """A table of counts in which no small one can be read or computed.

    Args:
        frame: one row per cell, without total rows; `count` holds whole numbers or missing.
        count: the column of counts; 0 tells nothing about anybody and stays.
        within: each a list of columns whose groups have a published total, e.g. ``[["agency"], ["month"]]`` for a
            cross table with totals on both sides; ``()`` is the whole table.
        also: further columns that give the count away (a share, a rate): missing wherever the count is.
        threshold: counts from 1 to below it are small.
        already: rows that another published table hides, and this one must not show.

    Returns:
        The rows with hidden counts missing, and ``note`` saying why (a note that was there stays elsewhere). In every
        group either nothing is hidden, or at least two cells that together reach the threshold, and no hidden cell
        follows from all totals together; where a group has nothing more to hide, all of it is hidden. A published total
        that is small itself cannot be helped here.

    >>> frame = pd.DataFrame({"place": list("甲乙丙"), "n": [2, 40, 9]})
    >>> suppress_small_cells(frame, "n")["n"].tolist()
    [<NA>, 40, <NA>]
    """
    cells = [None if pd.isna(value) else int(value) for value in frame[count]]
    counts = {place: value for place, value in enumerate(cells) if value is not None}
    groups = [group for columns in within for group in _groups(frame, columns)]
    hidden = {place for place, value in counts.items() if 0 < value < threshold}
    hidden |= {place for place, flag in enumerate(already if already is not None else ()) if flag and counts.get(place)}
    while extra := _doubtless(groups, counts, hidden, threshold) or _computable(groups, counts, hidden):
        hidden |= extra
    result = frame.copy()
    result[count] = pd.array([pd.NA if place in hidden else value for place, value in enumerate(cells)], dtype="Int64")
    for name in also:
        result[name] = [None if place in hidden else value for place, value in enumerate(frame[name])]
    said = HIDDEN.format(threshold=threshold)
    notes = list(frame["note"]) if "note" in frame else [""] * len(frame)
    result["note"] = [said if place in hidden else note for place, note in enumerate(notes)]
    return result


def small_groups(
    frame: pd.DataFrame, group: str, counts: Iterable[str], threshold: int = THRESHOLD
) -> list[Hashable | None]:
    """Groups that are not published of their own, since one of their counts is small or would give a small one away.

    Args:
        frame: one row per group.
        group: column with its name; a missing name is a group too.
        counts: columns that are each published with their total, e.g. cases of this year and of the year before.
        threshold: see `suppress_small_cells`.

    Returns:
        Names in the frame's order; put into one group by `merge_groups`, they can be told apart by no subtraction.

    >>> frame = pd.DataFrame({"type": ["噪音", "违建", "物业"], "now": [40, 2, 9], "before": [30, 8, 7]})
    >>> small_groups(frame, "type", ["now", "before"])
    ['违建', '物业']
    """
    hidden = np.zeros(len(frame), dtype=bool)
    for count in counts:
        shown = suppress_small_cells(frame, count, threshold=threshold)[count]
        hidden |= (shown.isna() & frame[count].notna().to_numpy()).to_numpy(dtype=bool)
    return [None if pd.isna(name) else name for name in frame.loc[hidden, group]]


def merge_groups(frame: pd.DataFrame, group: str, names: Sequence[Hashable | None]) -> pd.DataFrame:
    """Additive counts with some groups put together under the name `MERGED`, which stands last.

    >>> frame = pd.DataFrame({"type": ["噪音", "违建", "物业"], "n": [40, 2, 9]})
    >>> merge_groups(frame, "type", ["违建", "物业"]).to_dict("list")
    {'type': ['噪音', '其余（合并）'], 'n': [40, 11]}
    """
    few = frame[group].isin([name for name in names if name is not None])
    if None in names:
        few |= frame[group].isna()
    if not few.any():
        return frame
    rest = frame[few].drop(columns=group).sum().to_frame().T.astype(frame.drop(columns=group).dtypes.to_dict())
    return pd.concat([frame[~few], rest.assign(**{group: MERGED})], ignore_index=True)[list(frame.columns)]


def _groups(frame: pd.DataFrame, columns: Sequence[str]) -> list[list[int]]:
    if not columns:
        return [list(range(len(frame)))]
    places = frame.groupby(list(columns), sort=False, dropna=False).indices.values()
    return [[int(place) for place in group] for group in places]


def _doubtless(groups: list[list[int]], counts: dict[int, int], hidden: set[int], threshold: int) -> set[int]:
    """One more cell to hide in every group whose total leaves too little doubt about the hidden ones."""
    extra: set[int] = set()
    for group in groups:
        inside = [place for place in group if place in hidden]
        if inside and (len(inside) == 1 or sum(counts[place] for place in inside) < threshold):
            extra |= _next(group, counts, hidden)
    return extra


def _computable(groups: list[list[int]], counts: dict[int, int], hidden: set[int]) -> set[int]:
    """One more cell to hide beside every hidden one that follows from the totals of several groups together."""
    if not hidden:
        return set()
    order = sorted(hidden)
    equations = np.array([[place in group for place in order] for group in map(set, groups)], dtype=float)
    # A cell is free if some direction in the null space of the totals moves it.
    _, sizes, rows = np.linalg.svd(equations, full_matrices=False)
    fixed = (rows[sizes > 1e-9] ** 2).sum(axis=0) > 1 - 1e-9
    known = {place for place, flag in zip(order, fixed, strict=True) if flag}
    extra: set[int] = set()
    for group in groups:
        if known & set(group):
            extra |= _next(group, counts, hidden)
    return extra


def _next(group: list[int], counts: dict[int, int], hidden: set[int]) -> set[int]:
    # A zero is as good as any other cell to cast doubt, once nothing else is left.
    others = [place for place in group if place in counts and place not in hidden]
    return {min(others, key=lambda place: (not counts[place], counts[place]))} if others else set()
