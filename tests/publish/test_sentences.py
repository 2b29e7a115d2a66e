"""Sentences say no more than their figures carry."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.charts.four_rates import rates_against_average
from evallib.indicators.budget import budget_execution
from evallib.indicators.four_rates import four_rates
from evallib.publish.page.blocks import table_html
from evallib.publish.words import columns, sentences


@pytest.fixture(scope="module")
def pujin(clean):
    rates = four_rates(clean("pujin", 2023).table("four_rates"))
    return rates[rates["year"] == 2023]


def test_a_difference_that_the_sample_does_not_carry_is_not_called_one(pujin):
    contact, on_time, resolved, satisfied = sentences.four_rates_sentences(pujin)
    for text in (contact, resolved, satisfied):  # the interval of each holds the average
        assert "不能说高于或低于平均" in text
        assert "高于区平均" not in text and "低于区平均" not in text
    assert "高于区平均（98.89%） 1.11 个百分点" in on_time
    far = pujin.assign(average_rate=Decimal("0.5"), gap_pp=Decimal("20"))
    assert all("高于区平均（50.00%） 20.00 个百分点" in text for text in sentences.four_rates_sentences(far))
    assert "不包含平均值，差别超出抽样误差" in sentences.four_rates_sentences(far)[0]


def test_a_rate_outside_its_own_interval_is_noted(pujin):
    outside = [text for text in sentences.four_rates_sentences(pujin) if "公布值不在按抽查数推算的 95% 区间" in text]
    assert len(outside) == 1 and outside[0].startswith("市民满意率 64.12%") and "64.23%–71.58%" in outside[0]
    assert sentences.four_rates_caption(pujin, 2023).endswith("市民满意率的公布值不在区间之内，两者口径可能不同")
    drawn = next(trace for trace in rates_against_average(pujin).data if trace.error_x.array is not None)
    low = drawn.x[0] - drawn.error_x.arrayminus[0]
    assert (drawn.y[0], low) == ("市民满意率", pytest.approx(64.2342, abs=1e-3))  # not stretched to the printed rate


def test_a_caption_names_only_what_is_drawn(clean):
    rates = four_rates(clean("huacao", 2021).table("four_rates"))
    assert sentences.four_rates_caption(rates, 2021) == "2021 年四率（%）：条形为公布值"
    assert sentences.years_caption(rates, 2021) == "2021–2021 年四率（%，公布值）"
    assert sentences.method_sentence(rates).startswith("没有提供抽查数")


def test_what_is_not_in_the_adjustment_figure_is_named(clean):
    lines = budget_execution(clean("huacao", 2022).table("project_lines"))
    assert sentences.unadjusted_sentence(lines, "project_name") == (
        "没有调整额、因而不在图中：华漕镇城运中心智能化建设（年初预算 100.00 万元，调整后预算空缺）。"
    )
    assert sentences.unadjusted_sentence(lines[lines["adjustment_yuan"].notna()], "project_name") == ""


def test_a_difference_of_rounded_amounts_is_explained(clean):
    lines = budget_execution(clean("maqiao", 2024).table("budget_lines"))
    assert "109.80 − 147.10 显示为 -37.31" in sentences.rounding_sentence(lines)
    exact = budget_execution(clean("huacao", 2022).table("project_lines"))
    assert sentences.rounding_sentence(exact) == ""


def test_totals_say_once_what_they_are(clean):
    for unit, year, table, spec in (
        ("huacao", 2023, "scored_indicators", columns.PUBLISHED_SCORES),
        ("maqiao", 2024, "scored_indicators", columns.PUBLISHED_SCORES),
        ("pujin", 2023, "self_evaluation_indicators", columns.FORM_INDICATORS),
    ):
        frame = columns.plain_totals(clean(unit, year).table(table))
        sums = frame[frame["row_kind"] != "line"]
        html = table_html(sums, spec, "例", columns.row_class)
        assert len(sums) and "总分</td><td>总分" not in html and "合计</td><td>合计" not in html
        assert "<td>—</td>" not in html  # a sum has no text of its own
    html = table_html(
        columns.plain_totals(clean("maqiao", 2024).table("scored_indicators")), columns.PUBLISHED_SCORES, ""
    )
    assert ">二级指标<" in html and "A 项目决策小计" in html


def test_a_rate_without_a_sample_has_no_note():
    row = {"lower": None, "upper": None, "printed_rate": Decimal("0.9")}
    assert not sentences.outside_interval(pd.Series(row))
