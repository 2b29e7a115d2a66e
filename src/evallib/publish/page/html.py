"""HTML (网页): an executed notebook through our own nbconvert template; shared assets; nothing from other hosts."""

from __future__ import annotations

import os
import re
import shutil
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from evallib.model import patterns
from evallib.model.palette import SOFT, css_variables
from evallib.model.workspace.files import write_text

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
STYLE, SCRIPT, PARTS = "page.css", "page.js", ("page.css", "summary.css")
#: nbconvert's link in a heading of a notebook: without a text it is never closed and swallows what follows.
ANCHOR = re.compile(r'<a class="anchor-link"[^>]*/>')


def render_page(notebook: Any, title: str, page: Path, reports: Path, footer: str) -> str:
    """HTML of an executed notebook.

    Args:
        notebook: the nbformat notebook with its outputs.
        title: title of the page, in Chinese.
        page: where the page will stand; addresses of assets and of the index are relative to it.
        reports: the reports folder, which holds ``assets/`` and ``index.html``.
        footer: one line at the foot.
    """
    up = os.path.relpath(reports, page.parent)
    notebook = notebook.copy()
    notebook["metadata"] = dict(notebook["metadata"]) | {
        "evallib": {
            "title": title,
            "assets": f"{up}/assets",
            "home": f"{up}/index.html",
            "footer": footer,
            "paper": paper_style(title),
            "annex": any("show_annex" in cell.source for cell in notebook.cells),
        }
    }
    html, _ = _exporter().from_notebook_node(notebook)
    return ANCHOR.sub("", str(html))


def plain_page(title: str, style: str, body: str) -> str:
    r"""A page that stands alone, with its style inside; `body` is HTML, the title is not.

    >>> plain_page("甲<乙", "", "<p>丙</p>").endswith(
    ...     "<title>甲&lt;乙</title><style></style></head><body><p>丙</p></body></html>\n"
    ... )
    True
    """
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>{body}</body></html>\n"
    )


def paper_style(title: str) -> str:
    """Header and page numbers of a printed page.

    >>> paper_style('甲 2023"</style>').count("</style>")
    0
    """
    plain = patterns.sub(r'["\\\\<>{}]', "", title)
    small = f"font-size:9px;color:{SOFT}"
    number = f'content:"第 " counter(page) " 页，共 " counter(pages) " 页";{small}'
    head = f'@page{{@top-left{{content:"{plain}";{small}}}@bottom-right{{{number}}}}}'
    return head + "@page:first{@top-left{content:none}}"


def write_assets(reports: Path) -> None:
    """Put the script, the style (the house's colours as variables) and plotly.min.js under reports/assets, once."""
    plotly = find_spec("plotly")  # only its folder is needed, not the import
    assert plotly is not None and plotly.origin is not None
    target = reports / "assets"
    target.mkdir(parents=True, exist_ok=True)
    write_style(target)
    for source in (*ASSETS.iterdir(), Path(plotly.origin).parent / "package_data" / "plotly.min.js"):
        if source.name in PARTS:
            continue
        copy = target / source.name
        if not copy.is_file() or copy.stat().st_size != source.stat().st_size or source.parent == ASSETS:
            part = copy.with_name(f".{copy.name}.{os.getpid()}.part")
            shutil.copyfile(source, part)
            part.replace(copy)


def write_style(folder: Path) -> None:
    """Put the style sheet into a folder, with the house's colours and fonts as its variables."""
    write_text(folder / STYLE, style_sheet(), sync=False)


@cache
def style_sheet() -> str:
    """The whole style of a page, with the house's colours and fonts as its variables."""
    return css_variables() + "".join((ASSETS / name).read_text(encoding="utf-8") for name in PARTS)


@cache
def _exporter() -> Any:
    from nbconvert import HTMLExporter
    from nbconvert.exporters.templateexporter import TemplateExporter

    class PageExporter(HTMLExporter):
        """nbconvert's exporter without what our template has no use for, which is most of its time.

        No preprocessors (no code is shown), and its result is not parsed again to mend the images of cells.
        """

        def from_notebook_node(self, nb: Any, resources: Any = None, **keywords: Any) -> Any:
            return TemplateExporter.from_notebook_node(self, nb, resources, **keywords)

    exporter = PageExporter(  # type: ignore[no-untyped-call]
        template_name="evallib",
        extra_template_basedirs=[str(HERE / "templates")],
        default_preprocessors=[],
        anchor_link_text="",  # the page's contents list is made of the headings' texts, where a ¶ would stand
    )
    exporter.template  # noqa: B018 - compiled here, once
    return exporter
