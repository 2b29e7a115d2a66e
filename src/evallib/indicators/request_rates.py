"""Rates of cases (工单各率): the four rates (四率) and their relatives, by any grouping.

A name alone never fixes a formula: what counts as a success, which cases stand in the denominator and to which period
a case belongs are parts of a `RateRule`. Groups are summed and then divided, never averaged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from evallib.indicators.proportions import METHOD, RATE_COLUMNS, ZERO_DENOMINATOR, wilson_interval
from evallib.indicators.request_counts import COHORTS, LEVELS, Cohort, count_requests, fetch, sum_counts
from evallib.model.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

WEIGHTED = "weighted mean"
Outcome = Literal["缺失", "不考核", "满分", "零分"]


@dataclass(frozen=True)
class RateRule:
    """How a rate is formed.

    Args:
        name: e.g. ``resolution_rate``.
        label: Chinese name, e.g. 诉求解决率.
        credit: what each counted case is worth in the numerator, by count column; 1 for a plain proportion.
        denominator: count columns of the denominator.
        cohort: by which time a case belongs to a period.
        when_empty: what an empty denominator means for a score (for the note; the value is missing all the same).
        source: where the formula stands.
    """

    name: str
    label: str
    credit: Mapping[str, float]
    denominator: tuple[str, ...]
    cohort: Cohort = "requested"
    when_empty: Outcome = "缺失"
    source: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether every counted case is worth 0 or 1, so that the Wilson interval applies."""
        return all(value in {0, 1} for value in self.credit.values())

    def with_cohort(self, cohort: Cohort) -> RateRule:
        """The same rule for another cohort."""
        return replace(self, cohort=cohort)


def satisfaction_rule(
    weights: Mapping[str, float],
    label: str = "市民满意率",
    source: str = "",
    cohort: Cohort = "requested",
    name: str = "satisfaction_rate",
) -> RateRule:
    """A satisfaction rate (满意率) with the weight of each level.

    >>> satisfaction_rule({"满意": 1, "基本满意": 0.7, "一般": 0.4, "不满意": 0}).is_plain
    False
    """
    unknown = set(weights) - set(LEVELS)
    if unknown:
        raise ValueError("unknown satisfaction levels: " + "、".join(sorted(unknown)))
    credit = {LEVELS[level]: float(weight) for level, weight in weights.items()}
    return RateRule(name, label, credit, tuple(credit), cohort, source=source)


def resolution_rule(
    explained: Literal["outside", "solved", "unsolved"] = "outside", cohort: Cohort = "requested", source: str = ""
) -> RateRule:
    """A resolution rate (诉求解决率); `explained` says how 解释说明 counts.

    >>> resolution_rule("unsolved").denominator
    ('solved_count', 'unsolved_count', 'explained_count')
    """
    credit = {"solved_count": 1.0} | ({"explained_count": 1.0} if explained == "solved" else {})
    asked = ("solved_count", "unsolved_count") + (() if explained == "outside" else ("explained_count",))
    return RateRule("resolution_rate", "诉求解决率", credit, asked, cohort, source=source)


HUACAO = "华漕镇城运中心2023年度部门整体支出绩效评价报告"
ALL_LEVELS = tuple(LEVELS.values())
FOUR_RATE_RULES: tuple[RateRule, ...] = (
    RateRule("prior_contact_rate", "先行联系率", {"contacted_count": 1}, ("contacted_count", "not_contacted_count")),
    RateRule("on_time_completion_rate", "按时办结率", {"on_time_count": 1}, ("due_count",), "expected"),
    resolution_rule(),
    RateRule("satisfaction_rate", "市民满意率",
             {"very_satisfied_count": 1, "satisfied_count": 1, "mostly_satisfied_count": 1}, ALL_LEVELS),
)  # fmt: skip
#: The rates as the huacao report forms them: by 立案, 超时 over all cases, levels weighted 1 / 0.7 / 0.4 / 0.
HUACAO_RULES: tuple[RateRule, ...] = (
    RateRule("completion_rate", "结案率", {"closed_count": 1}, ("cases_count",), source=f"{HUACAO} C213"),
    RateRule("timeliness_rate", "处置及时率", {"cases_count": 1, "overdue_count": -1}, ("cases_count",),
             source=f"{HUACAO} C231"),
    satisfaction_rule({"满意": 1, "基本满意": 0.7, "一般": 0.4, "不满意": 0}, "案件处置满意度", f"{HUACAO} C222",
                      name="weighted_satisfaction_rate"),
)  # fmt: skip
OTHER_RULES: tuple[RateRule, ...] = (
    RateRule("overdue_rate", "超时率", {"overdue_count": 1}, ("cases_count",)),
    RateRule("red_light_rate", "红灯率", {"red_light_count": 1}, ("cases_count",)),
    RateRule("repeated_rate", "重复率", {"repeated_count": 1}, ("cases_count",)),
    RateRule("returned_rate", "退回率", {"returned_count": 1}, ("cases_count",)),
)


