"""Directions (升降): “由93.20%上升至96.45%” that goes the other way, and changes of rates in percent, not points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Finding
from evallib.audit.ledger import Entry, Ledger, Relation, alike
from evallib.model import patterns
from evallib.parsing.claims.cues import DOWN, UP, direction_of

_FROM = re.compile(r"(?:由|从)[^，。；]*$")
_OWN_NAME = re.compile(
    rf"[，,；;。、]\s*(?!同比|环比|[较比与]|实际|累计|分别)[\u4e00-\u9fff“”（）()]{{2,14}}?(?:{UP}|{DOWN})[了约]?$"
)
#: “自然增长率为-0.10‰”: a rate with a name, and no change of the two before it.
_OWN_RATE = re.compile(r"(?:自然)?增长率[为是]?\s*[-－−—]?\s*$")
#: Words for what got better, of a time that is the better the shorter it is.
_BETTER = frozenset({"提升", "提高", "提速", "优化"})
_TIME = re.compile("日|天|时|分钟|秒|月|周")
_RANK = re.compile("等级|等别|名次|排名|位次|排位|位列")
_TO = re.compile(
    rf"(?P<word>{UP}|{DOWN})[^，。；\d]{{0,4}}(?:到|至|为|成)(?:20\d\d年(?:\d{{1,2}}月)?|[本今]年)?[^，。；\d]{{0,8}}$"
)


def check(ledger: Ledger, told: set[int]) -> Iterator[Finding]:
    """Pairs of figures in a sentence that a verb joins.

    Args:
        ledger: the figures.
        told: sentences about which a turned direction was told already.
    """
    for before, after in zip(ledger.prose, ledger.prose[1:], strict=False):
        if (
            before.sentence != after.sentence
            or before.spot is None
            or after.spot is None
            or not _same_kind(before, after)
        ):
            continue
        match = _TO.search(after.spot.gap)
        if not match or not _FROM.search(before.spot.head) or before.value == after.value:
            continue
        way = direction_of(match["word"])
        if (after.value > before.value) == (way > 0) or before.sentence in told:
            continue
        if match["word"] in _BETTER and (_TIME.search(before.mention.unit) or _RANK.search(before.spot.head)):
            continue  # “时限由20个工作日提升至5个工作日”, “等级由4.8等提升到4.3等”: the lower the better
        right = "上升" if way < 0 else "下降"
        yield Finding(
            "growth.direction",
            "contradiction",
            "high",
            f"升降方向与数字相反：由 {before} 到 {after}，文字说“{match['word']}”",
            match["word"],
            right,
            f"{before} → {after}",
            (after.place, before.place),
        )


def percent_for_points(ledger: Ledger, holding: list[Relation]) -> Iterator[Finding]:
    """“由90.00%上升至95.00%，提高5.00%”: the difference of two printed rates is in points."""
    held = {id(r.result) for r in holding}
    for at, entry in enumerate(ledger.prose[2:], 2):
        if entry.role != "growth" or entry.dimension != "percent" or id(entry) in held:
            continue
        first, second = ledger.prose[at - 2], ledger.prose[at - 1]
        if not (
            first.dimension == second.dimension == "percent" and first.sentence == entry.sentence == second.sentence
        ):
            continue
        if "growth" in {first.role, second.role} and not (first.spot and _FROM.search(first.spot.head)):
            continue  # rises of three prices, one of which happens to be the difference of the others
        if abs(abs(second.value - first.value) - abs(entry.value)) > entry.mention.half:
            continue
        if entry.spot is not None and patterns.search("[；;]", entry.spot.gap):
            continue  # “前值从降0.3%修正为降0.4%；同比降0.1%”
        if entry.spot is not None and (_OWN_NAME.search(entry.spot.gap) or _OWN_RATE.search(entry.spot.gap)):
            continue  # “教育类上涨0.6%，衣着类上涨0.5%”: each rate is that of its own name
        right = str(entry).replace("%", "个百分点")
        yield Finding(
            "growth.points",
            "wording",
            "medium",
            f"两个比率之差应写百分点：{first} 到 {second} 相差 {right}，写作 {entry}",
            str(entry),
            right,
            f"{second} − {first} = {right}",
            (entry.place, first.place, second.place),
        )


def _same_kind(a: Entry, b: Entry) -> bool:
    return a.dimension == b.dimension == "percent" or (a.is_amount and b.is_amount and alike(a, b))
