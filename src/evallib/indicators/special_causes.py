"""Special causes (特殊原因): which points of a series break the rules of a named set.

Sources: Western Electric (1956), Statistical Quality Control Handbook, 23–28; NHS England, Making Data Count, as the R
package NHSRplotthedots codes it (two of three: all three on one side, those outside the limits not counted).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evallib.indicators.arrays import Array, Flags

BEYOND, RUN, TREND, TWO_OF_THREE, FOUR_OF_FIVE = "超出控制限", "连续同侧", "连续升降", "三点两近限", "五点四偏离"
SHORT_RUN = "近月集中偏离"
#: Which rule says whether a point that breaks several lies up or down, as NHSRplotthedots has it.
PRECEDENCE = (BEYOND, TREND, SHORT_RUN, TWO_OF_THREE, FOUR_OF_FIVE, RUN)
#: Of counts, a run has to be as improbable as so many coin tosses more than its length: with the exact windows beside
#: it, years stay calm.
MORE_TOSSES = 1


@dataclass(frozen=True)
class RuleSet:
    """A named set of rules (判异准则).

    Args:
        name: how it is called.
        run_length: points on one side of the centre that make a run.
        trend_length: points that rise or fall without a break; 0 for no such rule.
        two_of_three: two of three beyond two thirds of the way to one limit.
        whole_side: for two of three, all three lie on one side, and points outside the limits are not counted.
        four_of_five: four of five beyond one third of the way to one limit.
        source: where it stands.
    """

    name: str
    run_length: int = 7
    trend_length: int = 7
    two_of_three: bool = True
    whole_side: bool = False
    four_of_five: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if self.run_length < 2 or self.trend_length in {1, 2} or self.trend_length < 0:
            raise ValueError("a run needs at least 2 points, a trend at least 3 (or 0 for none)")


RULE_SETS: dict[str, RuleSet] = {
    "MDC": RuleSet("MDC", 7, 7, True, True, source="NHS England, Making Data Count; NHSRplotthedots"),
    "Western Electric": RuleSet("Western Electric", 8, 0, True, False, True, "Western Electric (1956)"),
}


def rule_set(rules: str | RuleSet, run_length: int | None = None) -> RuleSet:
    """A rule set by name, with another run length where one is given.

    Raises:
        ValueError: there is no such set.

    >>> rule_set("MDC", 8).run_length
    8
    """
    if isinstance(rules, str):
        if rules not in RULE_SETS:
            raise ValueError(f"unknown rule set {rules!r}; there are {'、'.join(RULE_SETS)}")
        rules = RULE_SETS[rules]
    return rules if run_length is None else replace(rules, run_length=run_length)


@dataclass(frozen=True)
class Causes:
    """What was found.

    Args:
        rules: for each point, the names of the rules that it breaks, joined by 、.
        up: points that break one upwards; where rules disagree, by the first of `PRECEDENCE`.
        down: points that break one downwards.
    """

    rules: list[str]
    up: Flags
    down: Flags


def find_causes(
    values: Array,
    scores: Array,
    rules: RuleSet,
    *,
    luck: tuple[float, float] = (1.0, 1.0),
    windows: Sequence[tuple[Flags, Flags]] | None = None,
) -> Causes:
    """The rules that points break.

    Args:
        values: the series; NaN where there is no point.
        scores: distance from the centre in sigma, not clamped: 3 is the limit.
        rules: the set.
        luck: how many coin tosses a point above, or below, the centre is worth: −log2 of its probability. Where most
            points of a stable process lie above the centre, a run there is no news until it is as improbable as
            `MORE_TOSSES` toss more than `RuleSet.run_length`.
        windows: for counts, exact tests of one month, and of two or three together, in the place of limits
            (`evallib.indicators.exact_windows`): points that lie up and down.
    """
    known = np.where(np.isnan(values) | np.isnan(scores), 0.0, scores)
    step = np.concatenate([[0.0], np.sign(np.diff(values))])
    above, below = known > 0, known < 0
    causes: list[tuple[str, Flags, Flags]]
    if windows is None:
        causes = [(BEYOND, known > 3, known < -3)]
    else:
        causes = [(BEYOND, *windows[0])]
        if rules.two_of_three:
            causes.append((SHORT_RUN, *windows[1]))
    tosses = rules.run_length + (MORE_TOSSES if windows is not None else 0)
    causes.append(
        (RUN, _runs(above, rules.run_length, luck[0], tosses), _runs(below, rules.run_length, luck[1], tosses))
    )
    if rules.trend_length:
        rising, falling = _trends(step > 0, rules.trend_length), _trends(step < 0, rules.trend_length)
        # The point at which a rise becomes a fall belongs to both; it is told with what follows.
        turn = rising & falling
        nearest = np.concatenate([step[1:], [0.0]])
        causes.append((TREND, rising & ~(turn & (nearest < 0)), falling & ~(turn & (nearest > 0))))
    if windows is None and rules.two_of_three:
        high, low = known > 2, known < -2
        if rules.whole_side:
            high, low = high & (known <= 3), low & (known >= -3)
        causes.append(
            (TWO_OF_THREE, _some_of(high, above, 2, 3, rules.whole_side), _some_of(low, below, 2, 3, rules.whole_side))
        )
    if windows is None and rules.four_of_five:
        causes.append((FOUR_OF_FIVE, _some_of(known > 1, above, 4, 5, False), _some_of(known < -1, below, 4, 5, False)))
    up, down = np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=bool)
    for _, high, low in sorted(causes, key=lambda cause: PRECEDENCE.index(cause[0])):
        told = up | down
        up, down = up | (high & ~told), down | (low & ~told)
    named = ["、".join(name for name, high, low in causes if high[i] or low[i]) for i in range(len(values))]
    return Causes(named, up, down)


def find_special_causes(
    values: Array, centre: Array, lower: Array, upper: Array, rules: str | RuleSet = "MDC"
) -> tuple[list[str], Flags, Flags]:
    """The rules that points break, and whether they lie up or down, from limits that are not clamped.

    >>> found, up, down = find_special_causes(np.array([0.1, 3.2]), np.zeros(2), np.full(2, -3.0), np.full(2, 3.0))
    >>> found, up.tolist()
    (['', '超出控制限'], [False, True])
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = np.where(values == centre, 0.0, (values - centre) / ((upper - lower) / 6))
    causes = find_causes(values, scores, rule_set(rules))
    return causes.rules, causes.up, causes.down


def _runs(flags: Flags, length: int, luck: float = 1.0, tosses: float = 0.0) -> Flags:
    """The points of every unbroken run that is long and improbable enough."""
    found = np.zeros(len(flags), dtype=bool)
    start = 0
    for i in range(len(flags) + 1):
        if i == len(flags) or not flags[i]:
            if i - start >= length and (i - start) * luck >= tosses - 1e-9:
                found[start:i] = True
            start = i + 1
    return found


def _trends(steps: Flags, length: int) -> Flags:
    # Seven points that rise make six steps up; the first point belongs to the trend.
    found = _runs(steps, length - 1)
    starts = np.flatnonzero(found & ~np.concatenate([[False], found[:-1]]))
    found[np.maximum(starts - 1, 0)] = True
    return found


def _some_of(near: Flags, side: Flags, least: int, width: int, whole_side: bool) -> Flags:
    found = np.zeros(len(near), dtype=bool)
    for i in range(len(near) - width + 1):
        window = slice(i, i + width)
        if near[window].sum() >= least and (not whole_side or side[window].all()):
            found[window] |= near[window]
    return found
