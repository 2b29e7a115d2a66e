"""Rebasing (重新定基): a new process begins with a named point, by its label or its date."""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from difflib import get_close_matches

import numpy as np
import pandas as pd

#: 2023-07, 2023年7月, 202307: labels that name a month, or a day.
MONTH = re.compile(r"^((?:19|20)\d\d)\s*[-年/.]?\s*(\d{1,2})\s*月?(?:\s*[-/.]?\s*(\d{1,2})日?)?$")


def in_order(table: pd.DataFrame, label: Hashable, distinct: bool = True) -> pd.DataFrame:
    """Points in order of time, where their labels tell it.

    Raises:
        ValueError: two points have one label, and `distinct`.

    >>> in_order(pd.DataFrame({"m": ["2023年10月", "2023年9月"]}), "m")["m"].tolist()
    ['2023年9月', '2023年10月']
    """
    labels = table[label]
    twice = labels[labels.duplicated()]
    if distinct and len(twice):
        raise ValueError(f"two points are called {twice.iloc[0]}; a chart needs one row per point")
    times = [_moment(name) for name in labels]
    known = [time for time in times if time is not None]
    if len(known) < len(times):
        return table
    return table.iloc[np.argsort(np.array(known, dtype="datetime64[s]"), kind="stable")]


def phases(labels: pd.Series, starts: object) -> pd.Series:
    """The process (1, 2, …) to which each point belongs.

    Args:
        labels: names of the points, in order of time; text, dates or numbers.
        starts: name of the point with which a new process begins, or several.

    Raises:
        ValueError: a name is that of no point, with the nearest one.

    >>> from datetime import date
    >>> phases(pd.Series(["2023-06", "2023-07"]), (date(2023, 7, 1),)).tolist()
    [1, 2]
    """
    known = [_spellings(label) for label in labels]
    begins = np.zeros(len(labels), dtype=bool)
    for start in starts if isinstance(starts, tuple | list) else [starts]:
        found = [
            place
            for place, names in enumerate(known)
            if names & ({start} if isinstance(start, str) else _spellings(start))
        ]
        if not found:
            words = [str(label) for label in labels]
            near = get_close_matches(str(start), words, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ValueError(
                f"rebase_at names no point: {start!r}{hint} Points run from "
                f"{words[0] if words else '—'} to {words[-1] if words else '—'}"
            )
        begins[found[0]] = True
    return pd.Series(begins.cumsum() + 1, index=labels.index)


def _spellings(label: object) -> set[str]:
    """A label as text, and what names a month or day also as its date."""
    names, moment = {str(label)}, _moment(label)
    if moment is not None:
        names |= {f"{moment:%Y-%m-%d}"} | ({f"{moment:%Y-%m}"} if moment.day == 1 else set())
    return names


def _moment(label: object) -> pd.Timestamp | None:
    """The time that a label names: a date, or text of a year and a month."""
    if isinstance(label, date | np.datetime64 | pd.Period):
        moment = label.to_timestamp() if isinstance(label, pd.Period) else pd.Timestamp(label)
        return None if pd.isna(moment) else moment
    found = MONTH.match(str(label).strip()) if isinstance(label, str) else None
    if found is None:
        return None
    try:
        return pd.Timestamp(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None
