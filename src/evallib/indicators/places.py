"""Places (地点): where requests come from, as tiles by name or squares of a grid over coordinates; no map server."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evallib.indicators.request_counts import fetch

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Coordinates so many times further out than the middle half of them is wide are slips of the pen (0, 0 and the like).
FAR = 10.0
#: Degrees: beyond these, numbers are metres of a local grid.
MOST_LONGITUDE, MOST_LATITUDE = 180.0, 90.0


def place_tiles(counts: pd.DataFrame, group: str) -> pd.DataFrame:
    """Give each place a tile: as it lies on the map where its middle is known, else the busiest first, row by row.

    Args:
        counts: one row per place: `group`, ``cases_count`` and, where known, ``longitude`` and ``latitude``.
        group: column with the place's name.

    Returns:
        The rows with ``tile_row`` (0 is the top) and ``tile_column`` (0 is the left); no two share a tile.

    >>> counts = pd.DataFrame({"place": list("甲乙丙丁"), "cases_count": [4, 3, 2, 1],
    ...     "longitude": [2.0, 1.0, 1.0, 2.0], "latitude": [9.0, 9.0, 1.0, 1.0]})
    >>> place_tiles(counts, "place")[["place", "tile_row", "tile_column"]].values.tolist()
    [['乙', 0, 0], ['甲', 0, 1], ['丙', 1, 0], ['丁', 1, 1]]
    """
    frame = counts.dropna(subset=[group]).reset_index(drop=True)
    columns = math.ceil(math.sqrt(len(frame)))
    known = {"longitude", "latitude"} <= set(frame.columns) and frame[["longitude", "latitude"]].notna().all(axis=None)
    if known:
        frame = frame.sort_values(["latitude", "longitude"], ascending=[False, True], kind="stable")
    else:
        frame = frame.sort_values(["cases_count", group], ascending=[False, True], kind="stable")
    frame = frame.reset_index(drop=True)
    frame["tile_row"] = np.arange(len(frame)) // columns
    if known:
        frame = frame.sort_values(["tile_row", "longitude"], kind="stable", ignore_index=True)
    frame["tile_column"] = frame.groupby("tile_row").cumcount()
    return frame


def counts_by_place(cases: ir.Table, group: str) -> pd.DataFrame:
    """Requests by place, with the middle of their coordinates where they tell any.

    Args:
        cases: the requests of a period.
        group: column with the place's name.

    Returns:
        `group`, ``cases_count``, ``longitude``, ``latitude`` (medians; missing where nobody tells).
    """
    middle = {name: cases[name].cast("float64").median() for name in ("longitude", "latitude") if name in cases.columns}
    counts = cases.group_by(group).aggregate(cases_count=cases.count().cast("int64"), **middle)
    return fetch(counts, [group]).dropna(subset=group).reset_index(drop=True)


def coordinate_grid(cases: ir.Table, across: int = 24) -> tuple[pd.DataFrame, int]:
    """Requests by squares of a grid over their coordinates.

    Args:
        cases: the requests of a period, with ``longitude`` and ``latitude`` (degrees, or metres of a local grid).
        across: how many squares lie beside each other.

    Returns:
        ``longitude`` and ``latitude`` of each square's middle with ``cases_count``, squares without requests left out;
        and how many requests have no usable coordinates.
    """
    import ibis

    points = cases.select(x=cases.longitude.cast("float64"), y=cases.latitude.cast("float64"))
    told = points.filter(points.x.notnull() & points.y.notnull())
    ends = {f"{name}{q}": told[name].quantile(q / 100) for name in "xy" for q in (25, 75)}
    row: dict[str, Any] = told.aggregate(**ends, told=told.count()).to_pyarrow().to_pylist()[0]
    total = int(points.count().to_pyarrow().as_py())
    if not row["told"]:
        return pd.DataFrame({"longitude": [], "latitude": [], "cases_count": []}), total
    reach = {name: FAR * max(row[f"{name}75"] - row[f"{name}25"], 1e-3) for name in "xy"}
    near = told.filter(
        [told[name].between(row[f"{name}25"] - reach[name], row[f"{name}75"] + reach[name]) for name in "xy"]
    )
    box = near.aggregate(x0=near.x.min(), x1=near.x.max(), y0=near.y.min(), y1=near.y.max()).to_pyarrow().to_pylist()[0]
    step_x = max((box["x1"] - box["x0"]) / across, 1e-6)
    step_y = step_x * (shrink(box["y0"], box["y1"]) if in_degrees(box) else 1.0)
    placed = near.mutate(
        i=ibis.least(((near.x - box["x0"]) / step_x).floor(), across - 1), j=((near.y - box["y0"]) / step_y).floor()
    )
    frame = fetch(placed.group_by(["i", "j"]).aggregate(cases_count=placed.count().cast("int64")), ["i", "j"])
    frame["longitude"] = box["x0"] + (frame["i"].astype(float) + 0.5) * step_x
    frame["latitude"] = box["y0"] + (frame["j"].astype(float) + 0.5) * step_y
    return frame[["longitude", "latitude", "cases_count"]], total - int(frame["cases_count"].sum())


def in_degrees(box: dict[str, float]) -> bool:
    """Whether a box can be one of degrees.

    >>> (
    ...     in_degrees({"x0": 121.1, "x1": 121.4, "y0": 31.0, "y1": 31.2}),
    ...     in_degrees({"x0": -9e3, "x1": 1, "y0": 0, "y1": 1}),
    ... )
    (True, False)
    """
    return all(abs(box[f"x{end}"]) <= MOST_LONGITUDE and abs(box[f"y{end}"]) <= MOST_LATITUDE for end in (0, 1))


def shrink(south: float, north: float) -> float:
    """How many degrees of latitude are as long as one of longitude there.

    >>> round(shrink(30.9, 31.3), 3)
    0.856
    """
    return math.cos(math.radians((south + north) / 2))
