"""Said rates (文字与表中的占比、增幅): “微信举报1727件，占53.3%，同比下降8.7%” beside a table with these rates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from evallib.audit.joins.statements.said_amounts import BEFORE
from evallib.audit.ledger import SUM, Claim, Entry, Formula, Ledger, make
from evallib.audit.ledger.slips import digits_of, is_slip
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.reading.document import Paragraph
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

#: So many paragraphs away, so sure where two others agree and one digit parts the two, and so where one does.
NEAR, SURE, DOUBTED, ENOUGH = 8, 0.8, 0.45, 2
_FIGURE = r"-?\d[\d,]*(?:\.\d+)?\s*[%％]?[万亿]?[\u4e00-\u9fff]{0,3}"
#: What is counted behind the name of a row, and how its rate is told.
_COUNT = (
    r"类?(?:投诉|举报|案件|诉求|工单|来电|事项|信件|信访|支出|收入)?(?:件数|总?数?量?|金额|总额)"
    r"(?:共计?|有|为|达到?|约|是)*"
)
_THAN = r"(?:同比|环比|(?:比|较|与)(?:上年|去年|上个?月|上周|上季度?)?(?:同期)?(?:相比)?)"
_MOVED = r"(?:增长|上升|增加|提高|下降|减少|降低|增幅|降幅|[增降升])"
_RATE = rf"约?(?:占比|占(?:[^，,。；;\d]{{0,12}}的)?|所占比[重例]|{_THAN}?{_MOVED}|{_THAN})(?:[了约为]|达到?)*"
_SAID = re.compile(rf"{_COUNT}(?:{_FIGURE})?(?:[，,、（(]*{_RATE}{_FIGURE}[)）]?)*[，,、（(]*(?P<rate>{_RATE})\s*")
_YEAR, _MONTH = re.compile("同比|上年|去年"), re.compile("环比|上个?月")
_GROWTH = re.compile("增长|增幅|增速|增减|升降|变化|变动|幅度")
_SHARE = re.compile("占比|占.*[%％]|比重|比例|构成")


def rate_claims(ledger: Ledger, sheets: Sequence[Sheet]) -> Iterator[Claim]:
    """Claims that a share or a growth told of the name of a row is the one that a near table prints for it.

    Args:
        ledger: the figures.
        sheets: the tables.
    """
    by_block: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if len(sheet.rows) >= ENOUGH and any(c.is_rate for c in sheet.columns):
            by_block[sheet.grid.block].append(sheet)
    told: dict[int, list[tuple[Entry, Entry, str]]] = defaultdict(list)
    for entry in ledger.prose if by_block else ():
        paragraph = ledger.document.blocks[entry.paragraph]
        if entry.dimension != "percent" or entry.role not in {"share", "growth"} or entry.mention.hedge:
            continue
        if not isinstance(paragraph, Paragraph):
            continue
        near = (s for n in range(entry.paragraph - NEAR, entry.paragraph + NEAR + 1) for s in by_block.get(n, ()))
        before = patterns.split("[。；;\n]", normalise(paragraph.text)[: entry.place.start])[-1]
        for sheet in near:
            found = _cell(sheet, entry, before)
            if found is not None:
                told[id(sheet)].append((entry, *found))
    for said in told.values():
        yield from _claims(said)


def _claims(said: Sequence[tuple[Entry, Entry, str]]) -> Iterator[Claim]:
    """Those that agree are tied, where another one agrees as well; one that does not is told by how many do."""
    agreed = {id(cell) for entry, cell, _ in said if abs(entry.value) == abs(cell.value)}
    for entry, cell, what in said:
        others = len(agreed - {id(cell)})
        slip = is_slip(_bare(entry), _bare(cell)) and len(_bare(cell).replace(".", "")) >= ENOUGH
        opposite = (entry.value < 0) != (cell.value < 0)
        if not others or (opposite and entry.direction >= 0):
            continue  # the one grew and the other fell: another thing is meant
        if slip or abs(entry.value) == abs(cell.value):
            formula = Formula("sum", factor=-SUM.factor) if opposite else SUM
            strength = SURE if others >= ENOUGH else DOUBTED
            yield Claim(entry, [make(entry, (cell,), formula, "same.row", what, strength)], ("row", entry.index))


def _bare(entry: Entry) -> str:
    return digits_of(str(entry))


def _cell(sheet: Sheet, entry: Entry, before: str) -> tuple[Entry, str] | None:
    """The cell that the words before a figure name: the row that is named last, and the kind of its rate."""
    named = [(before.rfind(sheet.labels[r]), len(sheet.labels[r]), r) for r in sheet.rows if len(sheet.labels[r]) >= 2]
    at, length, row = max(named, default=(-1, 0, 0))
    own = at >= 0 and BEFORE.fullmatch(patterns.split("[，,、；;]", before[:at])[-1].lstrip())
    match = _SAID.fullmatch(before[at + length :]) if own else None
    column = _column(sheet, entry, match["rate"]) if match else None
    if column is None or row not in column.cells or sum(n[0] == at for n in named) > 1:
        return None
    cell = column.cells[row]
    if cell.period and entry.period and cell.period[:4] != entry.period[:4]:
        return None
    return cell, f"“{sheet.labels[row]}”的{column.head.label}，文字与表"


def _column(sheet: Sheet, entry: Entry, words: str) -> Column | None:
    """The only column of the kind of rate that is told."""
    rates = [c for c in sheet.columns if c.is_rate]
    if entry.role == "share":
        found = [c for c in rates if _SHARE.search(c.label) and not _is_growth(c)]
        return found[0] if len(found) == 1 and "占" in words else None
    growth = [c for c in rates if _is_growth(c)]
    for kind, other in ((_YEAR, _MONTH), (_MONTH, _YEAR)):
        if kind.search(words):
            found = [c for c in growth if kind.search(c.label)]
            plain = [c for c in growth if not other.search(c.label)]
            return (
                found[0] if len(found) == 1 else plain[0] if not found and len(plain) == 1 and kind is _YEAR else None
            )
    return growth[0] if len(growth) == 1 else None


def _is_growth(column: Column) -> bool:
    return any(words.search(column.label) for words in (_YEAR, _MONTH, _GROWTH))
