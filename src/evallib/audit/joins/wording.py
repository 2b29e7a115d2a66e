"""Wording of changes (百分比与百分点): a rate that “rises by 0.05%” rises by points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Finding
from evallib.audit.ledger import Entry, Ledger, Relation

#: “预算执行率95.3%，预算调整率5%”, “失业率5.5%，价格涨幅2%”, “从2.8%提高到3.3%”: a rate of its own, no change of one.
_OWN_RATE = re.compile(
    r"(?:调整|变动|变化|浮动|增长)率|[涨增降减约]率[为达]?$|[涨增降]幅[^，。；]{0,4}$|"
    r"(?:提高|上升|增加|增长|下降|降低)[至到为]$"
)
#: “低于3.5‰的控制目标”, “比上年同期的13.16%下降”: a level that a rate is held against.
_LEVEL = re.compile(r"(?:[高低快慢优大小]于|超过|(?:比|较)[^，。；]*的)$")
#: “办结率99.5%，受理量比4月份上升7.67%”, “贡献率为3.1%；第二产业增长7.1%”: an amount is named anew.
_AMOUNT = re.compile(
    r"[；;]\s*(?![同环]比|[比较与]|[增减升降提])[\u4e00-\u9fff]{2,}?[产行企]业[^，。；率]*$|"
    r"[，,；;][^，。；]{0,8}(?:量|数|额|值|收入|支出|面积|价格|件|成本)[^，。；率]*$"
)


def _told_pair(ledger: Ledger, entry: Entry) -> bool:
    """Whether both rates are printed before the change; then it is no doubt but a finding."""
    pair = ledger.back(entry, 2)
    return len(pair) == 2 and all(e.dimension == "percent" and e.sentence == entry.sentence for e in pair)


def check(ledger: Ledger, holding: list[Relation]) -> Iterator[Finding]:
    """One doubt for every sentence in which changes of rates are written as percentages."""
    held = {id(r.result) for r in holding}
    by_sentence: dict[int, list[Entry]] = {}
    for entry in ledger.prose:
        if entry.role != "growth" or entry.dimension != "percent" or id(entry) in held or not entry.index:
            continue
        before = ledger.prose[entry.index - 1]
        if (
            before.sentence == entry.sentence
            and before.dimension == "percent"
            and before.role in {"rate", "share"}
            and not _told_pair(ledger, entry)
            and entry.value < 15
            and entry.spot
            and not (
                before.role == "share"
                and any(e.is_amount for e in ledger.by_sentence[entry.sentence] if e.index < before.index)
            )
            and "每" not in entry.spot.head
            and not _OWN_RATE.search(entry.spot.head)
            and not _LEVEL.search(entry.spot.head)
            and not _AMOUNT.search(entry.spot.gap)
        ):
            by_sentence.setdefault(entry.sentence, []).append(entry)
    for entries in by_sentence.values():
        shown = "、".join(map(str, entries))
        right = "、".join(str(e).replace("%", "个百分点") for e in entries)
        yield Finding(
            "growth.points",
            "wording",
            "low",
            f"比率的升降宜用百分点：{shown}",
            shown,
            right,
            "前面的数是比率，升降若是两个比率之差，应写“个百分点”",
            tuple(e.place for e in entries),
            ("若指比率本身的增长幅度，应写明上期的比率",),
        )
