"""The HTML writer (网页预览): the same tree as one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from evallib.model import palette
from evallib.publish.drafts.building import numbers_of
from evallib.publish.drafts.tree import Block, Chart, Gap, Human, Paragraph, Piece, Ref, Report, Table
from evallib.publish.drafts.word.body import source_line, sources_of
from evallib.publish.page.html import plain_page

STYLE = (
    palette.css_variables()
    + """body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:17px/1.8 "FangSong","仿宋","Noto Serif CJK SC",\
serif;color:var(--ink)}
h1{text-align:center;font-size:1.5rem}h2,h3,h4,h5{font-family:"SimHei","黑体",var(--sans)}\
p{text-indent:2em;margin:.4em 0}
table{border-collapse:collapse;width:100%;font-size:.85rem}th,td{border:1px solid var(--soft);padding:.15em .5em}\
th{background:var(--wash)}
td.n{text-align:right;white-space:nowrap}figure{margin:1em 0;overflow-x:auto}figcaption{text-align:center;\
font-weight:bold}
small{color:var(--soft)}.gap{border-left:4px solid var(--bad);background:var(--bad-soft);padding:.4em .8em}\
.gap p{text-indent:0}
.bar{display:grid;grid-template-columns:9em 1fr 6em;gap:.5em;align-items:center;font-size:.85rem}\
.bar i{height:.8em;background:var(--accent)}"""
)


def html_text(report: Report, note: str = "") -> str:
    """A whole page; figures carry their cells as titles."""
    numbers = numbers_of(report)
    body = "".join(part for part in _content(report, numbers, note))
    return plain_page("".join(report.titles), STYLE, body)


def _content(report: Report, numbers: dict[str, str], note: str) -> Iterator[str]:
    yield f"<h1>{'<br>'.join(map(escape, report.titles))}</h1>"
    yield f"<p><strong>{escape(note)}</strong></p>" if note else ""
    yield "".join(f"<p>{escape(label)}：{escape(text)}</p>" for label, text in report.cover)
    for section, depth in report.walk():
        level = min(depth + 1, 5)
        yield f'<h{level} id="{section.id}">{escape(section.mark + section.title)}</h{level}>'
        for block in section.blocks:
            yield from _block(block, numbers, report.mark)


def _block(block: Block, numbers: dict[str, str], mark: str) -> Iterator[str]:
    if isinstance(block, Paragraph):
        text = (
            escape(block.edited).replace("\n", "<br>") if block.edited is not None else _pieces(block.pieces, numbers)
        )
        yield f"<p>{text}</p>"
    elif isinstance(block, Human):
        yield "".join(f"<p>{escape(line)}</p>" for line in block.text.split("\n"))
    elif isinstance(block, Gap):
        facts = "".join(f"<li>{_pieces(fact, numbers)}</li>" for fact in block.facts)
        state = f"【待填写】{block.ask}" if block.is_open else block.text
        yield f'<div class="gap"><p>{escape(state)}</p>{f"<ul>{facts}</ul>" if facts and block.is_open else ""}</div>'
    elif isinstance(block, Table):
        yield _table(block, numbers, mark)
    else:
        yield _chart(block, numbers, mark)


def _pieces(pieces: Iterable[Piece], numbers: dict[str, str]) -> str:
    parts = []
    for piece in pieces:
        if isinstance(piece, Ref):
            parts.append(f'<a href="#{piece.target}">{numbers[piece.target]}</a>')
        elif isinstance(piece, str):
            parts.append(escape(piece))
        else:
            parts.append(f'<span title="{escape(sources_of((piece,)))}">{escape(piece.text)}</span>')
    return "".join(parts)


def _table(table: Table, numbers: dict[str, str], mark: str) -> str:
    head = "".join(
        "<tr>"
        + "".join(f'<th colspan="{cell.columns}" rowspan="{cell.rows}">{escape(cell.text)}</th>' for cell in line)
        + "</tr>"
        for line in table.head
    )
    rows = "".join("<tr>" + "".join(_cell(cell, numbers) for cell in row.cells) + "</tr>" for row in table.rows)
    unit = f"（单位：{escape(table.unit)}）" if table.unit else ""
    caption = f"<figcaption>{numbers[table.id]} {escape(mark + table.title)}{unit}</figcaption>"
    return (
        f'<figure id="{table.id}">{caption}<table><thead>{head}</thead><tbody>{rows}</tbody>'
        f"</table><small>{escape(source_line(table))}</small></figure>"
    )


def _cell(piece: Piece, numbers: dict[str, str]) -> str:
    return f"<td{'' if isinstance(piece, str) else ' class=n'}>{_pieces((piece,), numbers)}</td>"


def _chart(chart: Chart, numbers: dict[str, str], mark: str) -> str:
    known = [value for series in chart.series for value in series.values if value is not None]
    most = max(known, default=0) or 1
    rows = "".join(
        f'<div class="bar"><span>{escape(category)}·{escape(series.name)}</span>'
        f'<i style="width:{max((series.values[at] or 0) / most, 0):.1%}"></i>'
        f"<span>{escape(series.labels[at])}</span></div>"
        for at, category in enumerate(chart.categories)
        for series in chart.series
    )
    caption = f"<figcaption>{numbers[chart.id]} {escape(mark + chart.title)}（单位：{escape(chart.unit)}）</figcaption>"
    return (
        f'<figure id="{chart.id}" role="img" aria-label="{escape(chart.alt)}">{rows}{caption}<small>'
        f"资料来源：{escape(chart.source)}；时段：{escape(chart.period)}。</small></figure>"
    )
