"""Points of a rule (评分标准的分 ↔ 权重): “得3分” in the rule of an indicator that has two points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Place
from evallib.audit.reading.facts import Facts
from evallib.parsing.claims.mentions import normalise

_GIVES = re.compile(r"(?<![不扣每])得\s*(?P<n>\d+(?:\.\d+)?)\s*分(?![值钟])")
#: Rules that count in another scale, or beyond the points.
_OTHER = re.compile(r"百分制|折算|换算|加分|附加|奖励|×|\*\s*权重|权重分?\s*[×*]")
#: So many rules of the table stay within their points, and at most one does not.
LEAST = 4


def check(facts: Facts) -> Iterator[Finding]:
    """The one rule of a table that gives more than its indicator has."""
    document = facts.document
    for table in facts.score_rows:
        told: list[tuple[str, Decimal, Decimal, Place, Place]] = []
        for row in table:
            rule = normalise(row.rule)
            given = [Decimal(m["n"]) for m in _GIVES.finditer(rule)]
            if row.weight is not None and row.rule_column >= 0 and given and not _OTHER.search(rule):
                place = document.place_in_table(row.grid.block, row.row, row.rule_column)
                told.append((f"{row.code} {row.name}", max(given), row.weight.value, place, row.weight.place))
        over = [t for t in told if t[1] > t[2]]
        if len(over) != 1 or len(told) - 1 < LEAST:
            continue
        name, most, full, place, weight = over[0]
        yield Finding(
            "score.rule",
            "score",
            "medium",
            f"{name} 的评分标准可得 {most:f} 分，超过权重 {full:f} 分",
            f"得{most:f}分",
            f"不超过{full:f}分",
            f"{most:f} > {full:f}；其余 {len(told) - 1} 项的评分标准都不超过权重",
            (place, weight),
        )
