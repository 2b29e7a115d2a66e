"""Rates by name (按口径取率): a scoring input that names a rate of the definitions, with its filter and its period.

In ``scoring.yaml``: ``value: {from: {rate: 市民满意率, where: {主责部门: 城管中队}, period: 2023年上半年}}``. The rate
is computed from the unit's single requests by the same definitions as on its page; `change` compares it with the year
before (同比).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from evallib.checks.store import UnitData
from evallib.indicators.request_counts import count_requests, fetch, last_moment
from evallib.indicators.request_rates import RateRule, rates_from_counts, rules
from evallib.intake.requests.tally import read_tally
from evallib.intake.requests.two_years import open_two_years
from evallib.model.definitions.registry import DEFAULT_SET
from evallib.model.periods import Period, evaluation_year
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.requests import load_schema
from evallib.parsing.periods import parse_period
from evallib.scoring.inputs.entries import Sourced
from evallib.scoring.inputs.lookups import Lookup
from evallib.scoring.language.wording import show

if TYPE_CHECKING:
    import ibis.expr.types as ir


class NamedRate(Lookup):
    """A rate by name.

    Args:
        rate: name or Chinese label (市民满意率).
        set: the set of definitions (口径) that it is taken from.
        where: column, by its Chinese name or its own → value or values.
        period: 2023年上半年, 2023年7月; the evaluation year without it.
        change: difference for percentage points against the year before, relative for its change in per cent.
    """

    code, title = "scoring.rate", "取率"

    rate: str
    set: str = DEFAULT_SET
    where: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    period: str = ""
    change: Literal["", "difference", "relative"] = ""


def named_rate(data: UnitData, raw: Mapping[str, Any]) -> Sourced:
    """The value of a named rate, as a fraction, with the counts behind it.

    Raises:
        EvallibError: an unknown rate, column or period; no single requests; an empty denominator.
    """
    asked = NamedRate.read(raw)
    rule = _rule(asked)
    period = _period(asked, data)
    own = data.workspace.cases_file(data.unit, data.year)
    if not own.is_file():
        raise EvallibError(
            Problem(
                "scoring.rate_requests",
                f"{data.year}年没有逐件工单，不能按口径计算",
                value=rule.label,
                advice="请先放入工单明细并运行 evallib clean，或改取汇总表中的数",
            )
        )
    cases = open_two_years([data.workspace.at(data.unit, data.year)])
    tally = read_tally(own)
    until = tally.until if tally and tally.until else last_moment(cases)
    chosen = _filtered(cases, asked.where)

    def rate_in(span: Period) -> tuple[Decimal, str]:
        counts = fetch(count_requests(chosen, (), "requested", span, until), ())
        row = rates_from_counts(counts, (), [rule.with_cohort("requested")]).iloc[0]
        if not row["denominator"]:
            raise EvallibError(Problem("scoring.rate_empty", f"{span.label}没有可计入分母的工单", value=rule.label))
        above, below = (Decimal(str(row[name])) for name in ("numerator", "denominator"))
        return above / below, f"{span.label}{rule.label} = {show(above)} ÷ {show(below)}"

    value, note = rate_in(period)
    if asked.change:
        before, told = rate_in(period.year_before())
        if asked.change == "relative" and not before:
            raise EvallibError(
                Problem(
                    "scoring.rate_basis", "上年的率为 0，没有变化率", value=told, advice="可改用 change: difference"
                )
            )
        value = value - before if asked.change == "difference" else (value - before) / before
        note = f"{note}；{told}"
    chosen_by = "、".join(f"{name}={one}" for name, one in asked.where.items())
    return Sourced(
        value=value, file="工单明细", note=f"{note}（口径 {asked.set}）" + (f"，{chosen_by}" if chosen_by else "")
    )


def _rule(asked: NamedRate) -> RateRule:
    every = rules(asked.set)
    known = {key: rule for rule in every for key in (rule.name, rule.label)}
    if asked.rate not in known:
        labels = "、".join(rule.label for rule in every)
        advice = did_you_mean(asked.rate, known)
        raise EvallibError(
            Problem(
                "scoring.rate_name", f"口径 {asked.set} 中没有这个率", value=asked.rate, expected=labels, advice=advice
            )
        )
    return known[asked.rate]


def _period(asked: NamedRate, data: UnitData) -> Period:
    if not asked.period:
        own = data.workspace.definitions(data.unit).evaluation_year_start
        return evaluation_year(data.year, data.info.evaluation_start_month or own)
    found = [
        reading.value for reading in parse_period(asked.period, year=data.year) if isinstance(reading.value, Period)
    ]
    if not found:
        raise EvallibError(
            Problem("scoring.rate_period", "看不懂的时段", value=asked.period, expected="例如 2023年上半年")
        )
    return found[0]


def _filtered(cases: ir.Table, where: Mapping[str, str | tuple[str, ...]]) -> ir.Table:
    labels = {label: name for name, label in load_schema().labels.items()}
    for name, value in where.items():
        column = labels.get(name, name)
        if column not in cases.columns:
            advice = did_you_mean(name, [*labels, *cases.columns])
            raise EvallibError(Problem("scoring.rate_column", f"工单没有“{name}”这一列", advice=advice))
        if not cases[column].type().is_string():
            raise EvallibError(
                Problem("scoring.rate_column", f"“{name}”不是文字列，不能用来筛选", advice="时段请写 period")
            )
        cases = cases.filter(cases[column].isin([value] if isinstance(value, str) else list(value)))
    return cases
