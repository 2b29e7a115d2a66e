"""Theme (图表主题): one look for every figure; colours that also differ in grey, and no decoration."""

from __future__ import annotations

import plotly.graph_objects as go

from evallib.model import palette

INK, SOFT, GRID, GREY = palette.INK, palette.SOFT, palette.GRID, palette.GREY
BLUE, ORANGE, GREEN, RED = palette.ACCENT, palette.SECOND, palette.GOOD, palette.BAD
COLORS = list(palette.SERIES)
FONT = palette.SANS


def _template() -> go.layout.Template:
    axis = {"gridcolor": GRID, "linecolor": GREY, "zeroline": False, "automargin": True, "ticks": ""}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": INK},
            "colorway": COLORS,
            "paper_bgcolor": "white",
            "plot_bgcolor": "white",
            "margin": {"l": 60, "r": 20, "t": 30, "b": 40},
            "legend": {"orientation": "h", "y": 1.08, "x": 0, "xanchor": "left", "yanchor": "bottom"},
            "xaxis": axis,
            "yaxis": axis,
            "bargap": 0.3,
            "hoverlabel": {"font": {"family": FONT}},
            "separators": ".,",
        }
    )


TEMPLATE = _template()


def figure(height: int = 340, **layout: object) -> go.Figure:
    """An empty figure in the theme.

    >>> figure(height=200).layout.height
    200
    """
    # In one step: an empty figure would first be given plotly's own theme.
    return go.Figure(layout={"template": TEMPLATE, "height": height, **layout})


def row_height(rows: int, each: int = 30, least: int = 170) -> int:
    """Height of a figure with one bar per row.

    >>> row_height(20)
    700
    """
    return max(least, 100 + rows * each)


def shortened(label: str, characters: int = 18) -> str:
    """A label that leaves room for the bars; the table behind a figure has it whole.

    >>> shortened("C312 提升镇级条线大数据汇聚共享、研判分析、综合展示能力")
    'C312 提升镇级条线大数据汇聚共…'
    """
    return label if len(label) <= characters else label[: characters - 1] + "…"
