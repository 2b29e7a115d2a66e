"""Writing (写出初稿): review and delivery copies in place, figures beside them, nothing of a person overwritten."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import UnitYear
from evallib.model.workspace.zones import open_inside
from evallib.publish.drafts.building import without_open_gaps
from evallib.publish.drafts.drafting import Draft, file_name, make_draft
from evallib.publish.drafts.html import html_text
from evallib.publish.drafts.inputs import NARRATIVE, report_folder
from evallib.publish.drafts.narrative import Narrative
from evallib.publish.drafts.rules import RuleFinding, check_rules, figures_in
from evallib.publish.drafts.sorting import TakenBack
from evallib.publish.drafts.taking_back import take_back
from evallib.publish.drafts.tree import Figure
from evallib.publish.drafts.word.writer import write_word
from evallib.publish.release.check import check_release
from evallib.publish.release.kept_openings import Opening

RECORD = "drafts.json"
FIGURES = "figures.json"
DOCUMENTS = "documents"


@dataclass
class WrittenDraft:
    """What was written.

    Args:
        path: the Word file.
        gaps: what is asked for in the required gaps that are open.
        rules: rules that the draft does not keep.
        edited: the copy of a person that stayed as it is; empty where there was none.
        changed: figures that are others than in the copy before.
        unused: ids of human texts that no block takes.
    """

    path: Path
    gaps: list[str] = field(default_factory=list)
    rules: list[RuleFinding] = field(default_factory=list)
    edited: str = ""
    changed: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def write_review(at: UnitYear, kind: str, month: str | None = None, pages: bool = False) -> WrittenDraft:
    """Write a review copy into the inside place, with its preview and the list of its figures.

    An edited copy is never overwritten: the new one is called 第2稿 and so on.
    """
    draft = make_draft(at, kind, month)
    folder = open_inside(at.workspace, f"{at.year}/{at.unit}/drafts")
    name = f"{file_name(draft)}（审阅稿）"
    record = _record(folder)
    path, edited = _free(folder, name, record)
    before = _figures(folder / f"{name}.{FIGURES}")
    gaps = draft.open_gaps
    note = f"本稿尚有 {len(gaps)} 处必填内容未填写" if gaps else "本稿必填内容均已填写"
    write_word(draft.report, path, at.year, True, note, pages)
    write_text(path.with_suffix(".html"), html_text(draft.report, note), sync=False)
    figures = figure_list(draft)
    write_text(folder / f"{name}.{FIGURES}", json.dumps(figures, ensure_ascii=False, indent=1) + "\n", sync=False)
    record[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    write_text(folder / RECORD, json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n", sync=False)
    return WrittenDraft(
        path, [gap.ask for gap in gaps], check_rules(draft), edited, _changed(before, figures), draft.unused
    )


def write_delivery(
    at: UnitYear, kind: str, allow_gaps: bool = False, month: str | None = None, pages: bool = False
) -> WrittenDraft:
    """Write a delivery copy into the published zone, after the release check.

    Raises:
        EvallibError: required gaps, missing scores, score-level findings or broken rules are open and not allowed; or
            the copy may not be published.
    """
    draft = make_draft(at, kind, month)
    rules = check_rules(draft)
    obstacles = obstacles_of(draft, rules)
    if obstacles and not allow_gaps:
        raise EvallibError(obstacles)
    note = f"本稿含未了事项 {len(obstacles)} 处，未经定稿" if obstacles else ""
    inside = open_inside(at.workspace, f"{at.year}/{at.unit}/drafts") / f"{file_name(draft)}.docx"
    write_word(without_open_gaps(draft.report), inside, at.year, False, note, pages)
    opening = Opening.of(inside)
    refused = [*opening.identifiers, *opening.request_rows]
    if refused:
        raise EvallibError(
            Problem(
                "draft.not_releasable",
                "交付稿不能发布",
                file=inside.name,
                value="；".join(refused),
                expected="不含个人信息和单件工单",
                advice="请修改后重新生成；文件留在 data/inside",
            )
        )
    path = at.report_dir / DOCUMENTS / inside.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(inside.read_bytes())
    mine = [
        refusal
        for refusal in check_release(at.workspace)
        if refusal.file == path.relative_to(at.workspace.reports).as_posix()
    ]
    if mine:
        path.unlink()
        raise EvallibError(
            [
                Problem(
                    "draft.not_releasable",
                    "交付稿不能发布",
                    file=path.name,
                    value=str(refusal),
                    advice="文件留在 data/inside",
                )
                for refusal in mine
            ]
        )
    return WrittenDraft(path, [gap.ask for gap in draft.open_gaps], rules, unused=draft.unused)


def obstacles_of(draft: Draft, rules: list[RuleFinding]) -> list[Problem]:
    """What stands between a draft and its delivery, all of it."""
    m = draft.material
    found = [
        Problem(
            "draft.open_gap",
            f"必填内容未填写（{gap.id}）",
            expected=gap.ask,
            advice="请在审阅稿中填写后用 --take-back 取回",
        )
        for gap in draft.open_gaps
    ]
    cards = [m.card] if m.card and m.kind in ("department", "project") else []
    found += [
        Problem("draft.missing_score", "有指标缺少得分", value=str(problem))
        for card in cards
        for problem in card.problems
    ]
    if cards:
        serious = m.page.findings[m.page.findings["severity"] == "score"]
        found += [
            Problem(
                "draft.score_finding",
                "影响得分或合计的勾稽问题未处理",
                value=str(row["message"]),
                file=str(row["place"]),
                advice="请核对原表",
            )
            for row in serious.to_dict("records")
        ]
    found += [Problem("draft.rule", str(item), sheet=item.where) for item in rules if item.blocking]
    return found


def take_back_file(at: UnitYear, kind: str, path: Path, month: str | None = None) -> TakenBack:
    """Take a person's text out of a saved review copy; see `evallib.publish.drafts.taking_back`."""
    narrative = Narrative.read(report_folder(at) / NARRATIVE, kind)
    return take_back(path, make_draft(at, kind, month), narrative)


