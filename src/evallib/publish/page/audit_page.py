"""Audit page (勾稽核对页): the report's own text, every checked figure marked and unfolding its arithmetic.

One file without scripts: it opens offline, on paper all marks stay visible, on a phone tables scroll.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path

from evallib.audit.findings import CONFIDENCES, FAMILIES, SEVERITIES, Agreement, Finding
from evallib.audit.reading.document import Block, Paragraph, Place
from evallib.audit.reading.places import told_places
from evallib.audit.reasons import REASONS
from evallib.audit.result import Audit
from evallib.model.palette import css_variables
from evallib.model.workspace.files import write_text
from evallib.parsing.plain_text import squeeze
from evallib.publish.page.policy import WITHOUT_SCRIPTS, policy

STYLE = css_variables() + (Path(__file__).parent / "assets" / "audit.css").read_text(encoding="utf-8")
SHOWN, LINKED = 3, 6
"""So many relations of one finding are read at once, and so many other figures of one are a click away."""
FILTER = (
    '<div class="filter small" role="radiogroup" aria-label="筛选">'
    '<label><input type="radio" name="f" id="f-all" checked> 全文</label>'
    '<label><input type="radio" name="f" id="f-bad"> 只看矛盾与存疑</label>'
    '<label><input type="radio" name="f" id="f-red"> 只看矛盾</label>'
    '<label><input type="radio" name="f" id="f-amber"> 只看存疑</label>'
    '<label><input type="radio" name="f" id="f-good"> 只看相符</label>'
    '<label><input type="radio" name="f" id="f-open"> 只看未核对</label></div>\n'
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked range of characters: its colour and the lines that unfold, as markup."""

    start: int
    end: int
    colour: str
    lines: tuple[str, ...]


def write_audit_page(audit: Audit, path: Path | str) -> Path:
    """Write the page.

    Args:
        audit: the result of `evallib.audit.audit_report`.
        path: the HTML file; folders are made.
    """
    write_text(Path(path), render_audit_page(audit))
    return Path(path)


def render_audit_page(audit: Audit) -> str:
    """The page as text: summary, findings with links, then the report with its marks."""
    name = escape(audit.document.name)
    marks = _marks(audit)
    blocks = audit.document.blocks
    body = "\n".join(_block(index, block, marks, blocks[max(index - 1, 0)]) for index, block in enumerate(blocks))
    notes = "".join(f"<li>{escape(note)}</li>" for note in audit.document.notes)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n{policy(WITHOUT_SCRIPTS)}\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>勾稽核对：{name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>勾稽核对：{name}</h1>\n{_summary(audit)}</header>\n<main>\n"
        f'<section aria-label="发现"><h2>发现</h2>\n{_findings(audit)}</section>\n{_history(audit)}'
        f'<section aria-label="报告原文"><h2>报告原文</h2>\n'
        '<p class="small">绿色✓为勾稽相符，红色✗为矛盾，黄色?为存疑、尾差或表述问题，'
        "蓝色↔为不符关系中的其他数，○为未核对。"
        f'<span class="screen">点开数字可看算式。</span></p>\n{FILTER}<div class="src">{body}</div>\n</section>\n'
        + (f'<section><h2>读取说明</h2><ul class="small">{notes}</ul></section>\n' if notes else "")
        + "</main>\n</body>\n</html>\n"
    )


def _summary(audit: Audit) -> str:
    counts, coverage = audit.summary(), audit.coverage
    parts = [
        f"<li>不符 <b>{counts['findings'] - counts['ambiguous']}</b> 处</li>",
        f"<li>存疑 {counts['ambiguous']} 处</li>",
        f"<li>读到数字 {coverage.figures} 个，有勾稽关系的 {coverage.tied} 个（{coverage.share:.0%}）</li>",
    ]
    grave = Counter(finding.severity for finding in audit.findings if finding.confidence != "low")
    parts += [f"<li>{label} {grave[severity]}</li>" for severity, label in SEVERITIES.items() if grave[severity]]
    parts.append(f"<li>核对相符 {counts['agreements']}</li>")
    told = [audit.unread] * bool(audit.unread) + [f"没有读取：{gap}" for gap in audit.document.gaps]
    warning = "".join(f'<p class="find red"><b>{escape(words)}</b></p>\n' for words in told)
    remark = '<p class="small">本页只报告数字之间的关系，不改动报告，也不代替判断。</p>'
    return f'<ul class="sum">{"".join(parts)}</ul>\n{warning}{remark}\n'


def _history(audit: Audit) -> str:
    """What became of the findings of the draft before."""
    history = audit.history
    if history is None:
        return ""
    lines = [f"<li>已改正：{escape(told)}</li>" for told in history.mended]
    lines += [
        f"<li>上次不接受、不再列出：{escape(f.message)}；理由：{escape(d.reason)}</li>" for f, d in history.dismissed
    ]
    head = '<section aria-label="与上次核对相比"><h2>与上次核对相比</h2>'
    return f'{head}<p>{escape(history.told)}</p><ul class="small">{"".join(lines)}</ul></section>\n'


