"""Columns (列): headers and formats of the tables that pages and notebooks show."""

from __future__ import annotations

import pandas as pd

from evallib.publish.page.blocks import Formatter
from evallib.publish.words import format as fmt

Columns = dict[str, tuple[str, Formatter]]

FOUR_RATES: Columns = {
    "indicator": ("指标", fmt.text),
    "printed_rate": ("公布值", fmt.pct),
    "average_rate": ("平均值", fmt.pct),
    "gap_pp": ("与平均相差", fmt.pp),
    "rank": ("位次", fmt.count),
    "period": ("统计时段", fmt.text),
    "denominator": ("分母（件）", fmt.count),
    "value": ("样本率", fmt.pct),
    "lower": ("95% 下限", fmt.pct),
    "upper": ("95% 上限", fmt.pct),
    "note": ("说明", fmt.text),
}
FOUR_RATES_BY_PERIOD: Columns = {
    "period": ("统计时段", fmt.text),
    "indicator": ("指标", fmt.text),
    "printed_rate": ("公布值", fmt.pct),
    "average_rate": ("平均值", fmt.pct),
}
RESPONSE_STEPS: Columns = {"category": ("步骤", fmt.text), "cases_count": ("件数", fmt.count)}
PUBLISHED_RESPONSE: Columns = {
    "indicator": ("指标", fmt.text),
    "sampled_count": ("抽查（件）", fmt.count),
    "rated_count": ("表态（件）", fmt.count),
    "good_count": ("合格（件）", fmt.count),
    "response_rate": ("表态率", fmt.pct),
    "value": ("率", fmt.pct),
    "lower": ("95% 下限", fmt.pct),
    "upper": ("95% 上限", fmt.pct),
    "worst_value": ("未表态的全不合格", fmt.pct),
    "best_value": ("未表态的全合格", fmt.pct),
    "note": ("说明", fmt.text),
}
FOUR_RATES_BY_YEAR: Columns = {
    "year": ("年度", fmt.text),
    "indicator": ("指标", fmt.text),
    "printed_rate": ("公布值", fmt.pct),
    "average_rate": ("平均值", fmt.pct),
    "gap_pp": ("与平均相差", fmt.pp),
}


def budget(label: str, title: str) -> Columns:
    """Columns of a budget table whose first column is `label`."""
    return {
        label: (title, fmt.text),
        "initial_budget_yuan": ("年初预算（万元）", fmt.wan),
        "adjusted_budget_yuan": ("调整后预算（万元）", fmt.wan),
        "executed_yuan": ("执行金额（万元）", fmt.wan_given),
        "adjustment_yuan": ("调整额（万元）", fmt.wan),
        "adjustment_rate": ("调整率", fmt.signed_pct),
        "execution_rate": ("执行率", fmt.pct),
    }


