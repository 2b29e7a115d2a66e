"""Sentences say no more than their figures carry."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.charts import rates_against_average
from evallib.indicators import budget_execution
from evallib.indicators.four_rates import four_rates
from evallib.publish import table_html
from evallib.publish.words import columns, sentences


@pytest.fixture(scope="module")
def pujin(clean):
    rates = four_rates(clean("pujin", 2023).table("four_rates"))
    return rates[rates["year"] == 2023]


def test_a_difference_that_the_sample_does_not_carry_is_not_called_one(pujin):
    contact, on_time, resolved, satisfied = sentences.four_rates_sentences(pujin)
    for text in (contact, resolved, satisfied):  # the interval of each holds the average
        assert "与区平均" in text and "无显著差异（相差" in text
        assert "高于" not in text and "低于" not in text
    assert "比区平均（98.89%）高 1.11 个百分点（没有可用的抽查数，不能判断是否超出抽样误差）" in on_time
    assert contact.endswith(f"；全区排名第 {int(pujin['rank'].iloc[0])} 位。")
    far = pujin.assign(average_rate=Decimal("0.5"), gap_pp=Decimal("20"))
    told = sentences.four_rates_sentences(far)
    assert all("显著高于区平均（50.00%） 20.00 个百分点（" in told[place] for place in (0, 2, 3))


def test_no_first_sentence_says_higher_where_a_later_one_cannot_tell(clean):
    for unit, year in (("huacao", 2023), ("huacao", 2022), ("pujin", 2023)):
        rates = four_rates(clean(unit, year).history("four_rates"))
        current = rates[rates["year"] == year]
        told = [*sentences.four_rates_sentences(current), sentences.change_sentence(rates, year)]
        for text in told:
            for part in text.replace("；", "，").split(
                "，"
            ):  # 高 and 下降 tell two printed figures, 高于 and 显著 a difference
                assert not ("不能判断" in part and any(word in part for word in ("高于", "低于", "显著"))), text
        if current["lower"].isna().all():
            assert not any(word in text for text in told for word in ("高于", "低于", "显著"))
            assert "不能判断" in sentences.method_sentence(current)


def test_a_rate_has_the_interval_of_the_sample_that_gives_it(pujin):
    row = pujin.set_index("indicator").loc["市民满意率"]
    text = sentences.four_rates_sentences(pujin)[3]
    assert (row["numerator"], row["denominator"], row["sampled_rate"]) == (352, 549, pytest.approx(419 / 616))
    assert text.startswith("市民满意率 64.12%，与区平均") and "推算分母 549 件 95% 区间 60.02%–68.02%" in text
    assert "只有分母 549 件与公布值相符" in sentences.method_sentence(pujin)
    known = pujin[pujin["lower"].notna()].astype({"printed_rate": float})
    assert len(known) and known["printed_rate"].between(known["lower"], known["upper"]).all()
    drawn = next(trace for trace in rates_against_average(pujin).data if trace.error_x.array is not None)
    low = drawn.x[0] - drawn.error_x.arrayminus[0]
    assert (drawn.y[0], low) == ("市民满意率", pytest.approx(60.0189, abs=1e-3))
    assert sentences.four_rates_caption(pujin, 2023).startswith(f"{row['period']}四率（%）")


def test_a_change_of_two_samples_gets_a_word(pujin):
    sampled = pujin[pujin["denominator"].notna()]
    before = sampled.assign(year=2022)
    same = pd.concat([before, sampled], ignore_index=True)
    assert sentences.change_sentence(same, 2023).count("持平") == 2
    lower = sampled.assign(printed_rate=Decimal("0.5"), numerator=300, denominator=600)
    text = sentences.change_sentence(pd.concat([before, lower], ignore_index=True), 2023)
    assert text.count("显著下降") == 2 and "不能判断" not in text


def test_a_caption_names_only_what_is_drawn(clean):
    rates = four_rates(clean("huacao", 2021).table("four_rates"))
    assert sentences.four_rates_caption(rates, 2021) == "2021 年四率（%）：深色圆点为公布值"
    assert sentences.years_caption(rates, 2021) == "2021–2021 年四率（%，公布值）"
    assert sentences.method_sentence(rates).startswith("没有可用的抽查数")


def test_what_is_not_in_the_adjustment_figure_is_named(clean):
    lines = budget_execution(clean("huacao", 2022).table("project_lines"))
    assert sentences.unadjusted_sentence(lines, "project_name") == (
        "图中没有标调整率：华漕镇城运中心智能化建设（年初预算 100.00 万元，调整后预算空缺）。"
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


def test_a_budget_without_an_initial_amount_tells_none():
    total = {"year": 2023, "initial_budget_yuan": None, "adjusted_budget_yuan": Decimal(50000), "adjustment_rate": None,
             "executed_yuan": Decimal(40000), "execution_rate": Decimal("0.8")}  # fmt: skip
    assert (
        sentences.budget_sentence(total)
        == "2023 年调整后预算 5.00 万元，执行 4.00 万元，执行率 80.00%（执行金额÷调整后预算）。"
    )


def test_a_budget_that_does_not_move_falls_by_nothing():
    totals, same = (
        pd.DataFrame({"year": [2022, 2023]}),
        pd.Series({"raw_value": Decimal(0), "value": Decimal(0), "note": ""}),
    )
    assert sentences.growth_sentence(totals, 2023, same) == "调整后预算与 2022 年持平。"
