"""Written values of printed rules (原文规则的业绩值): spread over the formula's inputs, held against the reading.

The points of a printed rule are reckoned twice: by its formula, which can be explained and laid out in Excel, and by
the reading itself. Where the two do not agree, nothing is scored.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from evallib.parsing.rules.rule_readings import score
from evallib.scoring.framework.definition import Indicator
from evallib.scoring.framework.rules.printed import Printed
from evallib.scoring.framework.rules.printed_inputs import spread_value
from evallib.scoring.inputs.entries import Sourced
from evallib.scoring.language.calculation import VALUE

NEAR = Fraction(1, 10**9)


def spread(leaf: Indicator, values: dict[str, Sourced]) -> dict[str, Sourced]:
    """What a written value of a printed rule stands for (缺2项, 满足①③), as the inputs of its formula."""
    given = values.get(VALUE)
    if not isinstance(leaf.rule, Printed) or given is None or not isinstance(given.value, str):
        return values
    found = spread_value(leaf.rule.reading, given.value)
    if found is None:
        return values
    kept = {name: one for name, one in values.items() if name != VALUE}
    return kept | {name: given.model_copy(update={"value": text, "note": given.value}) for name, text in found.items()}


def contradiction(leaf: Indicator, given: Sourced | None, points: Decimal) -> str:
    """Why the points of a formula do not count: the reading asks, or gives others; empty where both agree."""
    if not isinstance(leaf.rule, Printed) or given is None or not isinstance(given.value, str):
        return ""
    told = score(leaf.rule.reading, given.value, Fraction(leaf.weight))
    if told.score is None:
        return told.why or "评分标准没有写这种情况怎样得分"
    return "" if abs(told.score - Fraction(points)) <= NEAR else "算式与评分标准原文的读法得分不一致，请人工核对"
