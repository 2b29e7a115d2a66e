"""Styles and pages (样式与版面): A4 as GB/T 9704 has it; names of the standard's fonts, none embedded.

Lines have an exact pitch, so that a page holds the same text whatever font stands in for a missing one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SONG, FANGSONG, HEI, KAI, TITLE = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
#: Page and margins in twentieths of a point: 210 × 297 mm; above 37, below 35, left 28, right 26 mm.
WIDTH, HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1588, 1474
TEXT_WIDTH = WIDTH - LEFT - RIGHT
TEXT_HEIGHT = HEIGHT - TOP - BOTTOM


@dataclass(frozen=True)
class Layout:
    """Sizes in half points and the pitch of lines in twentieths of a point."""

    body: int
    pitch: int
    squeeze: int
    heading: int


CONSULTANCY = Layout(body=28, pitch=560, squeeze=0, heading=32)
OFFICIAL = Layout(body=32, pitch=579, squeeze=-5, heading=32)


def look(font: str, size: int, bold: bool = False, color: str = "", squeeze: int = 0) -> str:
    """Properties of letters."""
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}" w:cs="{LATIN}"/>'
        f'<w:b w:val="{int(bold)}"/><w:bCs w:val="{int(bold)}"/><w:i w:val="0"/>'
        + (f'<w:color w:val="{color}"/>' if color else '<w:color w:val="000000"/>')
        + (f'<w:spacing w:val="{squeeze}"/>' if squeeze else "")
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    )


def spacing(pitch: int, before: int = 0, after: int = 0) -> str:
    """Distances of a paragraph; its lines do not jump to the grid of the page."""
    return (
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="{before}" w:after="{after}" '
        f'w:line="{pitch}" w:lineRule="exact"/>'
    )


def _style(
    name: str, title: str, paragraph: str, letters: str, following: str = "EvBody", based: str = "Normal"
) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="{title}"/><w:basedOn w:val="{based}"/>'
        f'<w:next w:val="{following}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
    )


def style_xml(layout: Layout) -> list[str]:
    """Every style of a draft."""
    body, pitch = layout.body, layout.pitch
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{body * 20}"/><w:jc w:val="both"/>'
    plain = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    keep = "<w:keepNext/><w:keepLines/>"
    styles = [
        _style("EvBody", "正文段落", f"{spacing(pitch)}{indent}", look(FANGSONG, body, squeeze=layout.squeeze)),
        _style("EvItem", "条目", f"{keep}{spacing(pitch)}{indent}", look(FANGSONG, body, True, squeeze=layout.squeeze)),
        _style("EvTitle", "文件标题", f'{spacing(700, 0, 0)}{plain}<w:jc w:val="center"/>', look(TITLE, 44), "EvTitle"),
        _style("EvTitle2", "文件副标题", f'{spacing(600, 0, 240)}{plain}<w:jc w:val="center"/>', look(KAI, 32)),
        _style("EvCover", "封面栏目", f"{spacing(720)}{plain}", look(FANGSONG, 32), "EvCover"),
        _style(
            "EvDraft", "草稿说明", f'{spacing(480, 0, 240)}{plain}<w:jc w:val="center"/>', look(KAI, 24, color="B00020")
        ),
        _style("EvCaption", "表题", f'{keep}{spacing(400, 160, 0)}{plain}<w:jc w:val="center"/>', look(HEI, 24)),
        _style("EvFigure", "图题", f'{spacing(400, 0, 0)}{plain}<w:jc w:val="center"/>', look(HEI, 24)),
        _style("EvUnit", "计量单位", f'{keep}{spacing(300)}{plain}<w:jc w:val="right"/>', look(FANGSONG, 21)),
        _style("EvSource", "资料来源", f'{spacing(300, 40, 160)}{plain}<w:jc w:val="left"/>', look(FANGSONG, 18)),
        _style("EvCell", "表格文字", f"{spacing(280, 20, 20)}{plain}", look(FANGSONG, 21), "EvCell"),
        _style("EvCellSmall", "表格小字", f"{spacing(240, 10, 10)}{plain}", look(FANGSONG, 18), "EvCellSmall"),
        _style(
            "EvHolder",
            "图位",
            f'<w:keepNext/>{spacing(240).replace("exact", "auto")}{plain}<w:jc w:val="center"/>',
            look(FANGSONG, 21),
        ),
        _style("EvGap", "待填写", f"{spacing(pitch)}{indent}", look(FANGSONG, body, squeeze=layout.squeeze), "EvGap"),
        _style(
            "EvPrompt",
            "填写提示",
            f'{spacing(360, 60, 0)}{plain}<w:jc w:val="left"/>',
            look(KAI, 21, color="B00020"),
            "EvGap",
        ),
        _style("EvFact", "事实", f'{spacing(320)}{plain}<w:jc w:val="left"/>', look(KAI, 19, color="404040"), "EvFact"),
        _style("EvTocTitle", "目录标题", f'{spacing(700, 0, 240)}{plain}<w:jc w:val="center"/>', look(HEI, 36)),
    ]
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    for level in (1, 2, 3):
        ind = f'<w:ind w:left="{(level - 1) * 420}" w:firstLineChars="0" w:firstLine="0"/>'
        styles.append(
            _style(
                f"EvToc{level}",
                f"目录 {level} 级",
                f"{tab}{spacing(440)}{ind}",
                look(HEI if level == 1 else FANGSONG, 24),
                f"EvToc{level}",
            )
        )
    return styles


def heading_xml(layout: Layout) -> list[str]:
    """Real headings, so that every program finds the outline."""
    fonts = ((HEI, False), (KAI, False), (FANGSONG, True), (FANGSONG, False))
    styles = []
    for level, (font, bold) in enumerate(fonts, start=1):
        size = layout.heading if level <= 2 else layout.body
        indent = f'<w:ind w:firstLineChars="200" w:firstLine="{size * 20}"/>'
        space = spacing(layout.pitch, 120 if level == 1 else 0, 0)
        styles.append(
            f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
            f'<w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
            '<w:next w:val="EvBody"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr>'
            f"<w:keepNext/><w:keepLines/>{space}{indent}"
            f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr>{look(font, size, bold)}</w:rPr></w:style>'
        )
    return styles


def set_styles(document: Any, layout: Layout) -> None:
    """Replace the styles of python-docx's blank document by ours."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    styles = document.styles.element
    for text in (*heading_xml(layout), *style_xml(layout)):
        new = parse_xml(text.replace("<w:style ", f"<w:style {nsdecls('w')} ", 1))
        name = new.get(qn("w:styleId"))
        for old in styles.findall(qn("w:style")):
            if old.get(qn("w:styleId")) == name:
                styles.remove(old)
        styles.append(new)
    normal = document.styles["Normal"].element
    for tag in ("w:rPr", "w:pPr"):
        for old in normal.findall(qn(tag)):
            normal.remove(old)
    normal.append(parse_xml(f"<w:rPr {nsdecls('w')}>{look(FANGSONG, layout.body)}</w:rPr>"))


def page_xml(landscape: bool, number: str, start: int | None, layout: Layout, parts: str = "") -> str:
    """Properties of a section: size, margins, page numbers, line grid; landscape pages turn with their margins."""
    size = (
        f'<w:pgSz w:w="{HEIGHT}" w:h="{WIDTH}" w:orient="landscape"/>'
        if landscape
        else f'<w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/>'
    )
    edges = (LEFT, RIGHT, BOTTOM, TOP) if landscape else (TOP, BOTTOM, LEFT, RIGHT)
    top, bottom, left, right = edges
    begin = f' w:start="{start}"' if start is not None else ""
    return (
        f'{parts}<w:type w:val="nextPage"/>'
        f'{size}<w:pgMar w:top="{top}" w:bottom="{bottom}" w:left="{left}" w:right="{right}" w:header="850" '
        f'w:footer="992" w:gutter="0"/><w:pgNumType w:fmt="{number}"{begin}/><w:cols w:space="720"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{layout.pitch}"/>'
    )
