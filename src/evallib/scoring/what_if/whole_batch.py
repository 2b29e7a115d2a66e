"""What if a standard or a weight were another, over every unit of a batch: whose total moves, who changes grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evallib.model.problems import EvallibError, Problem
from evallib.parsing.rules import compile_rule
from evallib.scoring.framework.definition import Framework, Indicator
from evallib.scoring.inputs.loading_entries import Resolve
from evallib.scoring.score import add_up, score_unit
from evallib.scoring.scorecard import Scorecard
from evallib.scoring.what_if.many import Outcome


@dataclass(slots=True)
class WhatIf:
    """Other standards and other weights, by code or by name of an indicator.

    Attributes:
        standards: indicator → another printed standard, compiled by its usual reading.
        weights: indicator → another weight; the others keep their proportion, every indicator its share of its points.
        met: indicators that some scorecard has.
    """

    standards: dict[str, str] = field(default_factory=dict)
    weights: dict[str, Decimal] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, standards: Iterable[str] = (), weights: Iterable[str] = ()) -> WhatIf:
        """Read 代码=评分标准 and 代码=分值.

        Raises:
            EvallibError: a text of another form.

        >>> WhatIf.of(["C1=每下降1%扣1分"], ["C2=10"]).weights
        {'C2': Decimal('10')}
        """
        form = "指标=评分标准，例如 C213=每下降1%扣权重的5%"
        read = cls(dict(_pair(text, form) for text in standards))
        for text in weights:
            name, points = _pair(text, "指标=分值，例如 C213=10")
            if not points.replace(".", "", 1).isdigit():
                raise EvallibError(
                    Problem("scoring.set", "分值应为数字", value=text, expected="指标=分值，例如 C213=10")
                )
            read.weights[name] = Decimal(points)
        return read

    def changes(self, card: Scorecard, unit: str, resolve: Resolve) -> Iterator[dict[str, Any]]:
        """Totals and grades of a scorecard before and after, where its total moves."""
        standards = self._of(card, self.standards)
        weights = self._of(card, self.weights)
        if not standards and not weights:
            return
        again = score_unit(with_standards(card.framework, standards), card.unit, resolve) if standards else card
        total = reweighted(again, weights) if weights else again.total
        if total != card.total:
            grade = card.framework.grade(total) if total is not None else ""
            project = card.unit.project.name if card.unit.project else card.unit.subject
            yield {
                "unit": unit,
                "project": project,
                "before": two_places(card.total),
                "after": two_places(total),
                "grade_before": card.grade,
                "grade_after": grade,
            }

    def _of(self, card: Scorecard, wanted: Mapping[str, Any]) -> dict[str, Any]:
        found = {}
        for code, score in card.scores.items():
            for key in (code, score.indicator.name):
                if key in wanted:
                    found[code] = wanted[key]
                    self.met.add(key)
        return found

    def unmet(self) -> Iterator[Problem]:
        """What was assumed of indicators that no scorecard of the batch has."""
        for name in (*self.standards, *self.weights):
            if name not in self.met:
                yield Problem(
                    "scoring.set", "没有一份评分有这个指标，假设没有用上", value=name, expected="指标代码或指标名称"
                )


def reweighted(card: Scorecard, weights: Mapping[str, Decimal]) -> Decimal | None:
    """The total with other weights: each indicator keeps its share of its points, the others their proportion.

    Bonus and deduction items move it as before; what does not apply has no weight. None where a score is open, or
    nothing is left for the others.
    """
    counted = {code: found for code, found in card.scores.items() if found.status != "not_applicable"}
    kept = sum((found.weight for code, found in counted.items() if code not in weights), Decimal(0))
    left = card.framework.full_score - sum((weights[code] for code in counted if code in weights), Decimal(0))
    if left < 0 or (kept == 0 and left != 0) or any(found.score is None for found in counted.values()):
        return None
    scores = {}
    for code, found in counted.items():
        weight = weights[code] if code in weights else found.weight * left / kept
        scores[code] = Outcome((found.rate or Decimal(0)) * weight, weight, found.status)
    return add_up(card.framework, scores, card.adjustments)[0]


def _pair(text: str, expected: str) -> tuple[str, str]:
    name, equals, rest = text.partition("=")
    if not equals or not rest.strip():
        raise EvallibError(Problem("scoring.set", "看不懂的假设", value=text, expected=expected))
    return name.strip(), rest.strip()


def two_places(score: Decimal | None) -> str:
    """A score as it is listed, or nothing."""
    return "" if score is None else f"{score:.2f}"


def with_standards(framework: Framework, standards: dict[str, str]) -> Framework:
    """The framework with other printed standards, compiled by their usual readings.

    Raises:
        EvallibError: a standard that is not understood.
    """

    def changed(node: Indicator) -> Indicator:
        if node.code in standards:
            text = standards[node.code]
            readings = compile_rule(text, Fraction(node.weight))
            if not readings.understood:
                raise EvallibError(
                    Problem(
                        "framework.red",
                        f"{node.code} {node.name}：没有读懂这条评分标准",
                        value=text,
                        advice="请换一种写法",
                    )
                )
            rule = {
                "kind": "printed",
                "reading": readings.readings[0].rule,
                "text": text,
                "choice": readings.readings[0].choice,
            }
            data = node.model_dump(by_alias=True) | {"rule": rule, "rule_text": text, "target": None}
            return Indicator.model_validate(data)
        return node.model_copy(update={"children": tuple(changed(child) for child in node.children)})

    data = framework.model_dump(by_alias=True)
    data["indicators"] = [changed(node).model_dump(by_alias=True) for node in framework.indicators]
    return Framework.model_validate(data)