def _findings(audit: Audit) -> str:
    if not audit.findings:
        return "" if audit.unread else f"<p>{audit.verdict}。</p>"
    groups = {group.number: group for group in audit.groups}
    parts, shown = [], set[int]()
    doubts = next((n for n, f in enumerate(audit.findings, 1) if f.confidence == "low"), 0)
    for number, finding in enumerate(audit.findings, 1):
        if number == doubts:
            parts.append("<h3>存疑（有多种理解，不计入不符）</h3>")
        if finding.group and finding.group not in shown:
            shown.add(finding.group)
            parts.append(f'<p class="small"><b>归并{finding.group}</b>：{escape(groups[finding.group].message)}</p>')
        parts.append(_finding(number, finding))
    return "\n".join(parts)


def _finding(number: int, finding: Finding) -> str:
    told = told_places(finding.places)
    places = "；".join(f'<a href="#{_anchor(place)}">{escape(words)}</a>' for words, place in told)
    group = f"　归并{finding.group}" if finding.group else ""
    lines = [
        f"<p><b>{number}. {escape(finding.message)}</b></p>",
        f'<p class="small">{FAMILIES[finding.family]}（{REASONS[finding.code]}）　{SEVERITIES[finding.severity]}　'
        f"把握：{CONFIDENCES[finding.confidence]}{group}</p>",
    ]
    lines.append(_arithmetic(finding))
    lines += [f"<p>理解：{escape(reading)}</p>" for reading in finding.readings]
    lines += [f"<p>可能原因：{escape(cause)}</p>" for cause in finding.causes]
    lines.append(f'<p class="small">位置：{places}</p>')
    return f'<div class="find {finding.mark}" id="f{number}">{"".join(lines)}</div>'


def _arithmetic(finding: Finding) -> str:
    """One relation a line; of many the first are shown, the rest unfold."""
    if len(finding.steps) == 1:
        return f"<p>{finding.ground}：{escape(finding.arithmetic)}</p>"
    items = [f"<li>{escape(step)}</li>" for step in finding.steps]
    # What the correction makes of them all stands last and is never folded.
    rest = items[SHOWN:-1]
    folded = f'<details class="more"><summary>其余 {len(rest)} 条</summary><ul>{"".join(rest)}</ul></details>'
    shown = f"<p>{finding.ground}：</p><ul>{''.join(items[:SHOWN])}</ul>"
    return f"{shown}{folded if rest else ''}<ul>{''.join(items[SHOWN:][-1:])}</ul>"


def _anchor(place: Place) -> str:
    return f"b{place.block}r{place.row}c{place.column}" if place.table else f"b{place.block}"


def _marks(audit: Audit) -> dict[tuple[int, int, int], list[Mark]]:
    """Marks by paragraph or cell; where a figure has several, the gravest colour and all explanations."""
    rank = {"red": 0, "amber": 1, "part": 2, "green": 3, "open": 4}
    found: dict[Place, list[tuple[str, str]]] = defaultdict(list)
    items: list[Finding | Agreement] = [*audit.findings, *audit.agreements]
    for item in items:
        colour, words = _explain(item)
        words, links = escape(words), [(p, _link(p)) for p in item.places if p.block >= 0]
        for number, place in enumerate(item.places):
            if place.block >= 0 and place.end > place.start:
                others = "、".join(islice((link for p, link in links if p is not place and p != place), LINKED))
                own = colour if not number or isinstance(item, Agreement) else "part"
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
    return f'<a href="#{_anchor(place)}">{escape(told)}</a>'


def _explain(item: Finding | Agreement) -> tuple[str, str]:
    """Colour of its own figure and words; other figures of a relation that fails are not blamed for it."""
    if isinstance(item, Finding):
        return item.mark, f"{item.message}。{item.ground}：{item.arithmetic}"
    return "green", f"相符：{item.printed}；{item.arithmetic}"


def _block(index: int, block: Block, marks: dict[tuple[int, int, int], list[Mark]], above: Block) -> str:
    """A paragraph or a table with its marks; a title that stands above the table anyway is no caption again."""
    if isinstance(block, Paragraph):
        return f'<div class="p" id="b{index}">{_marked(block.text, marks.get((index, 0, 0), []))}</div>'
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
        colour = next(c for c in ("red", "amber", "part", "green", "open") if c in colours)
        lines = dict.fromkeys([*mark.lines, *(line for m in inner for line in m.lines)])
        why = "".join(f"<span>{line}</span><br>" for line in lines)
        parts.append(escape(text[at : mark.start]))
        figure = escape(text[mark.start : mark.end])
        parts.append(f'<details class="{colour}"><summary>{figure}</summary><span class="why">{why}</span></details>')
        at = mark.end
    parts.append(escape(text[at:]))
    return "".join(parts)
