"""Rules of rates (率的规则): what each counted request is worth, over which requests, by when; from the definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evallib.indicators.parts import Basis
from evallib.indicators.request_counts import COUNTS, LEVELS, Cohort
from evallib.model.definitions.definition import TIME_BOUND, DefinitionSet, Direction, Outcome, RateDefinition
from evallib.model.definitions.registry import DEFAULT_SET, find_set

#: What stands for a count where only requests whose limit has passed may count.
RIPE: dict[str, str] = {"cases_count": "ripe_count", "closed_count": "ripe_closed_count"}
NO_INTERVAL = "分子不是各等级的加权和，不给区间"


@dataclass(frozen=True)
class RateRule:
    """How a rate is formed.

    Args:
        name: e.g. ``resolution_rate``.
        label: Chinese name, e.g. 诉求解决率.
        credit: what each counted request is worth in the numerator, by count column; 1 counts, −1 takes away, a
            fraction is the weight of a level.
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
    better: Direction = "increase"

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
        return cls(
            definition.name,
            definition.label,
            credit,
            tuple(below) if set(below.values()) == {1.0} else below,
            cohort,
            definition.when_empty,
            definition.source,
            definition.basis,
            definition.ripe,
            definition.better,
        )

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
    def needs_states(self) -> bool:
        """Whether it needs to know of each request if it is closed."""
        return bool({"closed_count", "ripe_closed_count"} & set(self.counts))

    @property
    def needs_limits(self) -> bool:
        """Whether it means nothing where no request has a limit."""
        return bool({"overdue_count", "on_time_count"} & set(self.counts))

    @property
    def needs_reach(self) -> bool:
        """Whether it needs to know of each call if somebody answered it."""
        return "reached_count" in self.counts

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


def rules(definitions: str | DefinitionSet = DEFAULT_SET, rates: Sequence[str] = ()) -> tuple[RateRule, ...]:
    """The rules of a set of definitions that request counts can compute, in their order.

    Args:
        definitions: the set, or the id of a shipped one.
        rates: only these, by name; all by default.

    Raises:
        EvallibError: there is no such set.

    >>> [rule.label for rule in rules("shanghai-town-card")]
    ['先行联系率', '诉求解决率', '市民满意率', '按时办结率']
    """
    chosen = find_set(definitions) if isinstance(definitions, str) else definitions
    return tuple(RateRule.of(rate) for rate in chosen.rates if (not rates or rate.name in rates) and is_counted(rate))


def is_counted(rate: RateDefinition) -> bool:
    """Whether single requests give all its terms; what they do not give stands in other tables."""
    return set(rate.terms) <= set(COUNTS)


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
    beyond = [f"{level} {weight:g}" for level, weight in weights.items() if not 0 <= weight <= 1]
    if beyond:
        raise ValueError("weights of a rate are fractions between 0 and 1: " + "、".join(beyond))
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
