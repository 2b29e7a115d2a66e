"""The head of a unit's page (页首与结论): who and when, key figures, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from evallib.publish.page.blocks import bullets, key_figures, masthead, notice, record
from evallib.publish.sections.guarded import guarded
from evallib.publish.sections.table_states import show_outdated
from evallib.publish.sections.unit_page import UnitPage
from evallib.publish.words import format as fmt
from evallib.publish.words import sentences

Figure = tuple[str, str, str]
RECORDED = (
    "indicator",
    "printed_rate",
    "average_rate",
    "average_label",
    "numerator",
    "denominator",
    "lower",
    "upper",
    "period",
)


def show_masthead(page: UnitPage) -> None:
    """Title and facts; synthetic data is announced before anything else."""
    info = page.data.info
    masthead(
        f"{page.name} {page.year} 年度绩效与热线数据报告",
        "城市运行管理 · 预算绩效",
        {"单位": info.full_name, "主管部门": info.supervisor, "所属": f"{info.city}{info.district}",
         "年度": f"{page.year} 年"},
    )  # fmt: skip
    _known(partial(show_outdated, page.data), None)
    mark = _known(lambda: page.requests.mark if page.requests else "", "")
    if mark:
        notice(f"{mark}“工单分析”一节的工单由程序生成，不是真实案件。")


@guarded("结论")
def show_conclusion(page: UnitPage) -> None:
    """Key figures and one sentence each; what one part lacks takes nothing from the others."""
    cards: list[Figure] = []
    for part in (_rates, _budget, _scores, _findings):
        cards += _known(partial(part, page), [])
    key_figures(cards)
    told: list[Callable[[], list[str]]] = [
        lambda: [*sentences.four_rates_sentences(page.current_rates), sentences.change_sentence(page.rates, page.year)],
        lambda: [sentences.budget_sentence(page.total)] if page.total else [],
        lambda: [sentences.proportion_sentence(row["name"], row) for _, row in page.published_rates.iterrows()],
        lambda: _survey_sentences(page),
        lambda: [sentences.findings_sentence(page.findings)],
    ]
    bullets([text for tell in told for text in _known(tell, [])], "conclusion")
    record(
        four_rates=_known(
            lambda: [{key: row[key] for key in RECORDED} for row in page.current_rates.to_dict("records")], []
        ),
        execution_rate=_known(lambda: page.total["execution_rate"] if page.total else None, None),
        scores=_known(lambda: page.scores.to_dict("records"), []),
        findings=_known(lambda: len(page.findings), None),
    )


def _rates(page: UnitPage) -> list[Figure]:
    return [
        (row["indicator"], fmt.pct(row["printed_rate"]),
         "未公布平均值" if pd.isna(row["average_rate"]) else f"{row['average_label']} {fmt.pct(row['average_rate'])}")
        for row in page.current_rates.to_dict("records")
    ]  # fmt: skip


def _budget(page: UnitPage) -> list[Figure]:
    if not page.total:
        return []
    return [("预算执行率", fmt.pct(page.total["execution_rate"]), f"执行 {fmt.wan(page.total['executed_yuan'])} 万元")]


def _scores(page: UnitPage) -> list[Figure]:
    rows = page.scores.to_dict("records")[:4]
    return [
        (row["name"], f"{fmt.points(row['score'])} {row['grade'] or ''}", f"公布 {row['published'] or '—'}")
        for row in rows
    ]


def _findings(page: UnitPage) -> list[Figure]:
    count = len(page.findings)
    return [("勾稽发现", f"{count} 处", "报表内部数字不一致" if count else "已核对的数字相符")]


def _survey_sentences(page: UnitPage) -> list[str]:
    return [
        f"{row['survey']} {fmt.pct(row['value'])}（按{row['given_as']}与各等级权重计算{_interval(row)}）。"
        for row in page.surveys.to_dict("records")
        if not pd.isna(row["value"])
    ]


def _interval(row: dict[Any, Any]) -> str:
    return "" if pd.isna(row["lower"]) else f"，95% 区间 {fmt.interval(row['lower'], row['upper'])}"


def _known(part: Callable[[], Any], otherwise: Any) -> Any:
    """A part of the head, or nothing: the section that shows it at length says why it cannot be had."""
    try:
        return part()
    except Exception:  # told by the section itself
        return otherwise
