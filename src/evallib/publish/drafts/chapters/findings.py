"""Problems and recommendations (问题与建议): what people found, tied to the indicators that lost points."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from evallib.checks.states import State
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Head, Pieces, Row, Table, joined, line
from evallib.publish.words import format as fmt
from evallib.scoring.indicator_score import IndicatorScore

MOST = 12


def experience(m: Material) -> list[Block]:
    """Good practice as people wrote it in problems.yaml."""
    return [m.say((f"{number}. {text}",)) for number, text in enumerate(m.inputs.problems.experience, start=1)]


def problems(m: Material) -> list[Block]:
    """Each problem: title, fact, basis, indicators with lost points, cause."""
    blocks: list[Block] = []
    for number, found in enumerate(m.inputs.problems.problems, start=1):
        group = f"（{found.group}）" if found.group else ""
        blocks.append(m.say((f"{number}. {found.title}{group}",), "item"))
        blocks += [m.say((text,)) for text in (found.fact, f"依据：{found.basis}" if found.basis else "") if text]
        if found.indicators:
            blocks.append(
                m.say(line("对应指标：{parts}。", parts=joined([_indicator(m, code) for code in found.indicators])))
            )
        blocks += [m.say((f"原因：{found.cause}",))] if found.cause else []
    covered = _covered(m)
    return [*blocks, m.say(covered)] if covered else blocks


def _indicator(m: Material, code: str) -> Pieces:
    score = m.card.scores.get(code) if m.card else None
    if score is None:
        return (code,)
    return (
        line("{code} {name}（失 {lost} 分）", code=code, name=score.indicator.name, lost=lost_figure(m, score))
        if score.lost
        else (f"{code} {score.indicator.name}",)
    )


def lost_figure(m: Material, score: IndicatorScore) -> Pieces:
    """Points lost by an indicator, as one figure."""
    code = score.indicator.code
    return (
        m.book.derived(
            f"score.{code}.lost",
            fmt.points(score.lost),
            f"{code} {score.indicator.name}失分",
            score_sources(score),
            "分",
        ),
    )


def score_sources(score: IndicatorScore) -> list[str]:
    """Cells that a score stands on; where it is written down, for what was judged."""
    found = [item.source.place for item in score.inputs if item.source and item.source.place]
    return list(dict.fromkeys(found)) or ([score.entry.source] if score.entry.source else [])


def _covered(m: Material) -> Pieces:
    """Which share of the lost points the problems cover."""
    if m.card is None or not m.inputs.problems.problems:
        return ()
    lost = {code: score for code, score in m.card.scores.items() if score.lost}
    told = {code for problem in m.inputs.problems.problems for code in problem.indicators} & set(lost)
    whole, covered = (sum((lost[code].lost or Decimal(0) for code in codes), Decimal(0)) for codes in (lost, told))
    if not whole:
        return ()
    sources = [place for score in lost.values() for place in score_sources(score)]
    a = m.book.derived("score.lost", fmt.points(whole), "失分合计", sources, "分")
    b = m.book.derived("problems.covered", fmt.points(covered), "所列问题对应的失分", [a], "分")
    return line("以上问题对应失分 {b} 分，全部失分 {a} 分。", a=a, b=b)


def problem_list(m: Material) -> list[Block]:
    """For the summary: titles of problems and recommendations, as they stand in their chapter."""
    found = m.inputs.problems.problems
    told = [m.say((f"问题{number}：{problem.title}。{problem.fact}",)) for number, problem in enumerate(found, start=1)]
    return [
        *told,
        *(m.say((f"建议：{item.title}。{item.action}",)) for problem in found for item in problem.recommendations),
    ]


def recommendations(m: Material) -> list[Block]:
    """Each recommendation with who does what by when, and the table of problem, indicators, points and action."""
    blocks: list[Block] = []
    number = 0
    for found in m.inputs.problems.problems:
        for item in found.recommendations:
            number += 1
            blocks.append(m.say((f"{number}. {item.title}",), "item"))
            who = "；".join(
                filter(
                    None,
                    (f"责任单位：{item.who}" if item.who else "", f"完成时限：{item.by_when}" if item.by_when else ""),
                )
            )
            blocks.append(m.say((item.action + (f"（{who}）" if who else ""),)))
    table = ties_table(m)
    return (
        [*blocks, m.say(line("问题、对应指标、失分与建议的对应关系见{table}。", table=cite(table.id))), table]
        if table
        else blocks
    )


def ties_table(m: Material) -> Table | None:
    """问题、对应指标、失分、建议."""
    found = m.inputs.problems.problems
    if not found:
        return None
    rows = []
    for number, problem in enumerate(found, start=1):
        lost = [m.card.scores[c] for c in problem.indicators if m.card and c in m.card.scores and m.card.scores[c].lost]
        points: Pieces = (fmt.NOTHING,)
        if lost:
            whole = sum((score.lost or Decimal(0) for score in lost), Decimal(0))
            points = (
                m.book.derived(
                    f"problem.{problem.id}.lost",
                    fmt.points(whole),
                    f"问题{number}对应失分",
                    [p for s in lost for p in score_sources(s)],
                    "分",
                ),
            )
        rows.append(
            Row(
                (
                    f"{number}. {problem.title}",
                    "、".join(problem.indicators) or fmt.NOTHING,
                    *points,
                    "；".join(item.title for item in problem.recommendations) or fmt.NOTHING,
                )
            )
        )
    head = (tuple(Head(text) for text in ("问题", "对应指标", "失分", "建议")),)
    return m.table(
        Table(
            "ties",
            "问题、指标与建议对应表",
            head,
            tuple(rows),
            "分",
            f"{m.year} 年",
            "报告资料 problems.yaml；评价底稿",
        )
    )


def loss_facts(m: Material) -> Sequence[Pieces]:
    """Facts: indicators that lost points, the largest first, grouped by nothing: the group is for people."""
    if m.card is None:
        return []
    lost = sorted((s for s in m.card.scores.values() if s.lost), key=lambda s: -(s.lost or 0))
    return [
        line(
            "{code} {name}：分值 {weight}，失 {lost} 分",
            code=s.indicator.code,
            name=s.indicator.name,
            weight=fmt.points(s.weight),
            lost=lost_figure(m, s),
        )
        for s in lost
    ]


def finding_facts(m: Material) -> Sequence[Pieces]:
    """Facts: figures that do not agree in what was handed in."""
    return [(str(text),) for text in m.page.findings["message"].tolist()[:MOST]]


def deficiency_facts(m: Material) -> Sequence[Pieces]:
    """Facts: deficiencies that the scoring data names."""
    if m.card is None:
        return []
    return [
        (f"{code} {score.indicator.name}：{'；'.join(score.entry.deficiencies)}",)
        for code, score in m.card.scores.items()
        if score.entry.deficiencies
    ]


def judged_facts(m: Material) -> Sequence[Pieces]:
    """Facts: indicators whose score a person set."""
    if m.card is None:
        return []
    return [
        (
            (
                f"{s.indicator.code} {s.indicator.name}：采用 {fmt.points(s.score)} 分，"
                f"按规则{'不能定分' if s.literal is None else ' ' + fmt.points(s.literal) + ' 分'}"
            ),
        )
        for s in m.card.overrides
    ][:20]


def gain_facts(m: Material) -> Sequence[Pieces]:
    """Facts: which improvements would raise the total most."""
    from evallib.scoring.what_if.sensitivity import best_five

    return (
        [(f"{item.code} {item.name}：最多可增 {fmt.points(item.gain)} 分",) for item in best_five(m.card)]
        if m.card
        else []
    )


def limits(m: Material) -> list[Block]:
    """局限性: what was not handed in, what was refused, what was assumed; all of it from the record."""
    states = m.page.data.states
    wanted = [states[name] for name in WANTED[m.kind] if name in states]
    named = {state: "、".join(status.title for status in wanted if status.state is state) for state in State}
    refused = "、".join(filter(None, (named[state] for state in (State.REFUSED, State.UNCLEANED, State.UNRECOGNISED))))
    told = [f"未提交的资料：{named[State.ABSENT]}，相关内容未作评价。"] if named[State.ABSENT] else []
    told += [f"未通过校验、未清洗或无法识别的资料：{refused}，未采用。"] if refused else []
    changed = named[State.OUTDATED]
    told += [f"入库后原始文件有变动的资料：{changed}，本报告采用的是变动前的数据。"] if changed else []
    findings = m.page.findings
    if len(findings):
        told.append("提交资料中有数字互相不一致之处，报告按原表列示、不作改动，清单见勾稽核对。")
    if m.card and m.card.overrides:
        told.append("部分指标依据评分标准或现有数据无法评定，采用评价人员评定的得分，理由与角色列于评价底稿。")
    if m.card and m.card.assumptions:
        told.append(f"采用的假设：{'；'.join(m.card.assumptions)}。")
    return [m.say((f"{number}. {text}",)) for number, text in enumerate(told, start=1)]


WANTED = {
    "department": ("budget_lines", "budget_departments", "project_lines", "staff", "assets", "fixed_assets", "goals",
        "work_plan",
                   "four_rates", "case_counts", "survey_answers"),
    "project": ("project_lines", "unit_prices", "project_progress", "goals", "survey_answers"),
    "self": ("budget_lines", "project_lines", "staff", "assets", "goals", "work_plan", "four_rates", "case_counts",
        "survey_answers",
             "self_evaluation_forms"),
    "month": ("service_requests",),
}  # fmt: skip
