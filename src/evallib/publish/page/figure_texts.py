"""Texts of figures (图中文字): what people wrote is shown as it was written, and never becomes a link.

Plotly reads markup in labels; a type of requests called ``<a href=…>`` would become a link that works.
"""

from __future__ import annotations

import re
from typing import Any

#: The marks of our own captions and hover texts; everything else in angle brackets is text.
MARKUP = re.compile(r"<(?!/?(?:br|b|i|sub|sup|em|extra)\s*/?>)", re.IGNORECASE)
#: Arrays of numbers travel as text in base 64 and hold no markup.
NUMBERS = {"bdata", "dtype", "shape"}
LONGEST = 200


def plain_labels(figure: Any) -> Any:
    """A figure (as JSON) whose texts hold no markup but ours, and none longer than a label can be.

    >>> plain_labels(
    ...     {"x": ["<a href='https://e.example'>点此</a>"], "hovertemplate": "%{x}<br><b>%{y}</b><extra></extra>"}
    ... )
    {'x': ["&lt;a href='https://e.example'>点此&lt;/a>"], 'hovertemplate': '%{x}<br><b>%{y}</b><extra></extra>'}
    """
    if isinstance(figure, dict):
        return {key: value if key in NUMBERS else plain_labels(value) for key, value in figure.items()}
    if isinstance(figure, list):
        return [plain_labels(value) for value in figure]
    if isinstance(figure, str):
        text = MARKUP.sub("&lt;", figure)
        return text if len(text) <= 5 * LONGEST else text[:LONGEST] + "…（过长，已截短）"
    return figure
