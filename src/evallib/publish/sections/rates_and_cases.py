"""四率, 案件统计 and satisfaction as handed in (已公布的率、件数与满意度)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from evallib.charts.four_rates import rates_against_average, rates_over_years, rates_within_year
from evallib.charts.requests import failures_by_group, requests_by_category
from evallib.charts.satisfaction import satisfaction_levels
from evallib.indicators.four_rates import SAMPLED
from evallib.indicators.proportions import is_missing
from evallib.indicators.response import published_response
from evallib.indicators.satisfaction import NO_OPINION
from evallib.publish.page.blocks import details, figure, links, sentence, table, table_html
from evallib.publish.page.handbook import HANDBOOK
from evallib.publish.sections.gaps import guarded, show_missing, show_states
from evallib.publish.sections.unit_page import UnitPage
from evallib.publish.words import columns, sentences
from evallib.publish.words import format as fmt
from evallib.publish.words.levels import at_level
from evallib.publish.words.response_words import good_word, response_sentence


@guarded("四率", "four-rates")
def show_four_rates(page: UnitPage) -> None:
    """四率 against their average, over the years, and as a table."""
    current, year, shown = page.current_rates, page.year, at_level(columns.FOUR_RATES, page.confidence)
    if current["printed_rate"].isna().all():
        show_missing(page.data, "四率", "four_rates")
        return
    figure(
        rates_against_average(current),
        title=f"四率与{_average(current)}",
        caption=sentences.four_rates_caption(current, year),
        alt="；".join(sentences.four_rates_sentences(current)),
        data=current,
        columns=shown,
        definition=SAMPLED,
    )
    if page.rates["year"].nunique() > 1:
        figure(
            rates_over_years(page.rates),
            title="各年四率",
            caption=sentences.years_caption(page.rates, year),
            alt=sentences.change_sentence(page.rates, year),
            data=page.rates,
            columns=columns.FOUR_RATES_BY_YEAR,
            definition=SAMPLED,
        )
    within = page.rates_within
    if within["period"].nunique() > 1:
        figure(
            rates_within_year(within),
            title=f"{year} 年各期四率",
            caption=sentences.within_caption(within),
            alt="；".join(sentences.four_rates_sentences(within)),
            data=within,
            columns=columns.FOUR_RATES_BY_PERIOD,
            definition=SAMPLED,
        )
    sentence(*sentences.four_rates_sentences(current), sentences.change_sentence(page.rates, year))
    sentence(sentences.method_sentence(current))
    _show_response(page, current)
    details(f"{year} 年四率：公布值、平均值、分母与区间", table_html(current, shown, f"{year} 年四率"))
    links([("四率的分子、分母与口径：指标口径手册", f"../../{HANDBOOK}#{SAMPLED}")])
    show_states(page.data, "four_rates")


def _show_response(page: UnitPage, current: pd.DataFrame) -> None:
    """抽查 → 表态 → 满意 of the rates whose sample is known; a figure of each whose denominator is implied."""
    steps = published_response(current)
    if steps.empty:
        return
    shown = at_level(columns.PUBLISHED_RESPONSE, page.confidence)
    for row in steps[steps["is_implied"].astype(bool) & steps["rated_count"].notna()].to_dict("records"):
        good = good_word(str(row["indicator"]))
        labels = {"sampled_count": "抽查", "rated_count": "表态（推算）", "good_count": good}
        bars = pd.DataFrame({"category": labels.values(), "cases_count": [row[name] for name in labels]})
        figure(
            requests_by_category(bars),
            title=(
                f"{row['indicator']}：抽查 {fmt.count(row['sampled_count'])} 件，"
                f"表态 {fmt.count(row['rated_count'])} 件，{good} {fmt.count(row['good_count'])} 件"
            ),
            caption=f"{row['period']}{row['indicator']}的回访各步（件）：表态件数由公布值与不合格件数推算",
            alt=response_sentence(row),
            data=bars,
            columns=columns.RESPONSE_STEPS,
            definition="response-funnel",
        )
        sentence(response_sentence(row))
    title = "回访各步：抽查、表态、合格，及未表态案件的上下界"
    details(title, table_html(steps, shown, title))


def _average(rates: pd.DataFrame) -> str:
    return next((text for text in rates["average_label"] if isinstance(text, str)), "抽样区间")


@guarded("案件量与办理", "cases")
def show_case_counts(page: UnitPage) -> None:
    """案件统计 by topic and dimension, and the rates that it gives."""
    if page.data.table("case_counts").empty:
        show_missing(page.data, "案件量与办理", "case_counts")
        return
    sentence(*[sentences.proportion_sentence(row["name"], row) for _, row in page.published_rates.iterrows()])
    sentence(*sentences.growth_sentences(page.count_growth))
    for (topic, dimension), group in page.counts.groupby(["topic", "dimension"], sort=False):
        lines = group[(group["row_kind"] == "line") & group["subcategory"].isna()]
        title = f"{sentences.of_year(page.year, str(topic))}，按{dimension}（件）"
        if len(lines) > 1:
            counted = [f"{row['category']} {fmt.count(row['cases_count'])} 件" for row in lines.to_dict("records")]
            top = lines.sort_values("cases_count", ascending=False, na_position="last").iloc[0]
            figure(
                requests_by_category(lines),
                title=f"{topic}：{top['category']} {fmt.count(top['cases_count'])} 件最多",
                caption=title,
                alt="；".join(counted),
                data=group,
                columns=columns.CASES,
                definition="terms.cases_count",
            )
        else:
            told = [f"{_counted(row)} {fmt.count(row['cases_count'])} 件" for row in group.to_dict("records")]
            sentence(f"{title}：{'，'.join(dict.fromkeys(told))}。")
    if len(page.count_growth):
        title = "案件量同比（由件数计算，与公布值并列）"
        details(title, table_html(page.count_growth, columns.COUNT_GROWTH, title))
    if len(page.published_rates):
        title = "办结率与及时率（件，全量统计）"
        details(title, table_html(page.published_rates, columns.RATES, title))
    show_states(page.data, "case_counts")


def _counted(row: Mapping[Hashable, Any]) -> str:
    """What a row counts: a part (“12345”热线 of 受理总数) is told as one."""
    return str(row["category"]) if is_missing(row["subcategory"]) else f"其中{row['subcategory']}"


@guarded("抽查不合格案件", "failures")
def show_failed_samples(page: UnitPage) -> None:
    """Failed samples by agency and by type."""
    if page.failed_samples.empty:
        show_missing(page.data, "抽查不合格案件", "case_counts", otherwise="案件统计（抽查不合格）")
    told = page.messages.section("failures")
    sentence(told.text if told else "")
    largest_first = page.failed_samples.sort_values("cases_count", ascending=False, kind="stable")
    for topic, dimension in dict.fromkeys(
        zip(page.failed_samples["topic"], page.failed_samples["dimension"], strict=True)
    ):
        group = largest_first[(largest_first["topic"] == topic) & (largest_first["dimension"] == dimension)]
        rows = group.to_dict("records")
        figure(
            failures_by_group(group),
            title=f"{topic}：{rows[0]['category']} {fmt.count(rows[0]['cases_count'])} 件最多",
            caption=f"抽查{topic}案件，按{dimension}（件；报告列出的部门或类型）",
            alt="；".join(f"{row['category']} {fmt.count(row['cases_count'])} 件" for row in rows),
            data=group,
            columns=columns.FAILURES,
            definition="terms.failed_count",
        )


@guarded("满意度", "satisfaction")
def show_satisfaction(page: UnitPage) -> None:
    """Levels of each survey and the weighted satisfaction."""
    answers = page.data.own("survey_answers")
    if answers.empty:
        show_missing(page.data, "满意度", "survey_answers")
        return
    told = page.messages.section("satisfaction")
    sentence(told.text if told else "")
    silent = answers["option"].astype(str).str.fullmatch(NO_OPINION).any()
    figure(
        satisfaction_levels(answers),
        title="各项调查的等级分布",
        broad=True,
        caption=f"{page.year} 年各项调查的等级分布（占{'答卷' if silent else '表态'}人数 %）",
        alt="；".join(f"{row['survey']} {fmt.pct(row['value'])}" for row in page.surveys.to_dict("records")),
        data=answers[answers["row_kind"] == "line"],
        columns=columns.ANSWERS,
        definition="project-self-evaluation.survey_satisfaction_rate",
    )
    if page.surveys["value"].notna().any() or page.satisfied.empty:
        title = "加权满意度 = Σ（各等级人数 × 权重）÷ 表态人数；只有占比时按占比加权"
        table(page.surveys, columns.SURVEYS, title)
    else:
        table(page.satisfied, columns.SATISFIED, "满意率 = 满意的人数 ÷ 表态人数（没有等级权重）")
    show_states(page.data, "survey_answers")
