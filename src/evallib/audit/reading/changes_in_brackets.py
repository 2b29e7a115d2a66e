"""Changes in brackets (括号里的增减): cells that hold an amount and by how much it changed, as two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from evallib.audit.reading.grid import Grid, Head
from evallib.audit.reading.roles import RATE_ROLES
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.claims.mentions import Mention

#: So many cells of a column hold a change, and at least half of those that are filled.
LEAST = 2
_PAIR = re.compile(
    r"\s*(?P<amount>\d[\d,，]*(?:\.\d+)?[^\d\s（()）%％]{0,3})\s*"
    r"[（(]\s*(?P<turn>[↑↓+\-−]|增长?|减少?|上升|下降|同比|环比)(?P<more>增长?|上升|下降)?\s*(?P<rate>\d+(?:\.\d+)?[%％])\s*[)）]\s*"
)
_DOWN = re.compile("[↓−-]|减|降")
Pair = tuple[Mention, Mention]


def bracketed_changes(
    grid: Grid, heads: Mapping[int, Head]
) -> Iterator[tuple[int, tuple[Head, Head], dict[int, Pair]]]:
    """Columns of cells such as “56675（↑5.65%）”.

    Each with what its amounts and its changes are called, and both figures by row.

    Args:
        grid: the table.
        heads: the columns that hold data.
    """
    for column, head in list(heads.items()):
        cells = {r.index: grid.table.rows[r.index][column] for r in grid.rows}
        if not any(cell.text.endswith((")", "）")) for cell in cells.values()):
            continue
        texts = {r: cell.text for r, cell in cells.items() if cell.text.strip() and not cell.inherited}
        pairs = {r: pair for r, text in texts.items() if (pair := _pair(text)) is not None}
        if len(pairs) >= LEAST and 2 * len(pairs) >= len(texts):
            amounts = replace(head, role="", unit="") if head.role in RATE_ROLES else head
            yield column, (amounts, replace(head, label=f"{head.label}增减率", role="growth", unit="%")), pairs


def _pair(text: str) -> Pair | None:
    """An amount and its change, each with where it stands in the cell.

    >>> pair = _pair("56675（↓5.65%）")
    >>> [(m.text, float(m.value), m.start, m.end) for m in pair]
    [('56675', 56675.0, 0, 5), ('5.65%', -5.65, 7, 12)]
    >>> _pair("58（12.5%）"), _pair("56675")
    (None, None)
    """
    match = _PAIR.fullmatch(text)
    if match is None:
        return None
    amount, rate = cell_figure(match["amount"]), cell_figure(match["rate"].replace("％", "%"))
    if amount is None or rate is None:
        return None
    signs = match["turn"] + (match["more"] or "")
    value = -rate.value if _DOWN.search(signs) else rate.value
    rate = replace(rate, value=value, signed=signs not in {"同比", "环比"})
    spans = match.span("amount"), match.span("rate")
    first, second = (replace(m, start=a, end=b) for m, (a, b) in zip((amount, rate), spans, strict=True))
    return first, second
