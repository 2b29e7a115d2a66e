"""The report's own text (报告原文): every checked figure marked and unfolding its arithmetic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import islice

from evallib.audit.findings import Agreement, Finding
from evallib.audit.reading.document import Block, Paragraph, Place
from evallib.audit.result import Audit
from evallib.parsing.plain_text import squeeze

LINKED, LONG = 6, 400
"""So many other figures of a relation are a click away; of a text of more blocks only what is seen is laid out."""
COLOURS = {"red": "矛盾", "amber": "存疑", "part": "", "green": "相符", "open": "未核对"}
"""What a mark says, the gravest first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked range of characters: its colour and the lines that unfold, as markup."""

    start: int
    end: int
    colour: str
    lines: tuple[str, ...]


def original_text(audit: Audit) -> str:
    """The blocks of the report with their marks, behind the choice of what is shown of them."""
    marks, blocks = _marks(audit), audit.document.blocks
    shown = "\n".join(_block(index, block, marks, blocks[max(index - 1, 0)]) for index, block in enumerate(blocks))
    long = " long" if len(blocks) > LONG else ""
    return f'{_filter(mark.colour for inside in marks.values() for mark in inside)}<div class="src{long}">{shown}</div>'


def _filter(colours: Iterable[str]) -> str:
    """A choice for every colour that is there; nobody is led to an empty page."""
    found = set(colours)
    choices = [("all", "全文")] + [("bad", "只看矛盾与存疑")] * (found >= {"red", "amber"})
    choices += [(colour, f"只看{words}") for colour, words in COLOURS.items() if words and colour in found]
    buttons = "".join(
        f'<label><input type="radio" name="f" id="f-{name}"{" checked" * (name == "all")}> {words}</label>'
        for name, words in choices
    )
    return f'<div class="filter small" role="radiogroup" aria-label="筛选">{buttons}</div>\n' if found else ""


def anchor(place: Place) -> str:
    """What a link to a place leads to."""
    return f"b{place.block}r{place.row}c{place.column}" if place.table else f"b{place.block}"


def _marks(audit: Audit) -> dict[tuple[int, int, int], list[Mark]]:
    """Marks by paragraph or cell; where a figure has several, the gravest colour and all explanations."""
    rank = {colour: number for number, colour in enumerate(COLOURS)}
    found: dict[Place, list[tuple[str, str]]] = defaultdict(list)
    items: list[Finding | Agreement] = [*audit.findings, *audit.agreements]
    for turn, item in enumerate(items, 1):
        colour, words = _explain(item)
        words, links = escape(words), [(p, _link(p)) for p in item.places if p.block >= 0]
        blamed = item.blamed or item.places[:1] if isinstance(item, Finding) else item.places
        words = f'<a href="#f{turn}">发现{turn}</a>：{words}' if isinstance(item, Finding) else words
        for place in item.places:
            if place.block >= 0 and place.end > place.start:
                others = "、".join(islice((link for p, link in links if p is not place and p != place), LINKED))
                own = colour if place in blamed else "part"
                found[place].append((own, f"{words}　另处：{others}" if others else words))
    for place, state in audit.states.items():
        if state == "未核对" and place not in found and place.end > place.start:
            found[place].append(("open", "未核对：没有别的数字与它有勾稽关系"))  # no markup in it
    by_cell: dict[tuple[int, int, int], list[Mark]] = defaultdict(list)
    for place, reasons in found.items():
        colour = min((colour for colour, _ in reasons), key=rank.__getitem__)
        lines = tuple(dict.fromkeys(line for c, line in sorted(reasons, key=lambda r: rank[r[0]])))
        by_cell[place.block, place.row, place.column].append(Mark(place.start, place.end, colour, lines[:8]))
    return by_cell


def _link(place: Place) -> str:
    """One click to another figure of a relation."""
    near = place.table and not (place.file or place.cell)
    told = f"第{place.row}行第{place.column}列" if near else str(place)
    return f'<a href="#{anchor(place)}">{escape(told)}</a>'


def _explain(item: Finding | Agreement) -> tuple[str, str]:
    """Colour of its own figure and words; other figures of a relation that fails are not blamed for it."""
    if isinstance(item, Finding):
        return item.mark, f"{item.message}。{item.ground}：{item.arithmetic}"
    return "green", f"相符：{item.printed}；{item.arithmetic}"


def _block(index: int, block: Block, marks: dict[tuple[int, int, int], list[Mark]], above: Block) -> str:
    """A paragraph or a table with its marks; a title that stands above the table anyway is no caption again."""
    if isinstance(block, Paragraph) and not block.line and block.file:
        return f'<h3 id="b{index}">{escape(block.file)}</h3>'
    if isinstance(block, Paragraph):
        head = " h" if block.text == block.section else ""
        return f'<div class="p{head}" id="b{index}">{_marked(block.text, marks.get((index, 0, 0), []))}</div>'
    rows = []
    for r, row in enumerate(block.rows, 1):
        cells = []
        for c, cell in enumerate(row, 1):
            inside = "" if cell.inherited else _marked(cell.text, marks.get((index, r, c), []))
            cells.append(f'<td id="b{index}r{r}c{c}">{inside}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    known = isinstance(above, Paragraph) and squeeze(block.title) in squeeze(above.text)
    caption = f"<caption>{escape(block.title)}</caption>" if block.title and not known else ""
    return f'<div class="scroll" id="b{index}" tabindex="0"><table>{caption}{"".join(rows)}</table></div>'


def _marked(text: str, marks: list[Mark]) -> str:
    """The text with its marks; of overlapping marks the first and longest is kept, with the reasons of the others."""
    parts, at = [], 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.start < at:
            continue
        inner = [m for m in marks if m is not mark and mark.start <= m.start < mark.end]
        colours = [mark.colour, *(m.colour for m in inner)]
        colour = next(c for c in COLOURS if c in colours)
        lines = dict.fromkeys([*mark.lines, *(line for m in inner for line in m.lines)])
        why = "".join(f"<span>{line}</span><br>" for line in lines)
        parts.append(escape(text[at : mark.start]))
        figure = escape(text[mark.start : mark.end])
        parts.append(f'<details class="{colour}"><summary>{figure}</summary><span class="why">{why}</span></details>')
        at = mark.end
    parts.append(escape(text[at:]))
    return "".join(parts)
