"""Column sums (文中所述的合计): a column without a total row adds up to what the text before the table tells.

“回收有效样本1200份” above a table of samples by district, “受理的37件中，分类情况如下：” above a row of counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, likeness, make
from evallib.audit.ledger.slips import slip_from
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.outline import PART_OF
from evallib.audit.ledger.tables.rows.panels import panel_lists
from evallib.audit.reading.document import Paragraph
from evallib.audit.reading.grid import is_form

#: The whole stands so many paragraphs before the table; so few rows add up to many a figure by accident.
NEAR, LEAST, DIGITS = 6, 4, 2
SURE, TOLD, NAMED, LIKE = 0.9, 0.6, 0.5, 0.8
_BRACKET = re.compile("[(（][^)）]*[)）]")
_BELOW = re.compile("(?:如下|下表)(?:表?所?示)?[:：。]?$")
_NOT_ADDED = re.compile(r"率|单价|均|比重|占比|同比|环比|增幅|排名|名次|标准|目标|系数|指数|浓度|得分|分值|限额|天数")


def sum_claims(ledger: Ledger, sheets: Sequence[Sheet]) -> Iterator[Claim]:
    """Claims that an amount of the text is the sum of a column, or of the one row, of the table behind it.

    Where the sum is the amount this ties them; where one digit parts them it is told only of what has the name of the
    column.

    Args:
        ledger: the figures.
        sheets: the tables.
    """
    for sheet in sheets:
        if is_form(sheet.grid.table) or any(kind != "line" for kind in sheet.kinds.values()):
            continue
        if any(PART_OF.match(label) for label in sheet.labels.values()):
            continue
        for cells, name in _lists(sheet):
            claim = _told(ledger, sheet, cells, name)
            if claim is not None:
                yield claim


def _lists(sheet: Sheet) -> Iterator[tuple[list[Entry], str]]:
    plain = [c for c in sheet.columns if _is_added(c)]
    if panels := list(panel_lists(sheet)):
        yield from panels
        return
    if len(sheet.rows) == 1 and len(plain) == len(sheet.columns):
        yield [c.cells[sheet.rows[0]] for c in plain if sheet.rows[0] in c.cells], ""
        return
    for column in plain:
        if all(r in column.cells for r in sheet.rows):
            yield list(column.cells.values()), column.head.label


def _is_added(column: Column) -> bool:
    return not column.is_rate and column.head.role not in {"weight", "score"} and not _NOT_ADDED.search(column.label)


def _told(ledger: Ledger, sheet: Sheet, cells: list[Entry], name: str) -> Claim | None:
    """The nearest amount before a table that its cells make up; else the one of their name that they all but do."""
    if len(cells) < LEAST or len({c.mention.unit for c in cells}) > 1 or sum(c.value != 0 for c in cells) < LEAST:
        return None
    whole = sum(c.value for c in cells)
    before = [e for e in ledger.prose if 0 < sheet.grid.block - e.paragraph <= NEAR and addable(e, cells[0])]
    before = [e for e in reversed(before) if e.is_amount and not e.mention.hedge and e.role in {"plain", "bare"}]
    words = _BRACKET.sub("", name)
    named = [e for e in before if words and likeness(words, e.label) >= LIKE]
    announced = _announced(ledger, sheet, before)
    found = [e for e in announced or before if e.value == whole and len(e.mention.digits) >= DIGITS]
    if found:
        return _claim(sheet, found[0], cells, name, SURE)
    told = announced or [e for e in named if len(e.mention.digits) > DIGITS]
    meant = next((e for e in told if _slipped(_relation(e, cells, name, NAMED))), None)
    return None if meant is None else _claim(sheet, meant, cells, name, TOLD if announced else NAMED)


def _announced(ledger: Ledger, sheet: Sheet, before: Sequence[Entry]) -> list[Entry]:
    """The only amount of the line that ends with 如下 right above a table: “受理的37件中，分类情况如下：”."""
    line = [e for e in before if e.paragraph == sheet.grid.block - 1]
    paragraph = ledger.document.blocks[sheet.grid.block - 1]
    ends = isinstance(paragraph, Paragraph) and _BELOW.search(paragraph.text)
    return line if ends and len(line) == 1 else []


def _slipped(relation: Relation) -> bool:
    """Whether one digit of the amount or of a cell parts the two."""
    solved = [(entry, relation.solved(entry)) for entry in relation.entries]
    return any(
        v is not None and v >= 0 and ((v < 10 and len(e.mention.digits) == 1) or slip_from(e.mention, v))
        for e, v in solved
    )


def _relation(entry: Entry, cells: list[Entry], name: str, strength: float) -> Relation:
    return make(entry, cells, SUM, "sum.table", f"{entry.label or entry}与表中“{name}”各行之和", strength)


def _claim(sheet: Sheet, entry: Entry, cells: list[Entry], name: str, strength: float) -> Claim:
    return Claim(entry, [_relation(entry, cells, name, strength)], ("column_sum", sheet.grid.block, entry.index))
