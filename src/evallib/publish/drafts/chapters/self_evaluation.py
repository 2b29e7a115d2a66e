"""Self-evaluation forms (项目支出绩效自评表): what was filed, scores, effects, losses and reasons of deviation."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.publish.drafts.chapters.money import rate_figure
from evallib.publish.drafts.figures import source_of
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Pieces, Row, joined, line
from evallib.publish.messages.money import AMOUNTS
from evallib.publish.words import format as fmt
from evallib.scoring.scorecard import Scorecard

EFFECTS = ("效益", "满意度")


def _score(m: Material, card: Scorecard) -> Pieces:
    assert card.unit.project is not None
    name = card.unit.project.name
    if card.total is None:
        return ("待补充",)
    return (
        m.book.derived(
            f"form.{name}.total", fmt.points(card.total), f"{name}自评得分（按规则计算）", _parents(m, name), "分"
        ),
    )


def _parents(m: Material, name: str) -> list[str]:
    frame = m.frame("self_evaluation_indicators")
    own = frame[frame["project_name"] == name] if len(frame) else frame
    return [source_of(own)] if len(own) else []


def filed(m: Material) -> list[Block]:
    """How many projects filed a form."""
    forms = m.frame("self_evaluation_forms")
    if forms.empty:
        return m.missing("self_evaluation_forms")
    number = m.book.derived("forms.count", str(len(forms)), "提交自评表的项目数", [source_of(forms)])
    projects = m.frame("project_lines")
    listed = projects[projects["row_kind"] == "line"] if len(projects) else projects
    whole = any(name == unit for name, unit in zip(forms["project_name"], forms["implementer"], strict=True))
    text = f"{{year}} 年已提交{'绩效自评表（含部门整体支出）' if whole else '项目支出绩效自评表'} {{n}} 份"
    if len(listed):
        all_listed = m.book.derived("forms.projects", str(len(listed)), "项目支出表所列项目数", [source_of(listed)])
        return [m.say(line(text + "，项目支出表所列项目 {all} 个。", year=str(m.year), n=number, all=all_listed))]
    return [m.say(line(text + "。", year=str(m.year), n=number))]


def forms_table(m: Material) -> list[Block]:
    """Projects with their money, score and grade; the form's own score beside the computed one."""
    if not m.forms:
        return []
    funds = m.frame("self_evaluation_funds")
    totals = (
        {r["project_name"]: r for r in funds[funds["funds_item"] == "年度资金总额"].to_dict("records")}
        if len(funds)
        else {}
    )
    marks = m.frame("self_evaluation_indicators")
    own = {r["project_name"]: r for r in marks[marks["row_kind"] == "total"].to_dict("records")} if len(marks) else {}
    rows = []
    for card in m.forms:
        assert card.unit.project is not None
        name = card.unit.project.name
        money = totals.get(name)
        amounts = (
            (*m.cells("self_evaluation_funds", money, AMOUNTS), rate_figure(m, "self_evaluation_funds", money, name))
            if money
            else (fmt.NOTHING,) * 4
        )
        filed_score = (
            m.book.cell("self_evaluation_indicators", own[name], "published_score") if name in own else fmt.NOTHING
        )
        rows.append(Row((name, *amounts, filed_score, *_score(m, card), card.grade or "待定")))
    heads = ("项目", "年初预算", "调整后预算", "执行金额", "执行率", "自评得分", "按规则计算", "等级")
    frames = [frame for frame in (funds, marks) if len(frame)]
    table = m.plain_table(
        "forms",
        f"{m.year} 年项目支出绩效自评结果",
        heads,
        rows,
        frames,
        unit="万元、分",
        note="按规则计算的得分依自评表的目标值、完成值和分值另行计算，供核对；自评得分为单位填报。",
    )
    blocks: list[Block] = [m.say(line("各项目的资金、得分与等级见{table}。", table=cite(table.id))), table]
    different = [
        line("{name}自评 {own} 分、按规则计算 {score} 分", name=str(row.cells[0]), own=row.cells[5], score=row.cells[6])
        for row in rows
        if str(row.cells[5]) != str(row.cells[6]) and fmt.NOTHING not in (str(row.cells[5]), str(row.cells[6]))
    ]
    return [*blocks, m.say(line("两者不同的项目：{parts}。", parts=joined(different, "；")))] if different else blocks


def effects(m: Material) -> list[Block]:
    """Effect and satisfaction indicators of the forms with target, value and score."""
    told = "各项目自评表列有效益与满意度指标 {n} 项，完成情况见{table}。"
    return _indicators(m, "effects", EFFECTS, "效益与满意度指标", told)


