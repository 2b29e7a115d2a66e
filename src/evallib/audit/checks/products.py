"""Products (单价×数量): the amount of each row of a price list."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from evallib.audit.document import Figure
from evallib.audit.facts import Facts
from evallib.audit.formulas import Product
from evallib.audit.grid import Grid, GridRow
from evallib.audit.identities import Identity, judge
from evallib.audit.numerals import MONEY


def check(facts: Facts) -> Iterator[Identity]:
    """单价 × 数量 (× 月数 …) = 金额, for every table that has these columns."""
    for grid in facts.grids:
        prices, amounts = grid.columns("unit_price"), grid.columns("amount")
        counts = grid.columns("quantity")
        if prices and amounts and counts:
            yield from _best(grid, prices[0], counts, amounts)


def _best(grid: Grid, price: int, counts: list[int], amounts: list[int]) -> Iterator[Identity]:
    """The combination of count columns that most rows confirm; a single row needs no confirmation."""
    options = [combo for size in range(1, len(counts) + 1) for combo in combinations(counts, size)]
    scored = []
    for amount in amounts:
        for order, option in enumerate(options):
            identities = [i for row in grid.rows if row.kind == "line" and (i := _identity(row, price, option, amount))]
            agree = sum(judge(identity) in {"agrees", "rounding"} for identity in identities)
            scored.append((agree, -order, identities))
    agree, _, identities = max(scored, key=lambda item: item[:2])
    if agree * 2 >= len(identities) or len(identities) == 1:
        yield from identities


def _identity(row: GridRow, price: int, counts: tuple[int, ...], amount: int) -> Identity | None:
    terms = [row.figures.get(column) for column in (*counts, price)]
    result = row.figures.get(amount)
    if result is None or any(term is None for term in terms):
        return None
    known: tuple[Figure, ...] = tuple(term for term in terms if term is not None)
    mine, other = MONEY.get(result.unit), MONEY.get(known[-1].unit)
    factor = other / mine if mine and other else Decimal(1)
    what = f"“{row.label}”的金额应等于数量 × 单价"
    return Identity("product.table", what, result, known, Product(factor), "contradiction", "high", exact=factor == 1)
