"""Impossible rates (不可能的比率): of what was taken in no more than all can have been answered, closed or content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Finding
from evallib.audit.ledger import HUNDRED, Ledger

_OF_ALL = re.compile(
    r"(?:办[结复]|结案|响应|回复|答复|反馈|合格|满意|接通|接听|整改|受理|联系|解决|签收|回访|处置|查处|知晓|"
    r"及时|准确|参评|好评|优良|属实|采纳|初查|核查|达标|验收|留样|见面|告知)[度]?率(?:均?[达为是]到?|：)?\s*$|"
    r"(?:金额|数量|合同|人数|件数|面积)[^，。；、预计划]{0,4}占比(?:均?[达为是]到?|：)?\s*$"
)


def check(ledger: Ledger) -> Iterator[Finding]:
    """Rates of a part of all that are printed above 100%."""
    for entry in ledger.prose:
        if entry.dimension != "percent" or entry.spot is None or entry.value <= HUNDRED or entry.direction:
            continue
        if _OF_ALL.search(entry.spot.head):
            yield Finding(
                "share.possible",
                "contradiction",
                "medium",
                f"{entry.label}不可能超过 100%：报告为 {entry}",
                str(entry),
                "不超过100%",
                f"{entry} > 100%",
                (entry.place,),
            )
