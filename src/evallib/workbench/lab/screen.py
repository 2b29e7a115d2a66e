"""The screen (屏幕): how our blocks look in JupyterLab - the page's own style, tables that answer, links that lead.

Each message with our blocks is dressed on its way to the screen; the blocks themselves know nothing of it.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from evallib.publish.page.blocks import PLOTLY_MIME
from evallib.publish.page.standalone import DOWNLOADS

OURS = re.compile(r"<(header|h2|h3|p|div|ul|details)[ >]")
TABLE = re.compile(r'<div class="table(?: fold)?"><table>')
ANCHOR = re.compile(r'<a href="([^"]*)">(.*?)</a>')
END_ROOM = 110  # pixels for an amount and its share
SCOPE = ".jp-OutputArea-output"
STRONG = f"{SCOPE}{SCOPE}"  # JupyterLab's own rules are as specific as one class
#: JupyterLab's own rules for tables and links come later in the page and would win.
EXTRA = """
table { border: 0; margin: 0; table-layout: auto; }
tr, tr:nth-child(even), tr:hover { background: none; }
th, td { white-space: normal; font-size: 13px; }
table caption { caption-side: top; }
.facts dt, .facts dd { float: none; width: auto; padding: 0; }
.facts dt { white-space: nowrap; font-weight: normal; }
.dt-container { font-size: 13px; }
.dt-container .dt-search input, .dt-container .dt-length select { border: 1px solid var(--line); padding: .2rem .4rem;\
 background: var(--paper); color: var(--ink); }
.dt-container .dt-button { border: 1px solid var(--accent); color: var(--accent); background: none;\
 padding: .15rem .7rem; margin-right: .35rem; cursor: pointer; }
.dt-container .dt-layout-row { display: flex; gap: 1rem; justify-content: space-between; align-items: center;\
 margin: .3rem 0; }
