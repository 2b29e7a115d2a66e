"""Items apart (分号隔开的各项): what stands behind a semicolon has figures of its own."""

from __future__ import annotations

import re

from evallib.audit.ledger import Entry, Ledger, Relation, alike
from evallib.audit.ledger.entries import paragraph_of
from evallib.model import patterns

#: “231家提出意见（可多选），其中”, “一人可提多条”: what may be counted twice makes up nothing.
_OVERLAP = re.compile("多选|可提多|一人多|重复计|有重复|重合|并存|交叉|兼有|既有|既是")
#: “甲、乙、丙收到的有效评价中，”: three names and more.
_OF_SEVERAL = re.compile(r"、[^，。；：:]*、[^，。；：:]{2,}中[，,]")


def is_of_item_before(ledger: Ledger, rate: Entry, reading: Relation) -> bool:
    """“任务数289人，规范管理228人；乙病管理98人，规范管理率76.2%”: the item behind the semicolon has its own count.

    Args:
        ledger: the figures.
        rate: the rate behind the semicolon.
        reading: what it could be told of.
    """
    part = reading.terms[0]
    if rate.label.endswith("自给率"):
        return False  # “收入A，增长P%；支出B，增长Q%，自给率R%” is of both items by its name
    if part.sentence != rate.sentence or part.index >= rate.index - 1:
        return False
    between = ledger.prose[part.index + 1 : rate.index]
    at = max((n for n, e in enumerate(between) if e.spot and patterns.search("[；;]", e.spot.gap)), default=-1)
    return at >= 0 and any(
        e.role == "plain" and alike(e, part) and e.mention.unit == part.mention.unit for e in between[at:]
    )


def has_share_of_its_own(ledger: Ledger, whole: Entry, first: Entry) -> bool:
    """“招标A，占总规模的P%，询价、谈判分别为B、C，占总规模的…”: with a share of that name it is an item itself."""
    share = ledger.prose[whole.index + 1]
    opened = first.spot is None or patterns.search("其中|[:：(（]", first.spot.gap)
    return share.role == "share" and bool(share.whole) and share.sentence == first.sentence and not opened


def may_overlap(ledger: Ledger, entry: Entry) -> bool:
    """Whether the paragraph of a list says that its items may be counted twice."""
    return bool(_OVERLAP.search(paragraph_of(ledger.document, entry)))


def is_of_several(first: Entry) -> bool:
    """“网站、小程序、大厅收到的有效评价中，满意A条”: what came by some ways is told of none of the totals before it.

    Args:
        first: the first item of a list.
    """
    return first.spot is not None and bool(_OF_SEVERAL.search(first.spot.gap))
