"""The trace of a score (得分说明): printed rule, numbers put in, every intermediate result, source cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.language.calculation import SCORE, Calculation
from evallib.scoring.language.expression import Expr, Op, Style
from evallib.scoring.language.wording import branch, one_of, show, written

OPEN = "待定"


@dataclass(frozen=True, slots=True)
class TraceInput:
    """A number put in, as written, and where it stands."""

    name: str
    written: str
    value: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class TraceStep:
    """A step: its formula in words, with the numbers, and its result."""

    name: str
    formula: str
    filled: str
    result: str

    @property
    def parts(self) -> list[str]:
        """What stands between the signs of equality, each thing once; nothing where a person decides from the start."""
        told = list(dict.fromkeys((self.formula, self.filled)))
        if self.result == OPEN:  # the reason stands in the formula, or beside the score
            return [] if self.formula.startswith(OPEN) else told
        return told if told[-1] == self.result or told[-1].startswith(self.result + "（") else [*told, self.result]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that answers “why this score”; `str()` is Chinese text for the terminal."""

    code: str
    name: str
    path: str
    weight: Decimal
    rule_text: str
    rule_label: str
    status: str
    parameters: list[TraceInput]
    inputs: list[TraceInput]
    steps: list[TraceStep]
    literal: Decimal | None
    score: Decimal | None
    reason: str
    override: dict[str, str] | None
    published: list[dict[str, str]]
    evidence: str
    questions: list[str] = field(default_factory=list)
    terms: str = ""
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON and pages; scores as text."""
        data = asdict(self)
        for key in ("weight", "literal", "score"):
            data[key] = None if data[key] is None else f"{data[key]:f}"
        return {key: one for key, one in data.items() if one or key not in {"terms", "note"}}

    def __str__(self) -> str:
        lines = [self.path, f"  分值 {self.weight:f}，规则类型：{self.rule_label}"]
        lines += [f"  指标说明：{self.terms}"] if self.terms else []
        lines += [f"  评分标准：{self.rule_text}"] if self.rule_text else []
        lines += [f"  注：{self.note}"] if self.note else []
        for item in self.inputs:
            shown = f"{item.value}（填报为“{item.written}”）" if item.written not in {"", item.value} else item.value
            lines.append(
                f"  数据  {item.name} = {shown or '未提供'}" + (f"　来源：{item.source}" if item.source else "")
            )
            lines += [f"        {item.note}"] if item.note else []
        lines += [f"  依据  {self.evidence}"] if self.evidence else []
        for step in self.steps:
            first, *rest = step.parts or [""]
            lines += [f"  步骤  {step.name} = {first}"] if first else []
            lines += ["        = " + " = ".join(rest)] if rest else []
        lines.append(
            f"  按规则得分：{'无法计算（' + self.reason + '）' if self.literal is None else f'{self.literal:f}'}"
        )
        if self.override:
            lines.append(
                f"  {self.status}：{self.override['score']}，理由：{self.override['reason']}（{self.override['role']}）"
            )
        for seen in self.published:
            lines.append(f"  公布得分：{seen['score']}" + (f"（{seen['where']}）" if seen["where"] else ""))
        lines.append(f"  采用得分：{'待补充' if self.score is None else f'{self.score:f}'}")
        lines += [f"  需要补充：{question}" for question in self.questions]
        return "\n".join(lines)


def trace_steps(calc: Calculation, state: dict[str, Any], shown: dict[str, Style]) -> list[TraceStep]:
    """The steps as far as they were computed, and the final formula."""

    def number(name: str) -> str:
        if name not in state:
            return name
        return f"“{state[name]}”" if isinstance(state[name], str) else show(state[name], shown.get(name, "number"))

    def filled(expr: Expr) -> str:
        """With its numbers; of several conditions only the one that holds, which is what a reader looks for."""
        try:
            held, chosen = branch(expr, state)
        except KeyError:  # an input is missing, so that no condition can be decided
            return written(expr, number)
        if chosen is expr:
            return written(expr, number)
        return f"{written(chosen, number)}（{told_condition(held, expr, number)}）"

    def line(name: str, expr: Expr) -> TraceStep:
        part = f"{name.split('·', 1)[0]}·" if "·" in name else ""  # inside a part, its own name need not be repeated
        result = show(state[name], shown.get(name, "number")) if name in state else OPEN
        return TraceStep(name, written(expr, lambda other: other.removeprefix(part)), filled(expr), result)

    return [line(step.name, step.expr) for step in calc.steps] + [line(SCORE, calc.result)]


def told_condition(held: Expr | None, expr: Expr, number: Callable[[str], str]) -> str:
    """Why a formula with conditions went where it went."""
    if held is None:
        assert isinstance(expr, Op)
        condition, _, other = expr.args
        only = not (isinstance(other, Op) and other.op == "if")
        return f"{written(condition, number)} 不成立" if only and not one_of(condition) else "条件都不符合"
    named = one_of(held)
    return f"因{written(named[0], str)}为{written(named[0], number)}" if named else f"因 {written(held, number)}"


def explain_score(score: IndicatorScore, path: str, status: str) -> Explanation:
    """Build the explanation of a score."""
    indicator, calc = score.indicator, score.calc
    shown = calc.styles | {item.name: item.style for item in score.inputs}
    rule = indicator.rule
    assert rule is not None
    inputs = [
        TraceInput(
            item.name,
            item.written,
            "" if item.value is None else show(item.value, item.style),
            (item.source.place if item.source else "") or (score.entry.source if item.written else ""),
            item.source.note if item.source else "",
        )
        for item in score.inputs
    ]
    parameters = [TraceInput(p.name, "", show(p.value, p.style), "指标体系", "") for p in calc.parameters.values()]
    override = score.entry.override
    return Explanation(
        indicator.code,
        indicator.name,
        path,
        score.weight,
        indicator.rule_text,
        rule.label,
        status,
        parameters,
        inputs,
        trace_steps(calc, score.state, shown),
        score.literal,
        score.score,
        score.reason,
        {"score": f"{override.score:f}", "reason": override.reason, "role": override.role} if override else None,
        [{"score": f"{p.score:f}", "where": p.where} for p in score.entry.published],
        score.entry.evidence,
        [str(problem) for problem in score.problems],
        indicator.terms,
        indicator.note if indicator.terms else "",
    )
