"""Staff, assets, plans and goals (人员、资产、计划与目标)."""

from __future__ import annotations

from evallib.indicators.change import growth
from evallib.indicators.completion import task_completion
from evallib.indicators.staffing import staffing_control_rate
from evallib.publish.page.blocks import details, records, sentence, subsection, table_html
from evallib.publish.sections.gaps import guarded, show_missing, show_states
from evallib.publish.sections.unit_page import UnitPage
from evallib.publish.words import columns
from evallib.publish.words import format as fmt
from evallib.publish.words.columns import Columns

DECLARED_FUNDS: Columns = {
    "project_name": ("申报项目", fmt.text),
    "funds_item": ("申报资金", fmt.text),
    "amount_yuan": ("申报金额（万元）", fmt.wan),
}


@guarded("人员与资产", "staff-assets")
def show_staff_and_assets(page: UnitPage) -> None:
    """Staff against approved posts, assets and fixed assets."""
    data = page.data
    if not data.has("staff"):
        show_missing(page.data, "人员", "staff")
    else:
        staff = data.own("staff")
        posts = staff[staff["approved_count"].notna() & staff["actual_count"].notna() & (staff["row_kind"] == "line")]
        for row in posts[posts["category"] == "在编人员"].to_dict("records"):
            control = staffing_control_rate(row["actual_count"], row["approved_count"])
            counted = f"{row['actual_count']} ÷ {row['approved_count']} 人"
            sentence(f"在编人员控制率 {fmt.pct(control['value'])}（{counted}）。")
        for sheet, group in staff.groupby("source_sheet", sort=False):
            title = f"人员（人）：{sheet}"
            details(title, table_html(group, columns.STAFF, title, columns.row_class))
        show_states(data, "staff")
    if data.has("assets"):
        assets = data.own("assets")
        assets["growth_rate"] = [
            growth(row["closing_yuan"] or 0, row["opening_yuan"])["value"] for row in assets.to_dict("records")
        ]
        title = "资产、负债与净资产（期末空格按 0 计算增长）"
        details(title, table_html(assets, columns.ASSETS, title))
    if data.has("fixed_assets"):
        fixed = table_html(data.own("fixed_assets"), columns.FIXED_ASSETS, "固定资产明细", columns.row_class)
        details("固定资产明细", fixed)
    show_states(data, "assets", "fixed_assets")


@guarded("工作计划与绩效目标", "plan")
def show_plan_and_goals(page: UnitPage) -> None:
    """What was planned and done, and the goals."""
    data = page.data
    if data.has("work_plan"):
        tasks = data.own("work_plan")
        for _, row in task_completion(tasks).iterrows():
            counted = f"{row['numerator']} ÷ {row['denominator']} 项"
            sentence(f"{row['task_kind']}完成率 {fmt.pct(row['value'])}（{counted}）。")
        title = f"{page.year} 年工作任务完成情况"
        details(title, table_html(tasks, columns.TASKS, title))
        show_states(data, "work_plan")
    elif not data.has("project_progress"):
        show_missing(data, "工作计划", "work_plan", "project_progress", otherwise="年度工作计划完成情况")
    else:
        show_states(data, "work_plan")
    if data.has("project_progress"):
        subsection(f"{page.year} 年项目工作计划与完成情况")
        records(data.own("project_progress"), "project_name", columns.PROGRESS)
        show_states(data, "project_progress")
    elif data.has("work_plan"):
        show_states(data, "project_progress")
    if data.has("goals"):
        title = f"{page.year} 年绩效目标（{len(data.own('goals'))} 项）"
        goals = data.own("goals")
        shown = columns.told(columns.GOALS, goals, "project_name", "goal_group", "weight_score", "achievement")
        details(title, table_html(goals, shown, title))
        show_states(data, "goals")
    else:
        show_missing(page.data, "绩效目标", "goals")
    if data.has("goal_funds"):
        title = f"{page.year} 年绩效目标申报的资金"
        details(title, table_html(data.own("goal_funds"), DECLARED_FUNDS, title, columns.row_class))
    show_states(data, "goal_funds")
