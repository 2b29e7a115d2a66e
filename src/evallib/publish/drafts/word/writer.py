"""The Word writer (写成 Word): cover, contents, sections, comments, page numbers; one tree gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from evallib.model.workspace.files import write_bytes
from evallib.publish.books.index_numbers import cell_name
from evallib.publish.drafts.tree import Report
from evallib.publish.drafts.word.body import Body
from evallib.publish.drafts.word.charts import add_chart
from evallib.publish.drafts.word.marks import paragraph_xml, text_run
from evallib.publish.drafts.word.page_numbers import contents_pages
from evallib.publish.drafts.word.pages import contents_xml, footer_xml, header_xml
from evallib.publish.drafts.word.sheets import placed
from evallib.publish.drafts.word.styles import CONSULTANCY, OFFICIAL, Layout, page_xml, set_styles
from evallib.publish.release.still import still_archive

PAPER = "评价底稿.xlsx"
REVIEWER = "核对"
RED_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="4" w:color="C00000"/></w:pBdr><w:jc w:val="center"/>'
#: To whom a letter goes, without the indent of a paragraph; who signs it and when, at the right.
FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
SIGNED = '<w:ind w:rightChars="200" w:right="640" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>'


def write_word(
    report: Report, path: Path, year: int, review: bool = True, note: str = "", with_pages: bool = False
) -> Path:
    """Write a draft as a Word file.

    Args:
        report: the tree, with its human text.
        path: the .docx file.
        year: of the report; its end is the date that the file states.
        review: a review copy with comments, fact boxes and bookmarks, or a delivery copy without.
        note: a line on page 1, e.g. how many gaps are open.
        with_pages: fill in the pages of the contents, by laying the report out once with LibreOffice where it is there.
    """
    made = word_bytes(report, year, review, None, note)
    if with_pages and not report.official:
        made = word_bytes(report, year, review, contents_pages(report, made), note)
    write_bytes(path, made, sync=False)
    return path


def word_bytes(report: Report, year: int, review: bool, pages: dict[str, int] | None, note: str) -> bytes:
    """The file's content; see `write_word`."""
    import docx

    document = docx.Document()
    layout = OFFICIAL if report.official else CONSULTANCY
    set_styles(document, layout)
    links: dict[str, str] = {}

    def link(target: str) -> str:
        name = f"{PAPER}#{cell_name(target)}"
        if name not in links:
            from docx.opc.constants import RELATIONSHIP_TYPE

            links[name] = document.part.relate_to(name, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return links[name]

    body = Body(report, review, lambda chart, number: add_chart(document, chart, number, year), link)
    parts = _Parts(document, report, review)
    _fill(document, _content(report, body, layout, parts, pages, note))
    _comments(document, body.remarks.texts, year)
    _settings(document)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = "".join(report.titles), "", "", ""
    core.created = core.modified = datetime(year + 1, 1, 1, tzinfo=UTC)
    core.revision = 1
    buffer = BytesIO()
    document.save(buffer)
    return still_archive(buffer.getvalue(), year)


class _Parts:
    """Headers and footers: one part each, referred to by the sections."""

    def __init__(self, document: Any, report: Report, review: bool) -> None:
        self.document, self.report, self.review, self.count = document, report, review, 0

    def references(self, numbered: bool) -> str:
        """References of a section to its header and footers."""
        head = "".join(filter(None, (self.report.mark, "草稿，供审阅" if self.review else "")))
        made = [self._add("header", kind, header_xml(head)) for kind in ("default", "even")]
        made += [self._add("footer", kind, footer_xml(numbered, kind)) for kind in ("default", "even")]
        return "".join(made)

    def _add(self, what: str, kind: str, xml: str) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        self.count += 1
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{what}+xml"
        part = Part(PackURI(f"/word/{what}{100 + self.count}.xml"), content, xml.encode(), self.document.part.package)
        relation = self.document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, what.upper()))
        return f'<w:{what}Reference w:type="{kind}" r:id="{relation}"/>'


def _content(
    report: Report, body: Body, layout: Layout, parts: _Parts, pages: dict[str, int] | None, note: str
) -> Iterator[str]:
    """Everything in the body, with the breaks between sections; the last section's properties come last."""
    if report.official:
        yield from _titles(report)
        if note:
            yield paragraph_xml("EvDraft", text_run(note))
    else:
        yield from _cover(report, note)
        yield _break(page_xml(False, "decimal", None, layout, parts.references(False)))
        yield from contents_xml(report, pages or {}, body.bookmarks)
        yield _break(page_xml(False, "upperRoman", 1, layout, parts.references(True)))
    start: int | None = 1
    turned = False
    for item in placed(report):
        if item.turned != turned:
            yield _break(page_xml(turned, "decimal", start, layout, parts.references(True)))
            start, turned = None, item.turned
            body.turn(turned)
        yield from body.heading(item.section, item.depth) if item.block is None else body.block(item.block)
    for text in report.foot:
        yield paragraph_xml("EvBody", text_run(text), SIGNED if report.kind == "letter" else "")
    yield f"<w:sectPr>{page_xml(turned, 'decimal', start, layout, parts.references(True))}</w:sectPr>"


def _break(properties: str) -> str:
    return f"<w:p><w:pPr><w:sectPr>{properties}</w:sectPr></w:pPr></w:p>"


def _titles(report: Report) -> Iterator[str]:
    for number, title in enumerate(report.titles):
        yield paragraph_xml("EvTitle" if number < len(report.titles) - 1 else "EvTitle2", text_run(title))
    if report.kind == "month":  # the line under the head of a 公文, and who issues it when
        told = "　　".join(f"{label}：{text}" for label, text in report.cover if text)
        yield paragraph_xml("EvCover", text_run(told), RED_LINE)
    if report.to:
        yield paragraph_xml("EvBody", text_run(report.to), FLUSH)


def _cover(report: Report, note: str) -> Iterator[str]:
    yield paragraph_xml("EvCover", "", '<w:spacing w:before="1400" w:after="0"/>')
    for number, title in enumerate(report.titles):
        yield paragraph_xml("EvTitle" if number < 2 else "EvTitle2", text_run(title))
    if note:
        yield paragraph_xml("EvDraft", text_run(note))
    yield paragraph_xml("EvCover", "", '<w:spacing w:before="1800" w:after="0"/>')
    for label, text in report.cover:
        filled = text_run(text) if text else text_run("　" * 12 if label != "（公章）" else "")
        yield paragraph_xml(
            "EvCover", text_run(f"{label}：") + filled, '<w:ind w:left="1200" w:firstLineChars="0" w:firstLine="0"/>'
        )


def _fill(document: Any, content: Iterable[str]) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    body = document.element.body
    for child in list(body):
        body.remove(child)
    root = parse_xml(f"<w:body {nsdecls('w', 'r')}>{''.join(content)}</w:body>")
    for child in list(root):
        body.append(child)


def _comments(document: Any, texts: Iterable[str], year: int) -> None:
    """Comments under the names that the body refers to; their date is the report's, not the clock's."""
    for text in texts:
        made = document.comments.add_comment(text=text, author=REVIEWER, initials="核")
        from docx.oxml.ns import qn

        made._comment_elm.set(qn("w:date"), f"{year + 1}-01-01T00:00:00Z")


def _settings(document: Any) -> None:
    """Odd and even pages have their numbers on the outer side."""
    document.settings.odd_and_even_pages_header_footer = True
