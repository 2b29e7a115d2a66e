"""Falls (下降、降幅): rules that ask for one, and whether their rows hold changes below nothing."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.parsing.rules.rule_data import Rule

FALL = re.compile(
    r"(?:下降|降低|减少|缩短|压缩|压降|压减|下浮|降幅/)(?:率|幅度?|比例)?(?:达到|达|在|不低于|不少于|≥|超过|>)?\d"
)
FALL_TOLD = re.compile(r"降幅|(?:下降|降低|减少|压降|压减)(?:率|幅度)")


def falls(rule: Rule) -> bool:
    """Whether each row asks for a fall, so that a rise answers none of them.

    >>> falls({"rows": [{"text": "投诉量下降超过10%"}, {"text": "下降超过20%"}]})
    True
    >>> falls({"rows": [{"text": "投诉量下降超过10%"}, {"text": "超过20%"}]})
    False
    """
    rows = rule.get("rows", [])
    return bool(rows) and all(FALL.search(row.get("text", "")) for row in rows)


def signed(rule: Rule) -> bool:
    """Whether the rows of a fall are changes below nothing already (下降10%以上 as ≤-10%)."""
    ends = [row["span"].get(side) for row in rule.get("rows", []) for side in ("low", "high")]
    return any(end is not None and Fraction(end) < 0 for end in ends)
