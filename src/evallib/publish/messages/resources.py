"""What staff, plans and goals say (人员、计划与目标)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evallib.indicators.completion import task_completion
from evallib.indicators.proportions import is_missing
from evallib.publish.messages.message import Message, numeral
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

STAFF = "在编人员"


def staff_message(page: UnitFigures) -> Message | None:
    """Staff against approved posts; None where neither staff nor assets were handed in."""
    if page.data.has("staff"):
        rows = page.data.own("staff").to_dict("records")
        own = next((row for row in rows if row["category"] == STAFF and row["row_kind"] == "line"), None)
        if own is not None and not is_missing(own["approved_count"]):
            actual = "实有人数未填" if is_missing(own["actual_count"]) else f"实有 {fmt.count(own['actual_count'])} 人"
            return Message(f"在编核定 {fmt.count(own['approved_count'])} 人，{actual}", source="人员情况")
        approved = [
            int(row["approved_count"])
            for row in rows
            if row["row_kind"] == "line" and not is_missing(row["approved_count"])
        ]
        known = [row for row in rows if not is_missing(row["actual_count"])]
        if approved:
            tail = "" if known else "，实有人数未填"
            return Message(f"核定编制 {sum(approved):,} 人{tail}", source="人员情况")
        return Message("人员按岗位列示", source="人员情况")
    return Message("资产、负债与净资产", note="万元", source="资产情况") if page.data.has("assets") else None


def plan_message(page: UnitFigures) -> Message | None:
    """How much of the plan is done; None where neither plan nor goals were handed in."""
    data = page.data
    if data.has("work_plan"):
        tasks = data.own("work_plan")
        told = [
            f"{row['task_kind']}完成 {fmt.count(row['numerator'])}／{fmt.count(row['denominator'])} 项"
            for _, row in task_completion(tasks).iterrows()
        ]
        undone = [str(row["task"]) for row in tasks.to_dict("records") if str(row["completed"]).startswith("未")]
        return Message(
            "，".join(told), f"未完成：{'；'.join(undone)}。" if undone else "", source="年度工作计划完成情况"
        )
    if data.has("project_progress"):
        rows = data.own("project_progress")
        return Message(f"{numeral(len(rows))}个项目列有计划与完成情况", source="工作计划与完成情况")
    if data.has("goals"):
        return Message(f"{numeral(len(data.own('goals')))}项绩效目标", source="绩效目标")
    return None