CASES: Columns = {
    "category": ("类别", fmt.text),
    "subcategory": ("其中", fmt.text),
    "cases_count": ("件数", fmt.count),
    "change_count": ("同比增减", fmt.signed_count),
    "printed_rate": ("公布比率", fmt.pct),
}
FAILURES: Columns = {
    "topic": ("事项", fmt.text),
    "category": ("类别", fmt.text),
    "cases_count": ("件数", fmt.count),
}
RATES: Columns = {
    "name": ("指标", fmt.text),
    "value": ("计算值", fmt.pct),
    "printed_rate": ("公布值", fmt.pct),
    "numerator": ("分子", fmt.count),
    "denominator": ("分母", fmt.count),
    "basis": ("数据", fmt.text),
    "note": ("说明", fmt.text),
}
COUNT_GROWTH: Columns = {
    "topic": ("事项", fmt.text),
    "category": ("类别", fmt.text),
    "cases_count": ("本年（件）", fmt.count),
    "previous_count": ("上年（件）", fmt.count),
    "value": ("计算的同比", fmt.signed_pct),
    "printed_value": ("公布的同比", fmt.signed_pct),
    "source": ("上年件数取自", fmt.text),
    "note": ("说明", fmt.text),
}
SURVEYS: Columns = {
    "survey": ("调查", fmt.text),
    "given_as": ("依据", fmt.text),
    "value": ("加权满意度", fmt.pct),
    "denominator": ("表态人数", lambda value: fmt.NOTHING if value is None or value == 1 else fmt.count(value)),
    "lower": ("95% 区间下限", fmt.pct),
    "upper": ("95% 区间上限", fmt.pct),
    "note": ("说明", fmt.text),
}
SATISFIED: Columns = {
    "survey": ("调查", fmt.text),
    "options": ("计为满意的等级", fmt.text),
    "value": ("满意率", fmt.pct),
    "numerator": ("满意人数", fmt.count),
    "denominator": ("表态人数", fmt.count),
    "lower": ("95% 区间下限", fmt.pct),
    "upper": ("95% 区间上限", fmt.pct),
}
ANSWERS: Columns = {
    "survey": ("调查", fmt.text),
    "option": ("等级", fmt.text),
    "answers_count": ("人数", fmt.count),
    "answers_rate": ("占比", fmt.pct),
    "weight_rate": ("权重", lambda value: fmt.pct(value, 0)),
}
STAFF: Columns = {
    "category": ("类别", fmt.text),
    "approved_count": ("核定编制数", fmt.count),
    "actual_count": ("实有人数", fmt.count),
}
ASSETS: Columns = {
    "item": ("资产明细", fmt.text),
    "opening_yuan": ("期初（万元）", fmt.wan),
    "closing_yuan": ("期末（万元）", fmt.wan),
    "growth_rate": ("较上年增长", fmt.signed_pct),
    "printed_growth_rate": ("报表所列增长", fmt.signed_pct),
}
FIXED_ASSETS: Columns = {
    "item": ("资产明细", fmt.text),
    "opening_quantity": ("期初数量", fmt.count),
    "opening_original_yuan": ("期初原值（万元）", fmt.wan),
    "opening_net_yuan": ("期初净值（万元）", fmt.wan),
    "closing_quantity": ("期末数量", fmt.count),
    "closing_original_yuan": ("期末原值（万元）", fmt.wan),
    "closing_net_yuan": ("期末净值（万元）", fmt.wan),
}
TASKS: Columns = {
    "task_kind": ("类别", fmt.text),
    "task": ("工作任务", fmt.text),
    "completed": ("是否完成", fmt.text),
}
GOALS: Columns = {
    "project_name": ("项目名称", fmt.text),
    "goal_group": ("目标分组", fmt.text),
    "goal_type": ("目标类型", fmt.text),
    "goal_category": ("类别", fmt.text),
    "goal_name": ("目标", fmt.text),
    "target": ("目标值", fmt.text),
    "weight_score": ("权重", fmt.points),
    "achievement": ("实现度", fmt.text),
}
UNIT_PRICES: Columns = {
    "item": ("项目", fmt.text),
    "module": ("模块/规格", fmt.text),
    "unit_price_yuan": ("单价（元）", lambda value: fmt.NOTHING if value is None else f"{value:,}"),
    "quantity": ("数量", lambda value: fmt.NOTHING if value is None else f"{value:,}"),
    "amount_yuan": ("金额（元）", lambda value: fmt.NOTHING if value is None else f"{value:,}"),
}
FORM_INDICATORS: Columns = {
    "level2": ("二级指标", fmt.text),
    "level3": ("三级指标", fmt.text),
    "target": ("年度指标值", fmt.text),
    "actual": ("实际完成值", fmt.text),
    "weight_score": ("分值", fmt.points),
    "published_score": ("公布得分", fmt.points),
    "review_score": ("复核得分", fmt.points),
    "deviation": ("偏差原因分析及改进措施", fmt.text),
}
PUBLISHED_SCORES: Columns = {
    "level1": ("一级指标", fmt.text),
    "level2": ("二级指标", fmt.text),
    "level3": ("三级指标", fmt.text),
    "level4": ("四级指标", fmt.text),
    "weight_score": ("分值", fmt.points),
    "value": ("业绩值", fmt.text),
    "published_score": ("公布得分", fmt.points),
}
FINDINGS: Columns = {
    "kind": ("类别", fmt.text),
    "message": ("发现", fmt.text),
    "printed": ("报表所列", fmt.text),
    "recomputed": ("复核数", fmt.text),
    "arithmetic": ("算式", fmt.text),
    "place": ("位置", fmt.cells),
}
SHEETS: Columns = {
    "file": ("文件", fmt.text),
    "sheet": ("工作表", fmt.text),
    "title": ("表题", fmt.text),
    "table_title": ("识别为", fmt.text),
    "rows": ("数据行", fmt.count),
}


PROGRESS: Columns = {
    "supplier": ("供应商", fmt.text),
    "initial_budget_yuan": ("年初预算（万元）", fmt.wan),
    "final_accounts_yuan": ("决算（万元）", fmt.wan),
    "plan": ("计划内容", fmt.text),
    "contract_period": ("合同工期", fmt.text),
    "started": ("实际开工", fmt.text),
    "accepted": ("验收报告", fmt.text),
    "result": ("实际内容", fmt.text),
    "completion": ("完成情况", fmt.text),
    "remark": ("备注", fmt.text),
}
WORDS = ("小计", "合计", "总计", "总分")
LABELS = ("level1", "level2", "level3", "level4", "target", "actual")


def told(shown: Columns, frame: pd.DataFrame, *optional: str) -> Columns:
    """Columns without those of `optional` that no row of a table tells."""
    return {n: column for n, column in shown.items() if n not in optional or (n in frame and frame[n].notna().any())}


def plain_totals(frame: pd.DataFrame) -> pd.DataFrame:
    """Score rows whose totals say once what they are: a merged cell repeats 合计 in every column that it covers.

    >>> frame = pd.DataFrame(
    ...     {"level1": ["A 决策", "A 决策"], "level2": ["小计", "合计"], "row_kind": ["subtotal", "total"]}
    ... )
    >>> plain_totals(frame)["level1"].tolist(), bool(plain_totals(frame)["level2"].isna().all())
    (['A 决策小计', '合计'], True)
    """
    frame = frame.copy()
    labels = [name for name in LABELS if name in frame]
    for index, row in frame[frame["row_kind"] != "line"].iterrows():
        word = next((text for name in reversed(labels) if (text := row[name]) in WORDS), "合计")
        first = row[labels[0]]
        own = row["row_kind"] == "subtotal" and isinstance(first, str) and first not in WORDS
        for name in labels:
            frame.at[index, name] = None
        frame.at[index, labels[0]] = f"{first}{word}" if own else word
    return frame


def row_class(row: dict[str, object]) -> str:
    """CSS class of a table row: total, subtotal or nothing."""
    kind = str(row.get("row_kind", "line"))
    return "" if kind == "line" else kind