def case_rates(
    cases: ir.Table,
    by: Sequence[str] = (),
    rules: Sequence[RateRule] = FOUR_RATE_RULES,
    period: Period | None = None,
    as_of: datetime | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Rates of cases by group: one query for each cohort that the rules name.

    Args:
        cases: clean service requests on any Ibis backend.
        by: grouping columns; ``month`` for the month of each rule's own cohort.
        rules: what to compute.
        period: see `count_requests`.
        as_of: see `count_requests`.
        confidence: level of the intervals.

    Returns:
        One row per group and rule: `by`, ``rate``, ``label``, ``cohort``, `RATE_COLUMNS`.
    """
    frames = []
    for cohort in dict.fromkeys(rule.cohort for rule in rules):
        chosen = [rule for rule in rules if rule.cohort == cohort]
        counts = fetch(count_requests(cases, by, cohort, period, as_of, needed_counts(chosen)), by)
        frames.append(rates_from_counts(counts, by, chosen, confidence))
    order = {rule.name: place for place, rule in enumerate(rules)}
    return pd.concat(frames, ignore_index=True).sort_values(
        [*by, "rate"], key=lambda column: column.map(order) if column.name == "rate" else column,
        kind="stable", ignore_index=True,
    )  # fmt: skip


def needed_counts(rules: Sequence[RateRule]) -> list[str]:
    """The counts that rules use.

    >>> needed_counts(FOUR_RATE_RULES[:1])
    ['contacted_count', 'not_contacted_count']
    """
    return list(dict.fromkeys(name for rule in rules for name in (*rule.credit, *rule.denominator)))


def rates_from_counts(
    counts: pd.DataFrame,
    by: Sequence[str] = (),
    rules: Sequence[RateRule] = FOUR_RATE_RULES,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Rates from counts, e.g. from a stored cube; counts are summed over everything that is not in `by`.

    >>> counts = pd.DataFrame({"satisfied_count": [2740], "mostly_satisfied_count": [116], "neutral_count": [65],
    ...                        "dissatisfied_count": [1183]})
    >>> rule = satisfaction_rule({"满意": 1, "基本满意": 0.7, "一般": 0.4, "不满意": 0})
    >>> row = rates_from_counts(counts, rules=[rule]).iloc[0]
    >>> round(float(row["value"]), 4), int(row["denominator"]), row["method"]
    (0.6938, 4104, 'weighted mean')
    """
    sums = sum_counts(counts, by)
    rows = []
    for record in sums.to_dict("records"):
        for rule in rules:
            head = {name: record[name] for name in by}
            head |= {"rate": rule.name, "label": rule.label, "cohort": COHORTS[rule.cohort]}
            rows.append(head | _rate(record, rule, confidence))
    frame = pd.DataFrame(rows, columns=[*by, "rate", "label", "cohort", *RATE_COLUMNS])
    return frame.astype({"value": float, "lower": float, "upper": float})


def _rate(record: Mapping[Any, Any], rule: RateRule, confidence: float) -> dict[str, object]:
    total = sum(int(record[column]) for column in rule.denominator)
    # A sum of weights such as 0.7 × 116 must not end in …00000001.
    credit = round(math.fsum(weight * int(record[column]) for column, weight in rule.credit.items()), 9)
    method = METHOD if rule.is_plain or rule.name == "timeliness_rate" else WEIGHTED
    row: dict[str, object] = {"value": math.nan, "numerator": credit, "denominator": total, "lower": math.nan,
                              "upper": math.nan, "method": method, "note": ""}  # fmt: skip
    if total == 0:
        outcome = "" if rule.when_empty == "缺失" else f"，按“{rule.when_empty}”处理"
        return row | {"note": ZERO_DENOMINATOR + outcome}
    value = credit / total
    if method == METHOD:
        lower, upper = wilson_interval(credit, total, confidence)
    else:
        lower, upper = _weighted_interval(record, rule, value, total, confidence)
    return row | {"value": value, "lower": lower, "upper": upper}


def _weighted_interval(
    record: Mapping[Any, Any], rule: RateRule, value: float, total: int, confidence: float
) -> tuple[float, float]:
    """Normal interval of a weighted mean of levels: the levels are a multinomial sample.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., section 2.6 (standard error of a mean).
    """
    if total < 2:
        return math.nan, math.nan
    spread = math.fsum(int(record[column]) * (rule.credit.get(column, 0.0) - value) ** 2 for column in rule.denominator)
    half = NormalDist().inv_cdf(0.5 + confidence / 2) * math.sqrt(spread / (total - 1) / total)
    return max(value - half, 0.0), min(value + half, 1.0)
