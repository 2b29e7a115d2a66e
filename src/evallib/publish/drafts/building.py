"""Building (生成初稿): an outline and material become a tree, numbers are set, human text is put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.publish.drafts.material import Material, text_of
from evallib.publish.drafts.narrative import Narrative, text_mark
from evallib.publish.drafts.outline import Chapter, Outline, Part
from evallib.publish.drafts.registry import FACTS, MAKERS
from evallib.publish.drafts.tree import Block, Chart, Gap, Human, Paragraph, Report, Section, Table

Made = TypeVar("Made")
TENS = "零一二三四五六七八九"
NOTHING_YET = "本节没有提交资料。"


def build_report(material: Material, outline: Outline, fields: dict[str, str], mark: str = "") -> Report:
    """The tree of a report.

    Args:
        material: what it is made of.
        outline: its chapters.
        fields: what fills the braces of titles and cover.
        mark: 【合成数据】 or nothing.

    Raises:
        EvallibError: the outline calls for a generator that is not there.
    """
    sections = [section for chapter in outline.sections if (section := _section(material, chapter))]
    titles = tuple(
        f"{mark if not number else ''}{title.format_map(fields)}" for number, title in enumerate(outline.titles)
    )
    cover = tuple((label, filled.format_map(fields)) for label, filled in outline.cover.items())
    report = Report(outline.kind, outline.name, titles, cover, sections, outline.layout == "official", mark)
    set_marks(report.sections)
    return report


def _section(m: Material, chapter: Chapter) -> Section | None:
    section = Section(
        chapter.id,
        chapter.title,
        numbered=chapter.numbered,
        landscape=chapter.landscape,
        breaks=chapter.breaks,
        optional=chapter.optional,
        annex=chapter.annex,
    )
    for part in chapter.parts:
        section.blocks += _blocks(m, part)
    section.sections = [inner for one in chapter.sections if (inner := _section(m, one))]
    if section.is_empty:
        if chapter.optional:
            return None
        section.blocks.append(Paragraph(f"{chapter.id}_empty", (NOTHING_YET,)))
    return section


def _blocks(m: Material, part: Part) -> list[Block]:
    blocks: list[Block] = []
    if part.make:
        m.scope = part.make
        blocks = list(_known(MAKERS, part.make)(m))
    if blocks or not part.gap:
        return blocks
    m.scope = part.id or part.make
    facts = tuple(fact for name in part.facts for fact in _known(FACTS, name)(m))
    return [Gap(part.id or part.make, part.gap, facts, part.required)]


def _known(makers: dict[str, Made], name: str) -> Made:
    if name not in makers:
        advice = did_you_mean(name, makers)
        raise EvallibError(
            Problem("draft.generator", "提纲里写了没有的内容", value=name, expected="、".join(makers), advice=advice)
        )
    return makers[name]


def set_marks(sections: Iterable[Section], depth: int = 1) -> None:
    """Type the marks of headings: 一、, （一）, 1., （1）; annexes are 附件1 and on."""
    number = annex = 0
    for section in sections:
        if section.annex:
            annex += 1
            section.mark = f"附件{annex} "
        elif section.numbered:
            number += 1
            section.mark = heading_mark(number, depth)
        set_marks(section.sections, depth + 1)


def heading_mark(number: int, depth: int) -> str:
    """The mark of the nth heading of a depth.

    >>> heading_mark(12, 1), heading_mark(3, 2), heading_mark(3, 3), heading_mark(3, 4)
    ('十二、', '（三）', '3. ', '（3）')
    """
    chinese = chinese_number(number)
    return {1: f"{chinese}、", 2: f"（{chinese}）", 3: f"{number}. "}.get(depth, f"（{number}）")


def chinese_number(number: int) -> str:
    """A number below 100 in Chinese.

    >>> chinese_number(9), chinese_number(10), chinese_number(21)
    ('九', '十', '二十一')
    """
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else TENS[tens] + "十") + (TENS[ones] if ones or not tens else "")


def without_open_gaps(report: Report) -> Report:
    """A report to be delivered: what may stay unwritten and is, leaves no empty heading behind."""
    report.sections = [kept for section in report.sections if (kept := _kept(section))]
    set_marks(report.sections)
    return report


def _kept(section: Section) -> Section | None:
    section.blocks = [b for b in section.blocks if not (isinstance(b, Gap) and b.is_open and not b.required)]
    section.sections = [kept for inner in section.sections if (kept := _kept(inner))]
    return None if section.is_empty else section


def numbers_of(report: Report) -> dict[str, str]:
    """表N and 图N by id, counted through the whole report in its order.

    Raises:
        ValueError: one table stands in two places.
    """
    numbers: dict[str, str] = {}
    tables = charts = 0
    for block in report.blocks():
        if isinstance(block, Table | Chart) and block.id in numbers:
            raise ValueError(f"“{block.id}” stands in two places")
        if isinstance(block, Table):
            tables += 1
            numbers[block.id] = f"表{tables}"
        elif isinstance(block, Chart):
            charts += 1
            numbers[block.id] = f"图{charts}"
    return numbers


def with_human(report: Report, narrative: Narrative) -> Report:
    """Put back what people wrote: gaps are filled, edited paragraphs kept, text between blocks in its place again."""
    numbers = numbers_of(report)
    for section, _ in report.walk():
        section.blocks = [out for block in section.blocks for out in _humanised(block, narrative, numbers)]
        if after := narrative.after(heading_id(section)):
            section.blocks.insert(0, Human(f"{heading_id(section)}_after", after))
    return report


def heading_id(section: Section) -> str:
    """The id of a section's heading, beside which text may stand."""
    return f"h_{section.id}"


def _humanised(block: Block, narrative: Narrative, numbers: dict[str, str]) -> Iterator[Block]:
    written = narrative.get(block.id)
    if isinstance(block, Gap) and written:
        yield replace(block, text=written.text)
    elif isinstance(block, Paragraph) and written:
        yield replace(block, edited=written.text, changed=text_mark(text_of(block.pieces, numbers)) != written.base)
    else:
        yield block
    if after := narrative.after(block.id):
        yield Human(f"{block.id}_after", after)


def block_ids(report: Report) -> list[str]:
    """Ids beside which human text may stand."""
    return [*(block.id for block in report.blocks()), *(heading_id(section) for section, _ in report.walk())]