def outputs(m: Material) -> list[Block]:
    """Output indicators of the forms, where no other table tells what was done."""
    return _indicators(m, "outputs", ("产出",), "产出指标", "各项目自评表列有产出指标 {n} 项，完成情况见{table}。")


def _indicators(m: Material, name: str, levels: Sequence[str], what: str, told: str) -> list[Block]:
    frame = m.frame("self_evaluation_indicators")
    if frame.empty:
        return []
    own = frame[(frame["row_kind"] == "line") & frame["level1"].astype(str).str.contains("|".join(levels))]
    if own.empty:
        return []
    rows = [
        Row(
            (
                str(r["project_name"]),
                str(r["level2"]),
                str(r["level3"]),
                fmt.text(r["target"]),
                fmt.text(r["actual"]),
                *m.cells("self_evaluation_indicators", r, ("weight_score", "published_score")),
            )
        )
        for r in own.to_dict("records")
    ]
    table = m.plain_table(
        name,
        f"{m.year} 年项目{what}完成情况",
        ("项目", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "自评得分"),
        rows,
        [own],
        unit="分",
        merged=(0, 1),
    )
    number = m.book.derived(f"{name}.count", str(len(own)), f"{what}项数", [source_of(own)])
    return [m.say(line(told, n=number, table=cite(table.id))), table]


def goals_of_forms(m: Material) -> list[Block]:
    """What each form promised, in its own words."""
    return [
        m.say((f"{row['project_name']}：{_plain(row['expected_goal'])}",))
        for row in m.frame("self_evaluation_forms").to_dict("records")
        if isinstance(row["expected_goal"], str)
    ]


def _plain(text: str) -> str:
    return " ".join(text.split()).strip('"“”')


def form_losses(m: Material) -> Sequence[Pieces]:
    """Facts: indicators of the forms that lost points, and the reasons that were given."""
    frame = m.frame("self_evaluation_indicators")
    told: list[Pieces] = []
    for row in frame[frame["row_kind"] == "line"].to_dict("records") if len(frame) else []:
        weight, score = row["weight_score"], row["published_score"]
        if weight is None or score is None or weight == score:
            continue
        full, got = m.cells("self_evaluation_indicators", row, ("weight_score", "published_score"))
        reason = f"，原因：{_plain(row['deviation'])}" if isinstance(row["deviation"], str) else "，未填偏差原因"
        told.append(
            line(
                "{p}·{name}：目标 {t}，完成 {a}，分值 {w}，得 {s} 分{r}",
                p=str(row["project_name"]),
                name=str(row["level3"]),
                t=fmt.text(row["target"]),
                a=fmt.text(row["actual"]),
                w=full,
                s=got,
                r=reason,
            )
        )
    return told


def effect_facts(m: Material) -> Sequence[Pieces]:
    """Facts: effect indicators of the forms."""
    frame = m.frame("self_evaluation_indicators")
    own = (
        frame[(frame["row_kind"] == "line") & frame["level1"].astype(str).str.contains("|".join(EFFECTS))]
        if len(frame)
        else frame
    )
    return [
        (f"{r['project_name']}·{r['level3']}：目标 {fmt.text(r['target'])}，完成 {fmt.text(r['actual'])}",)
        for r in own.to_dict("records")
    ]


def application(m: Material) -> list[Block]:
    """How far self-evaluation went, and where results are published."""
    blocks = filed(m) if m.forms else []
    graded = [card for card in m.forms if card.grade]
    if graded:
        by_grade: dict[str, int] = {}
        for card in graded:
            by_grade[card.grade] = by_grade.get(card.grade, 0) + 1
        source = source_of(m.frame("self_evaluation_indicators"))
        parts = [
            (f"“{grade}” ", m.book.derived(f"forms.grade.{grade}", str(n), f"等级为{grade}的项目数", [source]), " 个")
            for grade, n in by_grade.items()
        ]
        blocks = [*blocks, m.say(line("按规则计算的等级：{parts}。", parts=joined(parts)))]
    given = m.inputs.engagement
    if given.published_at:
        when = f"于 {given.published_on} " if given.published_on else ""
        blocks = [*blocks, m.say((f"自评结果{when}在{given.published_at}公开。",))]
    return list(blocks)


def unscored(m: Material) -> Sequence[Pieces]:
    """Facts: where and when results were published is not known here."""
    return [(f"{card.unit.project.name}：{card.grade or '等级待定'}",) for card in m.forms if card.unit.project]
