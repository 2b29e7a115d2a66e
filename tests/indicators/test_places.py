"""Places: tiles and squares counted by hand, wild coordinates left out and told."""

from __future__ import annotations

import json

import ibis
import pandas as pd
import pytest

from evallib.charts import coordinate_map, tile_map
from evallib.indicators import coordinate_grid, counts_by_place, place_tiles
from evallib.publish import draw_figure


def orders() -> ibis.Table:
    rows = [(place, 121.30 + x / 100, 31.10 + y / 100) for place, x, y, n in
            (("东", 3, 0, 5), ("西", 0, 0, 2), ("北", 1, 4, 3)) for _ in range(n)]  # fmt: skip
    rows += [("东", 0.0, 0.0), ("西", float("nan"), float("nan"))]
    return ibis.memtable(pd.DataFrame(rows, columns=["community", "longitude", "latitude"]))


def test_squares_count_what_lies_in_them() -> None:
    squares, without = coordinate_grid(orders(), across=3)
    assert without == 2 and squares["cases_count"].sum() == 10
    assert sorted(squares["cases_count"]) == [2, 3, 5]
    east = squares.loc[squares["longitude"].idxmax()]
    assert east["cases_count"] == 5 and east["longitude"] == pytest.approx(121.325, abs=1e-6)


def test_places_without_coordinates_are_tiles_by_size_and_with_them_as_they_lie() -> None:
    plain = place_tiles(pd.DataFrame({"community": ["甲", None, "乙"], "cases_count": [1, 9, 4]}), "community")
    assert plain[["community", "tile_row", "tile_column"]].values.tolist() == [["乙", 0, 0], ["甲", 0, 1]]
    counts = counts_by_place(orders(), "community")
    lying = place_tiles(counts, "community").set_index("community")
    # Two of three share the upper row, west before east; the southern rest lies below.
    assert lying.loc["北", "tile_row"] == 0 and sorted(lying["tile_row"]) == [0, 0, 1]
    assert lying["cases_count"].to_dict() == {"东": 6, "西": 3, "北": 3}


def test_maps_are_drawn_as_pictures_without_script_or_network() -> None:
    tiles = place_tiles(counts_by_place(orders(), "community"), "community")
    drawn = draw_figure(json.loads(tile_map(tiles, "community").to_json()))
    assert all(f">{name}<" in drawn for name in "东西北") and drawn.count("<rect") == 3 and ">6<" in drawn
    squares, _ = coordinate_grid(orders(), across=3)
    wide = draw_figure(json.loads(coordinate_map(squares).to_json()), broad=True)
    assert wide.count("<svg") == 2 and wide.count("<rect") == 6 and "http" not in wide
