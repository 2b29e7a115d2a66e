"""Frames (数据框): whatever table comes in becomes pandas, its groups codes, and its parts numbers or a stated gap.

Tables come from pandas, polars, pyarrow or as Ibis expressions. A part that is missing is left out together with its
partner and counted; a part that cannot be true (negative, infinite, text) marks its group and stops nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from evallib.indicators.arrays import Array, Codes, Flags

#: Grouping columns: several, one, none (one row in all), or None for each row by itself.
By = Sequence[Hashable] | str | None


def as_pandas(frame: Any) -> pd.DataFrame:
    """A pandas frame of any table: pandas itself, polars, pyarrow, an Ibis expression, or a list of records.

    Raises:
        TypeError: it is none of these.

    >>> import pyarrow
    >>> as_pandas(pyarrow.table({"n": [1, None]}))["n"].tolist()
    [1.0, nan]
    """
    if isinstance(frame, pd.DataFrame):
        return frame
    if isinstance(frame, pd.Series):
        return frame.to_frame()
    if hasattr(frame, "to_pyarrow"):  # Ibis
        frame = frame.to_pyarrow()
    elif hasattr(frame, "collect") and not hasattr(frame, "to_arrow"):  # a lazy polars frame
        frame = frame.collect()
    if hasattr(frame, "to_arrow"):  # polars
        frame = frame.to_arrow()
    if hasattr(frame, "to_pandas"):
        result: pd.DataFrame = frame.to_pandas()
        return result
    if hasattr(frame, "__arrow_c_stream__"):  # a relation of DuckDB, a stream
        import pyarrow

        streamed: pd.DataFrame = pyarrow.table(frame).to_pandas()
        return streamed
    if isinstance(frame, list | tuple | dict):
        return pd.DataFrame(frame)
    raise TypeError(f"not a table: {type(frame).__name__}; pandas, polars, pyarrow or Ibis is expected")


def as_ibis(table: Any) -> Any:
    """An Ibis table of any table, so that what counts requests takes a frame as well as a store.

    >>> as_ibis(pd.DataFrame({"n": [1, 2]})).n.sum().to_pyarrow().as_py()
    3
    """
    import ibis

    if isinstance(table, ibis.Table):
        return table
    import pyarrow

    if not isinstance(table, pyarrow.Table):
        table = pyarrow.Table.from_pandas(as_pandas(table), preserve_index=False)
    return ibis.memtable(_by_the_clock(table))


def _by_the_clock(table: Any) -> Any:
    """Times with a zone as the clock on the wall shows them there, since months and days are those of the place."""
    import pyarrow
    from pyarrow import compute

    for place, told in enumerate(table.schema):
        if pyarrow.types.is_timestamp(told.type) and told.type.tz is not None:
            table = table.set_column(place, told.name, compute.local_timestamp(table.column(place)))
    return table


def as_names(by: Hashable | Sequence[Hashable]) -> list[Any]:
    """Names of columns; one alone may be given as text.

    >>> as_names("town"), as_names(("town", "month"))
    (['town'], ['town', 'month'])
    """
    return [by] if isinstance(by, str) or not isinstance(by, Iterable) else list(by)


def column(table: pd.DataFrame, name: Hashable) -> pd.Series:
    """A column by its name.

    Raises:
        ValueError: there is none; with those that there are.

    >>> column(pd.DataFrame({"n": [1]}), "m")
    Traceback (most recent call last):
    ...
    ValueError: no column m; there are n
    """
    check_names(table, [name])
    return table[name]


def check_names(table: pd.DataFrame, names: Sequence[Hashable]) -> None:
    """Raise where a column is not there, with those that are."""
    unknown = [str(name) for name in names if name not in table.columns]
    if unknown:
        raise ValueError(f"no column {'、'.join(unknown)}; there are {'、'.join(map(str, table.columns))}")


def numbers(column: pd.Series) -> tuple[Array, Flags, Flags]:
    """A column as floats, where it is missing, and where something stands that is no finite number.

    >>> from decimal import Decimal
    >>> values, missing, bad = numbers(pd.Series([Decimal("0.5"), None, "约三十"], dtype=object))
    >>> values.tolist(), missing.tolist(), bad.tolist()
    ([0.5, nan, nan], [False, True, False], [False, False, True])
    """
    missing = column.isna().to_numpy(dtype=bool)
    if pd.api.types.is_numeric_dtype(column.dtype):
        values = column.to_numpy(dtype=float, na_value=np.nan)
    else:
        values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    bad = ~missing & ~np.isfinite(values)
    return np.where(np.isfinite(values), values, np.nan), missing, bad


@dataclass(frozen=True)
class Groups:
    """Rows by group.

    Args:
        codes: the group of each row, from 0 in order of first appearance.
        count: number of groups.
        labels: one row per group: the grouping columns, and every other column that does not vary within a group.
    """

    codes: Codes
    count: int
    labels: pd.DataFrame

    def sums(self, values: Array, where: Flags | None = None) -> Array:
        """Sum of each group; NaN counts as nothing."""
        weights = np.where(np.isnan(values) if where is None else ~where | np.isnan(values), 0.0, values)
        return np.bincount(self.codes, weights=weights, minlength=self.count).astype(np.float64)

    def counts(self, where: Flags) -> npt.NDArray[np.int64]:
        """How many rows of each group are so."""
        return np.bincount(self.codes[where], minlength=self.count).astype(np.int64)


def group_rows(frame: pd.DataFrame, by: By, used: Sequence[Hashable] = ()) -> Groups:
    """Groups of a frame; `by` None makes each row its own group, an empty `by` one group of all rows.

    >>> rows = pd.DataFrame({"town": ["A", "A", "B"], "district": ["X", "X", "Y"], "month": [1, 2, 1], "n": [1, 2, 3]})
    >>> group_rows(rows, ["town"], ["n"]).labels.to_dict("list")
    {'town': ['A', 'B'], 'district': ['X', 'Y']}
    """
    length = len(frame)
    taken = set(used)
    if by is None:
        kept = [name for name in frame.columns if name not in taken]
        return Groups(np.arange(length), length, frame[kept].reset_index(drop=True))
    keys = as_names(by)
    check_names(frame, keys)
    if keys:
        codes = frame.groupby(keys, sort=False, dropna=False).ngroup().to_numpy(dtype=np.intp)
        count = int(codes.max()) + 1 if length else 0
    else:
        codes, count = np.zeros(length, dtype=np.intp), 1
    first = np.full(count, -1, dtype=np.intp)
    first[codes[::-1]] = np.arange(length - 1, -1, -1)
    if not length:
        return Groups(codes, count, frame[keys].reset_index(drop=True) if keys else pd.DataFrame(index=range(count)))
    others = [name for name in frame.columns if name not in taken and name not in keys]
    steady = [name for name in others if count == length or _is_steady(frame[name], codes, first)]
    return Groups(codes, count, frame[[*keys, *steady]].iloc[first].reset_index(drop=True))


def _is_steady(column: pd.Series, codes: Codes, first: Codes) -> bool:
    """Whether a column tells the same everywhere in a group."""
    try:
        numbered = pd.factorize(column)[0]
    except TypeError:  # lists and other values that cannot be told apart
        return False
    return bool((numbered == numbered[first[codes]]).all())
