"""Budget sections (预算各节): 年初 → 调整 → 执行 by line, year, department and project."""

from __future__ import annotations

from evallib.charts.budget import budget_steps
from evallib.indicators.budget import budget_execution
from evallib.indicators.comparability import like_for_like, merged_institutions
from evallib.publish.messages import money
from evallib.publish.page.blocks import details, figure, sentence, table, table_html
from evallib.publish.sections.gaps import guarded, show_missing, show_states
from evallib.publish.sections.unit_page import UnitPage
from evallib.publish.words import columns, sentences

BROAD = 8  # projects from which their figure gains from room


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
        title="各科目执行金额与年初预算",
        caption=f"{year} 年，万元；竖线为年初预算，括号内为调整率",
        alt=sentences.budget_sentence(total),
        data=lines,
        columns=shown,
        definition="national-department-2013.adjustment_rate",
    )
    table(lines, shown, f"{year} 年预算与支出（执行率 = 执行金额 ÷ 调整后预算）", columns.row_class)
    sentence(sentences.rounding_sentence(lines))
    if len(page.totals) > 1:
        details("各年合计", table_html(page.totals, columns.budget("year", "年度"), "各年合计"))


def _show_departments(page: UnitPage) -> None:
    if page.data.has("budget_departments"):
        departments = budget_execution(page.data.own("budget_departments"))
        departments["name"] = departments["department"] + " · " + departments["line_name"]
        title = f"{page.year} 年分部门预算与支出"
        details(title, table_html(departments, columns.budget("name", "部门与科目"), title, columns.row_class))
    show_states(page.data, "budget_departments")


@guarded("项目支出", "projects")
def show_projects(page: UnitPage) -> None:
    """Projects: budget, execution, adjustment; and unit prices where they were handed in."""
    if not page.data.has("project_lines"):
        show_missing(page.data, "项目支出", "project_lines")
    else:
        projects = page.data.table("project_lines")
        projects = budget_execution(projects[projects["year"] == page.year])
        lines = projects[projects["row_kind"] == "line"]
        shown = columns.budget("project_name", "项目")
        figure(
            budget_steps(lines, "project_name"),
            title="各项目执行金额与年初预算",
            caption=f"{page.year} 年，万元；竖线为年初预算，括号内为调整率",
            alt="；".join(
                f"{row['project_name']} 执行{sentences.executed_words(row['executed_yuan'])}"
                for row in lines.to_dict("records")
            ),
            data=projects,
            columns=shown,
            broad=len(lines) > BROAD,
            definition="project-self-evaluation.execution_rate",
        )
        sentence(
            sentences.unadjusted_sentence(lines, "project_name"),
            sentences.rounding_sentence(projects),
            money.part_sentence(page),
        )
        show_states(page.data, "project_lines")
    if page.data.has("unit_prices"):
        for sheet, group in page.data.own("unit_prices").groupby("source_sheet", sort=False):
            title = f"单价与数量：{sheet}"
            details(title, table_html(group, columns.UNIT_PRICES, title, columns.row_class))
    show_states(page.data, "unit_prices")
