"""Writing (算式): a relation in the words and digits of the report."""

from __future__ import annotations

from evallib.audit.ledger import Relation
from evallib.parsing.claims.mentions import write_value


def against(relation: Relation, shown: str) -> str:
    """What is printed and what it should be; a figure printed twice is not computed."""
    printed = relation.result
    return f"此处为 {printed}，另处为 {shown}" if is_twice(relation) else f"重算为 {shown}，报告为 {printed}"


def told(relation: Relation) -> str:
    """How a relation that fails is told: its arithmetic and what is printed."""
    return arithmetic_of(relation) if is_twice(relation) else f"{arithmetic_of(relation)}，报告为 {relation.result}"


def is_twice(relation: Relation) -> bool:
    """Whether a relation says that one figure is printed a second time."""
    return relation.code.startswith("same.") and len(relation.terms) == 1


def arithmetic_of(relation: Relation, holds: bool | None = None) -> str:
    """The figures of a relation and what they come to; of a figure told twice both places."""
    holds = relation.holds() if holds is None else holds
    if is_twice(relation) and not holds:
        other = relation.terms[0]
        return f"{relation.result}（{relation.result.place}） ≠ {other}（{other.place}）"
    text = f"{relation.write()} = {shown_of(relation, holds)}"
    return f"{text}（{relation.note}）" if relation.note else text


def shown_of(relation: Relation, holds: bool, plain: bool = False) -> str:
    """The recomputed value: with the places of the printed one, in the arithmetic with enough to see the difference."""
    mention = relation.result.mention
    if relation.formula.kind == "ratio" and holds:
        return str(relation.result)
    value = relation.expected()
    if value is None:
        return "无法计算"
    value = abs(value) if relation.result.value >= 0 and relation.formula.kind != "sum" else value
    places = mention.decimals
    if not holds and not plain:
        # Enough places to see that it is another figure.
        same = mention.printed_with(value) == mention.printed_with(mention.value)
        places = max(places + 2 if same else places, 2 if mention.dimension == "percent" else places)
    return write_value(value, mention, places)
