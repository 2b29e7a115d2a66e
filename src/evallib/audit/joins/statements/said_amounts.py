"""Said amounts (文字与表中同名的金额、件数): “公务接待费1.3万元” beside a table with a row of that name.

Each paragraph tells one row, so that no sentence shows which column is meant: there is one amount for the name, or the
words (预算、决算) and the year leave one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, make
from evallib.audit.ledger.entries import are_equal, paragraph_of
from evallib.audit.ledger.slips import digits_of, is_slip
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.reading.grid import is_form
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.years import first_year

#: So many paragraphs away, so sure where two others agree and one digit parts the two, and so where one does.
NEAR, SURE, DOUBTED, ENOUGH = 12, 0.7, 0.45, 2
#: A name of fewer characters is told of many things.
LEAST = 3
_MARK = re.compile(r"^(?:其中[:：]?|[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．])+|\s|[:：]$")
_BEHIND = re.compile(
    r"用?(?:当年)?(?:财政拨款)?(?P<kind>预算|决算|执行|实际)?(?:支出|安排|数|额)?(?:共计?|合计|[为是]|达到?|[:：])*"
)
#: What may stand before a name: the year, and nothing that makes it the name of a part.
BEFORE = re.compile(
    r"(?:.*[\d一二三四五六七八九十][年月]度?|.*[年月]度|\d{1,2}\s*[、.．]|[（(][一二三四五六七八九十\d]+[)）]|.*本(?:级|部门|单位))?"
    r"(?:其中|全年)?[:：]?"
)
_CLAUSE, _AMOUNTS = re.compile("[，,。；;\n]"), frozenset({"money", "count"})
_KINDS = {"预算": "预算|计划", "决算": "决算|执行|实际", "执行": "决算|执行|实际", "实际": "决算|执行|实际"}


def amount_claims(ledger: Ledger, sheets: Sequence[Sheet]) -> Iterator[Claim]:
    """Claims that an amount told of the name of a row is the one that a near table prints for it.

    Args:
        ledger: the figures.
        sheets: the tables.
    """
    named: dict[int, list[tuple[Sheet, dict[str, list[tuple[Column, Entry]]]]]] = defaultdict(list)
    for sheet in sheets:
        if not is_form(sheet.grid.table):
            named[sheet.grid.block].append((sheet, _names(sheet)))
    told: dict[int, list[tuple[Entry, Entry, str]]] = defaultdict(list)
    for number, entries in ledger.by_paragraph.items() if named else ():
        near = [one for block in range(number - NEAR, number + NEAR + 1) for one in named.get(block, ())]
        known: set[str] = set().union(*(names for _, names in near))
        for entry in entries if known else ():
            if entry.role != "plain" or entry.dimension not in _AMOUNTS or entry.mention.hedge or entry.is_base:
                continue
            clause = _CLAUSE.split(normalise(paragraph_of(ledger.document, entry))[: entry.place.start])[-1].rstrip()
            if not any(name in clause for name in known):
                continue
            for sheet, names in near:
                found = _cell(sheet, names, entry, clause)
                if found is not None:
                    told[id(sheet)].append((entry, *found))
    for said in told.values():
        yield from _claims(said)


def _claims(said: Sequence[tuple[Entry, Entry, str]]) -> Iterator[Claim]:
    """Those that agree are tied, where another one agrees as well; one that does not is told by how many do."""
    agreed = {id(cell) for entry, cell, _ in said if are_equal(entry, cell) and entry.value}
    for entry, cell, what in said:
        others = len(agreed - {id(cell)})
        slip = is_slip(str(entry), str(cell)) and len(digits_of(str(cell)).replace(".", "")) >= ENOUGH
        if others and (slip or are_equal(entry, cell)):
            strength = SURE if others >= ENOUGH else DOUBTED
            relation = make(entry, (cell,), SUM, "same.row", f"{what}，文字与表", strength)
            yield Claim(entry, [relation], ("row", entry.index))


def _names(sheet: Sheet) -> dict[str, list[tuple[Column, Entry]]]:
    """The amounts of every name of a table: of its rows, or of its columns where it has one row."""
    found: dict[str, list[tuple[Column, Entry]]] = defaultdict(list)
    plain = [c for c in sheet.columns if not c.is_rate]
    if len(sheet.rows) == 1:
        for column in plain:
            under = column.head.group if column.head.label in {"小计", "合计"} else "" if column.head.group else None
            name = column.head.label if under is None else under or column.head.label
            found[_bare(name)].append((column, column.cells[sheet.rows[0]]))
    else:
        often = Counter(_bare(sheet.labels[r]) for r in sheet.rows)
        for row in (r for r in sheet.rows if often[_bare(sheet.labels[r])] == 1):
            found[_bare(sheet.labels[row])] = [(c, c.cells[row]) for c in plain if row in c.cells]
    return {name: cells for name, cells in found.items() if len(name) >= LEAST}


def _bare(label: str) -> str:
    return _MARK.sub("", normalise(label)).removesuffix("用")


def _cell(
    sheet: Sheet, names: dict[str, list[tuple[Column, Entry]]], entry: Entry, clause: str
) -> tuple[Entry, str] | None:
    """The only amount of the name that a clause ends with."""
    told = [name for name in names if name in clause]
    if not told:
        return None
    name = max(told, key=len)
    at = clause.rfind(name)
    match = _BEHIND.fullmatch(clause[at + len(name) :])
    if match is None or not BEFORE.fullmatch(clause[:at].lstrip()):
        return None
    cells = [(c, e) for c, e in names[name] if e.dimension == entry.dimension]
    if match["kind"] and len(cells) > 1:
        cells = [(c, e) for c, e in cells if patterns.search(_KINDS[match["kind"]], c.label)]
    year = entry.period[:4]
    if len(cells) > 1:
        cells = [(c, e) for c, e in cells if year and e.period[:4] == year]
    if len(cells) != 1:
        return None
    column, cell = cells[0]
    of = cell.period[:4] or str(first_year(sheet.grid.table.title) or "")
    planned = match["kind"] == "预算" or entry.is_budget
    if (year and of and year != of) or planned != bool(patterns.search("预算", column.label + sheet.grid.table.title)):
        return None
    return cell, f"“{name}”的{column.head.label}"
