"""Told wholes (另处所述的总数): shares of a column whose whole stands in the text or in another cell, or nowhere.

A table of the largest items has no total, and its shares are of what the text tells. That they agree on one whole is
what ties them; where it is printed it is the whole of all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from evallib.audit.ledger import HUNDRED, RATE, Claim, Entry, Formula, Ledger, addable, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.groups import group_starts
from evallib.audit.ledger.tables.meanings import GROWTH
from evallib.audit.ledger.tables.missed_wholes import Span, missed_claims, span_of
from evallib.audit.reading.grid import is_form
from evallib.model import patterns

#: So many rows have to agree on one whole, and so many of all.
LEAST, MOST_OF = 3, Fraction(3, 4)
SURE, LESS_SURE, DOUBTED, UNPRINTED, SEVERAL = 0.85, 0.6, 0.5, 0.7, 4
#: Two rows of three agree on a whole that is printed; that they do on one that is not says little.
PAIR = 2
#: Rates that no header calls shares have to be so many different ones.
MANY = 5
_SHARE = r"占|比重|比例|构成"


def told_share_claims(
    ledger: Ledger, sheets: Sequence[Sheet], known: Sequence[Claim]
) -> tuple[list[Claim], list[list[Claim]]]:
    """Claims about shares of a whole that their table does not hold, and groups whose whole is printed nowhere.

    Args:
        ledger: the figures.
        sheets: the tables.
        known: the claims of the tables, which come first.
    """
    held = {id(c.entry) for c in known if c.holding and c.holding[0].formula.kind == "ratio"}
    claims: list[Claim] = []
    unprinted: list[list[Claim]] = []
    for sheet in sheets:
        if is_form(sheet.grid.table):
            continue
        for column in sheet.columns:
            lines = {r: e for r, e in column.cells.items() if sheet.kinds[r] == "line"}
            told = sum(id(e) in held for e in lines.values())
            if not column.is_rate or len(lines) < LEAST or 2 * told > len(lines):
                continue
            if not patterns.search(_SHARE, column.label) and not _is_of_one(sheet, column, lines):
                continue
            for rows in _lists(sheet, column, lines):
                groups = _agreeing(sheet, column, rows, PAIR)
                # Which of five shares is wrong tells what is printed; else one of several that leave one out is it.
                wholes = [_printed(ledger, span, group) for group, span in groups]
                at = next((i for i, whole in enumerate(wholes) if whole is not None), 0)
                if not groups or len(groups[at][0]) < (LEAST if wholes[at] is None else PAIR):
                    continue
                group, span = groups[at]
                if wholes[at] is None:
                    unprinted.append(group)
                    claims += missed_claims(ledger, sheet, _part_of(sheet, group), rows)
                told_of = wholes[at] or (span[0] + span[1]) / 2
                strength = DOUBTED if wholes[at] is None and len(groups) > 1 else 1.0
                claims += _claims(sheet, column, rows, group, told_of, strength)
    return claims, unprinted


def _is_of_one(sheet: Sheet, column: Column, lines: dict[int, Entry]) -> bool:
    """Whether a column of other rates is of one and the same in all rows but one: 优良率 of the days of a month."""
    if not column.label.endswith("率") or GROWTH.search(column.label):
        return False
    group = next(iter(_agreeing(sheet, column, lines)), ([], None))[0]
    return len(group) >= max(MANY, len(lines) - 1) and len({c.entry.value for c in group}) >= MANY


def _lists(sheet: Sheet, column: Column, lines: dict[int, Entry]) -> Iterator[dict[int, Entry]]:
    """All rows of a table where they agree on one whole, else those of each group of it (商品类, 服务类)."""
    if _agreeing(sheet, column, lines):
        yield lines
        return
    starts = group_starts(sheet, list(lines))
    for start, stop in pairwise([*starts, sheet.rows[-1] + 1]):
        yield {r: e for r, e in lines.items() if start <= r < stop}


def _claims(
    sheet: Sheet,
    column: Column,
    lines: Collection[int],
    group: Sequence[Claim],
    whole: Entry | Fraction,
    most: float,
) -> Iterator[Claim]:
    """Claims about the rows of a column: all of them where the whole is printed, else the one that does not agree."""
    strength = min(most, SURE if len(group) >= SEVERAL else LESS_SURE if len(group) >= LEAST else DOUBTED)
    agreed = {id(c.entry) for c in group}
    part = _part_of(sheet, group)
    whole_list = len(lines) == sum(sheet.kinds[r] == "line" for r in column.cells)
    rows = [r for r in column.cells if r in lines or (whole_list and sheet.kinds[r] != "line")]
    rows = [r for r in rows if r in part.cells and part.cells[r] is not whole]
    apart = [r for r in rows if id(column.cells[r]) not in agreed and r in lines]
    for row in rows if isinstance(whole, Entry) else apart[: len(apart) == 1]:
        entry, cell, what = column.cells[row], part.cells[row], f"{sheet.labels[row]}“{column.head.label}”"
        if isinstance(whole, Entry):
            relation = make(entry, (cell, whole), RATE, "rate.share", what, strength)
        else:
            note = f"按其余各行共同的总数约{round(whole / cell.mention.scale)}{cell.mention.unit}"
            share = Formula("sum", factor=HUNDRED / whole)
            relation = make(entry, (cell,), share, "rate.share", what, min(strength, UNPRINTED), note=note)
        yield Claim(entry, [relation], ("told", sheet.grid.block, column.index))


def _part_of(sheet: Sheet, group: Sequence[Claim]) -> Column:
    """The column of what the shares of a group are told of."""
    first = group[0].readings[0].terms[0]
    return next(c for c in sheet.columns if any(e is first for e in c.cells.values()))


def _agreeing(
    sheet: Sheet, column: Column, lines: dict[int, Entry], least: int = LEAST
) -> list[tuple[list[Claim], Span]]:
    """The most rows whose shares agree on one whole of the nearest column that lets most of them agree, and the whole.

    Several answers where as many agree without the one row as without another.
    """
    for part in sorted((c for c in sheet.columns if not c.is_rate), key=lambda c: abs(c.index - column.index)):
        spans = [(span_of(part.cells[r], e), r) for r, e in lines.items() if r in part.cells and e.value > 0]
        spans = [(s, r) for s, r in spans if s[0] > 0]
        if len(spans) < LEAST:
            continue
        found = {tuple(r for s, r in spans if s[0] <= low <= s[1]): None for (low, _), _ in spans}
        most = max(map(len, found))
        few = most < (least if len(spans) == LEAST else MOST_OF * len(spans))
        best = [rows for rows in found if len(rows) == most and len({lines[r].value for r in rows}) >= least]
        if few or not best:
            continue
        own = {r: s for s, r in spans}
        return [
            (
                [Claim(lines[r], [make(lines[r], (part.cells[r],) * 2, RATE, "rate.share", "占比")]) for r in rows],
                (max(own[r][0] for r in rows), min(own[r][1] for r in rows)),
            )
            for rows in best
        ]
    return []


def _printed(ledger: Ledger, span: Span, group: Sequence[Claim]) -> Entry | None:
    """The printed amount that is the whole, the nearest to the table."""
    part = group[0].readings[0].terms[0]
    parts = {id(c.readings[0].terms[0]) for c in group}
    low, high = float(span[0]), float(span[1])
    blur = 1e-9 * (abs(low) + abs(high))
    near = [
        e
        for e in ledger.entries
        if low - e.rough_half - blur <= e.rough <= high + e.rough_half + blur  # a quick look, wide on purpose
        and e.is_amount
        and span[0] - e.half <= e.value <= span[1] + e.half
        and id(e) not in parts
        and addable(e, part)
        and e.role != "change"
    ]
    return min(near, key=lambda e: (abs(e.paragraph - part.paragraph), e.index), default=None)
