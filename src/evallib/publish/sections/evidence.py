"""Evidence (依据): what was handed in, scores and their published counterparts, findings, provenance."""

from __future__ import annotations

from dataclasses import asdict
from html import escape

import pandas as pd

from evallib.checks.findings import other_problems
from evallib.indicators.budget import budget_execution
from evallib.model.problems import Problem, one_per_cause
from evallib.publish.messages.doubts import score_differences
from evallib.publish.messages.scores import card_name
from evallib.publish.page.blocks import bullets, details, links, sentence, subsection, table, table_html
from evallib.publish.page.provenance import downloads, provenance, sources
from evallib.publish.page.showing import html_block
from evallib.publish.sections.gaps import guarded, show_missing, show_states
from evallib.publish.sections.hand_in_versions import show_versions
from evallib.publish.sections.scorecard import CARDS, show_card, traces_html
from evallib.publish.sections.unit_page import UnitPage
from evallib.publish.words import columns
from evallib.publish.words import format as fmt
from evallib.publish.words.columns import Columns

DOUBTS: Columns = {
    "kind": ("级别", fmt.text),
    "message": ("问题", fmt.text),
    "value": ("原表数值", fmt.text),
    "place": ("位置", fmt.text),
    "advice": ("处理", fmt.text),
}
FORMS = ("self_evaluation_forms", "self_evaluation_indicators", "self_evaluation_funds")
PUBLISHED = ("scored_indicators", *FORMS)
SEVERITY_LABELS = {"error": "错误（未通过）", "warning": "警告", "note": "提示"}
LESSER = ("rounding", "wording")  # findings that are told, and are no alarm


@guarded("数据来源", "sources")
def show_sources(page: UnitPage) -> None:
    """Which sheets were handed in and what they were recognised as."""
    handed_in = sources(page.gate)
    sentence(
        f"本报告依据{page.name} {page.year} 年提交的 {handed_in['file'].nunique()} 份文件、{len(handed_in)} 张表。"
    )
    title = f"{page.name} {page.year} 年提交的表格"
    details("提交的表格与识别结果", table_html(handed_in, columns.SHEETS, title))
    show_versions(page)


@guarded("得分与等级", "scores")
def show_scores(page: UnitPage) -> None:
    """Totals and grades, what people judged, and where points were lost."""
    bullets([f"未能评分：{problem}" for problem in page.scoring.problems])
    if page.scores.empty:
        show_missing(page.data, "得分", *FORMS, otherwise="评分数据或项目支出绩效自评表")
        return
    sentence(
        "得分由指标体系的规则和提交的数据计算；依据评分标准或现有数据无法评定、"
        "或评价人员另有评定的指标采用评定分，与按规则得分并列。"
        "公布的总分和小计只作对照，不一致之处列在“勾稽核对”一节。"
    )
    table(page.scores, CARDS, f"{page.year} 年度得分与等级")
    for card in page.cards:
        show_card(card, folded=len(page.cards) > 1)
    show_states(page.data, "score_summary", *FORMS)


@guarded("逐项评分", "traces")
def show_traces(page: UnitPage) -> None:
    """Every indicator with its rule, data, steps and result."""
    for card in page.cards:
        details(f"{card_name(card)}：{len(card.scores)} 个指标，可展开每项的规则、数据、步骤", traces_html(card))


@guarded("报送的得分与自评表", "scorecard")
def show_published_scores(page: UnitPage) -> None:
    """Published scores and self-evaluation forms, as handed in."""
    data = page.data
    if data.has("scored_indicators"):
        for sheet, group in data.table("scored_indicators").groupby("source_sheet", sort=False):
            caption = f"公布的指标得分：{sheet}"
            rows = (group["row_kind"] == "line").sum()
            html = table_html(columns.plain_totals(group), columns.PUBLISHED_SCORES, caption, columns.row_class)
            details(f"{caption}（{rows} 个指标）", html)
    if data.has("self_evaluation_indicators"):
        funds = data.table("self_evaluation_funds")
        for project, group in data.table("self_evaluation_indicators").groupby("project_name", sort=False):
            own = funds[(funds["project_name"] == project) & (funds["funds_item"] == "年度资金总额")]
            html = table_html(budget_execution(own), columns.budget("funds_item", "资金"), "项目资金")
            goals = columns.told(columns.FORM_INDICATORS, group, "review_score")
            html += table_html(columns.plain_totals(group), goals, "绩效指标", columns.row_class)
            details(f"自评表：{project}", html)
    if data.has("scored_indicators") or data.has("self_evaluation_indicators"):
        show_states(data, *PUBLISHED)
    else:
        show_missing(data, "指标得分", *PUBLISHED, otherwise="评价指标体系及得分、项目支出绩效自评表")


@guarded("勾稽核对", "findings")
def show_findings(page: UnitPage) -> None:
    """Figures that do not agree, and published scores that do not follow."""
    findings, (audits, unread) = page.findings, page.documents
    told = page.messages.section("findings")
    sentence(told.text if told else "")
    bullets(unread)
    for audit in audits:
        counts = audit.summary()
        unsure = f"，存疑 {counts['ambiguous']} 处（有多种理解，不计入不符）" if counts["ambiguous"] else ""
        html_block(
            f"<p>报告“{escape(audit.document.name)}”：不符 {counts['findings'] - counts['ambiguous']} 处{unsure}，"
            f"核对相符 {counts['agreements']} 条；"
            '标出原文的网页和签认表见<a href="#provenance">下载与出处</a>。</p>'
        )
    _show_score_findings(page)
    if len(findings):
        subsection("报表内部数字")
        title = "报表内部不一致之处：两处都列出，不作改动"
        table(findings, columns.FINDINGS, title, lambda row: "warn" if row["severity"] in LESSER else "alert")


@guarded("待复核：读取与校验提示", "doubts")
def show_doubts(page: UnitPage) -> None:
    """What the reading doubted."""
    told = one_per_cause(Problem(**problem) for problem in other_problems(page.gate))
    if told:
        rows = [
            asdict(problem) | {"place": problem.place, "kind": SEVERITY_LABELS[problem.severity]} for problem in told
        ]
        doubts = pd.DataFrame(rows).sort_values(
            "severity", key=lambda kinds: kinds.map(list(SEVERITY_LABELS).index), kind="stable"
        )
        table(doubts, DOUBTS, "读取与校验时的提示")


@guarded("公布得分与评分规则")
def _show_score_findings(page: UnitPage) -> None:
    differences = score_differences(page)
    if differences:
        subsection("公布得分与评分规则")
        bullets(finding.message for finding in differences)


@guarded("下载与出处", "provenance")
def show_provenance(page: UnitPage) -> None:
    """Downloads, inputs with their hashes, versions and parameters."""
    links(downloads(page.data))
    shown: Columns = {"item": ("项目", fmt.text), "value": ("内容", fmt.text)}
    table(provenance(page.data, page.gate), shown, "本页所用的输入、程序与参数")
