"""Blocks (版块): what a notebook shows - sections, sentences, key figures, tables and figures.

In JupyterLab a block appears as it is called; the HTML export takes the same outputs. Every figure carries a
caption, an alternative text and the table behind it. All text is escaped here, whatever a workbook contained.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.model.plain import plain
from evallib.publish.page.drawing.figures import draw_figure
from evallib.publish.page.figure_texts import plain_labels
from evallib.publish.page.showing import add_gap, heading, html_block, show_bundle
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    import plotly.graph_objects as go

RECORD_MIME = "application/vnd.evallib.record+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"
Formatter = Callable[[Any], str]
Columns = Mapping[str, tuple[str, Formatter]]  # of a table: name → (header, formatter)
Emphasis = Callable[[dict[str, Any]], str]  # row → CSS class
FOLDED = 4  # columns from which a table folds on a phone
TEXT_WIDTHS = (("word", 8), ("phrase", 24), ("line", 60), ("prose", float("inf")))  # longest text in characters


def masthead(title: str, subtitle: str, facts: Mapping[str, str]) -> None:
    """The page's head: h1, subtitle and a line of facts (单位、年度、主管部门 …)."""
    items = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items() if v)
    html_block(
        f'<header class="masthead"><p class="kicker">{escape(subtitle)}</p><h1>{escape(title)}</h1>'
        f"<dl class='facts'>{items}</dl></header>"
    )


def section(title: str, anchor: str) -> None:
    """A section of the page; `anchor` names it in links."""
    html_block(heading(title, anchor))


def subsection(title: str) -> None:
    """A heading inside a section."""
    html_block(f"<h3>{escape(title)}</h3>")


def sentence(*texts: str) -> None:
    """Plain sentences, one paragraph each; empty ones are left out."""
    if any(texts):
        html_block("".join(f"<p>{escape(text)}</p>" for text in texts if text))


def notice(text: str) -> None:
    """A banner that nobody overlooks, e.g. that the data is synthetic (合成数据)."""
    html_block(f'<p class="synthetic" role="note">{escape(text)}</p>')


def missing(what: str, table: str) -> None:
    """The one sentence of a section whose data were not handed in."""
    if add_gap(f"未提交“{table}”（{what}）", nothing_shown=False):
        return
    html_block(f'<p class="missing">未提交“{escape(table)}”，本节（{escape(what)}）无数据。</p>')


def unavailable(what: str, reason: str) -> None:
    """The one line of a section, or of a part of it, that could not be made, and why."""
    if add_gap(f"“{what}”一节暂缺：{reason}"):
        return
    html_block(f'<p class="missing unavailable">本节（{escape(what)}）暂缺：{escape(reason)}</p>')


def key_figures(figures: Sequence[tuple[str, str, str]]) -> None:
    """Cards of (label, value, note)."""
    cards = "".join(
        f'<div class="card"><span class="label">{escape(label)}</span><strong>{escape(value)}</strong>'
        f'<span class="note">{escape(note)}</span></div>'
        for label, value, note in figures
    )
    html_block(f'<div class="cards">{cards}</div>')


def bullets(items: Iterable[str], kind: str = "") -> None:
    """A list of sentences; empty ones are left out."""
    html_block(f'<ul class="{escape(kind)}">' + "".join(f"<li>{escape(item)}</li>" for item in items if item) + "</ul>")


def table(frame: pd.DataFrame, columns: Columns, caption: str, emphasis: Emphasis | None = None) -> None:
    """A table with Chinese headers.

    Args:
        frame: the rows.
        columns: column name → (header, formatter); the order is the table's.
        caption: what the table shows, with unit and period.
        emphasis: row → CSS class (``total``, ``alert`` …).
    """
    html_block(table_html(frame, columns, caption, emphasis))


