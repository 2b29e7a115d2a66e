"""Goals as cards (竖排的指标): a label beside each value, goal after goal, or one goal a column; laid out as rows.

A card is told by what its labels mean: the goal's name, its target and its result, and the same labels again for the
next goal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.layouts.relaid_sheet import Place, relay
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import parse_header, undress

#: What a label of a card may mean → what it is here.
MEANT = {
    **dict.fromkeys(("level3", "level4", "indicator"), "name"),
    **dict.fromkeys(("target", "expected_goal"), "target"),
    **dict.fromkeys(("actual", "actual_result", "completion"), "actual"),
    "execution_note": "deviation",
    "self_score": "published_score",
    **dict.fromkeys(("weight_score", "published_score", "deviation", "level1", "level2", "measure_unit"), ""),
}
NEEDED = frozenset({"name", "target", "actual"})
FIGURE = re.compile(r"[≥≤<>=＝≧≦＞＜约]?\s*[-+]?\d")
#: What the words of such labels are made of.
WORD = re.compile("指标|目标|完成|实际|分|权重|偏差|原因|名称|单位|计划")
FEWEST, SEARCHED, LONGEST_LABEL = 2, 300, 14
Card = dict[str, tuple[Place, Place | None]]


def rows_of_cards(sheet: Sheet) -> Sheet:
    """The sheet with its cards as rows under one header; the sheet itself where it has none."""
    turned = _turned(sheet)
    if turned is not None:
        return turned
    cards = list(_cards(sheet))
    if len(cards) < FEWEST or not all(name in card and card[name][1] for card in cards for name in NEEDED):
        return sheet
    names = list(dict.fromkeys(name for card in cards for name in card))
    head = [next(card[name][0] for card in cards if name in card) for name in names]
    rows: list[tuple[Place | None, ...]] = [tuple(head)]
    rows += [tuple(card[name][1] if name in card else None for name in names) for card in cards]
    top = min(label[0] for card in cards for label, _ in card.values())
    bottom = max(label[0] for card in cards for label, _ in card.values()) + 1
    shown = {place for card in cards for pair in card.values() for place in pair if place is not None}
    rest = tuple(
        place for place in _filled(sheet, range(top, bottom)) if place not in shown and _is_figure(sheet, place)
    )
    return relay(sheet, top, bottom, [*rows, *([rest] if rest else [])])


def _cards(sheet: Sheet) -> Iterator[Card]:
    """The cards of a sheet, whole or not: each begins where the goal's name is asked for again."""
    card: Card = {}
    empty = {c for c in range(sheet.width) if not any(clean_text(sheet.value(r, c)) for r in range(len(sheet.rows)))}
    for row in range(min(len(sheet.rows), SEARCHED)):
        filled = list(_filled(sheet, range(row, row + 1)))
        found: Card = {}
        for position, place in enumerate(filled):
            name = _meaning(sheet, place)
            if not name:
                continue
            answer = _beside(sheet, place, empty)
            after = filled[position + 1] if position + 1 < len(filled) else None
            found.setdefault(name, (place, answer if answer == after else None))
        if "name" in found and found["name"][1] is None and len(filled) == 1:
            continue  # 指标2：, a line of the printed form
        if "name" in found and "name" in card:
            yield card
            card = {}
        if "name" in found or ("name" in card and not card.keys() & found.keys()):
            card |= found
        elif found and card.keys() >= NEEDED:  # labels of something else: the cards are over
            yield card
            return
    if "name" in card:
        yield card


def _turned(sheet: Sheet) -> Sheet | None:
    """Goals that stand in columns, under labels at the left: 指标名称 | 甲 | 乙, 目标值 | 1 | 2."""
    for top in range(min(len(sheet.rows), SEARCHED)):
        labels: dict[str, int] = {}
        for row in range(top, len(sheet.rows)):
            first = next(iter(_filled(sheet, range(row, row + 1))), None)
            name = _meaning(sheet, first) if first is not None else ""
            if not name or name in labels:
                break
            labels[name] = row
        if not labels.keys() >= NEEDED or labels["name"] != top:
            continue
        left = next(iter(_filled(sheet, range(top, top + 1))))[1]
        columns = [
            column
            for row, column in _filled(sheet, range(top, top + 1))
            if column > left and clean_text(sheet.value(row, column))
        ]
        if len(columns) < FEWEST or any(_meaning(sheet, (top, column)) for column in columns):
            return None
        header: tuple[Place | None, ...] = tuple((row, left) for row in labels.values())
        rows = [header, *(tuple((row, column) for row in labels.values()) for column in columns)]
        return relay(sheet, top, max(labels.values()) + 1, rows)
    return None


def _filled(sheet: Sheet, rows: range) -> Iterator[Place]:
    for row in rows:
        for column, value in enumerate(sheet.rows[row]):
            if clean_text(value):
                yield row, column


def _beside(sheet: Sheet, place: Place, empty: Set[int]) -> Place | None:
    """The cell right of a label, behind what is merged with it and empty columns; None where another label is there."""
    row, column = place
    while sheet.anchor(row, column + 1) == place or column + 1 in empty:
        column += 1
    beside = sheet.anchor(row, column + 1)
    return None if _meaning(sheet, beside) else beside


def _meaning(sheet: Sheet, place: Place) -> str:
    """What a label of a card is: `name`, `target`, `actual`, or a concept; empty for anything else."""
    value = sheet.value(*place)
    text = clean_text(value) if isinstance(value, str) else ""
    core = undress(text).core
    if not WORD.search(core) or len(core) > LONGEST_LABEL or any(sign in text for sign in "≥≤，。；"):
        return ""
    readings = parse_header(text.rstrip(":："))
    concept = str(readings[0].value) if readings else ""
    return (MEANT[concept] or concept) if concept in MEANT else ""


def _is_figure(sheet: Sheet, place: Place) -> bool:
    return bool(FIGURE.match(clean_text(sheet.value(*place))))
