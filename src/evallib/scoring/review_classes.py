"""What a review finds beside rules and judgements (复核类别): targets that were changed, faults of the form itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evallib.checks.store import UnitData
from evallib.indicators.proportions import is_missing
from evallib.model.problems import EvallibError
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.language.targets import Quantity, parse_target
from evallib.scoring.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class ChangedTarget:
    """An indicator that is held against another target than the one that was set at the beginning of the year."""

    code: str
    found: IndicatorScore
    declared: str
    used: str

    @property
    def told(self) -> str:
        """The difference in words."""
        return f"绩效目标表为“{self.declared}”，评分时用“{self.used}”"


def changed_targets(card: Scorecard, data: UnitData) -> Iterator[ChangedTarget]:
    """Indicators whose target differs from the goal of the same name in the unit's table of goals.

    Args:
        card: the scorecard.
        data: the unit's clean tables; `goals` holds what was declared.

    Returns:
        One entry per indicator; targets that cannot be compared are left out.
    """
    table = data.table("goals")
    declared = {
        str(name).strip(): str(target)
        for name, target in zip(table["goal_name"], table["target"], strict=True)
        if not is_missing(name) and not is_missing(target)
    }
    for code, found in card.scores.items():
        used, was = found.indicator.target, declared.get(found.indicator.name.strip())
        if used and was and targets_differ(was, used):
            yield ChangedTarget(code, found, was, used)


def targets_differ(one: str, other: str) -> bool:
    """Whether two targets name different numbers of one unit.

    >>> targets_differ("92%以上", "≥95%"), targets_differ("95%以上", "≥95%"), targets_differ("良好", "≥95%")
    (True, False, False)
    """
    try:
        first, second = parse_target(one), parse_target(other)
    except EvallibError:
        return False
    if not isinstance(first, Quantity) or not isinstance(second, Quantity) or first.unit != second.unit:
        return False
    return first.number != second.number


def out_of_place(printed: Decimal | None, weight: Decimal) -> bool:
    """Whether a printed score cannot belong to its row: more than its points, or less than nothing.

    >>> out_of_place(Decimal(12), Decimal(10)), out_of_place(Decimal(10), Decimal(10))
    (True, False)
    """
    return printed is not None and (printed > weight or printed < 0)
