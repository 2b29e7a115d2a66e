"""Budget sections (预算各节): 年初 → 调整 → 执行 by line, year, department and project."""

from __future__ import annotations

import pandas as pd

from evallib.charts.budget import budget_adjustments, budget_steps
from evallib.indicators.budget import budget_execution
from evallib.indicators.comparability import like_for_like, merged_institutions, partial_total
from evallib.publish.page.blocks import figure, sentence, subsection, table
from evallib.publish.sections.guarded import guarded
from evallib.publish.sections.table_states import show_missing, show_states
from evallib.publish.sections.unit_page import UnitPage
from evallib.publish.words import columns, sentences
from evallib.publish.words import format as fmt


@guarded("预算与支出", "budget")
def show_budget(page: UnitPage) -> None:
    """Lines of the year, totals of all years, and departments."""
    if page.total is None:
        show_missing(page.data, "预算与支出", "budget_lines")
    else:
        _show_lines(page)
        show_states(page.data, "budget_lines")
    _show_departments(page)


def _show_lines(page: UnitPage) -> None:
    year, total = page.year, page.total or {}
    previous = next(iter(page.totals[page.totals["year"] == year - 1].to_dict("records")), {})
    breaks = (
        merged_institutions(page.data.table("budget_departments"), year) if page.data.has("budget_departments") else []
    )
    change = like_for_like(total["adjusted_budget_yuan"], previous.get("adjusted_budget_yuan"), breaks)
    sentence(sentences.budget_sentence(total), sentences.growth_sentence(page.totals, year, change))
    lines = page.data.table("budget_lines")
    lines = budget_execution(lines[lines["year"] == year])
    shown = columns.budget("line_name", "科目")
    figure(
        budget_steps(lines[lines["row_kind"] == "line"], "line_name"),
        caption=f"{year} 年各科目预算：年初 → 调整后 → 执行（万元）",
        alt=sentences.budget_sentence(total),
        data=lines,
        columns=shown,
    )
    table(lines, shown, f"{year} 年预算与支出（执行率 = 执行金额 ÷ 调整后预算）", columns.row_class)
    sentence(sentences.rounding_sentence(lines))
    if len(page.totals) > 1:
        table(page.totals, columns.budget("year", "年度"), "各年合计")


def _show_departments(page: UnitPage) -> None:
    if page.data.has("budget_departments"):
        departments = budget_execution(page.data.table("budget_departments"))
        departments["name"] = departments["department"] + " · " + departments["line_name"]
        title = f"{page.year} 年分部门预算与支出"
        table(departments, columns.budget("name", "部门与科目"), title, columns.row_class)
    show_states(page.data, "budget_departments")


@guarded("项目支出")
def show_projects(page: UnitPage) -> None:
    """Projects: budget, execution, adjustment; and unit prices where they were handed in."""
    subsection("项目支出")
    if not page.data.has("project_lines"):
        show_missing(page.data, "项目支出", "project_lines")
    else:
        projects = page.data.table("project_lines")
        projects = budget_execution(projects[projects["year"] == page.year])
        lines = projects[projects["row_kind"] == "line"]
        shown = columns.budget("project_name", "项目")
        figure(
            budget_steps(lines, "project_name"),
            caption=f"{page.year} 年各项目：年初 → 调整后 → 执行（万元）",
            alt=f"{len(lines)} 个项目",
            data=projects,
            columns=shown,
        )
        adjusted = [f"{row['project_name']} {fmt.wan(row['adjustment_yuan'])} 万元" for row in lines.to_dict("records")]
        figure(
            budget_adjustments(lines, "project_name"),
            caption=f"{page.year} 年各项目预算调整额（万元）与调整率（对年初预算）",
            alt="；".join(adjusted),
            data=lines,
            columns=shown,
        )
        sentence(
            sentences.unadjusted_sentence(lines, "project_name"),
            sentences.rounding_sentence(projects),
            _part_sentence(page, lines),
        )
        show_states(page.data, "project_lines")
    if page.data.has("unit_prices"):
        for sheet, group in page.data.table("unit_prices").groupby("source_sheet", sort=False):
            table(group, columns.UNIT_PRICES, f"单价与数量：{sheet}", columns.row_class)
    show_states(page.data, "unit_prices")


def _part_sentence(page: UnitPage, projects: pd.DataFrame) -> str:
    """A note where the projects listed are not all of the 项目支出 of the budget."""
    budget = page.data.table("budget_lines")
    whole = budget[(budget["year"] == page.year) & (budget["line_name"] == "项目支出")]["adjusted_budget_yuan"]
    listed = projects["adjusted_budget_yuan"].dropna().sum()
    found = partial_total(listed, whole.iloc[0] if len(whole) else None, "所列项目")
    if found is None:
        return ""
    amounts = f"所列项目调整后预算合计 {fmt.wan(listed)} 万元，项目支出共 {fmt.wan(whole.iloc[0])} 万元"
    return f"{amounts}：{found.reason}，其合计与增长不代表全部项目支出。"
