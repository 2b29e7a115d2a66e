"""Noted tables (表注): a note below a table says that its total leaves out what is counted twice, or takes in more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evallib.audit.ledger import Ledger
from evallib.audit.ledger.corrections import DOUBT, Correction
from evallib.audit.reading.document import Table

#: What a note says of totals that are no sums of what is printed.
_OTHERWISE = re.compile(
    r"去重|去除重复|剔除|扣除重|(?<!不)重复(?:计|统计)|(?<!没)(?<!无)有重复|交叉|重叠|多选|抵[消销]|未(?:单独|一一|全部)?列[出示]|只列"
)
_NOTE = re.compile(r"^[（(*＊※]?\s*(?:注|说明|备注|注释|附注)\d?[：:、. ]?|^[（(]?(?:其中)?[①②*＊※]")
#: A note stands at most so many paragraphs below its table.
NEAR = 3


def doubt_noted(ledger: Ledger, corrections: Iterable[Correction]) -> None:
    """Doubt totals of a table of which a note says that its parts overlap or that there are more.

    Args:
        ledger: the figures.
        corrections: what is told of a document.
    """
    known: dict[int, bool] = {}
    for correction in corrections:
        block = correction.mends[0].result.place.block
        if correction.mends[0].result.spot is not None or not all(r.formula.is_list for r in correction.mends):
            continue
        if block not in known:
            known[block] = bool(_OTHERWISE.search(_notes_of(ledger, block)))
        if known[block]:
            correction.evidence = min(correction.evidence, DOUBT)


def _notes_of(ledger: Ledger, block: int) -> str:
    """The title of a table, the notes in its last rows, and those right below it."""
    blocks = ledger.document.blocks
    table = blocks[block]
    assert isinstance(table, Table)
    found = [table.title, *(cell.text for row in table.rows for cell in row if _NOTE.match(cell.text))]
    for other in blocks[block + 1 : block + 1 + NEAR]:
        if isinstance(other, Table):
            break
        if _NOTE.match(other.text) or len(found) > 1:
            found.append(other.text)
    return "\n".join(found)
