"""Figures of places (地点): tiles by name, squares over coordinates; drawn from numbers, without any map server."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, figure, shortened

FILL = [[0, "white"], [1, BLUE]]
TILE, LEAST, MOST = 74, 160, 760


def tile_map(tiles: pd.DataFrame, group: str) -> go.Figure:
    """One tile for each place, the darker the more requests, with its name and number.

    Args:
        tiles: frame of `evallib.indicators.places.place_tiles`.
        group: column with the place's name.
    """
    rows, columns = int(tiles["tile_row"].max()) + 1, int(tiles["tile_column"].max()) + 1
    counts = np.full((rows, columns), np.nan)
    words = np.full((rows, columns), "", dtype=object)
    for row, column, name, count in zip(
        tiles["tile_row"], tiles["tile_column"], tiles[group], tiles["cases_count"], strict=True
    ):
        counts[row, column] = count
        words[row, column] = f"{shortened(str(name), 8)}<br>{int(count):,}"
    fig = figure(height=min(MOST, max(LEAST, rows * TILE)))
    fig.add_heatmap(
        z=counts,
        text=words,
        texttemplate="%{text}",
        colorscale=FILL,
        zmin=0,
        showscale=False,
        xgap=3,
        ygap=3,
        hovertemplate="%{text} 件<extra></extra>",
        hoverongaps=False,
    )
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False, autorange="reversed")
    return fig


def coordinate_map(squares: pd.DataFrame) -> go.Figure:
    """Squares over the coordinates, the darker the more requests; north is up.

    Args:
        squares: frame of `evallib.indicators.places.coordinate_grid`.
    """
    across = np.unique(squares["longitude"].round(9))
    up = np.unique(squares["latitude"].round(9))
    counts = squares.assign(x=squares["longitude"].round(9), y=squares["latitude"].round(9)).pivot_table(
        index="y", columns="x", values="cases_count", aggfunc="sum"
    )
    counts = counts.reindex(index=_filled(up), columns=_filled(across), method="nearest", tolerance=1e-6)
    fig = figure(height=MOST * 2 // 3)
    fig.add_heatmap(
        z=counts.to_numpy(),
        x=counts.columns,
        y=counts.index,
        colorscale=FILL,
        zmin=0,
        xgap=1,
        ygap=1,
        hoverongaps=False,
        colorbar={"title": "件", "thickness": 12},
        hovertemplate="经度 %{x:.4f}<br>纬度 %{y:.4f}<br>%{z:,} 件<extra></extra>",
    )
    steps = [np.diff(values).min() if len(values) > 1 else 1.0 for values in (across, up)]
    fig.update_xaxes(title="经度", showgrid=False)
    fig.update_yaxes(title="纬度", showgrid=False, scaleanchor="x", scaleratio=steps[0] / steps[1])
    return fig


def _filled(middles: np.ndarray) -> np.ndarray:
    """The middles of all squares from the first to the last, empty ones included."""
    if len(middles) < 2:
        return middles
    step = np.diff(middles).min()
    filled: np.ndarray = middles[0] + step * np.arange(round((middles[-1] - middles[0]) / step) + 1)
    return filled
