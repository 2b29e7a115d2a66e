"""Outline lists (表内分项): the rows below a numbered row that make it up, confirmed by other lists of the same table.

Statistics of one column say of nothing that it is a total: “1.机构数 131”, below it 甲类 98, 乙类 12, 其他 21. Where
“2.床位数” is made of the same kinds, the first list has to add up as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from evallib.audit.ledger import Claim, Relation, likeness
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.distances import is_explained
from evallib.audit.ledger.tables.groups import of_group
from evallib.audit.ledger.tables.outline import PART_OF, level
from evallib.audit.ledger.tables.rows.row_sums import is_telling, row_sum
from evallib.audit.reading.headless import is_unit
from evallib.parsing.plain_text import squeeze

#: How sure a list is that one of the same kinds confirms, and one that others do, or that 其他 closes.
SAME, OTHER = 0.47, 0.3
LEAST, MOST, ALIKE, SEVERAL = 2, 40, 0.5, 2
_MARK = re.compile(r"^[（(]?[\dA-Za-z一二三四五六七八九十]{1,2}[)）、．.]|^[①-⑳]")


def outline_list_claims(sheet: Sheet) -> Iterator[Claim]:
    """Claims that a list fails by one digit where lists beside it in the same column add up.

    Args:
        sheet: the table.
    """
    lists = [(row, parts) for row in sheet.rows if (parts := _parts(sheet, row))]
    for column in sheet.columns:
        if column.is_rate or column.head.role in {"weight", "score"}:
            continue
        sums = [(parts, r) for row, parts in lists if (r := _sum(sheet, column, row, parts)) is not None]
        held = [parts for parts, r in sums if r.holds() and is_telling(r)]
        for parts, relation in sums:
            if not relation.holds() and held and is_explained(relation, room=0):
                alike = any(_are_alike(sheet, parts, others) for others in held)
                closed = len(held) >= SEVERAL or _MARK.sub("", sheet.labels[parts[-1]]).startswith("其他")
                relation.strength = SAME if alike else OTHER if closed else 0.0
                yield Claim(relation.result, [relation], ("outline", sheet.grid.block, parts[0]))


def _sum(sheet: Sheet, column: Column, row: int, parts: list[int]) -> Relation | None:
    complete = row in column.cells and all(r in column.cells for r in parts)
    return row_sum(sheet, column, row, parts, OTHER) if complete else None


def _parts(sheet: Sheet, row: int) -> list[int]:
    """The rows of the next level below a numbered row, down to the next of its own or of an outer one."""
    at = sheet.rows.index(row) + 1
    following = sheet.rows[at : at + MOST]
    if sheet.kinds[row] != "line" or len(following) < LEAST or not (own := level(sheet, row)):
        return []
    inner = level(sheet, following[0])
    if inner == own:
        return []
    below = of_group(sheet, row, following)
    unit = _unit(sheet, row)
    parts = list(takewhile(lambda r: level(sheet, r) == inner and _unit(sheet, r) == unit, below))
    plain = not any(PART_OF.match(sheet.labels[r]) or sheet.kinds[r] != "line" for r in parts)
    return parts if plain and len(parts) >= LEAST and (unit or inner) else []


def _unit(sheet: Sheet, row: int) -> str:
    """The unit of a row, which stands in a cell of its own."""
    return next((text for c in sheet.grid.table.rows[row][1:] if is_unit(text := squeeze(c.text))), "")


def _are_alike(sheet: Sheet, parts: list[int], others: list[int]) -> bool:
    """Whether two lists have the same kinds: 养老机构, 儿童机构, 其他 and 养老机构床位数, 儿童机构床位数, 其他床位."""
    names = [[_MARK.sub("", sheet.labels[r]) for r in rows] for rows in (parts, others)]
    pairs = list(zip(*names, strict=False))
    rest = [a[:2] == b[:2] == "其他" for a, b in pairs]
    alike = (other or likeness(a, b) >= ALIKE for other, (a, b) in zip(rest, pairs, strict=True))
    return len(parts) == len(others) and not all(rest) and all(alike)
