"""The body (正文): every block of a draft as Word paragraphs and tables, with bookmarks to take text back by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from evallib.publish.drafts.building import heading_id, numbers_of
from evallib.publish.drafts.material import text_of
from evallib.publish.drafts.narrative import text_mark
from evallib.publish.drafts.outline import gap_name
from evallib.publish.drafts.tree import (
    Block,
    Chart,
    Figure,
    Gap,
    Head,
    Human,
    Paragraph,
    Pieces,
    Report,
    Row,
    Section,
    Table,
)
from evallib.publish.drafts.word.marks import Bookmarks, Remarks, caption_number, paragraph_xml, runs, text_run
from evallib.publish.drafts.word.styles import TEXT_HEIGHT, TEXT_WIDTH
from evallib.publish.drafts.word.tables import fact_box, table_xml

MOST_FACTS, MOST_SOURCES = 20, 40
PROMPT, END = "【填写·{name}】", "【填写到此·{name}】"


@dataclass
class Body:
    """Writes the blocks of a report.

    Args:
        report: the tree.
        review: with comments, fact boxes and bookmarks; a delivery copy has none of them.
        draw: puts a chart into the document and returns its run.
        link: makes a relation to another file and returns its id.
    """

    report: Report
    review: bool
    draw: Callable[[Chart, int], str]
    link: Callable[[str], str]
    bookmarks: Bookmarks = field(default_factory=Bookmarks)
    remarks: Remarks = field(default_factory=Remarks)

    def __post_init__(self) -> None:
        self.numbers = numbers_of(self.report)
        self.width = TEXT_WIDTH
        self.drawn = 0

    def heading(self, section: Section, depth: int) -> Iterator[str]:
        """The heading of a section."""
        title = f"{section.mark}{section.title}"
        content = self.bookmarks.around(f"toc_{section.id}", text_run(title))
        properties = "<w:pageBreakBefore/>" if section.breaks else ""
        centred = (
            ""
            if section.numbered or section.annex or depth > 1
            else '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
        )
        yield paragraph_xml(
            f"Heading{min(depth, 4)}", self._marked(heading_id(section), title, content), properties + centred
        )

    def block(self, block: Block) -> Iterator[str]:
        """One block."""
        if isinstance(block, Paragraph):
            yield from self._paragraph(block)
        elif isinstance(block, Human):
            yield from self._human(block.text, "EvBody")
        elif isinstance(block, Gap):
            yield from self._gap(block)
        elif isinstance(block, Table):
            yield from self._table(block)
        else:
            yield from self._chart(block)

    def _marked(self, block: str, text: str, content: str) -> str:
        """Content between the two bookmarks of a block; the first one names the text that was generated."""
        if not self.review:
            return content
        return self.bookmarks.here(f"ev_{block}_{text_mark(text)}") + content + self.bookmarks.here(f"ev_{block}_to")

    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        style = "EvItem" if block.style == "item" else "EvBody"
        generated = text_of(block.pieces, self.numbers)
        if block.edited is not None:
            lines = block.edited.split("\n")
            for number, text in enumerate(lines):
                content = text_run(text)
                if self.review:
                    first = self.bookmarks.here(f"ev_{block.id}_{text_mark(generated)}") if number == 0 else ""
                    last = self.bookmarks.here(f"ev_{block.id}_to") if number == len(lines) - 1 else ""
                    if number == 0 and block.changed:
                        content = self.remarks.around(
                            content, f"本段经人工改写，之后数据有变动。现按数据生成的文字：{generated}"
                        )
                    content = first + content + last
                yield paragraph_xml(style, content)
            return
        content = runs(block.pieces, self.numbers)
        if block.link:
            content += self._hyperlink(block.link)
        text = generated + (f"（底稿 {block.link}）" if block.link else "")
        if self.review and (told := sources_of(block.pieces)):
            content = self.remarks.around(content, told)
        yield paragraph_xml(style, self._marked(block.id, text, content))

    def _hyperlink(self, target: str) -> str:
        file = self.link(target)
        blue = text_run(f"底稿 {target}", color="1F5A8C")
        inside = f'<w:hyperlink r:id="{file}">{blue}</w:hyperlink>' if file else text_run(f"底稿 {target}")
        return text_run("（") + inside + text_run("）")

    def _human(self, text: str, style: str) -> Iterator[str]:
        """A person's paragraphs; lines between bars are rows of a table."""
        rows: list[list[str]] = []
        for part in [*text.split("\n"), ""]:
            if part.startswith("|") and part.endswith("|") and len(part) > 2:
                rows.append([cell.strip() for cell in part.strip("|").split("|")])
                continue
            if rows:
                columns = max(map(len, rows))
                full = [row + [""] * (columns - len(row)) for row in rows]
                table = Table(
                    "human", "", (tuple(Head(cell) for cell in full[0]),), tuple(Row(tuple(row)) for row in full[1:])
                )
                yield table_xml(table, {}, self.width)
                rows = []
            if part.strip():
                yield paragraph_xml(style, text_run(part))

    def _gap(self, gap: Gap) -> Iterator[str]:
        if not self.review:
            if gap.is_open and gap.required:
                yield paragraph_xml("EvBody", text_run("（本项未填写。）"))
            yield from self._human(gap.text, "EvBody")
            return
        facts = gap.facts[:MOST_FACTS]
        if facts:
            more = len(gap.facts) - len(facts)
            yield fact_box(
                "可供参考的事实（交付稿中不出现）" + (f"，另有 {more} 项从略" if more else ""),
                facts,
                self.numbers,
                self.width,
            )
        need = "必填" if gap.required else "选填"
        state = f"{gap.ask}（{need}）" if gap.is_open else "以下为人工填写，可继续修改。"
        yield paragraph_xml(
            "EvPrompt", self.bookmarks.here(f"ev_{gap.id}_gap") + text_run(PROMPT.format(name=gap_name(gap.id)) + state)
        )
        yield from self._human(gap.text, "EvGap") if not gap.is_open else [paragraph_xml("EvGap", "")]
        yield paragraph_xml(
            "EvPrompt", self.bookmarks.here(f"ev_{gap.id}_to") + text_run(END.format(name=gap_name(gap.id)))
        )

    def _table(self, table: Table) -> Iterator[str]:
        title = f"{self.report.mark}{table.title}"
        text = f"{self.numbers[table.id]} {title}"
        content = caption_number(self.bookmarks, table.id, self.numbers[table.id]) + text_run(f" {title}")
        if self.review and (told := sources_of(piece for row in table.rows for piece in row.cells)):
            content = self.remarks.around(content, told)
        yield paragraph_xml("EvCaption", self._marked(f"t_{table.id}"[:28], text, content))
        if table.unit:
            yield paragraph_xml("EvUnit", text_run(f"单位：{table.unit}"))
        yield table_xml(table, self.numbers, self.width)
        yield paragraph_xml("EvSource", text_run(source_line(table)))

    def _chart(self, chart: Chart) -> Iterator[str]:
        self.drawn += 1
        yield paragraph_xml("EvHolder", self.draw(chart, self.drawn))
        title = f"{self.report.mark}{chart.title}（单位：{chart.unit}）"
        content = caption_number(self.bookmarks, chart.id, self.numbers[chart.id]) + text_run(f" {title}")
        yield paragraph_xml(
            "EvFigure",
            self._marked(f"t_{chart.id}"[:28], f"{self.numbers[chart.id]} {title}", content),
            "<w:keepNext/>",
        )
        yield paragraph_xml("EvSource", text_run(f"资料来源：{chart.source}；时段：{chart.period}。"))

    def turn(self, landscape: bool) -> None:
        """Tables are as wide as the page that they stand on."""
        self.width = TEXT_HEIGHT if landscape else TEXT_WIDTH


def source_line(table: Table) -> str:
    """Source, period and note under a table.

    >>> source_line(Table("a", "甲", (), (), source="a.xlsx（表）", period="2023年度"))
    '资料来源：a.xlsx（表）；时段：2023年度。'
    """
    note = f"{table.note}" if table.note else ""
    return f"资料来源：{table.source}；时段：{table.period or '未注明'}。{note}"


def sources_of(pieces: Pieces | Iterator[object]) -> str:
    """The text of a comment: each figure with its cells."""
    told: dict[str, None] = {}
    for piece in pieces:
        if isinstance(piece, Figure) and piece.sources:
            shown = "；".join(piece.sources[:3]) + (f" 等 {len(piece.sources)} 处" if len(piece.sources) > 3 else "")
            told[f"{piece.name} {piece.text}{piece.unit}：{shown}"] = None
    lines = list(told)
    return "\n".join(
        [
            *lines[:MOST_SOURCES],
            *([f"另有 {len(lines) - MOST_SOURCES} 个数字，见 figures.json"] if len(lines) > MOST_SOURCES else []),
        ]
    )
