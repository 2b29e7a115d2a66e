"""Drafting (写初稿): one call makes the report of a unit and year, checks it, and writes it where it belongs."""

from __future__ import annotations

from dataclasses import dataclass, field

from evallib.checks.store import UnitData
from evallib.model.workspace.units import UnitYear
from evallib.publish.drafts.building import block_ids, build_report, with_human
from evallib.publish.drafts.chapters.month import month_of
from evallib.publish.drafts.figures import FigureBook
from evallib.publish.drafts.inputs import NARRATIVE, read_inputs, report_folder
from evallib.publish.drafts.material import Material
from evallib.publish.drafts.narrative import Narrative
from evallib.publish.drafts.outline import read_outline
from evallib.publish.drafts.tree import Gap, Report
from evallib.publish.sections.unit_page import UnitPage


@dataclass
class Draft:
    """A draft before it is written.

    Args:
        report: the tree with its human text.
        material: what it was made of, with the book of figures.
        unused: ids of human texts that no block takes.
    """

    report: Report
    material: Material
    unused: list[str] = field(default_factory=list)

    @property
    def open_gaps(self) -> list[Gap]:
        """Required gaps that nobody has filled."""
        return [gap for gap in self.report.gaps if gap.required]


def make_draft(at: UnitYear, kind: str, month: str | None = None) -> Draft:
    """Make the draft of a report.

    Args:
        at: whose report, of which year.
        kind: department, project, self or month.
        month: of a monthly report, e.g. ``2024-07``.

    Raises:
        EvallibError: an unknown kind, or an input of the report that cannot be read.
    """
    outline = read_outline(kind, at.workspace)
    data = UnitData(at.workspace, at.unit, at.year)
    material = Material(kind, UnitPage.of(data), read_inputs(at), FigureBook(at.year))
    material.extra["month"] = month
    mark = month_of(material).page.mark if kind == "month" else ""
    report = build_report(material, outline, fields_of(material), mark)
    if title := material.inputs.engagement.title:
        report.titles = tuple(title.split("\n"))
    given = material.inputs.issue
    if kind == "month":
        sent = (("报送", given.sent_to), ("抄送", given.copied_to))
        report.foot = tuple(f"{label}：{text}" for label, text in sent if text)
    narrative = Narrative.read(report_folder(at) / NARRATIVE, kind)
    with_human(report, narrative)
    return Draft(report, material, narrative.unused(block_ids(report)))


def fields_of(m: Material) -> dict[str, str]:
    """What fills the braces of titles and covers; empty where nobody has said it."""
    info, given = m.page.data.info, m.inputs.engagement
    return {
        "full_name": m.full_name,
        "name": info.name,
        "district": info.district,
        "year": str(m.year),
        "supervisor": info.supervisor,
        "subject": m.card.unit.subject if m.card and m.card.unit.subject else "",
        "title": given.title,
        "client": given.client,
        "evaluator": given.evaluator,
        "lead": given.lead,
        "completed": given.completed,
        "month": month_label(m),
        "issue": issue_label(m),
        "office": m.inputs.issue.office,
        "signed_by": m.inputs.issue.signed_by,
    }


def month_label(m: Material) -> str:
    """The month of a monthly report, e.g. 2024 年 7 月; empty for other reports."""
    return month_of(m).period.label if m.kind == "month" else ""


def issue_label(m: Material) -> str:
    """第 7 期（总第 19 期）; the month where the issue has no number yet."""
    given = m.inputs.issue
    whole = f"（总第 {given.total_number} 期）" if given.total_number else ""
    return f"第 {given.number} 期{whole}" if given.number else month_label(m)


def file_name(draft: Draft) -> str:
    """The name of the report's file."""
    m = draft.material
    when = month_label(m).replace(" ", "") if m.kind == "month" else f"{m.year}年度"
    return f"{m.page.name}{when}{draft.report.name}"
