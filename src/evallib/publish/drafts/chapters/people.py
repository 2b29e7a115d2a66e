"""People, assets and goals (人员、资产、目标与计划)."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.indicators.change import growth
from evallib.indicators.completion import task_completion
from evallib.indicators.proportions import is_missing
from evallib.indicators.staffing import staffing_control_rate
from evallib.publish.drafts.figures import period_of, source_of
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Figure, Head, Pieces, Row, Table, joined, line
from evallib.publish.words import format as fmt


def duties(m: Material) -> list[Block]:
    """Duties as the unit's profile lists them."""
    found = m.inputs.profile
    lead = [m.say((found.mission,))] if found.mission else []
    return [*lead, *(m.say((f"{number}. {text}",)) for number, text in enumerate(found.duties, start=1))]


def history(m: Material) -> list[Block]:
    """When the unit was set up, under which document, at which level."""
    found = m.inputs.profile
    parts = [
        f"{m.full_name}于{found.established}设立" if found.established else "",
        f"批文文号为{found.document_no}" if found.document_no else "",
        f"机构级别为{found.level}" if found.level else "",
        f"核定编制 {found.approved_posts} 名" if found.approved_posts else "",
    ]
    told = [part for part in parts if part]
    return [m.say(("，".join(told) + "。",))] if told else []


def plans(m: Material) -> list[Block]:
    """Strategy, long-term and stage plans of the profile."""
    return [
        m.say((f"{plan.kind}：{plan.text}" + (f"（依据《{plan.document.strip('《》')}》）" if plan.document else ""),))
        for plan in m.inputs.profile.plans
    ]


def staff(m: Material) -> list[Block]:
    """Approved posts and actual staff, with the control rate where both are known."""
    frame = m.frame("staff")
    if frame.empty:
        return m.missing("staff")
    blocks: list[Block] = []
    both = frame[frame["approved_count"].notna() & frame["actual_count"].notna() & (frame["row_kind"] == "line")]
    for row in both.to_dict("records"):
        approved, actual = m.cells("staff", row, ("approved_count", "actual_count"))
        if row["category"] == "在编人员":
            rate = staffing_control_rate(row["actual_count"], row["approved_count"])["value"]
            control = m.book.derived("staff.control", fmt.pct(rate), "在编人员控制率", [approved, actual])
            blocks.append(
                m.say(
                    line(
                        "在编人员核定 {a} 人、实有 {b} 人，控制率 {c}（实有人数除以核定编制数）。",
                        a=approved,
                        b=actual,
                        c=control,
                    )
                )
            )
        else:
            blocks.append(
                m.say(line("{name}核定 {a} 人、实有 {b} 人。", name=str(row["category"]), a=approved, b=actual))
            )
    columns = [c for c in ("approved_count", "actual_count") if frame[c].notna().any()]
    heads = {"approved_count": "核定编制数", "actual_count": "实有人数"}
    rows = [
        Row((str(row["category"]), *m.cells("staff", row, columns)), row["row_kind"])
        for row in frame.to_dict("records")
    ]
    table = m.plain_table(
        "staff", f"{m.year} 年末人员情况", ("人员类别", *(heads[c] for c in columns)), rows, [frame], unit="人"
    )
    return [*blocks, m.say(line("人员情况见{table}。", table=cite(table.id))), table]


def assets(m: Material) -> list[Block]:
    """S0-1 and S0-2: assets with growth recomputed, and fixed assets."""
    blocks: list[Block] = []
    frame = m.frame("assets")
    if len(frame):
        rows = []
        for row in frame.to_dict("records"):
            opening, closing, share = m.cells("assets", row, ("opening_yuan", "closing_yuan", "printed_share_rate"))
            change = growth(row["closing_yuan"] if not is_missing(row["closing_yuan"]) else 0, row["opening_yuan"])[
                "value"
            ]
            parents = [cell for cell in (opening, closing) if isinstance(cell, Figure)]
            grown = (
                fmt.NOTHING
                if is_missing(change)
                else m.book.derived(
                    f"assets.{row['item']}.growth", fmt.signed_pct(change), f"{row['item']}较上年增长", parents
                )
            )
            rows.append(Row((str(row["item"]), opening, closing, share, grown), row["row_kind"]))
        heads = ("资产明细", "期初", "期末", "占比", "较上年增长")
        table = m.plain_table(
            "assets", f"{m.year} 年部门资产明细", heads, rows, [frame], unit="万元", note="期末空格按零计算增长。"
        )
        blocks += [m.say(line("资产、负债与净资产见{table}。", table=cite(table.id))), table]
    fixed = m.frame("fixed_assets")
    if len(fixed):
        columns = [
            f"{when}_{what}" for when in ("opening", "closing") for what in ("quantity", "original_yuan", "net_yuan")
        ]
        body = tuple(
            Row((str(row["item"]), *m.cells("fixed_assets", row, columns)), row["row_kind"])
            for row in fixed.to_dict("records")
        )
        head = (
            (Head("资产明细", rows=2), Head("期初", columns=3), Head("期末", columns=3)),
            tuple(Head(text) for _ in range(2) for text in ("数量", "原值", "净值")),
        )
        table = m.table(
            Table(
                "fixed_assets",
                f"{m.year} 年固定资产明细",
                head,
                body,
                "万元（数量除外）",
                period_of(fixed),
                source_of(fixed),
            )
        )
        blocks += [m.say(line("固定资产见{table}。", table=cite(table.id))), table]
    return blocks


