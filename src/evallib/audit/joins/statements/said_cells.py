"""Said cells (文字与表中一格): “青云镇先行联系率98.10%” beside a table with a row 青云镇 and a column 先行联系率."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, make
from evallib.audit.ledger.entries import are_equal
from evallib.audit.ledger.slips import digits_of, is_slip
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.reading.document import Paragraph
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

NEAR = 8
#: What makes a figure one of another time, of several rows, or of a part of them.
_OTHER = re.compile(
    "上[月年周季期]|去年|同期|上半年|下半年|前年|环比|同比|目标|计划|任务|要求|平均|均值|分别|"
    "依次|较|比|其中|累计|左右|以上|以下|不足|超过|低于|高于|最高|最低"
)
_WHOLE = re.compile(r"^(?:全[市区县镇省州盟旗]|全系统|合计|总计|整体|总体|[市区县]本?级?合计)$")
_SAID_WHOLE = re.compile(r"全[市区县镇省州盟旗]|合计|总体|整体")


def cell_claims(ledger: Ledger, sheets: Sequence[Sheet]) -> Iterator[Claim]:
    """Claims about figures of a sentence that name the row and the column of one cell of a near table.

    How sure the words mean that table tells its other cells: where some agree, one that does not is a fault.
    """
    by_block: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if len(sheet.rows) >= 2 and len(sheet.columns) >= 2:
            by_block[sheet.grid.block].append(sheet)
    told: dict[int, list[tuple[Entry, Entry, str]]] = defaultdict(list)
    named: dict[int, list[Sheet]] = {}
    for entries in ledger.by_sentence.values() if by_block else ():
        block = entries[0].paragraph
        paragraph = ledger.document.blocks[block]
        if not isinstance(paragraph, Paragraph):
            continue
        text = normalise(paragraph.text)
        if block not in named:
            near = [s for n in range(block - NEAR, block + NEAR + 1) for s in by_block.get(n, ())]
            named[block] = [s for s in near if _names_a_row(s, text)]
        for sheet in named[block]:
            row, since = None, max(entries[0].place.start - 40, text.rfind("。", 0, entries[0].place.start) + 1, 0)
            for entry in entries:
                words = text[since : entry.place.start]
                row = _row(sheet, words, None if patterns.search(r"[；。]", words) else row)
                found = _cell(sheet, entry, row, text) if row is not None else None
                if found is not None and entry.role == "rate" and not _is_of_row(ledger, sheet, entry, row):
                    found = None
                if found is not None:
                    told[id(sheet)].append((entry, *found))
                since = entry.place.end
    for said in told.values():
        agreed = sum(are_equal(entry, cell) for entry, cell, _ in said)
        for entry, cell, what in said:
            slip = is_slip(str(entry), str(cell)) and len(digits_of(str(cell)).replace(".", "")) >= 3
            strength = (
                0.85 if agreed >= 2 and slip else 0.7 if agreed >= 2 or (agreed and slip) else 0.5 if slip else 0.0
            )
            if are_equal(entry, cell) or strength:
                relation = make(entry, (cell,), SUM, "same.row", f"{what}，文字与表", strength)
                yield Claim(entry, [relation], ("row", entry.index))


def _is_of_row(ledger: Ledger, sheet: Sheet, entry: Entry, row: int | None) -> bool:
    """Whether the amount that a rate is told behind stands in the row, too: “合计645.69万元，执行率95.7%” may not."""
    before = ledger.prose[entry.index - 1] if entry.index else entry
    if row is None or before.sentence != entry.sentence or not before.is_amount:
        return True
    cells = [column.cells[row] for column in sheet.columns if row in column.cells]
    return any(is_slip(str(before), str(cell)) or are_equal(before, cell) for cell in cells if cell.is_amount)


def _cell(sheet: Sheet, entry: Entry, row: int, text: str) -> tuple[Entry, str] | None:
    """The cell of a row that the words right before a figure name; None where they name none, or more than one."""
    if entry.role not in {"plain", "rate"} or entry.is_base or entry.mention.hedge:
        return None
    clause = patterns.split(r"[，。；：]", text[: entry.place.start])[-1]
    column = None if _OTHER.search(clause) else _column(sheet, entry, clause)
    cell = column.cells.get(row) if column else None
    if column is None or cell is None or cell.dimension != entry.dimension:
        return None
    if cell.period and entry.period and cell.period[:4] != entry.period[:4]:
        return None
    return cell, f"“{sheet.labels[row]}”的{column.head.label}"


def _column(sheet: Sheet, entry: Entry, clause: str) -> Column | None:
    """The column whose header the words right before a figure end with; one only, and no part of a longer name."""
    words = patterns.sub(r"(?:为|达到?|是|约|共|\s)+$", "", clause)
    found = [c for c in sheet.columns if len(_name(c)) >= 2 and words.endswith(_name(c)) and not c.head.group]
    most = max((len(_name(c)) for c in found), default=0)
    found = [c for c in found if len(_name(c)) == most]
    return found[0] if len(found) == 1 and found[0].is_rate == (entry.dimension == "percent") else None


def _name(column: Column) -> str:
    return patterns.sub(r"[(（].*?[)）]|\s", "", column.head.label)


def _names_a_row(sheet: Sheet, text: str) -> bool:
    """Whether a paragraph can mean a row of a table: it names one, or the whole."""
    return any(len(label) >= 2 and label in text for label in sheet.labels.values()) or bool(_SAID_WHOLE.search(text))


def _row(sheet: Sheet, words: str, known: int | None) -> int | None:
    """The row that words before a figure name: the one named before where they name none, none where several."""
    found = {r for r in sheet.rows if len(sheet.labels[r]) >= 2 and sheet.labels[r] in words}
    # “云溪” is found in “云溪镇”, too: the longest is meant.
    found = {r for r in found if not any(o != r and sheet.labels[r] in sheet.labels[o] for o in found)}
    if _SAID_WHOLE.search(words):
        whole = [r for r in sheet.rows if _WHOLE.match(sheet.labels[r]) or sheet.kinds[r] == "total"]
        if not found - set(whole):
            return whole[0] if len(whole) == 1 else None
    if not found:
        return known
    return next(iter(found)) if len(found) == 1 else None
