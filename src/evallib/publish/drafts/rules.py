"""Rules of the reviewer (审查规则): eight of the 25 that a finance office applies, checked by program on every draft.

3 摘要的数字在正文出现；8 问题对应指标与失分；9 问题与建议一一对应；12 评价性用语有数字或标准；15
表图有单位、时段、来源； 19 表图编号唯一并被引用；24 封面与章节齐全；25 无个人信息。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evallib.model import patterns
from evallib.privacy import personal_kinds
from evallib.publish.drafts.building import NOTHING_YET, numbers_of
from evallib.publish.drafts.drafting import Draft
from evallib.publish.drafts.material import text_of
from evallib.publish.drafts.tree import Chart, Figure, Gap, Human, Paragraph, Piece, Ref, Section, Table

RULES = {
    3: "摘要数字在正文有出处", 8: "问题对应指标和失分", 9: "问题与建议对应", 12: "评价性用语有依据",
    15: "表图有单位、时段、来源", 19: "表图编号与引用", 24: "封面、章节和附件齐全", 25: "无个人信息",
}  # fmt: skip
#: Words that judge. A sentence with one needs a figure or a standard.
JUDGING = re.compile(
    "较好|良好|显著|扎实|有效(?!期|份|问卷)|明显|充分|完善|规范|到位|大力|积极|圆满|优异|"
    "突出(?!问题)|稳步|有力|极大|高效|不断(?:提升|提高|增强|完善)"
)
STANDARD = re.compile(r"\d|〔|《|标准|目标|规定|等级|未|不")
SENTENCE = re.compile(r"[^。；！？\n]+")


@dataclass(frozen=True)
class RuleFinding:
    """A rule that a draft does not keep.

    Args:
        rule: its number.
        where: the block or section.
        message: what is wrong, in Chinese.
        blocking: whether a delivery copy may not leave with it.
    """

    rule: int
    where: str
    message: str
    blocking: bool = True

    def __str__(self) -> str:
        return f"规则{self.rule} {RULES[self.rule]}：{self.message}"


def check_rules(draft: Draft) -> list[RuleFinding]:
    """Every rule on a draft, in the order of their numbers."""
    checks = (_summary, _problems, _recommendations, _judging, _sources, _numbers, _complete, _personal)
    return [found for check in checks for found in check(draft)]


def _summary(draft: Draft) -> Iterator[RuleFinding]:
    inside, outside = {}, set()
    for section in draft.report.sections:
        for part, _ in section.walk():
            for figure in figures_in(part):
                if section.id == "summary":
                    inside[figure.id] = (figure, part.title)
                else:
                    outside.add(figure.id)
    for name, (figure, title) in inside.items():
        if name not in outside:
            yield RuleFinding(3, title, f"“{figure.name} {figure.text}{figure.unit}”只在摘要出现，正文没有")


def _problems(draft: Draft) -> Iterator[RuleFinding]:
    m = draft.material
    if m.card is None:
        return
    for problem in m.inputs.problems.problems:
        known = [code for code in problem.indicators if code in m.card.scores]
        if not known:
            yield RuleFinding(8, problem.id, f"问题“{problem.title}”没有对应的指标")
        for code in problem.indicators:
            if code not in m.card.scores:
                yield RuleFinding(8, problem.id, f"问题“{problem.title}”写的指标“{code}”不在指标体系中")
        if known and not any(m.card.scores[code].lost for code in known):
            yield RuleFinding(8, problem.id, f"问题“{problem.title}”对应的指标没有失分", blocking=False)


def _recommendations(draft: Draft) -> Iterator[RuleFinding]:
    for problem in draft.material.inputs.problems.problems:
        if not problem.recommendations:
            yield RuleFinding(9, problem.id, f"问题“{problem.title}”没有建议")
        for item in problem.recommendations:
            if not (item.who and item.by_when):
                yield RuleFinding(9, item.id, f"建议“{item.title}”没有写明责任单位或完成时限", blocking=False)


def _judging(draft: Draft) -> Iterator[RuleFinding]:
    for name, text in texts_of(draft):
        for sentence in SENTENCE.findall(text):
            found = JUDGING.search(sentence)
            if found and not STANDARD.search(sentence):
                yield RuleFinding(12, name, f"“{found[0]}”没有数字或标准支持：{sentence.strip()[:40]}", blocking=False)


def _sources(draft: Draft) -> Iterator[RuleFinding]:
    for block in draft.report.blocks():
        if not isinstance(block, Table | Chart):
            continue
        measured = isinstance(block, Chart) or any(
            isinstance(p, Figure) and p.unit for row in block.rows for p in row.cells
        )
        lacking = [
            word
            for word, text in (
                ("单位", block.unit if measured else "-"),
                ("时段", block.period),
                ("来源", block.source),
            )
            if not text
        ]
        if lacking:
            yield RuleFinding(15, block.id, f"“{block.title}”没有{'、'.join(lacking)}")


def _numbers(draft: Draft) -> Iterator[RuleFinding]:
    numbers = numbers_of(draft.report)
    cited = {
        piece.target
        for block in draft.report.blocks()
        if isinstance(block, Paragraph)
        for piece in block.pieces
        if isinstance(piece, Ref)
    }
    written = " ".join(text for _, text in texts_of(draft))
    for name, number in numbers.items():
        if name not in cited and number not in written:
            yield RuleFinding(19, name, f"{number}没有在文中引用")
    for target in cited - set(numbers):
        yield RuleFinding(19, target, f"文中引用的表或图“{target}”不存在")
    for name, text in texts_of(draft, generated=False):
        for number in patterns.findall(r"[表图]\s?\d+", text):
            if number.replace(" ", "") not in numbers.values():
                yield RuleFinding(19, name, f"人工文字引用的“{number}”不存在")


def _complete(draft: Draft) -> Iterator[RuleFinding]:
    for label, text in draft.report.cover:
        if not text.strip():
            yield RuleFinding(24, "封面", f"封面“{label}”未填写")
    for section, _ in draft.report.walk():
        only = section.blocks[0] if len(section.blocks) == 1 and not section.sections else None
        if isinstance(only, Paragraph) and only.pieces == (NOTHING_YET,):
            yield RuleFinding(24, section.title, f"“{section.title}”一节没有内容")
    annexes = {section.mark.strip() for section, _ in draft.report.walk() if section.annex}
    for name, text in texts_of(draft):
        for named in patterns.findall(r"附件\s?\d+", text):
            if named.replace(" ", "") not in annexes:
                yield RuleFinding(24, name, f"文中提到“{named}”，报告没有这个附件")


def _personal(draft: Draft) -> Iterator[RuleFinding]:
    for name, text in texts_of(draft):
        for kind in personal_kinds(text, False):
            yield RuleFinding(25, name, f"有{kind}")
    for block in draft.report.blocks():
        if isinstance(block, Table):
            for kind in {
                kind
                for row in block.rows
                for cell in row.cells
                if isinstance(cell, str)
                for kind in personal_kinds(cell, False)
            }:
                yield RuleFinding(25, block.id, f"“{block.title}”有{kind}")


def figures_in(section: Section) -> Iterator[Figure]:
    """The figures of a section's own blocks."""
    for block in section.blocks:
        pieces: Iterator[Piece] = iter(())
        if isinstance(block, Paragraph):
            pieces = iter(block.pieces)
        elif isinstance(block, Table):
            pieces = (cell for row in block.rows for cell in row.cells)
        yield from (piece for piece in pieces if isinstance(piece, Figure))


def texts_of(draft: Draft, generated: bool = True) -> Iterator[tuple[str, str]]:
    """Every text of a draft by block: paragraphs as they will be read, and what people wrote."""
    numbers = numbers_of(draft.report)
    for block in draft.report.blocks():
        if isinstance(block, Paragraph) and block.edited is not None:
            yield block.id, block.edited
        elif isinstance(block, Paragraph) and generated:
            yield block.id, text_of(block.pieces, numbers)
        elif isinstance(block, Gap | Human) and block.text:
            yield block.id, block.text
