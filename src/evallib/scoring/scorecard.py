"""Scorecards (评分表): every score with its trace, totals per level, grade, findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.rounding import round_half_up
from evallib.scoring.explanation import Explanation, explain_score
from evallib.scoring.framework.definition import Framework
from evallib.scoring.indicator_score import STATUS_LABELS, IndicatorScore
from evallib.scoring.inputs.entries import UnitInput

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A published figure that does not follow from its rule, or from the scores below it."""

    code: str
    indicator: str
    message: str
    published: str
    computed: str
    where: str = ""
    severity: Severity = "warning"


@dataclass(frozen=True, slots=True)
class LevelScore:
    """Total of an indicator with children, or of a first level without; `score` is None while something is missing."""

    code: str
    name: str
    depth: int
    weight: Decimal
    score: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        """得分率, a fraction."""
        return self.score / self.weight if self.score is not None and self.weight else None


@dataclass(slots=True)
class Scorecard:
    """A scored unit.

    Args:
        total: the total, None while a score is missing; `bounds` then says what it may become.
        assumptions: what was assumed (假设测算), as written; such a card is no result.
    """

    unit: UnitInput
    framework: Framework
    scores: dict[str, IndicatorScore]
    levels: dict[str, LevelScore]
    adjustments: dict[str, IndicatorScore]
    total: Decimal | None
    bounds: tuple[Decimal, Decimal]
    grade: str
    findings: list[Finding] = field(default_factory=list)
    assumptions: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Unit, year and project; a what-if says that it is one."""
        return f"【假设测算】{self.unit.title}" if self.assumptions else self.unit.title

    @property
    def problems(self) -> list[Problem]:
        """Everything that has to be asked for."""
        scores = (*self.scores.values(), *self.adjustments.values())
        return [problem for score in scores for problem in score.problems]

    @property
    def overrides(self) -> list[IndicatorScore]:
        """The scores that rest on a judgement."""
        return [score for score in self.scores.values() if score.status in {"override", "judged"}]

    def explain(self, code: str) -> Explanation:
        """Why an indicator has its score: rule, numbers put in, steps, result, sources.

        Raises:
            EvallibError: no such indicator.
        """
        found = self.scores.get(code) or self.adjustments.get(code)
        if found is None:
            advice = did_you_mean(code, self.scores)
            raise EvallibError(Problem("scoring.unknown_indicator", f"没有指标“{code}”", advice=advice))
        path = (
            " › ".join(f"{node.code} {node.name}" for node in self.framework.path(code)) if code in self.scores else ""
        )
        return explain_score(found, path or found.indicator.name, STATUS_LABELS[found.status])

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row per scored indicator."""
        for code, score in self.scores.items():
            path = self.framework.path(code)
            names = [f"{node.code} {node.name}" for node in path]
            yield {
                "code": code,
                "name": score.indicator.name,
                **{f"level{n}": names[n - 1] if n <= len(names) else "" for n in range(1, 5)},
                "weight": score.weight,
                "value": score.value_text,
                "score": score.score,
                "score_rate": score.rate,
                "lost": score.lost,
                "literal": score.literal,
                "published": score.entry.published[0].score if score.entry.published else None,
                "status": score.status,
                "status_label": STATUS_LABELS[score.status],
                "reason": score.entry.override.reason if score.entry.override else score.reason,
            }

    def to_frame(self) -> pd.DataFrame:
        """The scored indicators as a frame; scores are decimals (object columns)."""
        import pandas as pd

        return pd.DataFrame(list(self.rows()))

    def to_dict(self) -> dict[str, Any]:
        """For ``scorecard.json``: totals, levels, every indicator with its trace, findings, questions."""
        places = self.framework.rounding.places

        def number(value: Decimal | None) -> float | None:
            return None if value is None else float(round_half_up(value, places))

        return {
            "unit": self.unit.unit,
            "unit_name": self.unit.unit_name,
            "year": self.unit.year,
            "project": self.unit.project.name if self.unit.project else None,
            "source": self.unit.source,
            "kind": "假设测算" if self.assumptions else "评分",
            "assumptions": list(self.assumptions),
            "framework": {
                "id": self.framework.id,
                "name": self.framework.name,
                "document_no": self.framework.document_no,
            },
            "total": number(self.total),
            "bounds": [number(bound) for bound in self.bounds],
            "grade": self.grade,
            "levels": [
                {
                    "code": level.code,
                    "name": level.name,
                    "depth": level.depth,
                    "weight": number(level.weight),
                    "score": number(level.score),
                    "score_rate": _rate(level.rate),
                }
                for level in self.levels.values()
            ],
            "indicators": [
                {
                    **{
                        key: number(v) if key in {"weight", "score", "lost", "literal", "published"} else v
                        for key, v in row.items()
                    },
                    "score_rate": _rate(row["score_rate"]),
                    "trace": self.explain(row["code"]).to_dict(),
                }
                for row in self.rows()
            ],
            "adjustments": [
                {"code": code, "name": score.indicator.name, "score": number(score.score)}
                for code, score in self.adjustments.items()
            ],
            "findings": [asdict(finding) for finding in self.findings],
            "questions": [problem.to_dict() for problem in self.problems],
        }


def _rate(rate: Decimal | None) -> float | None:
    return None if rate is None else float(round_half_up(rate, 4))
