"""Scorecard blocks (评分版块): totals per level, and every indicator with its trace unfolding."""

from __future__ import annotations

from html import escape

import pandas as pd

from evallib.publish import format as fmt
from evallib.publish.columns import Columns
from evallib.scoring.explanation import Explanation
from evallib.scoring.scorecard import STATUS_LABELS, Scorecard
from evallib.scoring.sensitivity import best_five

CARDS: Columns = {
    "name": ("评价对象", fmt.text),
    "score": ("计算得分", fmt.points),
    "grade": ("等级", fmt.text),
    "published": ("公布得分", fmt.text),
    "framework": ("指标体系", fmt.text),
    "note": ("说明", fmt.text),
}
INDICATORS: Columns = {
    "code": ("代码", fmt.text),
    "name": ("指标", fmt.text),
    "weight": ("分值", fmt.points),
    "value": ("业绩值", fmt.text),
    "score": ("得分", fmt.points),
    "lost": ("失分", fmt.points),
    "published": ("公布得分", fmt.points),
    "status_label": ("得分方式", fmt.text),
}
IMPROVEMENTS: Columns = {
    "code": ("代码", fmt.text),
    "name": ("指标", fmt.text),
    "current": ("现状", fmt.text),
    "score": ("得分", fmt.points),
    "weight": ("分值", fmt.points),
    "gain": ("最多可增（分）", fmt.points),
    "per_point": ("每提高 1 个百分点（分）", lambda value: fmt.points(value, 4)),
    "needed": ("满分条件", fmt.text),
}
LEVELS: Columns = {
    "name": ("一级指标", fmt.text),
    "weight": ("权重", fmt.points),
    "score": ("得分", fmt.points),
    "rate": ("得分率", fmt.pct),
}


def card_name(card: Scorecard) -> str:
    """What was scored: the project, or the unit as a whole."""
    return card.unit.project.name if card.unit.project else "部门整体支出" if card.unit.unit_name else card.unit.title


def cards_frame(cards: list[Scorecard]) -> pd.DataFrame:
    """One row per scorecard: computed total and grade beside what was published.

    Returns:
        Columns ``name``, ``score`` (None while something is missing), ``grade``, ``published`` (each printed total
        once), ``framework``, ``note`` (judgements and open questions).
    """
    rows = []
    for card in cards:
        printed = [fmt.points(level.score) for level in card.unit.published if level.level == "total" and level.score]
        notes = [f"{len(card.overrides)} 项为评价人员评定"] if card.overrides else []
        notes += [f"{len(card.problems)} 项待补充"] if card.problems else []
        rows.append(
            {
                "name": card_name(card),
                "score": card.total,
                "grade": card.grade or None,
                "published": "、".join(dict.fromkeys(printed)) or None,
                "framework": card.framework.name,
                "note": "；".join(notes),
            }
        )
    return pd.DataFrame(rows, columns=list(CARDS), dtype=object)


def levels_frame(card: Scorecard) -> pd.DataFrame:
    """Totals of the first level (一级指标)."""
    rows = [
        {"name": f"{level.code} {level.name}", "weight": level.weight, "score": level.score, "rate": level.rate}
        for level in card.levels.values()
        if level.depth == 1
    ]
    return pd.DataFrame(rows, columns=list(LEVELS), dtype=object)


def improvements_frame(card: Scorecard) -> pd.DataFrame:
    """The five improvements that raise the total most (最能提分的五项)."""
    rows = [{name: getattr(item, name) for name in IMPROVEMENTS} for item in best_five(card)]
    return pd.DataFrame(rows, columns=list(IMPROVEMENTS), dtype=object)


def traces_html(card: Scorecard) -> str:
    """Every indicator as a line that unfolds its rule, data, steps, result and what was published."""
    parts = []
    for code, score in card.scores.items():
        mark = "" if score.score == score.weight else " lost"
        points = f"{fmt.points(score.score)} / {fmt.points(score.weight)}"
        parts.append(
            f'<details class="trace{mark}"><summary><span class="code">{escape(code)}</span> '
            f'{escape(score.indicator.name)}<span class="points">{points}</span>'
            f'<span class="how">{escape(STATUS_LABELS[score.status])}</span></summary>{_trace(card.explain(code))}</details>'
        )
    return f'<div class="traces">{"".join(parts)}</div>'


def _trace(found: Explanation) -> str:
    lines = [("评分标准", found.rule_text), ("规则", found.rule_label)]
    lines += [
        (
            "数据",
            f"{item.name} = {item.value or item.written or '未提供'}" + (f"（{item.source}）" if item.source else ""),
        )
        for item in found.inputs
    ]
    lines += [("依据", found.evidence)]
    lines += [("步骤", f"{step.name} = {step.formula} = {step.filled} = {step.result}") for step in found.steps]
    lines += [("按规则得分", f"无法计算：{found.reason}" if found.literal is None else fmt.points(found.literal))]
    if found.override:
        lines.append(
            (found.status, f"{found.override['score']}，{found.override['reason']}（{found.override['role']}）")
        )
    lines += [("公布得分", f"{seen['score']}（{seen['where']}）") for seen in found.published]
    lines += [("需要补充", question) for question in found.questions]
    return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in lines if v) + "</dl>"
