"""Review of a whole batch (批量复核): self, rule and review score of each goal and indicator, differences classed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evallib.checks.store import UnitData
from evallib.model.problems import EvallibError, Problem, ProblemList
from evallib.model.workspace.units import Workspace
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.inputs.references import resolver
from evallib.scoring.review_classes import changed_targets, out_of_place
from evallib.scoring.scorecard import Scorecard
from evallib.scoring.scorecards import scorecards
from evallib.scoring.what_if.whole_batch import WhatIf, two_places

ROUNDING = Decimal("0.01")
CLASSES = {
    "rule": "未按评分规则", "rounding": "四舍五入", "reasoned": "人工判断，有理由", "unreasoned": "人工判断，无理由",
    "target": "目标值改动", "arithmetic": "合计算错", "layout": "表格版式", "open": "无法核对",
}  # fmt: skip
NO_REASON = ("", "原表没有写理由", "原表只有得分，没有业绩值", "无")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One score that is not simply what its rule gives; `effect` is what the unit gained by it, in points."""

    unit: str
    project: str
    code: str
    name: str
    weight: Decimal
    value: str
    self_score: Decimal | None
    rule_score: Decimal | None
    review_score: Decimal | None
    kind: str
    effect: Decimal
    reason: str

    def texts(self) -> list[str]:
        """The row as a finance office reads it."""
        return [
            self.unit,
            self.project,
            self.code,
            self.name,
            f"{self.weight:f}",
            self.value,
            two_places(self.self_score),
            two_places(self.rule_score),
            two_places(self.review_score),
            f"{self.effect:+.2f}",
            CLASSES[self.kind],
            self.reason,
        ]


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """A unit's (or project's) totals: as handed in, by the rules, and the grade of each."""

    unit: str
    project: str
    printed: Decimal | None
    computed: Decimal | None
    grade: str
    differences: int
    points: Decimal

    def texts(self) -> list[str]:
        """The row as a finance office reads it."""
        return [
            self.unit,
            self.project,
            two_places(self.printed),
            two_places(self.computed),
            self.grade,
            str(self.differences),
            two_places(self.points),
        ]


@dataclass(slots=True)
class BatchReview:
    """What a batch of forms and scoring inputs shows."""

    year: int
    rows: list[ReviewRow]
    totals: list[UnitTotal]
    problems: ProblemList
    checked: int
    changed_grades: list[dict[str, Any]]

    def by_class(self) -> list[tuple[str, int, Decimal]]:
        """Each class of differences with its number and its points."""
        found = []
        for kind, label in CLASSES.items():
            rows = [row for row in self.rows if row.kind == kind]
            if rows:
                found.append((label, len(rows), sum((abs(row.effect) for row in rows), Decimal(0))))
        return found


def review_batch(
    workspace: Workspace, year: int, standards: Sequence[str] = (), weights: Sequence[str] = ()
) -> BatchReview:
    """Review every unit of a year.

    Args:
        workspace: the workspace.
        year: the year of the forms and scoring inputs.
        standards: what if, ``代码=评分标准`` (or the indicator's name): another printed rule over all units.
        weights: what if, ``代码=分值``: another weight over all units.

    Returns:
        Rows sorted by their effect; a unit that cannot be scored is a problem and does not stop the others.
    """
    review = BatchReview(year, [], [], ProblemList(), 0, [])
    what_if = WhatIf.of(standards, weights)
    for unit in workspace.units():
        if year not in workspace.years(unit):
            continue
        data = UnitData(workspace, unit, year)
        try:
            cards = scorecards(data)
        except EvallibError as error:
            review.problems.extend(error.problems)
            continue
        if not cards:
            review.problems.extend(_unread(data))
        for card in cards:
            _add(review, card, data.info.name, data)
            review.changed_grades += what_if.changes(card, data.info.name, resolver(data))
    review.problems.extend(what_if.unmet())
    review.rows.sort(key=lambda row: (-abs(row.effect), row.unit, row.code))
    return review


def _unread(data: UnitData) -> list[Problem]:
    """One problem for a unit none of whose files gave a score because some could not be read."""
    errors = [
        Problem(**problem) for problem in (data.record or {}).get("problems", ()) if problem["severity"] == "error"
    ]
    if not errors:
        return []
    return [
        Problem(
            "review.unread",
            f"{data.info.name}交来的文件有 {len(errors)} 处没有读入，没有得分可以复核",
            file=errors[0].file,
            sheet=errors[0].sheet,
            cell=errors[0].cell,
            value=errors[0].message,
            advice="请改正后再运行 evallib review",
        )
    ]


def _add(review: BatchReview, card: Scorecard, unit: str, data: UnitData) -> None:
    project = card.unit.project.name if card.unit.project else card.unit.subject
    rows = list(_rows(card, unit, project, data))
    review.checked += len(card.scores)
    review.rows += rows
    printed = next(
        (item.score for item in card.unit.published if item.level == "total" and item.score is not None), None
    )
    review.totals.append(
        UnitTotal(
            unit,
            project,
            printed,
            card.total,
            card.grade,
            len(rows),
            sum((abs(row.effect) for row in rows), Decimal(0)),
        )
    )


def _rows(card: Scorecard, unit: str, project: str, data: UnitData) -> Iterator[ReviewRow]:
    changed = {one.code: one for one in changed_targets(card, data)}
    for code, found in card.scores.items():
        printed = found.entry.published[0].score if found.entry.published else None
        kind = "target" if code in changed else classify(found, printed)
        if kind is None:
            continue
        base = found.literal if found.literal is not None else found.score
        given = printed if printed is not None else found.score
        effect = (given - base) if given is not None and base is not None else Decimal(0)
        reason = found.entry.override.reason if found.entry.override else found.entry.evidence or found.reason
        reason = changed[code].told if kind == "target" else reason
        yield ReviewRow(unit, project, code, found.indicator.name, found.weight, found.value_text, printed,
                        found.literal, found.score, kind, effect, reason)  # fmt: skip
    for finding in card.findings:
        if finding.code == "scoring.execution_outside":
            yield ReviewRow(unit, project, "合计", "分值合计", card.framework.full_score, "", None, None, None,
                            "layout", Decimal(0), finding.message)  # fmt: skip
        if finding.code == "scoring.total_differs" and finding.indicator == "total":
            assert card.total is not None
            given = Decimal(finding.published)
            yield ReviewRow(
                unit,
                project,
                "合计",
                "总分",
                card.framework.full_score,
                "",
                given,
                card.total,
                card.total,
                "arithmetic",
                given - card.total,
                finding.message,
            )


def classify(found: IndicatorScore, printed: Decimal | None) -> str | None:
    """The class of a difference; None where the score is what the rule gives."""
    override = found.entry.override
    if out_of_place(printed, found.weight):
        return "layout"
    if override is not None and (found.literal is None or override.score != found.literal):
        return "reasoned" if override.reason.strip() not in NO_REASON else "unreasoned"
    if found.literal is None:
        return "open" if printed is not None or found.status == "missing" else None
    if printed is None or printed == found.literal:
        return None
    if abs(printed - found.literal) <= ROUNDING:
        return "rounding"
    return (
        "reasoned"
        if found.entry.evidence.strip() not in NO_REASON
        and found.indicator.rule is not None
        and not found.indicator.rule.monotone
        else "rule"
    )
