"""Groups of rows (分组): the rows of a year, of a file, of a department, with the name that a sentence gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from evallib.identities.printed_places import named_by


def groups(frame: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Groups of rows with their name; one without a name where `by` is empty. Years read 2023年."""
    if not by:
        yield "", frame
        return
    for key, group in _parted(frame, list(by)):
        # The file is told with the place of whatever is found.
        pairs: Iterator[tuple[str, Any]] = zip(by, key, strict=True)
        named = [(name, value) for name, value in pairs if name != "source_file" and not pd.isna(value)]
        words = [named_by(name, value) + "·" * (name != "year") for name, value in named]
        yield "".join(words), group


def _parted(frame: pd.DataFrame, by: list[str]) -> Iterator[tuple[tuple[Any, ...], pd.DataFrame]]:
    """Rows by their values; most tables tell of one year from one file, and need not be taken apart."""
    columns = [frame[name].tolist() for name in by]
    if len(frame) and all((value == column[0]) is True for column in columns for value in column):
        yield tuple(column[0] for column in columns), frame
        return
    yield from frame.groupby(by, sort=False, dropna=False)
