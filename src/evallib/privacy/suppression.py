"""Small cells (小数目隐藏): counts of few people are not published, nor what would give them away.

Primary suppression hides counts below a declared threshold; complementary suppression hides further ones, so that
nobody can find them by subtracting the others from a published total.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pandas as pd

THRESHOLD = 5
HIDDEN = "少于 {threshold} 件，未列示"
COMPLEMENT = "为避免由合计推算而未列示"


def suppress_small_cells(
    frame: pd.DataFrame,
    count: str,
    within: Sequence[Sequence[str]] = ((),),
    also: Sequence[str] = (),
    threshold: int = THRESHOLD,
) -> pd.DataFrame:
    """A table of counts in which no small one can be read or computed.

    Args:
        frame: one row per cell, without total rows; `count` holds whole numbers or missing.
        count: the column of counts; 0 tells nothing about anybody and stays.
        within: each a list of columns whose groups have a published total, e.g. ``[["agency"], ["month"]]`` for a
            cross table with totals on both sides; ``()`` is the whole table.
        also: further columns that give the count away (a share, a rate): missing wherever the count is.
        threshold: counts from 1 to below it are small.

    Returns:
        The rows with hidden counts missing, and ``note`` saying why. In every group either nothing is hidden, or at
        least two cells that together reach the threshold, so that the total leaves a doubt.

    >>> frame = pd.DataFrame({"place": list("甲乙丙"), "n": [2, 40, 9]})
    >>> suppress_small_cells(frame, "n")["n"].tolist()
    [<NA>, 40, <NA>]
    """
    counts = {row: int(value) for row, value in zip(frame.index, frame[count], strict=True) if not pd.isna(value)}
    small = {row for row, value in counts.items() if 0 < value < threshold}
    groups = [group for columns in within for group in _groups(frame, columns)]
    hidden = set(small)
    while extra := _complements(groups, counts, hidden, threshold):
        hidden |= extra
    result = frame.copy()
    result[count] = pd.array([pd.NA if row in hidden else counts.get(row, pd.NA) for row in frame.index], dtype="Int64")
    for name in also:
        result[name] = [None if row in hidden else value for row, value in zip(frame.index, frame[name], strict=True)]
    said = HIDDEN.format(threshold=threshold)
    result["note"] = [said if row in small else COMPLEMENT if row in hidden else "" for row in frame.index]
    return result


def _groups(frame: pd.DataFrame, columns: Sequence[str]) -> list[list[Hashable]]:
    if not columns:
        return [list(frame.index)]
    return [list(group.index) for _, group in frame.groupby(list(columns), sort=False, dropna=False)]


def _complements(
    groups: list[list[Hashable]], counts: dict[Hashable, int], hidden: set[Hashable], threshold: int
) -> set[Hashable]:
    """One more cell to hide in every group whose total gives the hidden ones away."""
    extra: set[Hashable] = set()
    for group in groups:
        inside = [row for row in group if row in hidden]
        if not inside or (len(inside) > 1 and sum(counts[row] for row in inside) >= threshold):
            continue
        # A zero is as good as any other cell to cast doubt, once nothing else is left.
        others = sorted(
            (row for row in group if row in counts and row not in hidden), key=lambda r: (not counts[r], counts[r])
        )
        if others:
            extra.add(others[0])
    return extra
