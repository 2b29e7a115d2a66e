"""Outline (表内层次): which rows of a table are parts of which, by their numbering, by “其中” and by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Entry
from evallib.audit.ledger.exact_sums import exact_sum
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.groups import of_group
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.model import patterns

#: So many rows are looked at below one that “其中” takes apart.
MOST = 12
#: A row of a list adds nothing where it has so many noughts.
LEAST_IDLE = 2
#: Statistics write “#” for 其中.
PART_OF = re.compile(r"^(?:其中|其他?中)|^[（(]?其中|^[（(]含|^[#＃]")
_REST = re.compile("其[他它]")
#: “0-6岁” and “60岁以上” begin with no number of a row.
_BIG = re.compile(
    r"^[一二三四五六七八九十]+[、．.]|^[（(][一二三四五六七八九十]+[）)]"
    r"|^[（(]?\d{1,2}(?!\d|[-—–~～至到]\d|周?岁|[年月日天类级])[)）.、．]?|^[（(]?[A-Za-z][)）、．.]|^[①-⑳]"
)
_KINDS = {"cn": "[一二三四五六七八九十]", "letter": "[A-Za-z]", "circled": "[①-⑳]"}


def outer(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """Rows without those that are told to be part of another: 其中, and inner numbering below outer numbering."""
    marks = [level(sheet, r) for r in rows]
    inside = {r for row in rows for r in of_which(sheet, row)}
    kept = [r for r in rows if r not in inside and not PART_OF.match(sheet.labels[r])]
    levels = {m for m in marks if m}
    if len(levels) > 1:
        top = next(m for m in marks if m)
        kept = [r for r, m in zip(rows, marks, strict=True) if m == top]
    return kept


def of_which(sheet: Sheet, row: int) -> list[int]:
    """Rows that “其中” opens below a row and that make it up in a column: “车辆 230；其中：运行 150；购置 80”.

    Only the first of them says “其中”; where they end, their sum tells.
    """
    return next(iter(taken_apart(sheet, row)), [])


def taken_apart(sheet: Sheet, row: int) -> list[list[int]]:
    """Every list of rows that “其中” opens below a row and that makes it up: 城镇、乡村, then 男、女, then the ages.

    Args:
        sheet: the table.
        row: what is taken apart; what is itself “其中” has brothers below it and no parts.
    """
    at = sheet.rows.index(row) + 1
    found: list[list[int]] = []
    while not PART_OF.match(sheet.labels[row]) and at < len(sheet.rows) and PART_OF.match(sheet.labels[sheet.rows[at]]):
        parts = _opened(sheet, row, sheet.rows[at : at + MOST])
        if not parts:
            break
        found.append(parts)
        at += len(parts)
    return found


def _opened(sheet: Sheet, row: int, below: Sequence[int]) -> list[int]:
    for stop in range(2, len(below) + 1):
        parts = list(below[:stop])
        if sheet.kinds[parts[-1]] == "total" or (stop > 1 and level(sheet, parts[-1]) != level(sheet, parts[1])):
            break
        columns = [c for c in sheet.columns if _is_added(c) and row in c.cells and all(r in c.cells for r in parts)]
        exact = [c for c in columns if _makes_up(c, row, parts)]
        if all(c.is_rate for c in exact) and _goes_on(sheet, parts, below[stop : stop + 1]):
            continue  # shares that come to 100% somewhere within a list do so by accident
        telling = any(sum(c.cells[r].value != 0 for r in parts) >= 2 for c in exact)
        if telling and (2 * len(exact) >= len(columns) or _adds_up(sheet, row, parts)):
            return [*parts, *_idle(sheet, row, below[stop:], parts)]
    return []


def _goes_on(sheet: Sheet, parts: Sequence[int], behind: Sequence[int]) -> bool:
    """Whether the row behind some parts is one more of their kind."""
    alike = (r for r in behind if sheet.kinds[r] == "line" and not PART_OF.match(sheet.labels[r]))
    return any(level(sheet, r) == level(sheet, parts[1]) for r in alike)


def _idle(sheet: Sheet, row: int, below: Sequence[int], parts: Sequence[int]) -> list[int]:
    """Further rows of a list that add nothing, but for one figure at most: “其他资金 0 0 0” behind what is had."""
    idle: list[int] = []
    columns = [c for c in sheet.columns if not c.is_rate and row in c.cells]
    for r in below:
        alike = sheet.kinds[r] == "line" and level(sheet, r) == level(sheet, parts[1])
        values = [c.cells[r].value for c in columns if r in c.cells]
        if (
            not alike
            or PART_OF.match(sheet.labels[r])
            or sum(v == 0 for v in values) < max(LEAST_IDLE, len(values) - 1)
        ):
            break
        idle.append(r)
    return idle


def _is_added(column: Column) -> bool:
    """Whether the parts of a whole add up in a column: amounts, and shares of them."""
    return not column.is_rate or column.head.role == "share"


def _makes_up(column: Column, row: int, parts: Sequence[int]) -> bool:
    cells = [column.cells[r] for r in parts]
    rest = abs(sum(c.value for c in cells) - column.cells[row].value)
    return rest == 0 or (column.is_rate and rest <= sum(c.half for c in cells))


def without_children(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """Rows without those that the row above them is made of, by their names."""
    kept: list[int] = []
    skip = 0
    for row in rows:
        if skip:
            skip -= 1
            continue
        kept.append(row)
        skip = len(named_parts(sheet, row, rows))
    return kept


def named_parts(sheet: Sheet, row: int, rows: Sequence[int], *, exact: bool = False) -> list[int]:
    """The two rows below one that take it apart by their names: 基本支出 over 人员经费 and 公用经费.

    With `exact` they make it up in one column at least: names like 行政 and 事业 may leave a third one out.
    """
    at = rows.index(row)
    below = rows[at + 1 : at + 3]
    labels = [sheet.labels[r] for r in below]
    if len(below) < 2 or not is_complete(labels) or not _adds_up(sheet, row, below):
        return []
    columns = [c for c in sheet.columns if row in c.cells and not c.is_rate and all(r in c.cells for r in below)]
    held = any(c.cells[row].value == sum(c.cells[r].value for r in below) != 0 for c in columns)
    return list(below) if held or not exact else []


def without_nested(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """Rows without those that add up, to the last digit, to the row above them in the columns that they fill."""
    amounts = [c.cells for c in sheet.columns if not c.is_rate]
    kept: list[int] = []
    # Two indicators that got the same points are no part of each other.
    marked = any(c.head.role in {"weight", "score"} for c in sheet.columns)
    at = 0
    while at < len(rows):
        kept.append(rows[at])
        at += 1 + _nested(amounts, rows[at], rows[at + 1 : at + 1 + MOST], single=not marked)
    return kept


def _nested(columns: Sequence[dict[int, Entry]], row: int, below: Sequence[int], *, single: bool) -> int:
    """How many of the rows below one make it up in most columns; a `single` part that is all there is comes last."""
    votes = [0] * (len(below) + 1)
    for cells in (c for c in columns if row in c and c[row].value):
        whole, parts = cells[row], list[Entry]()
        total = size = 0.0
        for length, r in enumerate(below, 1):
            if (part := cells.get(r)) is not None:
                parts.append(part)
                total += part.rough
                size += abs(part.rough)
            if len(parts) > 1 or len(parts) == length:
                near = abs(total - whole.rough) <= 1e-9 * size
                exact = near and exact_sum([p.value for p in parts]) == whole.value
                votes[length] += 1 if exact else -len(columns)  # one column that denies it is enough
    fit = {length: n for length, n in enumerate(votes) if n > 0 and (single or length > 1)}
    return min(fit, key=lambda length: (length == 1, -fit[length], length), default=0)


def without_inner(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """Rows without a “其中” of one of them: 再融资债券 is of the bonds above it, and no brother of 专项债券.

    Where every row says “其中”, they are brothers.
    """
    marked = [bool(PART_OF.match(sheet.labels[r])) for r in rows]
    return list(rows) if all(marked) else [r for at, r in enumerate(rows) if not (at and marked[at])]


def _adds_up(sheet: Sheet, row: int, parts: Sequence[int]) -> bool:
    columns = [c for c in sheet.columns if row in c.cells and not c.is_rate and all(r in c.cells for r in parts)]
    near = [
        c for c in columns if abs(sum(c.cells[r].rough for r in parts) - c.cells[row].rough) <= 0.3 * c.cells[row].rough
    ]
    return bool(columns) and len(near) * 2 > len(columns)


def level(sheet: Sheet, row: int) -> str:
    """The kind of numbering of a row."""
    text = sheet.marks.get(row) or sheet.labels[row]
    match = _BIG.match(text)
    if not match:
        return ""
    mark = match[0]
    kind = next((kind for kind, signs in _KINDS.items() if patterns.search(signs, mark)), "digit")
    return f"({kind})" if mark[0] in "（(" else kind


def has_children(sheet: Sheet, row: int) -> bool:
    """Whether the row below is of another level, or opened by “其中”."""
    at = sheet.rows.index(row)
    following = sheet.rows[at + 1 : at + 2]
    return bool(following) and (
        bool(PART_OF.match(sheet.labels[following[0]])) or level(sheet, following[0]) != level(sheet, row)
    )


def is_closed(sheet: Sheet, rows: Sequence[int]) -> bool:
    """Whether “其他” closes a list that goes on to the end of its table, and that no “其中” opens."""
    plain = not any(PART_OF.match(sheet.labels[r]) or level(sheet, r) for r in rows)
    return plain and bool(rows) and rows[-1] == sheet.rows[-1] and bool(_REST.match(sheet.labels[rows[-1]]))


def children(sheet: Sheet, row: int) -> Iterator[tuple[list[int], float]]:
    """Rows directly below a row that it may be made of: those of the next level, or those that “其中” opens."""
    at = sheet.rows.index(row)
    below = of_group(sheet, row, sheet.rows[at + 1 : at + 40])
    own = level(sheet, row)
    inner: list[int] = []
    child = ""
    for r in below:
        if sheet.kinds[r] == "total":
            break
        mine = level(sheet, r)
        if mine == own and not PART_OF.match(sheet.labels[r]) and (own or inner):
            break
        if not inner:
            child = mine
        if mine == child:
            inner.append(r)
    inner = without_inner(sheet, inner)
    if len(inner) >= 2:
        yield inner, 0.5
    elif row == sheet.rows[0] and is_closed(sheet, below):
        yield below, 0.5
    brother = next((i for i, r in enumerate(below) if own and level(sheet, r) == own), len(below))
    near = below[: min(brother, 12)]
    for stop in range(2, len(near) + 1):
        if len(brothers := without_inner(sheet, near[:stop])) > 1:
            yield brothers, 0.1
    # A part that is all there is of the row above it (国内增值税 under 增值税) is no part of its own.
    if len(fewer := without_nested(sheet, near)) < len(near):
        yield from ((fewer[:stop], 0.1) for stop in range(2, len(fewer) + 1))
