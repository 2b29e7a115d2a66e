"""Rebasing (重新定基): a new process begins with a named point, by its label or its date."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

import numpy as np
import pandas as pd


def phases(labels: pd.Series, starts: tuple[object, ...]) -> pd.Series:
    """The process (1, 2, …) to which each point belongs.

    Args:
        labels: names of the points, in order of time; text, dates or numbers.
        starts: names of the points with which a new process begins.

    Raises:
        ValueError: a name is that of no point, with the nearest one.

    >>> from datetime import date
    >>> phases(pd.Series(["2023-06", "2023-07"]), (date(2023, 7, 1),)).tolist()
    [1, 2]
    """
    known = [_spellings(label) for label in labels]
    begins = np.zeros(len(labels), dtype=bool)
    for start in starts:
        found = [place for place, names in enumerate(known) if names & _spellings(start)]
        if not found:
            words = [str(label) for label in labels]
            near = get_close_matches(str(start), words, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ValueError(
                f"rebase_at names no point: {start!r}{hint} Points run from {words[0] if words else '—'} to {words[-1] if words else '—'}"
            )
        begins[found[0]] = True
    return pd.Series(begins.cumsum() + 1, index=labels.index)


def _spellings(label: object) -> set[str]:
    """A label as text, and a date also as its month."""
    names = {str(label)}
    if isinstance(label, date | np.datetime64 | pd.Period):
        moment = label.to_timestamp() if isinstance(label, pd.Period) else pd.Timestamp(label)
        names |= {f"{moment:%Y-%m-%d}"} | ({f"{moment:%Y-%m}"} if moment.day == 1 else set())
    return names
