"""Headers, footers and contents (页眉页脚与目录)."""

from __future__ import annotations

from collections.abc import Iterator

from evallib.publish.drafts.tree import Report
from evallib.publish.drafts.word.marks import Bookmarks, field_run, paragraph_xml, text_run
from evallib.publish.drafts.word.styles import SONG, look

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DEEPEST = 2  # levels of headings in the contents


def header_xml(text: str) -> str:
    """A header; empty in a delivery copy."""
    inside = f"<w:r><w:rPr>{look(SONG, 18, color='808080')}</w:rPr><w:t>{text}</w:t></w:r>" if text else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:hdr {SPACE}><w:p><w:pPr>'
        f'<w:jc w:val="center"/></w:pPr>{inside}</w:p></w:hdr>'
    )


def footer_xml(numbered: bool, kind: str) -> str:
    """A page number between dashes, on the outer side: odd pages right, even pages left."""
    letters = f"<w:rPr>{look(SONG, 28)}</w:rPr>"
    field = (
        "".join(
            f"<w:r>{letters}{inside}</w:r>"
            for inside in (
                "<w:t>— </w:t>",
                '<w:fldChar w:fldCharType="begin"/>',
                '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
                "<w:t> —</w:t>",
            )
        )
        .replace("<w:t>— </w:t>", '<w:t xml:space="preserve">— </w:t>')
        .replace("<w:t> —</w:t>", '<w:t xml:space="preserve"> —</w:t>')
    )
    side = "left" if kind == "even" else "right"
    paragraph = (
        f'<w:p><w:pPr><w:ind w:left="280" w:right="280"/><w:jc w:val="{side}"/>'
        f"</w:pPr>{field if numbered else ''}</w:p>"
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr {SPACE}>{paragraph}</w:ftr>'


def contents_xml(report: Report, pages: dict[str, int], bookmarks: Bookmarks) -> Iterator[str]:
    """The contents as a TOC field with the entries that it shows, so that programs that compute none show them too."""
    entries = [(section, depth) for section, depth in report.walk() if depth <= DEEPEST]
    yield paragraph_xml("EvTocTitle", text_run("目　录"))
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    for number, (section, depth) in enumerate(entries):
        page = str(pages.get(section.id, ""))
        reference = field_run(f"PAGEREF toc_{section.id} \\h", page) if page else ""
        line = text_run(f"{section.mark}{section.title}") + "<w:r><w:tab/></w:r>" + reference
        inside = f'<w:hyperlink w:anchor="toc_{section.id}" w:history="1">{line}</w:hyperlink>'
        last = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if number == len(entries) - 1 else ""
        yield paragraph_xml(f"EvToc{depth}", (begin if number == 0 else "") + inside + last)
    if not pages:
        yield paragraph_xml("EvSource", text_run("页码：在 Word 或 WPS 中右键目录，选“更新域”。"))
