"""Evaluation at work (评价工作): mandate, documents, methods, team, schedule, surveys and interviews as handed in."""

from __future__ import annotations

from evallib.publish.drafts.context_sheets import ContextTable
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Head, Row, Table, line
from evallib.publish.words import format as fmt

#: Sheets of context that an outline may call for as they are: name in the outline → (sheet, title).
CONTEXT_TABLES = {
    "duties_table": ("duties", "内部职责划分"),
    "documents_table": ("documents", "依据文件"),
    "schedule_table": ("schedules", "实施步骤与时间"),
    "team_table": ("team", "评价人员分工"),
    "surveys_held": ("survey_rounds", "调查实施情况"),
    "interviews": ("interviews", "访谈情况"),
    "contracts": ("contracts", "采购与合同情况"),
    "adjustment_reasons": ("adjustments", "预算调整原因"),
    "steps": ("steps", "业务流程"),
}


def context_table(m: Material, name: str, title: str = "") -> list[Block]:
    """A sheet of context as a table of the report, with the sentence that cites it."""
    found = m.inputs.sheets.get(name)
    if found is None:
        return []
    table = as_table(m, found, title)
    return [m.say(line("{what}见{table}。", what=title or found.kind.title, table=cite(table.id))), table]


def as_table(m: Material, found: ContextTable, title: str = "") -> Table:
    """The rows as they were handed in."""
    head = (tuple(Head(text) for text in found.headers),)
    rows = tuple(Row(tuple(cell or fmt.NOTHING for cell in row)) for row in found.rows)
    return m.table(
        Table(
            f"{found.kind.name}_table",
            title or found.kind.title,
            head,
            rows,
            period=f"{m.year} 年",
            source=found.source,
            merged=(0,) if found.headers[0] in {"类别", "计划名称", "流程名称"} else (),
            wide=len(found.headers) > 7,
        )
    )


def mandate(m: Material) -> list[Block]:
    """Who evaluates what for whom, under which documents."""
    given = m.inputs.engagement
    if not (given.client and given.evaluator):
        return []
    basis = f"依据{'、'.join(given.basis)}，" if given.basis else ""
    what = (
        "部门整体支出" if m.kind == "department" else f"{m.card.unit.subject or '项目'}支出" if m.card else "项目支出"
    )
    methods = f"采用{'、'.join(given.methods)}等方法，" if given.methods else ""
    return [
        m.say(
            (
                (
                    f"{given.evaluator}受{given.client}委托，{basis}对{m.full_name} {m.year} "
                    f"年度{what}实施绩效评价，{methods}形成本报告。"
                ),
            )
        )
    ]


def scope(m: Material) -> list[Block]:
    """Object, year, points of attention."""
    what = (
        "部门整体支出"
        if m.kind == "department"
        else (m.card.unit.subject if m.card and m.card.unit.subject else "项目支出")
    )
    blocks: list[Block] = [m.say((f"评价对象为{m.full_name}的{what}，评价年度为 {m.year} 年。",))]
    if m.card:
        names = "、".join(node.name for node in m.card.framework.indicators)
        blocks.append(m.say((f"评价内容按指标体系分为{names}。",)))
    return [
        *blocks,
        *(m.say((f"关注点{number}：{text}",)) for number, text in enumerate(m.inputs.engagement.focus, start=1)),
    ]


def basis(m: Material) -> list[Block]:
    """The framework's document and those of the engagement."""
    told = list(m.inputs.engagement.basis)
    if m.card and (m.card.framework.document_no or m.card.framework.source):
        told.append(f"{m.card.framework.name}（{m.card.framework.document_no or m.card.framework.source}）")
    return [m.say((f"{number}. {text}",)) for number, text in enumerate(told, start=1)]


def methods(m: Material) -> list[Block]:
    """The methods that were named."""
    return [m.say((f"评价方法：{'、'.join(m.inputs.engagement.methods)}。",))] if m.inputs.engagement.methods else []


def grades(m: Material) -> list[Block]:
    """The grade bands of the framework in force, and how scores are rounded."""
    if m.card is None:
        return []
    bands = "；".join(f"{grade.name}：{grade.range}" for grade in m.card.framework.grades)
    places = m.card.framework.rounding.places
    where = "各指标得分" if m.card.framework.rounding.at == "indicator" else "总分"
    return [
        m.say(
            (
                (
                    f"满分 {m.card.framework.full_score:f} 分，等级按总分划分（方括号含端点、圆括号不含）：{bands}。"
                    f"{where}四舍五入保留 {places} 位小数。"
                ),
            )
        )
    ]


def dates(m: Material) -> list[Block]:
    """When the scheme was made, the review was held, the report was delivered."""
    given = m.inputs.engagement
    rows = [
        ("评价方案完成", given.scheme_date),
        ("报告评审", given.review_date),
        ("报告提交", given.delivery_date),
        ("专家评审", given.experts),
    ]
    told = [f"{name}：{text}" for name, text in rows if text]
    return [m.say(("；".join(told) + "。",))] if told else []