def goals(m: Material) -> list[Block]:
    """S0-4 and S4-12: goals with target, basis and achievement."""
    frame = m.frame("goals")
    if frame.empty:
        return [] if m.forms else m.missing("goals")
    columns = [
        c
        for c in ("goal_type", "goal_category", "goal_name", "target", "basis", "basis_note", "achievement")
        if frame[c].notna().any()
    ]
    heads = {"goal_type": "目标类型", "goal_category": "绩效内容", "goal_name": "目标名称", "target": "目标值",
             "basis": "出处和依据", "basis_note": "依据备注", "achievement": "目标实现度"}  # fmt: skip
    rows = [Row(tuple(fmt.text(row[c]) for c in columns)) for row in frame.to_dict("records")]
    merged = tuple(i for i, c in enumerate(columns) if c in ("goal_type", "goal_category"))
    table = m.plain_table("goals", f"{m.year} 年度绩效目标", [heads[c] for c in columns], rows, [frame], merged=merged)
    number = m.book.derived("goals.count", str(len(frame)), "绩效目标项数", [f"{source_of(frame)}"])
    return [m.say(line("本年度列有绩效目标 {n} 项，见{table}。", n=number, table=cite(table.id))), table]


def tasks(m: Material) -> list[Block]:
    """Planned tasks and what became of them."""
    frame = m.frame("work_plan")
    if frame.empty:
        return []
    told: list[Pieces] = []
    for _, row in task_completion(frame).iterrows():
        if is_missing(row["value"]):
            continue
        parents = [source_of(frame)]
        kind = str(row["task_kind"])
        done = m.book.derived(f"tasks.{kind}.done", fmt.count(row["numerator"]), f"{kind}完成项数", parents)
        planned = m.book.derived(f"tasks.{kind}.planned", fmt.count(row["denominator"]), f"{kind}项数", parents)
        rate = m.book.derived(f"tasks.{kind}.rate", fmt.pct(row["value"]), f"{kind}完成率", [done, planned])
        told.append(
            line("{kind} {planned} 项，完成 {done} 项，完成率 {rate}", kind=kind, planned=planned, done=done, rate=rate)
        )
    rows = [
        Row((fmt.text(row["task_no"]), str(row["task"]), str(row["task_kind"]), str(row["completed"])))
        for row in frame.to_dict("records")
    ]
    table = m.plain_table(
        "work_plan", f"{m.year} 年度工作任务", ("序号", "工作任务", "任务类别", "是否完成"), rows, [frame]
    )
    return [m.say(line("{parts}，见{table}。", parts=joined(told, "；") or ("工作任务",), table=cite(table.id))), table]


def task_results(m: Material) -> list[Block]:
    """What was done under each task, as the unit told it."""
    frame = m.frame("work_plan")
    return [
        m.say((f"{number}. {row['task']}：{row['completed']}。{fmt.text(row['result']).removesuffix('；')}",))
        for number, row in enumerate(frame[frame["result"].notna()].to_dict("records"), start=1)
    ]


def key_projects(m: Material) -> list[Block]:
    """S0-5: key projects of the year with what was planned (内容 from the work plan's notes where it is there)."""
    plan = m.frame("work_plan")
    plan = plan[plan["task_kind"].astype(str).str.contains("重点")] if len(plan) else plan
    if plan.empty:
        projects = m.frame("project_lines")
        names = projects[projects["row_kind"] == "line"]["project_name"].tolist() if len(projects) else []
        return [m.say(line("年内项目：{names}。", names="、".join(map(str, names))))] if names else []
    rows = [
        Row((str(number), str(row["task"]), fmt.text(row["result"])))
        for number, row in enumerate(plan.to_dict("records"), start=1)
    ]
    table = m.plain_table(
        "key_projects", f"{m.year} 年度重点项目", ("序号", "项目名称", "实施内容与完成情况"), rows, [plan]
    )
    return [m.say(line("重点项目见{table}。", table=cite(table.id))), table]


def task_facts(m: Material) -> Sequence[Pieces]:
    """Facts: planned tasks with their state."""
    return [
        (f"{row['task_kind']}：{row['task']}（{row['completed']}）",) for row in m.frame("work_plan").to_dict("records")
    ]


def staff_facts(m: Material) -> Sequence[Pieces]:
    """Facts: staff as counted."""
    return [
        (
            f"{row['category']}{'核定' if column == 'approved_count' else '实有'} ",
            m.book.cell("staff", row, column),
            " 人",
        )
        for row in m.frame("staff").to_dict("records")
        for column in ("approved_count", "actual_count")
        if not is_missing(row[column])
    ][:8]


def goal_facts(m: Material) -> Sequence[Pieces]:
    """Facts: goals with target and achievement."""
    return [
        (f"{row['goal_name']}：目标 {fmt.text(row['target'])}，实现 {fmt.text(row['achievement'])}",)
        for row in m.frame("goals").to_dict("records")
    ][:20]


def related_parties(m: Material) -> list[Block]:
    """Who is concerned: the unit, who supervises it, who pays, who is served."""
    info, given = m.page.data.info, m.inputs
    rows = [
        ("预算单位", m.full_name),
        ("主管部门", info.supervisor),
        ("委托部门", given.engagement.client),
        ("受益对象", given.profile.beneficiaries),
    ]
    return [m.say((f"{name}：{text}。",)) for name, text in rows if text]
