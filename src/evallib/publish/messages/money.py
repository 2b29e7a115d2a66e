"""What the budget says (预算): 年初 → 调整 → 执行 in one line, and growth like for like."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.indicators.budget import budget_execution
from evallib.indicators.comparability import like_for_like, merged_institutions, partial_total
from evallib.indicators.proportions import is_missing
from evallib.publish.messages.message import Message, Thing, numeral
from evallib.publish.messages.pictures import Bar, Bars
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

MUCH = Decimal("0.10")  # from which an adjustment or a growth is told among the three things
WHOLE, TOTAL_FUNDS = "部门整体支出", "年度资金总额"
AMOUNTS = ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan")


@dataclass(frozen=True)
class Steps:
    """年初 → 调整 → 执行 of one whole, in 元; `scope` says what the whole is (empty: the unit's budget)."""

    initial: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None
    adjustment_rate: Decimal | None
    execution_rate: Decimal | None
    scope: str = ""


def budget_steps(page: UnitFigures) -> Steps | None:
    """Steps of the unit's budget; by its own form of the whole department, or its projects, if no other came."""
    if page.total:
        return _steps(page.total, "")
    if (own := _form_total(page)) is not None:
        return _steps(own, WHOLE)
    projects = page.project_rows
    if not projects or any(is_missing(row[name]) for row in projects for name in AMOUNTS):
        return None
    sums = {name: sum((Decimal(str(row[name])) for row in projects), Decimal(0)) for name in AMOUNTS}
    row = budget_execution(pd.DataFrame([sums | {"row_kind": "total"}], dtype=object)).iloc[0]
    return _steps({str(name): value for name, value in row.items()}, f"{numeral(len(projects))}个项目")


def _form_total(page: UnitFigures) -> dict[str, Any] | None:
    """年度资金总额 of the one form of the whole department."""
    names = [p.name for card in page.cards if (p := card.unit.project) is not None and p.is_whole_department]
    funds = page.data.table("self_evaluation_funds")
    own = funds[funds["project_name"].isin(names) & (funds["funds_item"] == TOTAL_FUNDS)]
    if len(names) != 1 or len(own) != 1 or own[list(AMOUNTS[1:])].isna().any(axis=None):
        return None
    return {str(name): value for name, value in budget_execution(own).iloc[0].items()}


def anchor_of(steps: Steps) -> tuple[str, str]:
    """The section that shows the steps at length, and its name."""
    if steps.scope == WHOLE:
        return "scorecard", "报送的自评表"
    return ("projects", "项目支出") if steps.scope else ("budget", "预算与支出")


def section_message(page: UnitFigures) -> Message | None:
    """The budget in one line, where the unit's own budget was handed in."""
    return budget_message(page) if page.total or page.data.has("budget_departments") else None


def budget_message(page: UnitFigures) -> Message | None:
    """The budget in one line; None where nothing was handed in."""
    steps = budget_steps(page)
    if steps is None:
        return None
    growth = _growth(page)
    headline = "，".join(part for part in (_movement(steps), growth[0]) if part)
    tail = [growth[1], _parts(page), "" if growth[1] or growth[0] else "未交上年预算，不作同比"]
    source = "项目支出情况" if steps.scope else "预算与支出情况"
    if steps.scope:
        tail = [f"未交部门预算，只反映所列{steps.scope}", "不作同比"]
    if steps.scope == WHOLE:
        tail, source = ["取自部门整体支出绩效自评表，没有分科目的预算", "不作同比"], "自评表"
    return Message(headline, "；".join(part for part in tail if part) + "。", "金额：万元", source)


def adjustment_words(rate: Decimal) -> str:
    """An adjustment as people say it.

    >>> adjustment_words(Decimal("-0.0521")), adjustment_words(Decimal(0))
    ('调减 5.21%', '未调整')
    """
    shown = fmt.pct(abs(rate))
    return "未调整" if not rate else f"{'调增' if rate > 0 else '调减'} {shown}"


def _movement(steps: Steps) -> str:
    subject = steps.scope or "预算"
    all_spent = steps.executed is not None and steps.executed == steps.adjusted
    spent = "全部执行" if all_spent else f"执行率 {fmt.pct(steps.execution_rate)}"
    if steps.adjustment_rate is None:
        return f"{subject}{'' if all_spent else ' '}{spent}"
    moved = adjustment_words(steps.adjustment_rate)
    return f"{subject}{moved}{' ' if moved[-1] == '%' else ''}后{spent}" if all_spent else f"{subject}{moved}，{spent}"


def _growth(page: UnitFigures) -> tuple[str, str]:
    """Growth for the headline and, at length, for the text; like for like where an institution came in."""
    change = growth_row(page)
    if change is None or is_missing(change["raw_value"]):
        return "", ""
    raw = Decimal(str(change["raw_value"]))
    previous = page.totals[page.totals["year"] == page.year - 1].iloc[0]["adjusted_budget_yuan"]
    text = f"调整后预算{_against(f'上年（{fmt.wan(previous)} 万元）', raw)}"
    if not change["note"]:
        return _against("上年", raw), text
    if is_missing(change["value"]):
        return "", f"{text}，{change['note']}，无法换算为同口径"
    same = Decimal(str(change["value"]))
    text += f"（{change['note']}）；剔除后为 {fmt.wan(change['current'])} 万元，同口径{_moved(same)}"
    return f"同口径{_against('上年', same)}", text


def growth_row(page: UnitFigures) -> pd.Series | None:
    """`like_for_like` of the adjusted budget against the year before; None where either is not there."""
    if not page.total or (page.year - 1) not in set(page.totals["year"]):
        return None
    departments = page.data.table("budget_departments")
    breaks = merged_institutions(departments, page.year) if not departments.empty else []
    before = page.totals[page.totals["year"] == page.year - 1].iloc[0]["adjusted_budget_yuan"]
    return like_for_like(page.total["adjusted_budget_yuan"], before, breaks)


def _moved(rate: Decimal) -> str:
    return f"{'增' if rate > 0 else '减'} {fmt.pct(abs(rate))}" if rate else "持平"


def _against(before: str, rate: Decimal) -> str:
    return f"比{before}{_moved(rate)}" if rate else f"与{before}持平"


def _parts(page: UnitFigures) -> str:
    """What was not spent, or spent beyond the budget, by line."""
    lines = page.data.table("budget_lines")
    own = lines[(lines["year"] == page.year) & (lines["row_kind"] == "line") & lines["level"].isin([1])]
    told, moved = [], False
    for row in own.to_dict("records"):
        if is_missing(row["adjusted_budget_yuan"]) or is_missing(row["executed_yuan"]):
            return ""
        rest = Decimal(str(row["adjusted_budget_yuan"])) - Decimal(str(row["executed_yuan"]))
        left = f"{'结余' if rest > 0 else '超支'} {fmt.wan(abs(rest))} 万元"
        told.append(f"{row['line_name']}{left if rest else '全部执行'}")
        moved = moved or bool(rest)
    return "，".join(told) if moved else ""


def projects_message(page: UnitFigures) -> Message | None:
    """What the projects say: how many, how they were adjusted, and whether they are all."""
    rows = page.project_rows
    if not rows:
        return None
    known = [row for row in rows if not is_missing(row["adjustment_yuan"])]
    moved = [row for row in known if not is_missing(row["adjustment_rate"]) and abs(row["adjustment_rate"]) > MUCH]
    headline = f"{numeral(len(rows))}个项目"
    if moved:
        headline += "调整幅度均超过 10%" if len(moved) == len(rows) else f"中{numeral(len(moved))}个调整幅度超过 10%"
    largest = max(known, key=lambda row: abs(row["adjustment_yuan"]), default=None)
    if largest is not None and largest["adjustment_yuan"]:
        way = "调增" if largest["adjustment_yuan"] > 0 else "调减"
        amount = f"{way} {fmt.wan(abs(largest['adjustment_yuan']))} 万元"
        headline += f"，{largest['project_name']}{amount}{'为最大' if len(known) > 1 else ''}"
    return Message(headline, part_sentence(page), "金额：万元", "项目支出情况")


def part_sentence(page: UnitFigures) -> str:
    """A note where the projects listed are not all of the 项目支出 of the budget."""
    budget = page.data.table("budget_lines")
    whole = budget[(budget["year"] == page.year) & (budget["line_name"] == "项目支出")]["adjusted_budget_yuan"]
    amounts = [row["adjusted_budget_yuan"] for row in page.project_rows if not is_missing(row["adjusted_budget_yuan"])]
    listed = sum(amounts, Decimal(0))
    found = partial_total(listed, whole.iloc[0] if len(whole) else None, "所列项目")
    if found is None:
        return ""
    told = f"所列项目调整后预算合计 {fmt.wan(listed)} 万元，项目支出共 {fmt.wan(whole.iloc[0])} 万元"
    return f"{told}：{found.reason}，其合计与增长不代表全部项目支出。"


def budget_things(page: UnitFigures) -> list[Thing]:
    """What of the budget may be among the three things: a large adjustment, or a large growth like for like."""
    steps, things = budget_steps(page), []
    if steps is None:
        return []
    anchor, link = anchor_of(steps)
    if steps.adjustment_rate is not None and abs(steps.adjustment_rate) >= MUCH:
        bars = _bars((("年初", steps.initial), ("调整后", steps.adjusted), ("执行", steps.executed)))
        text = f"调整幅度超过 10%，宜说明原因{_largest_part(page, steps)}。"
        things.append(Thing(
            f"{steps.scope or '预算'}{adjustment_words(steps.adjustment_rate)}", text, source="预算与支出情况",
            anchor=anchor, link=link, size=min(1.0, float(abs(steps.adjustment_rate))), picture=bars,
            subject="预算调整幅度",
        ))  # fmt: skip
    change = growth_row(page)
    if change is not None and not is_missing(change["value"]) and abs(change["value"]) >= MUCH:
        rate = Decimal(str(change["value"]))
        bars = _bars(((f"{page.year - 1} 年", change["previous"]), (f"{page.year} 年", change["current"])))
        things.append(Thing(
            f"预算{'同口径' if change['note'] else ''}{_against('上年', rate)}", f"{_growth(page)[1]}。",
            source="预算与支出情况", anchor="budget", link="预算与支出", size=min(1.0, float(abs(rate))), picture=bars,
            subject="预算增长" if rate > 0 else "预算减少",
        ))  # fmt: skip
    return things


def _largest_part(page: UnitFigures, steps: Steps) -> str:
    """The project that moved the budget most, and its share of the whole movement."""
    known = [row for row in page.project_rows if not is_missing(row["adjustment_yuan"]) and row["adjustment_yuan"]]
    top = max(known, key=lambda row: abs(row["adjustment_yuan"]), default=None)
    if top is None or steps.initial is None or steps.adjusted is None or len(known) < 2:
        return ""
    amount = Decimal(str(top["adjustment_yuan"]))
    share = amount / (steps.adjusted - steps.initial)
    part = f"，占{'调减' if amount < 0 else '调增'}额的 {fmt.pct(share)}" if 0 < share <= 1 else ""
    return f"；{top['project_name']}{'调减' if amount < 0 else '调增'} {fmt.wan(abs(amount))} 万元{part}"


def _bars(rows: tuple[tuple[str, Any], ...]) -> Bars:
    kinds = {len(rows) - 1: "accent"}
    bars = tuple(
        Bar(label, float(value) / 10000, fmt.wan(value), kind=kinds.get(place, "mute"))
        for place, (label, value) in enumerate(rows)
        if value is not None and not is_missing(value)
    )
    return Bars(bars, "；".join(f"{bar.label} {bar.text} 万元" for bar in bars), "万元")


def _steps(row: dict[str, Any], scope: str) -> Steps:
    def value(name: str) -> Decimal | None:
        return None if is_missing(row[name]) else Decimal(str(row[name]))

    initial, adjusted, executed = (value(name) for name in AMOUNTS)
    return Steps(initial, adjusted, executed, value("adjustment_rate"), value("execution_rate"), scope)