def figure_list(draft: Draft) -> list[dict[str, Any]]:
    """Every figure of a draft with its places and sources, in the order of first use."""
    places: dict[str, list[str]] = {}
    figures: dict[str, Figure] = {}
    for section, _ in draft.report.walk():
        for figure in figures_in(section):
            figures.setdefault(figure.id, figure)
            where = places.setdefault(figure.id, [])
            if section.id not in where:
                where.append(section.id)
    return [
        {
            "id": name,
            "name": figure.name,
            "text": figure.text,
            "unit": figure.unit,
            "period": figure.period,
            "places": places[name],
            "sources": list(figure.sources),
        }
        for name, figure in figures.items()
    ]


def suitable_kinds(at: UnitYear) -> list[str]:
    """Kinds of report that the data of a unit and year carry."""
    from evallib.checks.store import UnitData
    from evallib.publish.sections.unit_page import UnitPage

    page = UnitPage.of(UnitData(at.workspace, at.unit, at.year))
    card = next((card for card in page.cards if card.unit.project is None), None)
    if card is not None:
        return ["project" if card.unit.subject else "department"]
    return ["self"] if page.data.has("self_evaluation_forms") or page.data.has("budget_lines") else []


def _free(folder: Path, name: str, record: dict[str, str]) -> tuple[Path, str]:
    """A name under which nothing of a person stands, and the edited copy that stands under the first one."""
    edited = ""
    for number in range(1, 100):
        path = folder / (f"{name}.docx" if number == 1 else f"{name}（第{number}稿）.docx")
        if not path.is_file() or record.get(path.name) == hashlib.sha256(path.read_bytes()).hexdigest():
            return path, edited
        edited = path.name
    raise EvallibError(Problem("draft.too_many", "同名的初稿太多", file=name, advice="请移走旧的初稿"))


def _record(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _figures(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return {row["id"]: row for row in json.loads(path.read_text(encoding="utf-8"))}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _changed(before: dict[str, dict[str, Any]], now: list[dict[str, Any]]) -> list[str]:
    return [
        f"{row['name']}：{before[row['id']]['text']} → {row['text']}{row['unit']}"
        for row in now
        if row["id"] in before and before[row["id"]]["text"] != row["text"]
    ]
