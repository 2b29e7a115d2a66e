"""Completion (办结与完成): shares of cases closed or handled in time, and of planned tasks done."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.indicators.exact_numbers import is_missing
from evallib.indicators.printed import agrees
from evallib.indicators.proportions import proportion

DONE = "已完成"
PROGRESS = ("案件状态", "办理环节")
REPORTED = ("上报", "发现", "采集上报")
FILED = ("立案", "分流联动", "受理")
CLOSED = "已结案|.*办结"
OVERDUE = "处理超时案件"
#: What stands behind its topic in the name of a completion rate.
COMPLETION = "·办结率"


def completion_rate(closed_count: int | None, filed_count: int | None) -> pd.Series:
    """Completion rate (案件处置完成率、结案率) = 已结案 ÷ 立案, a full count (全量).

    Source: rule C213 of the 2023 huacao framework; the cohort is the cases filed in the year.

    >>> round(completion_rate(38581, 38935)["value"], 4)
    0.9909
    """
    return proportion(closed_count, filed_count, basis="全量")


def timeliness_rate(overdue_count: int | None, filed_count: int | None) -> pd.Series:
    """Timeliness rate (处置及时率) = (立案 − 超时) ÷ 立案, a full count (全量).

    Source: computed so for C231 of the 2023 huacao report, whose printed rule divides times instead.

    >>> round(timeliness_rate(739, 38935)["value"], 4)
    0.981
    """
    if overdue_count is None or filed_count is None or is_missing(overdue_count) or is_missing(filed_count):
        return proportion(None, filed_count, basis="全量")
    return proportion(filed_count - overdue_count, filed_count, basis="全量")


def task_completion(tasks: pd.DataFrame) -> pd.DataFrame:
    """Share of tasks done by kind of task (计划完成率、重点工作完成率).

    Args:
        tasks: clean work_plan (``task_kind``, ``completed``).

    Returns:
        One row per kind with value, numerator, denominator, interval, method and note.

    >>> tasks = pd.DataFrame({"task_kind": ["年度计划"] * 6, "completed": ["已完成"] * 5 + ["未完成"]})
    >>> row = task_completion(tasks).iloc[0]
    >>> round(row["value"], 4), row["numerator"], row["denominator"]
    (0.8333, 5, 6)
    """
    rows = [
        {"task_kind": kind, **proportion(int((group["completed"] == DONE).sum()), len(group), basis="全量").to_dict()}
        for kind, group in tasks.groupby("task_kind", sort=False)
    ]
    return pd.DataFrame(rows, columns=["task_kind", *proportion(None, None).index], dtype=object)


def published_request_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Completion and timeliness from published counts (按公布件数计算的结案率与及时率).

    The cases filed are the 合计 of a status table, or the 立案 (分流联动) stage; those closed are 已结案 or …办结.
    Timeliness needs the overdue cases (处理超时案件) and the cases filed.

    Args:
        counts: clean case_counts of one unit and year.

    Returns:
        One row per rate: ``name``, ``printed_rate`` and the columns of `proportion`.
    """
    rows = []
    filed_in_year: int | None = None
    whole = counts[counts["subcategory"].isna() | (counts["row_kind"] == "total")]
    for (topic, _), group in whole[whole["dimension"].isin(PROGRESS)].groupby(["topic", "dimension"], sort=False):
        filed = group[(group["row_kind"] == "total") | group["category"].isin(FILED)]
        closed = group[group["category"].str.fullmatch(CLOSED)]
        if len(filed) and len(closed):
            filed_count, closed_count = _first(filed), _first(closed)
            filed_in_year = filed_count if filed_in_year is None else filed_in_year
            rate = completion_rate(closed_count, filed_count)
            printed = closed["printed_rate"].iloc[0]
            reported = group[group["category"].isin(REPORTED)]
            filing = proportion(filed_count, _first(reported), basis="全量") if len(reported) else None
            rate["note"] = _explained(printed, rate, filing) or rate["note"]
            rows.append({"name": f"{topic}{COMPLETION}", "printed_rate": printed, **rate.to_dict()})
            if filing is not None:
                rows.append({"name": f"{topic}·立案率", "printed_rate": None, **filing.to_dict()})
    overdue = whole[(whole["category"] == OVERDUE)]
    if len(overdue) and filed_in_year is not None:
        rate = timeliness_rate(_first(overdue), filed_in_year)
        rows.append({"name": "处置及时率", "printed_rate": None, **rate.to_dict()})
    return pd.DataFrame(rows, columns=["name", "printed_rate", *proportion(None, None).index], dtype=object)


def _first(rows: pd.DataFrame) -> int | None:
    """The count of the first row; None where its cell tells none."""
    count = rows["cases_count"].iloc[0]
    return None if is_missing(count) else int(count)


def _explained(printed: Any, rate: pd.Series, filing: pd.Series | None) -> str:
    """What a printed 办结率 is, where it is not closed ÷ filed but another ratio of the same stages."""
    if (
        is_missing(printed)
        or is_missing(rate["value"])
        or agrees(Decimal(str(printed)), rate["numerator"], rate["denominator"])
    ):
        return ""
    if filing is not None and agrees(Decimal(str(printed)), filing["numerator"], filing["denominator"], places=3):
        return f"公布值与立案率（立案 ÷ 上报，{filing['value']:.2%}）相符，不是办结 ÷ 立案"
    return "公布值与按件数计算的不同"
