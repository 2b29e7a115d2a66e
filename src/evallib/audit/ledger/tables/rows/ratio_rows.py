"""Ratio rows (财务比率行): 资产负债率, 流动比率, 财政自给率, reckoned from the rows that they are named for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evallib.audit.ledger import HUNDRED, Claim, Entry, Formula, Relation, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.model import patterns

_DEBT = r"(?:负债总[额计]|总负债|负债合计)"
_ASSETS = r"(?:资产总[额计]|总资产|资产合计)"
_EQUITY = r"(?:所有者权益|净资产|股东权益)(?:合计|总额)?"
#: A ratio, what is divided, and what it is divided by: as every textbook has them.
RATIOS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("资产负债率", (_DEBT,), (_ASSETS,)),
    ("流动比率", (r"流动资产(?:合计|总额)?",), (r"流动负债(?:合计|总额)?",)),
    (r"财政自给率", (r"一般公共预算收入",), (r"一般公共预算支出",)),
    (r"(?:全部|总)债务资本化比率", (r"(?:全部|总)债务",), (r"(?:全部|总)债务", _EQUITY)),
    (r"长期债务资本化比率", (r"(?:其中)?长期债务",), (r"(?:其中)?长期债务", _EQUITY)),
    (r"(?:综合|营业)?毛利率", (r"(?:营业)?毛利润?",), (r"营业(?:总)?收入",)),
    (r"净资产收益率", (r"净利润",), (_EQUITY,)),
)
_YEAR = re.compile(r"20\d\d\s*年?(?:\s*\d{1,2}\s*[月～~-])?")
_UNIT = re.compile(r"\s|[（(][^（）()]*[)）]|^[一二三四五六七八九十\d]+[、.．]|[:：%*]")
#: So many places of a row have to hold before another is held against them, and so sure that is.
FEWEST, SURE = 2, 0.62
#: A bare ratio of more is printed in hundredths.
TIMES = 20


@dataclass(slots=True)
class _Row:
    """A named row of figures by the year of their columns."""

    block: int
    name: str
    cells: dict[str, Entry]


def ratio_row_claims(sheets: Sequence[Sheet]) -> Iterator[Claim]:
    """Claims about rows of ratios, where at least two of their places follow from the same rows of amounts."""
    rows = [row for sheet in sheets for row in _rows_of(sheet)]
    named: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        named[row.name].append(row)
    for name, above, below in RATIOS:
        for row in (r for key, found in named.items() if patterns.fullmatch(name, key) for r in found):
            tops, bottoms = (_all_of(named, words, row) for words in (above, below))
            readings = [_read(row, top, bottom) for top in tops for bottom in bottoms]
            best = max(readings, key=lambda found: sum(r.holds() for r in found), default=[])
            if sum(r.holds() for r in best) >= FEWEST:
                yield from (Claim(r.result, [r], ("ratio_row", r.result.index)) for r in best)


def _rows_of(sheet: Sheet) -> Iterator[_Row]:
    years = [_key(column) for column in sheet.columns]
    for row in sheet.rows:
        cells = {
            year: column.cells[row]
            for year, column in zip(years, sheet.columns, strict=True)
            if years.count(year) == 1 and row in column.cells
        }
        if len(cells) >= FEWEST:
            yield _Row(sheet.grid.block, _UNIT.sub("", sheet.labels[row]), cells)


def _key(column: Column) -> str:
    match = _YEAR.search(column.label)
    return match[0].replace(" ", "") if match else column.label


def _all_of(named: Mapping[str, list[_Row]], words: Sequence[str], row: _Row) -> list[tuple[_Row, ...]]:
    """Every choice of one row for each of the names, the nearest tables first."""
    found: list[tuple[_Row, ...]] = [()]
    for word in words:
        mine = [r for key, rows in named.items() if patterns.fullmatch(word, key) for r in rows]
        mine.sort(key=lambda r: abs(r.block - row.block))
        found = [(*chosen, r) for chosen in found for r in mine[:3]]
    return found


def _read(row: _Row, top: tuple[_Row, ...], bottom: tuple[_Row, ...]) -> list[Relation]:
    """The ratios of a row against the same years of others."""
    found = []
    for year, ratio in row.cells.items():
        terms = [r.cells[year] for r in (*top, *bottom) if year in r.cells]
        if len(terms) < len(top) + len(bottom) or any(t.value <= 0 for t in terms):
            continue
        if ratio.dimension == "percent" or not ratio.dimension:
            factor = HUNDRED if ratio.dimension or ratio.value > TIMES else Formula("ratio").factor
            formula = Formula("ratio", split=len(top), factor=factor)
            found.append(make(ratio, terms, formula, "rate.table", f"“{row.name}”", SURE))
    return found
