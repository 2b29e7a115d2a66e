"""Score a unit (评分): a framework and what the unit supplied become a scorecard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from evallib.model.problems import EvallibError, Problem, did_you_mean, errors_of
from evallib.model.rounding import round_half_up
from evallib.scoring.findings import find
from evallib.scoring.framework.definition import Framework, Indicator, Outcome
from evallib.scoring.indicator_score import IndicatorScore, Status
from evallib.scoring.inputs.binding import bind
from evallib.scoring.inputs.entries import Entry, Sourced, UnitInput
from evallib.scoring.inputs.loading_entries import Resolve, resolve_references, without_references
from evallib.scoring.inputs.written_values import contradiction, spread
from evallib.scoring.language.calculation import SCORE, VALUE
from evallib.scoring.scorecard import LevelScore, Scorecard

Blocked = Mapping[str, Sequence[Problem]]
ZERO = Decimal(0)
NOTHING = Entry()
DECLARED: dict[str, str] = {
    "full": "按指标体系约定得满分",
    "zero": "按指标体系约定不得分",
    "not_applicable": "按指标体系约定不考核",
}


class Scored(Protocol):
    """As much of an indicator's score as the total needs."""

    @property
    def score(self) -> Decimal | None: ...  # noqa: D102
    @property
    def weight(self) -> Decimal: ...  # noqa: D102
    @property
    def status(self) -> Status: ...  # noqa: D102


def score_unit(
    framework: Framework, unit: UnitInput, resolve: Resolve | None = None, blocked: Blocked | None = None
) -> Scorecard:
    """Score a unit. A figure that cannot be had leaves its own indicator open, with the reason.

    Args:
        framework: the indicator system (for a project form: with its goals filled in, see `instance.fill_goals`).
        unit: what the unit supplied.
        resolve: looks up references to clean tables.
        blocked: by code, why indicators have to stay open: their table was refused.

    Raises:
        EvallibError: an entry for an indicator that the framework does not have, or an override out of range.
    """
    known = [leaf.code for leaf in framework.leaves] + [adjustment.code for adjustment in framework.adjustments]
    unknown = [
        Problem("scoring.unknown_indicator", f"指标体系中没有“{code}”", advice=did_you_mean(code, known))
        for code in unit.indicators
        if code not in known
    ]
    if unknown:
        raise EvallibError(unknown)
    entries: dict[str, Entry] = {}
    missing = dict(blocked or {})
    for code, entry in unit.indicators.items():
        try:
            entries[code] = resolve_references(entry, resolve)
        except EvallibError as error:
            entries[code] = without_references(entry)
            missing[code] = [*missing.get(code, ()), *error.problems]
    card = score_entries(framework, entries, unit, missing)
    card.findings = find(card)
    return card


def score_entries(
    framework: Framework, entries: Mapping[str, Entry], unit: UnitInput, blocked: Blocked | None = None
) -> Scorecard:
    """Score plain entries, without findings (fast; for many units)."""
    blocked = blocked or {}
    scores = {
        leaf.code: score_indicator(framework, leaf, entries.get(leaf.code, NOTHING), blocked.get(leaf.code, ()))
        for leaf in framework.leaves
    }
    removed = {code for code, score in scores.items() if score.status == "not_applicable"}
    if removed:
        _respread(framework, scores, removed)
    levels: dict[str, LevelScore] = {}
    for node in framework.indicators:
        _total(node, 1, scores, levels)
    adjustments = {
        code: score_indicator(framework, item, entries.get(code, NOTHING), blocked.get(code, ()))
        for code, item in framework.adjusting.items()
    }
    total, bounds = add_up(framework, scores, adjustments)
    grade = framework.grade(total) if total is not None else ""
    return Scorecard(unit, framework, scores, levels, adjustments, total, bounds, grade)


def add_up(
    framework: Framework, scores: Mapping[str, Scored], adjustments: Mapping[str, Scored]
) -> tuple[Decimal | None, tuple[Decimal, Decimal]]:
    """The total, within 0 and full marks and rounded once; None while scores are open, with what it may become."""
    known = sum((s.score for s in scores.values() if s.score is not None), ZERO)
    for adjustment in framework.adjustments:
        moved = adjustments[adjustment.code].score or ZERO
        known += moved if adjustment.kind == "bonus" else -moved
    known = min(max(known, ZERO), framework.full_score)
    open_points = sum((s.weight for s in scores.values() if s.status == "missing"), ZERO)
    complete = not any(s.status == "missing" for s in scores.values())
    total = round_half_up(known, framework.rounding.places) if complete else None
    return total, (known, min(known + open_points, framework.full_score))


