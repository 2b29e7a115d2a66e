"""Accounts (科目层次): rows under account codes; a row is made of the rows whose codes extend its own (208 → 20805)."""

from __future__ import annotations

from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Relation, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.distances import is_cut_list
from evallib.model import patterns

LEAST = 3
#: The strength of a doubt that one wrong digit has to explain.
BY_CODES = 0.5
_STEPS = frozenset({3, 5, 7, 9})


def account_claims(sheet: Sheet) -> list[Claim] | None:
    """Claims about rows with account codes and about the total of the outermost ones; None where there are no codes."""
    codes = _codes(sheet)
    if len(codes) < LEAST:
        return None
    families = list(_families(sheet, codes))
    relations = [
        relation
        for parent, parts in families
        for column in sheet.columns
        if not column.is_rate and (relation := _relation(sheet, column, parent, parts)) is not None
    ]
    relations = [r for r in relations if not is_cut_list(r, 1)]
    held = sum(r.holds() for r in relations)
    failed = len(relations) - held
    # One wrong figure fails as a sum and as a part; where codes alone say what is added, a digit has to explain it.
    alone = (0.85 if held >= 2 else BY_CODES) if failed == 1 else 0.0
    strength = 0.95 if held >= 4 and failed <= max(2, held // 3) else alone
    claims = []
    for relation in relations:
        relation.strength = strength
        claims.append(Claim(relation.result, [relation], ("total", sheet.grid.block, relation.result.place.row)))
    return claims


def _codes(sheet: Sheet) -> dict[int, str]:
    """Row → code, from one column or from several that hold it in parts (类, 款, 项)."""
    columns = [c for c, head in sheet.grid.heads.items() if head.role == "code"]
    found = {}
    for row in sheet.rows:
        cells = sheet.grid.table.rows[row]
        parts = [patterns.sub(r"\s", "", cells[c].text) for c in columns if c < len(cells)]
        code = "".join(p for p in parts if p.isdigit())
        if len(code) in _STEPS and all(p.isdigit() or not p for p in parts):
            found[row] = code
    return found


def _families(sheet: Sheet, codes: dict[int, str]) -> Iterator[tuple[int, list[int]]]:
    """Rows with the rows that are directly below them in the order of accounts; the total with the outermost."""
    rows = list(codes)
    for at, row in enumerate(rows):
        mine = codes[row]
        inner = []
        for other in rows[at + 1 :]:
            if not codes[other].startswith(mine) or codes[other] == mine:
                break
            inner.append(other)
        if inner:
            least = min(len(codes[r]) for r in inner)
            yield row, _once(sheet, codes, [r for r in inner if len(codes[r]) == least])
    outermost = min(len(code) for code in codes.values())
    top = _once(sheet, codes, [r for r, code in codes.items() if len(code) == outermost])
    for row in sheet.rows:
        if sheet.kinds[row] == "total" and row not in codes:
            yield row, top


def _once(sheet: Sheet, codes: dict[int, str], rows: list[int]) -> list[int]:
    """Rows without those of one code and one name with the row before: each is its own part (227、227、227 预备费)."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        first.setdefault((codes[row], sheet.labels[row]), row)
    return list(first.values())


def _relation(sheet: Sheet, column: Column, row: int, parts: list[int]) -> Relation | None:
    terms = [column.cells[r] for r in parts if r in column.cells]
    if row not in column.cells or not terms:
        return None
    what = f"{sheet.labels[row]}“{column.head.label}”"
    return make(column.cells[row], terms, SUM, "sum.table", what)