tr.picked td { background: var(--warn-soft); }
"""
WORDS = {"search": "查找：", "emptyTable": "没有数据", "zeroRecords": "没有找到", "lengthMenu": "每页 _MENU_ 行",
         "info": "第 _START_–_END_ 行，共 _TOTAL_ 行", "infoEmpty": "共 0 行", "infoFiltered": "（全部 _MAX_ 行）",
         "paginate": {"first": "首页", "last": "末页", "next": "下页", "previous": "上页"},
         "buttons": {"copyTitle": "已复制", "copySuccess": {"_": "已复制 %d 行", "1": "已复制 1 行"}}}  # fmt: skip
#: Tables are made to answer by DataTables, which the laboratory's own server hands out (`evallib lab`).
SORT = """<script type="module" class="evallib-screen">
const base = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}").baseUrl ?? "/";
const { ITable } = await import(base + "static/dt_bundle.js");
if (!document.getElementById("evallib-dt")) {
  const link = document.createElement("link");
  Object.assign(link, { id: "evallib-dt", rel: "stylesheet", href: base + "static/dt_bundle.css" });
  document.head.append(link);
}
for (const table of document.querySelectorAll("%(scope)s .table > table:not(.dataTable)")) {
  const rows = table.tBodies[0]?.rows.length ?? 0;
  const name = table.caption?.textContent ?? "数据";
  const buttons = [{ extend: "excelHtml5", text: "导出 Excel", title: null, filename: name }\
, { extend: "copyHtml5", text: "复制", title: null }];
  new ITable(table, { paging: rows > 25, pageLength: 25, searching: rows > 5, info: rows > 25, order: [],\
 autoWidth: false, language: %(words)s,
    layout: { topStart: rows > 25 ? "pageLength" : null, topEnd: rows > 5 ? "search" : null, bottomStart: { buttons }\
, bottomEnd: rows > 25 ? "paging" : null } });
}
</script>"""


#: A click on a figure shows the rows behind it: the table that stands below it unfolds, and the rows are marked.
CLICK = """<script type="module" class="evallib-screen">
const scope = "%(scope)s";
for (const behind of document.querySelectorAll(scope + " details.evallib-behind:not([data-ready])")) {
  behind.dataset.ready = "1";
  const area = behind.closest(".jp-OutputArea");
  const before = () => [...area.querySelectorAll(".js-plotly-plot")].filter(
    (plot) => plot.compareDocumentPosition(behind) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  const show = (event) => {
    const said = event.points.flatMap((point) => [point.x, point.y, point.label, point.customdata,\
 point.data?.name].flat())
      .filter((word) => typeof word === "string").map((word) => word.split("<br>")[0].trim());
    behind.open = true;
    let first = null;
    for (const row of behind.querySelectorAll("tbody tr")) {
      const picked = [...row.cells].some((cell) => said.includes(cell.textContent.trim()));
      row.classList.toggle("picked", picked);
      first ??= picked ? row : null;
    }
    first?.scrollIntoView({ block: "nearest" });
  };
  let tries = 0;
  const wait = setInterval(() => {
    const plot = before();
    if (plot?.on) plot.on("plotly_click", show);
    if (plot?.on || ++tries > 100) clearInterval(wait);
  }, 100);
}
</script>"""
BEHIND = "<details><summary>图中数据</summary>"


@cache
def style() -> str:
    """The page's style sheet, for outputs of cells only."""
    from evallib.model.palette import css_variables
    from evallib.publish.page.html import ASSETS, PARTS

    own = "".join((ASSETS / name).read_text(encoding="utf-8") for name in PARTS)
    return f'<style class="evallib-screen">{css_variables()} {STRONG} {{ {own} {EXTRA} }}</style>'


@cache
def sorting() -> str:
    """The script that lets tables be sorted, searched and exported."""
    return SORT % {"scope": SCOPE, "words": json.dumps(WORDS, ensure_ascii=False)}


def dress_message(message: dict[str, Any]) -> dict[str, Any]:
    """A message to the screen, with its HTML dressed where it is ours.

    Args:
        message: what the kernel is about to send.
    """
    data = message.get("content", {}).get("data", {})
    html = data.get("text/html")
    if isinstance(html, str) and OURS.match(html.lstrip()):
        data["text/html"] = dress(html)
    if isinstance(figure := data.get(PLOTLY_MIME), dict):
        dress_figure(figure)
    return message


def dress_figure(figure: dict[str, Any]) -> None:
    """Give a figure room for the words at the ends of its bars, and its names a distance; plotly cuts them off.

    Args:
        figure: plotly's JSON, changed in place.

    >>> figure = {"data": [{"type": "bar", "textposition": "outside"}], "layout": {"margin": {"r": 20}}}
    >>> dress_figure(figure)
    >>> figure["layout"]["margin"]["r"], figure["layout"]["yaxis"]["ticklabelstandoff"]
    (110, 6)
    """
    layout = figure.setdefault("layout", {})
    layout.setdefault("yaxis", {}).setdefault("ticklabelstandoff", 6)
    for trace in figure.get("data", ()):
        if trace.get("type") == "bar" and trace.get("textposition") == "outside":
            margin = layout.setdefault("margin", {})
            margin["r"] = max(margin.get("r", 0), END_ROOM)


def dress(html: str) -> str:
    """Our HTML for the screen: with the page's style, sortable tables and links that lead somewhere.

    >>> dress('<p>甲</p>').endswith('</style><p>甲</p>')
    True
    >>> 'ITable' in dress('<div class="table"><table></table></div>')
    True
    """
    html = DOWNLOADS.sub(lambda found: ANCHOR.sub(_link, found[0]), html)
    click = CLICK % {"scope": SCOPE} if BEHIND in html else ""
    html = html.replace(
        BEHIND, '<details class="evallib-behind"><summary>图中数据（点图中的一项，标出所在的行）</summary>'
    )
    return style() + html + (sorting() if TABLE.search(html) else "") + click


def _link(found: re.Match[str]) -> str:
    """A link of a page is relative to the report's folder; from the notebook it is elsewhere, maybe not yet made."""
    from evallib.model.workspace.units import Workspace
    from evallib.workbench.lab.chosen import report_folder

    address, text = found[1], found[2]
    plain, _, anchor = unquote(address).partition("#")
    workspace = Workspace.find()
    target = Path(os.path.normpath(report_folder(workspace) / plain))
    if not target.is_file() or workspace.root not in target.parents:
        return f'<span title="{escape(plain)}">{text}（运行 evallib run 后可下载）</span>'
    place = os.path.relpath(target, workspace.notebooks)
    return f'<a href="{escape(Path(place).as_posix())}{"#" + anchor if anchor else ""}" download>{text}</a>'
