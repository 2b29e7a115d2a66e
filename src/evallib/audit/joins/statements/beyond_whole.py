"""Beyond the whole (超过百分之百): a target or a value above 100% for a rate of what is only part of the whole."""

from __future__ import annotations

import re
from decimal import Decimal

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Place

HUNDRED = Decimal(100)
_VALUE = re.compile(
    r"(?:[≥≤=＞＜><]=?|(?:大于|小于)(?:等于)?|等于|不低于|不高于|不少于|不超过)?\s*"
    r"(?P<n>\d+(?:\.\d+)?)\s*\(?(?:%|百分比)\)?"
)
#: Rates of a part of a whole, and those that can go beyond it.
_PARTS = re.compile(r"(?:率|满意度|占比|比例)\s*$")
_BEYOND = re.compile(
    r"增[长减幅]|完成|利用|执行|负荷|入住|产销|周转|溢价|利[润率]|收益|回报|上升|提[升高]|降低|变动|偏差|达成|超额|"
    r"投资|负债|贡献|拉动|撬动|配套|人均|同比|环比"
)


def beyond_whole(names: str, wanted: str, place: Place, what: str = "目标值") -> Finding | None:
    """A target or a value above 100% for a rate of what can only be part of the whole.

    Args:
        names: the indicator and what stands above it.
        wanted: the target or the value as printed.
        place: where it stands.
        what: which of the two.
    """
    match = _VALUE.fullmatch(wanted)
    if not match or Decimal(match["n"]) <= HUNDRED:
        return None
    if not _PARTS.search(names) or _BEYOND.search(names):
        return None
    return Finding(
        "target.value",
        "contradiction",
        "medium",
        f"{what} {wanted} 超过 100%，而这项比率不会超过",
        wanted,
        "不超过100%",
        f"{match['n']}% > 100%",
        (place,),
    )