def score_indicator(
    framework: Framework, leaf: Indicator, entry: Entry, blocked: Sequence[Problem] = ()
) -> IndicatorScore:
    """Score one indicator; never guesses: what is missing or undecided leaves the score open.

    >>> from evallib.scoring.framework.catalogue import find_framework
    >>> framework = find_framework("huacao-department-2023")
    >>> leaf = framework.path("C213")[-1]
    >>> score_indicator(framework, leaf, Entry.of("99.09%")).score
    Decimal('1.96')
    >>> score_indicator(framework, leaf, Entry()).reason
    '缺少数据：已处置案件数量、上报案件数量'
    """
    values, items = entry.supplied()
    values = spread(leaf, values)
    calc = framework.calculation(leaf, frozenset(values), items)
    bound = bind(calc, values)
    state = dict(bound.env)
    literal: Decimal | None = None
    status: Status = "rule"
    reason = ""
    hard = errors_of(bound.problems)
    if blocked:
        status, reason = "missing", "；".join(map(_told, blocked))
    elif entry.not_applicable:
        literal, status, reason = _declared(leaf, "full" if leaf.when_not_applicable == "full" else "not_applicable")
        reason = f"{entry.not_applicable}；{reason}"
    elif bound.missing:
        literal, status, declared = _declared(leaf, leaf.when_missing)
        reason = f"缺少数据：{'、'.join(bound.missing)}" + (f"；{declared}" if declared else "")
    elif hard:
        status, reason = "missing", "；".join(problem.message for problem in hard)
    else:
        state, stopped = calc.evaluate(bound.env)
        if stopped is None and (reason := contradiction(leaf, entry.supplied()[0].get(VALUE), state[SCORE])):
            status = "missing"
        elif stopped is None:
            literal = state[SCORE]
        else:
            literal, status, declared = _declared(leaf, leaf.when_empty if stopped.code == "empty" else "ask")
            reason = stopped.reason + (f"；{declared}" if declared else "")
    if literal is not None:
        literal = framework.rounding.indicator(literal)
    score = literal
    if entry.override is not None:
        _check_override(leaf, entry)
        status = "judged" if literal is None else "override"
        score = entry.override.score
    problems = [*bound.problems, *blocked]
    if status == "missing":
        problems = [*problems, *([] if hard or blocked else [_question(leaf, reason, entry)])]
    return IndicatorScore(leaf, leaf.weight, status, literal, score, entry, calc, bound.inputs, state, reason, problems)


def _told(problem: Problem) -> str:
    value = f"，读到“{problem.value}”" if problem.value and problem.cell else ""
    return f"{problem.message}（{problem.place}{value}）" if problem.place else problem.message


def _question(leaf: Indicator, reason: str, entry: Entry) -> Problem:
    place = entry.value or Sourced()
    return Problem("scoring.missing", f"指标 {leaf.code} {leaf.name} 无法评分：{reason}", place.file, place.sheet,
                   place.cell, advice="请补充数据，或由评价人员评定并写明理由和角色")  # fmt: skip


def _declared(leaf: Indicator, outcome: Outcome) -> tuple[Decimal | None, Status, str]:
    if outcome == "ask":
        return None, "missing", ""
    if outcome == "not_applicable":
        return None, "not_applicable", DECLARED[outcome]
    return (leaf.weight if outcome == "full" else ZERO), "declared", DECLARED[outcome]


def _check_override(leaf: Indicator, entry: Entry) -> None:
    assert entry.override is not None
    if entry.override.score > leaf.weight:
        raise EvallibError(
            Problem(
                "scoring.override",
                f"指标 {leaf.code} {leaf.name} 的人工评分超出分值",
                value=f"{entry.override.score:f}",
                expected=f"0 至 {leaf.weight:f}",
                advice="请核对人工评分",
            )
        )


def _respread(framework: Framework, scores: dict[str, IndicatorScore], removed: set[str]) -> None:
    """Give the weight of what does not apply to its siblings, in proportion; an empty group passes it up."""

    def applies(node: Indicator) -> bool:
        return any(leaf.rule is not None and leaf.code not in removed for leaf in node.walk())

    def spread(nodes: tuple[Indicator, ...], weight: Decimal) -> None:
        kept = [node for node in nodes if applies(node)]
        total = sum((node.weight for node in kept), ZERO)
        for node in kept:
            share = node.weight * weight / total if total else ZERO
            spread(node.children, share)
            if node.rule is not None:
                score = scores[node.code]
                score.weight = share
                factor = score.factor
                if score.literal is not None:
                    unrounded = score.literal if score.raw is None else score.raw
                    score.literal = framework.rounding.indicator(unrounded * factor)
                if score.entry.override is None:
                    score.score = score.literal
                elif score.score is not None:
                    score.score = framework.rounding.indicator(score.score * factor)

    for code in removed:
        scores[code].weight, scores[code].score = ZERO, None
    spread(framework.indicators, framework.full_score)


def _total(
    node: Indicator, depth: int, scores: Mapping[str, IndicatorScore], levels: dict[str, LevelScore]
) -> tuple[Decimal, Decimal | None]:
    if node.rule is not None:
        found = scores[node.code]
        reached = ZERO if found.status == "not_applicable" else found.score
        if depth == 1:  # 预算执行率 of a self-evaluation form: a first level of its own, so that the levels add up
            levels[node.code] = LevelScore(node.code, node.name, depth, found.weight, reached)
        return found.weight, reached
    levels[node.code] = LevelScore(node.code, node.name, depth, ZERO, None)  # keeps the order of the tree
    parts = [_total(child, depth + 1, scores, levels) for child in node.children]
    weight = sum((part for part, _ in parts), ZERO)
    known = [score for _, score in parts if score is not None]
    total = sum(known, ZERO) if len(known) == len(parts) else None
    levels[node.code] = LevelScore(node.code, node.name, depth, weight, total)
    return weight, total
