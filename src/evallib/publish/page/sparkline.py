"""Sparklines (迷你折线): a series as a word-sized inline SVG, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evallib.publish.words import format as fmt

WIDTH, HEIGHT, EDGE = 84, 24, 3


def sparkline(values: Sequence[float], label: str) -> str:
    r"""A line through at least two values, the last one marked; its own range fills the height.

    Args:
        values: fractions, in time order.
        label: what it shows; read out, and shown on hover, with the values.

    >>> print(sparkline([0.5, 0.75], "满意率").replace("><", ">\n<"))
    <svg class="spark" width="84" height="24" viewBox="0 0 84 24" role="img" aria-label="满意率：50.00%、75.00%">
    <title>满意率：50.00%、75.00%</title>
    <polyline points="3.0,21.0 81.0,3.0"/>
    <circle cx="81.0" cy="3.0" r="2.5"/>
    </svg>
    """
    low, high = min(values), max(values)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        (
            EDGE + number * step,
            HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * ((value - low) / (high - low) if high > low else 0.5),
        )
        for number, value in enumerate(values)
    ]
    text = escape(f"{label}：{'、'.join(fmt.pct(value) for value in values)}")
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<svg class="spark" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{text}"><title>{text}</title><polyline points="{line}"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></svg>'
    )
