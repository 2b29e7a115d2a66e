"""Columns (列) of the tables about service requests."""

from __future__ import annotations

from typing import Any

from evallib.indicators.proportions import is_missing
from evallib.publish.words import format as fmt
from evallib.publish.words.columns import Columns

#: What the usual four are called in a narrow column; of the usual definitions, only these stand in the report of a
#: month.
SHORT = {"on_time_completion_rate": "按时办结率", "prior_contact_rate": "联系率", "resolution_rate": "解决率",
         "satisfaction_rate": "满意率"}  # fmt: skip


def _month(value: Any) -> str:
    return fmt.NOTHING if is_missing(value) else f"{value:%Y-%m}"


def _number(value: Any) -> str:
    return fmt.NOTHING if is_missing(value) else f"{float(value):,.1f}"


def _amount(value: Any) -> str:
    """A count, or a weighted count where weights are fractions."""
    whole = not is_missing(value) and float(value).is_integer()
    return fmt.count(int(value)) if whole else _number(value)


def volume(group: str, label: str) -> Columns:
    """Cases by group with their changes."""
    return {
        group: (label, fmt.text),
        "cases_count": ("件数", fmt.count),
        "share_rate": ("占比", fmt.pct),
        "year_before_count": ("上年同期", fmt.count),
        "year_on_year_rate": ("同比", fmt.signed_pct),
        "year_on_year_per_workday_rate": ("同比（按工作日）", fmt.signed_pct),
        "period_before_count": ("上期", fmt.count),
        "period_on_period_rate": ("环比", fmt.signed_pct),
        "period_on_period_per_workday_rate": ("环比（按工作日）", fmt.signed_pct),
    }


def months(group: str, label: str) -> Columns:
    """Cases by month and group."""
    return {"month": ("月份", _month), group: (label, fmt.text), "cases_count": ("件数", fmt.count)}


RATES: Columns = {
    "label": ("指标", fmt.text),
    "value": ("数值", fmt.pct),
    "lower": ("95% 区间下限", fmt.pct),
    "upper": ("95% 区间上限", fmt.pct),
    "numerator": ("分子", _amount),
    "denominator": ("分母", fmt.count),
    "cohort": ("统计口径", fmt.text),
    "basis": ("数据", fmt.text),
    "year_on_year_pp": ("同比", fmt.pp),
    "year_on_year_word": ("同比判断", fmt.text),
    "period_on_period_pp": ("环比", fmt.pp),
    "period_on_period_word": ("环比判断", fmt.text),
    "note": ("说明", fmt.text),
}
PROCESS: Columns = {
    "point": ("时段", fmt.text),
    "value": ("数值", fmt.pct),
    "numerator": ("分子", fmt.count),
    "denominator": ("分母", fmt.count),
    "centre": ("均值", fmt.pct),
    "lower_limit": ("控制下限", fmt.pct),
    "upper_limit": ("控制上限", fmt.pct),
    "rule": ("触发规则", fmt.text),
    "meaning": ("含义", fmt.text),
    "note": ("说明", fmt.text),
}
RESPONSE: Columns = {
    "label": ("步骤", fmt.text),
    "count": ("件数", fmt.count),
    "step_rate": ("占上一步", fmt.pct),
    "whole_rate": ("占回访", fmt.pct),
}
COUNT_PROCESS: Columns = {
    "point": ("时段", fmt.text),
    "cases_count": ("件数", fmt.count),
    "workdays_count": ("工作日", fmt.count),
    "value": ("件/工作日（已调整）", _number),
    "centre": ("均值", _number),
    "lower_limit": ("控制下限", _number),
    "upper_limit": ("控制上限", _number),
    "rule": ("触发规则", fmt.text),
    "meaning": ("含义", fmt.text),
}
SURVIVAL: Columns = {
    "days": ("受理后天数", _number),
    "value": ("尚未办结", fmt.pct),
    "lower": ("95% 区间下限", fmt.pct),
    "upper": ("95% 区间上限", fmt.pct),
    "at_risk_count": ("在办件数", fmt.count),
}
CONCENTRATION: Columns = {
    "who": ("对象", fmt.text),
    "keys_count": ("个数", fmt.count),
    "cases_count": ("件数", fmt.count),
    "top_1_rate": ("最多的 1% 占", fmt.pct),
    "top_10_rate": ("最多的 10% 占", fmt.pct),
    "repeat_rate": ("两件以上者占", fmt.pct),
    "gini_rate": ("基尼系数", lambda value: f"{value:.3f}"),
}


def league(group: str, label: str) -> Columns:
    """Groups from best to worst."""
    return {
        group: (label, fmt.text),
        "rank": ("位次", fmt.count),
        "value": ("数值", fmt.pct),
        "lower": ("95% 区间下限", fmt.pct),
        "upper": ("95% 区间上限", fmt.pct),
        "denominator": ("分母", fmt.count),
        "rank_lower": ("位次区间（好）", fmt.count),
        "rank_upper": ("位次区间（差）", fmt.count),
        "position": (f"与其他{label}总体相比", fmt.text),
        "tied_with": (f"无显著差别的{label}", fmt.text),
        "shrunken_value": ("收缩估计", fmt.pct),
        "worst_five_rate": ("居末五位的概率", fmt.pct),
        "note": ("说明", fmt.text),
    }


def funnel(group: str, label: str) -> Columns:
    """Groups beside the limits of a funnel."""
    return {
        group: (label, fmt.text),
        "value": ("数值", fmt.pct),
        "denominator": ("分母", fmt.count),
        "z_adjusted": ("标准分（已校正）", _number),
        "position": ("位置", fmt.text),
    }


def times(group: str, label: str) -> Columns:
    """Handling times by group."""
    return {
        group: (label, fmt.text),
        "timed_count": ("办结件数", fmt.count),
        "median_hours": ("中位时长（小时）", _number),
        "p90_hours": ("九成办结时长（小时）", _number),
        "within_limit_rate": ("72 小时内办结", fmt.pct),
    }


def effects(group: str, label: str) -> Columns:
    """What moved a rate."""
    return {
        group: (label, fmt.text),
        "before_value": ("前期", fmt.pct),
        "after_value": ("后期", fmt.pct),
        "before_share": ("前期占比", fmt.pct),
        "after_share": ("后期占比", fmt.pct),
        "rate_effect_pp": ("水平效应", fmt.pp),
        "mix_effect_pp": ("结构效应", fmt.pp),
        "total_effect_pp": ("合计", fmt.pp),
        "note": ("说明", fmt.text),
    }


def lever(group: str, label: str) -> Columns:
    """Which group would move a rate most."""
    return {
        group: (label, fmt.text),
        "value": ("数值", fmt.pct),
        "share": ("占比", fmt.pct),
        "missing_count": ("距总体水平差（件）", _number),
        "gain_pp": ("达到总体水平可提升", fmt.pp),
    }


def failures(group: str, label: str) -> Columns:
    """Pareto of failures."""
    return {
        group: (label, fmt.text),
        "failures_count": ("件数", fmt.count),
        "share_rate": ("占比", fmt.pct),
        "cumulative_rate": ("累计占比", fmt.pct),
    }
