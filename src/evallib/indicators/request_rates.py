"""Rates of requests (工单各率): the four rates (四率) and their relatives, by any grouping.

A name alone never fixes a formula: what counts as a success, which requests stand in the denominator and to which period
one belongs are parts of a `RateRule`. The rules are data (`evallib.model.definitions`); `rules` takes a set of them by
name. Groups are summed and then divided, never averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from evallib.indicators.frames import as_pandas
from evallib.indicators.measures import weighted_indices
from evallib.indicators.parts import EXACT, RATE_COLUMNS, WEIGHTED, Basis
from evallib.indicators.proportions import proportions
from evallib.indicators.request_counts import COHORTS, LEVELS, Cohort, count_requests, fetch
from evallib.model.definitions.definition import TIME_BOUND, RateDefinition
from evallib.model.definitions.registry import DEFAULT_SET, find_set
from evallib.model.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["FOUR_RATE_RULES", "HUACAO_RULES", "OTHER_RULES", "WEIGHTED", "RateRule", "case_rates", "needed_counts",
           "rates_from_counts", "resolution_rule", "rules", "satisfaction_rule"]  # fmt: skip

Outcome = Literal["缺失", "不考核", "满分", "零分"]
#: What stands for a count where only requests whose limit has passed may count.
RIPE: dict[str, str] = {"cases_count": "ripe_count", "closed_count": "ripe_closed_count"}
NO_INTERVAL = "分子不是各等级的加权和，不给区间"


@dataclass(frozen=True)
class RateRule:
    """How a rate is formed.

    Args:
        name: e.g. ``resolution_rate``.
        label: Chinese name, e.g. 诉求解决率.
        credit: what each counted request is worth in the numerator, by count column; 1 counts, −1 takes away, a fraction
            is the weight of a level.
        denominator: count columns of the denominator; with weights where not all are 1.
        cohort: by which time a request belongs to a period.
        when_empty: what an empty denominator means for a score (for the note; the value is missing all the same).
        source: where the formula stands.
        basis: 全量, 抽样 or 回访; a full count has no interval. Empty where nobody has said: the interval is given.
        ripe: count only requests whose limit has passed; by default where the rule uses a count that a limit decides.
        better: which direction is an improvement.
    """

    name: str
    label: str
    credit: Mapping[str, float]
    denominator: tuple[str, ...] | Mapping[str, float]
    cohort: Cohort = "requested"
    when_empty: Outcome = "缺失"
    source: str = ""
    basis: Basis = ""
    ripe: bool | None = None
    better: str = "increase"

    @classmethod
    def of(cls, definition: RateDefinition) -> RateRule:
        """The rule of a definition.

        >>> from evallib.model.definitions.registry import find_rate
        >>> RateRule.of(find_rate("huacao-2023/timeliness_rate")).credit
        {'cases_count': 1.0, 'overdue_count': -1.0}
        """
        cohort: Cohort = "requested" if definition.cohort == "period" else definition.cohort
        credit = {name: float(weight) for name, weight in definition.numerator.items()}
        below = {name: float(weight) for name, weight in definition.denominator.items()}
        return cls(definition.name, definition.label, credit, tuple(below) if set(below.values()) == {1.0} else below,
                   cohort, definition.when_empty, definition.source, definition.basis, definition.ripe,
                   definition.better)  # fmt: skip

    @property
    def below(self) -> dict[str, float]:
        """Weight of each count of the denominator."""
        return dict.fromkeys(self.denominator, 1.0) if isinstance(self.denominator, tuple) else dict(self.denominator)

    @property
    def counts(self) -> tuple[str, ...]:
        """Every count that it uses."""
        return tuple(dict.fromkeys([*self.credit, *self.below]))

    @property
    def is_time_bound(self) -> bool:
        """Whether only requests whose limit has passed count."""
        return bool(TIME_BOUND & set(self.counts)) if self.ripe is None else self.ripe

    @property
    def is_plain(self) -> bool:
        """Whether the numerator is itself a count, so that the Wilson interval applies."""
        return all(abs(weight) in {0, 1} for weight in (*self.credit.values(), *self.below.values()))

    @property
    def is_index(self) -> bool:
        """Whether it is a weighted mean over the levels in its denominator."""
        return not self.is_plain and set(self.credit) <= set(self.below) and set(self.below.values()) == {1.0}

    def with_cohort(self, cohort: Cohort) -> RateRule:
        """The same rule for another cohort."""
        return replace(self, cohort=cohort)

    def as_ripe(self, there: Iterable[str]) -> RateRule:
        """The same rule over ripe requests, where it is bound by a limit and they were counted."""
        known = set(there)
        swap = {name: ripe for name, ripe in RIPE.items() if ripe in known} if self.is_time_bound else {}
        if not swap.keys() & set(self.counts):
            return self
        credit = {swap.get(name, name): weight for name, weight in self.credit.items()}
        return replace(
            self, credit=credit, denominator={swap.get(name, name): weight for name, weight in self.below.items()}
        )


def rules(name: str = DEFAULT_SET, rates: Sequence[str] = ()) -> tuple[RateRule, ...]:
    """The rules of a set of definitions that request counts can compute, in their order.

    Args:
        name: id of the set.
        rates: only these, by name; all by default.

    Raises:
        EvallibError: there is no such set.

    >>> [rule.label for rule in rules("request-rates", ["overdue_rate"])]
    ['超时率']
    """
    return tuple(RateRule.of(rate) for rate in find_set(name).rates if not rates or rate.name in rates)


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
    return RateRule(name, label, credit, tuple(credit), cohort, source=source, basis="回访")


def resolution_rule(
    explained: Literal["outside", "solved", "unsolved"] = "outside", cohort: Cohort = "requested", source: str = ""
) -> RateRule:
    """A resolution rate (诉求解决率); `explained` says how 解释说明 counts.

    >>> resolution_rule("unsolved").denominator
    ('solved_count', 'unsolved_count', 'explained_count')
    """
    credit = {"solved_count": 1.0} | ({"explained_count": 1.0} if explained == "solved" else {})
    asked = ("solved_count", "unsolved_count") + (() if explained == "outside" else ("explained_count",))
    return RateRule("resolution_rate", "诉求解决率", credit, asked, cohort, source=source, basis="回访")


#: The four rates, those of the huacao report, and the others, of the shipped definitions.
FOUR_RATE_RULES = rules(rates=("prior_contact_rate", "on_time_completion_rate", "resolution_rate", "satisfaction_rate"))
HUACAO_RULES = rules("huacao-2023")
OTHER_RULES = tuple(rule for rule in rules() if rule not in FOUR_RATE_RULES)


def case_rates(
    cases: ir.Table,
    by: Sequence[str] = (),
    rules: Sequence[RateRule] = FOUR_RATE_RULES,
    period: Period | None = None,
    as_of: datetime | None = None,
    confidence: float | None = 0.95,
    *,
    process: bool = False,
) -> pd.DataFrame:
    """Rates of requests by group: one query for each cohort that the rules name.

    Args:
        cases: clean service requests on any Ibis backend.
        by: grouping columns; ``month`` for the month of each rule's own cohort.
        rules: what to compute.
        period: see `count_requests`.
        as_of: see `count_requests`; with it, rates that a limit decides count ripe requests only.
        confidence: level of the intervals; None for none.
        process: give full counts the interval of their process.

    Returns:
        One row per group and rule: `by`, ``rate``, ``label``, ``cohort``, `RATE_COLUMNS`, ``unripe_count`` (未到期件数 that
        the rate leaves out).
    """
    frames = []
    for cohort in dict.fromkeys(rule.cohort for rule in rules):
        chosen = [rule for rule in rules if rule.cohort == cohort]
        counts = fetch(count_requests(cases, by, cohort, period, as_of, needed_counts(chosen)), by)
        label = period.label if period is not None else ""
        frames.append(rates_from_counts(counts, by, chosen, confidence, process=process, period=label))
    order = {rule.name: place for place, rule in enumerate(rules)}
    return pd.concat(frames, ignore_index=True).sort_values(
        [*by, "rate"], key=lambda column: column.map(order) if column.name == "rate" else column,
        kind="stable", ignore_index=True,
    )  # fmt: skip


def needed_counts(rules: Sequence[RateRule]) -> list[str]:
    """The counts that rules use, with those of ripe requests where a limit decides.

    >>> needed_counts(FOUR_RATE_RULES[:1])
    ['contacted_count', 'not_contacted_count']
    """
    needed = dict.fromkeys(name for rule in rules for name in rule.counts)
    bound = [rule for rule in rules if rule.is_time_bound]
    needed |= dict.fromkeys(RIPE[name] for rule in bound for name in rule.counts if name in RIPE)
    return [*needed, *(["unripe_count"] if bound else [])]


def rates_from_counts(
    counts: pd.DataFrame,
    by: Sequence[str] = (),
    rules: Sequence[RateRule] = FOUR_RATE_RULES,
    confidence: float | None = 0.95,
    *,
    process: bool = False,
    period: str = "",
) -> pd.DataFrame:
    """Rates from counts, e.g. from a stored cube; counts are summed over everything that is not in `by`.

    >>> counts = pd.DataFrame({"satisfied_count": [2740], "mostly_satisfied_count": [116], "neutral_count": [65],
    ...                        "dissatisfied_count": [1183]})
    >>> rule = satisfaction_rule({"满意": 1, "基本满意": 0.7, "一般": 0.4, "不满意": 0})
    >>> row = rates_from_counts(counts, rules=[rule]).iloc[0]
    >>> round(float(row["value"]), 4), int(row["denominator"]), row["method"]
    (0.6938, 4104, 'Wilson, effective size')
    """
    table = as_pandas(counts).sort_values(list(by), kind="stable", ignore_index=True) if by else as_pandas(counts)
    frames = []
    for place, rule in enumerate(rules):
        rates = _rates(table, by, rule.as_ripe(table.columns), confidence, process, period)
        rates = rates.assign(
            rate=rule.name, label=rule.label, cohort=COHORTS[rule.cohort], _group=range(len(rates)), _rule=place
        )
        frames.append(_without_unripe(rates, table, by, rule))
    names = [*by, "rate", "label", "cohort", *RATE_COLUMNS, "unripe_count"]
    if not frames:
        return pd.DataFrame(columns=names)
    whole = pd.concat(frames, ignore_index=True).sort_values(["_group", "_rule"], kind="stable", ignore_index=True)
    return whole[names].astype({"value": float, "lower": float, "upper": float})


def _rates(
    table: pd.DataFrame, by: Sequence[str], rule: RateRule, confidence: float | None, process: bool, period: str
) -> pd.DataFrame:
    if rule.is_index:
        levels = {name: rule.credit.get(name, 0.0) for name in rule.below}
        rates = weighted_indices(
            table[[*by, *levels]], levels, by, confidence, basis=rule.basis, process=process, period=period
        )
    else:
        parts = table[list(by)].copy()
        # A sum of weights such as 0.7 × 116 must not end in …00000001.
        parts["_top"] = sum(table[name].astype(float) * weight for name, weight in rule.credit.items()).round(9)  # type: ignore[union-attr]
        parts["_bottom"] = sum(table[name].astype(float) * weight for name, weight in rule.below.items())
        level = confidence if rule.is_plain else None
        rates = proportions(parts, "_top", "_bottom", by, level, basis=rule.basis, process=process, period=period)
        if not rule.is_plain:
            rates["statistic"], rates["method"] = "ratio", EXACT
            rates["note"] = np.where(rates["note"] == "", NO_INTERVAL, rates["note"])
    empty = (rates["denominator"] == 0) & rates["value"].isna() & (rates["n_missing"] == 0)
    if rule.when_empty != "缺失":
        rates.loc[empty, "note"] += f"，按“{rule.when_empty}”处理"
    return rates


def _without_unripe(rates: pd.DataFrame, table: pd.DataFrame, by: Sequence[str], rule: RateRule) -> pd.DataFrame:
    """How many requests of each group are not due yet, and a note about them."""
    if not rule.is_time_bound or "unripe_count" not in table.columns:
        return rates.assign(unripe_count=0)
    waiting = (
        table.groupby(list(by), sort=False, dropna=False)["unripe_count"].sum() if by else [table["unripe_count"].sum()]
    )
    rates = rates.assign(unripe_count=np.asarray(waiting, dtype=np.int64))
    for place in np.flatnonzero(rates["unripe_count"]):
        told = f"未到期 {rates['unripe_count'].iloc[place]:,} 件，不计"
        note = rates["note"].iloc[place]
        rates.loc[place, "note"] = f"{note}；{told}" if note else told
    return rates
