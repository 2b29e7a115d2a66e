"""The letter to a report's author (意见函): what the audit found, with room for an answer, by the drafts' writer."""

from __future__ import annotations

from pathlib import Path

from evallib.audit.findings import SEVERITIES, Finding
from evallib.audit.reading.places import told_places, under_heading
from evallib.audit.result import Audit
from evallib.audit.terminal import told_arithmetic
from evallib.model import patterns
from evallib.publish.drafts.building import set_marks
from evallib.publish.drafts.tree import Block, Figure, Head, Paragraph, Piece, Report, Row, Section, Table
from evallib.publish.drafts.word.writer import write_word
from evallib.publish.words import format as fmt

HEADS = ("序号", "位置", "意见", "原文", "复核", "答复")
WIDTHS = (4, 16, 26, 10, 10, 10)
MOST = 3
NAMES = {
    "score": "影响得分或合计的问题",
    "contradiction": "互相矛盾的数字",
    "rounding": "尾差与进位",
    "wording": "名称与表述",
}


def write_letter(audit: Audit, path: Path, addressee: str = "", sender: str = "", days: int = 5) -> Path:
    """Write the letter about an audited report.

    Args:
        audit: what the audit found.
        path: the .docx file.
        addressee: who wrote the report; left open without it.
        sender: who asks; left open without it.
        days: working days in which an answer is asked for.
    """
    return write_word(letter_report(audit, addressee, sender, days), path, audit.document.year or 2000, review=False)


def letter_report(audit: Audit, addressee: str, sender: str, days: int) -> Report:
    """The letter as a tree: one chapter per kind of finding, each finding once with room for an answer."""
    name, *others = (Path(part).stem for part in audit.document.name.split("、"))
    beside = f"，并与{'、'.join(f'《{other}》' for other in others)}互相核对" if others else ""
    counts = audit.summary()
    doubts = counts["ambiguous"]
    lead: list[Block] = [
        Paragraph(
            "lead",
            (
                f"对《{name}》作了勾稽核对{beside}：读到数字 ",
                _count("figures", counts["figures"]),
                " 个，核对相符 ",
                _count("agreements", counts["agreements"]),
                " 项；不符的 ",
                _count("certain", counts["findings"] - counts["ambiguous"]),
                *((" 项，另有存疑的 ", _count("ambiguous", doubts)) if doubts else ()),
                f" 项{'（注明“有多种理解”）' if doubts else ''}。"
                f"请逐项核实，在收到本函后 {days} 个工作日内填写“答复”一栏并附依据。",
            ),
        ),
        Paragraph(
            "note",
            (
                "本函只列出报告内部或与所附数据不一致之处，不代表对评价结论的意见"
                + ("；有多种理解的，请说明采用的口径。" if doubts else "。"),
            ),
        ),
    ]
    sections = [Section("lead", "核对情况", lead)]
    number = 0
    for severity in SEVERITIES:
        found = [item for item in audit.findings if item.severity == severity]
        if not found:
            continue
        rows = []
        for item in found:
            number += 1
            rows.append(_row(number, item, audit.document.name.partition("、")[0]))
        head = (tuple(Head(text) for text in HEADS),)
        table = Table(
            f"letter_{severity}",
            NAMES[severity],
            head,
            tuple(rows),
            period="报告所列",
            source="、".join((name, *others)),
            widths=WIDTHS,
            wide=True,
        )
        sections.append(Section(severity, NAMES[severity], [table]))
    set_marks(sections)
    foot = (f"{sender or '（发函单位）'}（盖章）", "年　　月　　日")
    to = f"{addressee or '（报告编制单位）'}："
    titles = (f"关于《{name}》的", "勾稽核对意见函")
    return Report("letter", "意见函", titles, (), sections, official=True, foot=foot, to=to)


def _count(name: str, value: int) -> Figure:
    return Figure(f"letter.{name}", str(value), name)


def _row(number: int, item: Finding, subject: str) -> Row:
    doubt = "（有多种理解）" if item.confidence == "low" else ""
    group = f"（与第 {item.group} 组同一处笔误）" if item.group else ""
    # The message says what the report prints; the reader of a letter also wants to reckon it himself.
    told = f"。{reckoned}" if (reckoned := told_arithmetic(item)) else ""
    told += f"。{item.causes[0]}" if item.blamed else ""
    own = item.places[0]
    # Nobody counts paragraphs in Word; the words are looked for, and begin with no half clause.
    whole = patterns.sub("^[^，,；;。]{0,10}[，,；;。]", "", own.quote) if own.start > 24 else own.quote
    quote = f"。原文：“{whole}”" if whole and not own.table and own.block >= 0 else ""
    cells: tuple[Piece, ...] = (
        str(number),
        fmt.text(
            "；".join(
                under_heading(words.removeprefix(f"{subject} "), place, own)
                for words, place in told_places(item.places, MOST)
            )
            + quote
        ),
        f"{item.message}{doubt}{group}{told}",
        fmt.text(item.own),
        fmt.text(item.recomputed),
        "",
    )
    return Row(cells)
