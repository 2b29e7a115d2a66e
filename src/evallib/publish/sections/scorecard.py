"""Scorecard blocks (评分版块): totals per level, what people judged, and every indicator with its trace unfolding."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any

import pandas as pd

from evallib.charts.scorecard import points_lost
from evallib.publish.messages.scores import card_name, judged
from evallib.publish.page.blocks import details, figure, sentence, subsection, table, table_html
from evallib.publish.page.showing import html_block
from evallib.publish.words import format as fmt
from evallib.publish.words.columns import Columns, row_class
from evallib.scoring.explanation import Explanation
from evallib.scoring.indicator_score import STATUS_LABELS, IndicatorScore
from evallib.scoring.scorecard import Scorecard
from evallib.scoring.what_if.sensitivity import best_five

CARDS: Columns = {
    "name": ("评价对象", fmt.text),
    "score": ("得分", fmt.points),
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
    "literal": ("按规则得分", fmt.points),
    "score": ("采用得分", fmt.points),
    "lost": ("失分", fmt.points),
    "published": ("公布得分", fmt.points),
    "status_label": ("得分方式", fmt.text),
}
JUDGED: Columns = {
    "code": ("代码", fmt.text),
    "name": ("指标", fmt.text),
    "weight": ("分值", fmt.points),
    "literal": ("按规则得分", str),
    "score": ("采用得分", fmt.points),
    "published": ("公布得分", fmt.points),
    "why": ("评定理由", fmt.text),
    "role": ("评定人", fmt.text),
}
FOLDED = 8  # rows of judgements from which the table is folded away
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
LEVEL_COLUMNS: Columns = {
    "name": ("一级指标", fmt.text),
    "weight": ("权重", fmt.points),
    "score": ("得分", fmt.points),
    "rate": ("得分率", fmt.pct),
}


def cards_frame(cards: list[Scorecard]) -> pd.DataFrame:
    """One row per scorecard: computed total and grade beside what was published.

    Returns:
        Columns ``name``, ``score`` (None while something is missing), ``grade``, ``published`` (each printed total
        once), ``framework``, ``note`` (judgements and open questions).
    """
    rows = []
    for card in cards:
        printed = [fmt.points(level.score) for level in card.unit.published if level.level == "total" and level.score]
        notes = [f"{len(judged(card))} 项{_by_whom(card)}"] if judged(card) else []
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


def _by_whom(card: Scorecard) -> str:
    return "采用填报得分" if card.unit.project else "为评价人员评定"


def levels_frame(card: Scorecard) -> pd.DataFrame:
    """Totals of the first level (一级指标), bonus and deduction items, and the total (合计) that they add up to."""
    rows: list[dict[str, Any]] = [
        {"name": f"{level.code} {level.name}", "weight": level.weight, "score": level.score, "rate": level.rate}
        for level in card.levels.values()
        if level.depth == 1
    ]
    for item in card.framework.adjustments:
        moved = card.adjustments[item.code].score or Decimal(0)
        rows.append({"name": f"{item.code} {item.name}", "score": moved if item.kind == "bonus" else -moved})
    full = card.framework.full_score
    rate = None if card.total is None else card.total / full
    rows.append({"name": "合计", "weight": full, "score": card.total, "rate": rate, "row_kind": "total"})
    return pd.DataFrame(rows, columns=[*LEVEL_COLUMNS, "row_kind"], dtype=object).fillna({"row_kind": "line"})


def judged_frame(card: Scorecard) -> pd.DataFrame:
    """Indicators whose rule gives no score, or another one than counts: both scores side by side, and why."""
    chosen = {score.indicator.code for score in judged(card)}
    rows = [
        {
            "code": score.indicator.code,
            "name": score.indicator.name,
            "weight": score.weight,
            "literal": "无法评定" if score.literal is None else fmt.points(score.literal),
            "score": score.score,
            "published": score.entry.published[0].score if score.entry.published else None,
            "why": score.entry.override.reason if score.entry.override else f"待补充：{score.reason}",
            "role": score.entry.override.role if score.entry.override else None,
        }
        for score in card.scores.values()
        if score.indicator.code in chosen or score.status == "missing"
    ]
    return pd.DataFrame(rows, columns=list(JUDGED), dtype=object)


def judged_sentence(card: Scorecard) -> str:
    """How many points follow from the rules, and how many are judgements (评定分) with which reason."""
    total, chosen = len(card.scores), judged(card)
    reasoned = len(card.overrides) - len(chosen)
    own = f"，其中 {reasoned} 个写有扣分原因、得分与规则相同" if reasoned else ""
    if not chosen:
        return f"{total} 个指标全部按规则计算{own}，没有采用评定分。"
    by_rule = [s for s in card.scores.values() if s.score is not None and not any(s is one for one in chosen)]
    open_ = [s for s in chosen if s.literal is None]
    moved = [s for s in chosen if s.literal is not None]
    causes = [f"{len(open_)} 项依据评分标准或现有数据无法评定" if open_ else ""]
    causes += [f"{len(moved)} 项按规则得 {_sum(moved, 'literal')} 分、评定为 {_sum(moved)} 分" if moved else ""]
    same = sum(any(p.score == s.score for p in s.entry.published) for s in chosen)
    text = f"{total} 个指标中 {len(by_rule)} 个按规则计算，得 {_sum(by_rule)} 分{own}；"
    text += f"{len(chosen)} 个（分值 {_sum(chosen, 'weight')} 分）采用评定分，得 {_sum(chosen)} 分，"
    text += f"其中 {'，'.join(filter(None, causes))}"
    return text + (f"；{same} 项的评定分与公布得分一致。" if same else "。")


def _sum(scores: list[IndicatorScore], part: str = "score") -> str:
    return fmt.points(sum((getattr(score, part) for score in scores), Decimal(0)))


def show_card(card: Scorecard, folded: bool = False) -> None:
    """A scorecard on a page: levels, judgements, points lost; the traces of all indicators are `traces_html`."""
    name = card_name(card)
    subsection(f"{name}：{fmt.points(card.total)} 分" + (f"，{card.grade}" if card.grade else ""))
    levels = table_html(levels_frame(card), LEVEL_COLUMNS, f"{name}：一级指标得分", row_class)
    details(f"{name}：一级指标得分", levels) if folded else html_block(levels)
    sentence(judged_sentence(card))
    told = judged_frame(card)
    if len(told):
        caption = f"{name}：按规则得分与采用得分不同、或依据评分标准无法评定的指标"
        if len(told) > FOLDED:
            details(f"{caption}（{len(told)} 个）", table_html(told, JUDGED, caption))
        else:
            table(told, JUDGED, caption)
    show_lost(card)


def show_lost(card: Scorecard) -> None:
    """The points that were lost as a figure; for none or one a sentence says it."""
    lost = sorted((score for score in card.scores.values() if score.lost), key=lambda score: -(score.lost or 0))
    if len(lost) < 2:  # a figure of one bar says less than the sentence
        told = [f"{item.indicator.code} {item.indicator.name}失 {fmt.points(item.lost)} 分" for item in lost]
        sentence(f"只有一项扣分：{told[0]}。" if told else "无扣分指标。")
        return
    figure(
        points_lost(card),
        title=f"{card_name(card)}失分：{lost[0].indicator.name}最多",
        broad=True,
        caption="各指标失分（分），由大到小",
        alt="；".join(f"{item.indicator.name} 失 {fmt.points(item.lost)} 分" for item in lost[:6]),
        data=card.to_frame(),
        columns=INDICATORS,
    )


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
            f'<span class="how">{escape(STATUS_LABELS[score.status])}</span></summary>'
            f"{_trace(card.explain(code))}</details>"
        )
    return f'<div class="traces">{"".join(parts)}</div>'


def _step_text(name: str, parts: list[str]) -> str:
    """A step on its lines: formula, the formula with its numbers, result; short ones on one."""
    return ("\n= " if sum(map(len, parts)) > 60 else " = ").join([f"{name} = {parts[0]}", *parts[1:]])


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
    lines += [("步骤", _step_text(step.name, step.parts)) for step in found.steps if step.parts]
    lines += [("按规则得分", f"无法计算：{found.reason}" if found.literal is None else fmt.points(found.literal))]
    if found.override:
        lines.append(
            (found.status, f"{found.override['score']}，{found.override['reason']}（{found.override['role']}）")
        )
    lines += [("采用得分", fmt.points(found.score))]
    lines += [
        ("公布得分", fmt.points(seen["score"]) + (f"（{seen['where']}）" if seen["where"] else ""))
        for seen in found.published
    ]
    lines += [("需要补充", question) for question in found.questions]
    return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in lines if v) + "</dl>"