def table_html(frame: pd.DataFrame, columns: Columns, caption: str, emphasis: Emphasis | None = None) -> str:
    """The HTML of `table`; numbers align right, and a column without any value is left out.

    >>> frame = pd.DataFrame({"name": ["<b>"], "n": [1234]})
    >>> html = table_html(frame, {"name": ("名称", fmt.text), "n": ("件数", fmt.count)}, "例")
    >>> print(html.partition("</caption>")[2].partition("</thead>")[0])
    <thead><tr><th scope="col" class="word">名称</th><th scope="col" class="number">件数</th></tr>
    >>> print(html.partition("</thead>")[2])
    <tbody><tr class=""><td class="word">&lt;b&gt;</td><td class="number">1,234</td></tr></tbody></table></div>
    """
    absent = dict(zip(columns, frame[[*columns]].isna().to_numpy().T, strict=True))
    columns = {name: spec for name, spec in columns.items() if frame.empty or not absent[name].all()}
    texts = {name: [formatter(value) for value in frame[name].tolist()] for name, (_, formatter) in columns.items()}
    kinds = {name: _kind(texts[name], formatter) for name, (_, formatter) in columns.items()}
    head = "".join(f'<th scope="col"{kinds[name]}>{escape(title)}</th>' for name, (title, _) in columns.items())
    folds = len(columns) >= FOLDED  # on a phone each row becomes a block, its cells named by their headers
    labels = {name: f' data-label="{escape(title)}"' if folds else "" for name, (title, _) in columns.items()}
    # There, what has no value needs no line. An empty text says something and stays: “—” for 未提交.
    own = list(columns)[1:] if folds else []
    gaps = {name: set(absent[name].nonzero()[0]) if name in own else set() for name in columns}
    gaps = {name: {row for row in rows if texts[name][row] == fmt.NOTHING} for name, rows in gaps.items()}
    none = {name: f'{kind[:-1]} none"' for name, kind in kinds.items()}
    body = []
    for number, css in enumerate(_row_classes(frame, emphasis)):
        blank = fmt.NOTHING if "total" in css else None  # a sum has no text of its own; that is not a gap
        cells = "".join(
            f"<td{kinds[name] if number not in gaps[name] else none[name]}{labels[name]}>"
            f"{'' if formatter is fmt.text and text == blank else escape(text)}</td>"
            for name, (_, formatter) in columns.items()
            for text in (texts[name][number],)
        )
        body.append(f'<tr class="{escape(css)}">{cells}</tr>')
    return (
        f'<div class="table{" fold" if folds else ""}"><table><caption>{escape(caption)}</caption><thead><tr>'
        f"{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _row_classes(frame: pd.DataFrame, emphasis: Callable[[dict[str, Any]], str] | None) -> list[str]:
    if emphasis is None:
        return [""] * len(frame)
    names = [str(name) for name in frame.columns]
    columns = [frame.iloc[:, at].tolist() for at in range(len(names))]
    return [emphasis(dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]


def _kind(texts: list[str], formatter: Formatter) -> str:
    """CSS class of a column: a number, or how much room its text needs, so that none is squeezed to a few letters."""
    if formatter is not fmt.text:
        return ' class="number"'
    longest = max(map(len, texts), default=0)
    return next(f' class="{name}"' for name, limit in TEXT_WIDTHS if longest <= limit)


def records(frame: pd.DataFrame, name: str, columns: Columns) -> None:
    """Rows with long texts, one below the other: the name of each, then what is said of it (逐项列示).

    Args:
        frame: the rows.
        name: the column that names a row.
        columns: column name → (header, formatter); what has no value is left out.
    """
    parts = []
    for row in frame.to_dict("records"):
        told = [(title, formatter(row[column])) for column, (title, formatter) in columns.items()]
        items = "".join(
            f"<div><dt>{escape(title)}</dt><dd>{escape(text)}</dd></div>" for title, text in told if text != fmt.NOTHING
        )
        parts.append(f'<div class="record"><h4>{escape(str(row[name]))}</h4><dl>{items}</dl></div>')
    html_block("".join(parts))


def lab_link(definition: str) -> str:
    """The handbook of rates beside a figure in JupyterLab, as seen from notebooks/; a run writes it into reports/.

    >>> lab_link("terms")
    '<a href="../reports/handbook.html#terms">指标口径</a>'
    """
    return f'<a href="../reports/handbook.html#{escape(definition)}">指标口径</a>'


def figure(
    fig: go.Figure,
    caption: str,
    alt: str,
    data: pd.DataFrame,
    columns: Columns | None = None,
    title: str = "",
    broad: bool = False,
    definition: str = "terms",
) -> None:
    """A plotly figure with caption, alternative text and the table behind it.

    Args:
        fig: the figure.
        caption: what it shows, with unit, period and source.
        alt: what a reader who cannot see it should know.
        data: the rows behind it.
        columns: headers and formats of the table behind it; all columns as text where None.
        title: its message, above it; the caption then stands small below.
        broad: whether it has so many points that it gains from room.
        definition: where the handbook of rates (指标口径手册) tells how its figures are made: ``set``, ``set.rate``,
            ``terms``.
    """
    shown = columns or {str(name): (str(name), fmt.text) for name in data.columns}
    behind = table_html(data, shown, caption)
    drawn = plain_labels(json.loads(fig.to_json()))
    bundle = {PLOTLY_MIME: drawn, "text/plain": f"[图] {caption}：{alt}"}
    show_bundle(bundle, caption=caption, alt=alt, table=behind, title=title, svg=draw_figure(drawn, broad), broad=broad,
                definition=definition)  # fmt: skip
    # JupyterLab shows the figure alone; the caption and table that the export puts round it follow here.
    lab = f"<p>{escape(caption)} {lab_link(definition)}</p><details><summary>图中数据</summary>{behind}</details>"
    show_bundle({"text/html": lab}, lab_only=True)


def telling_figure(
    fig: go.Figure, caption: str, text: str, data: pd.DataFrame, columns: Columns, definition: str
) -> None:
    """A figure with one sentence as its message: above it without its full stop, and for a reader who cannot see it."""
    figure(fig, caption, text, data, columns, title=text.removesuffix("。"), definition=definition)


def record(**figures: Any) -> None:
    """Key figures for the index and for result.json; shown nowhere on the page."""
    show_bundle({RECORD_MIME: plain(figures), "text/plain": ""}, lab_only=True)


def details(summary: str, html: str) -> None:
    """A part that unfolds; `html` must come from this module or be escaped."""
    html_block(f"<details><summary>{escape(summary)}</summary>{html}</details>")


def links(items: Sequence[tuple[str, str]]) -> None:
    """Download links as (text, relative address)."""
    html_block(
        '<ul class="downloads">'
        + "".join(f'<li><a href="{escape(address)}">{escape(text)}</a></li>' for text, address in items)
        + "</ul>"
    )
