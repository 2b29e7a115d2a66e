"""Uncounted subjects (没有印数的主语): “派单中，城建类占25.6%” is of what has no amount printed."""

from __future__ import annotations

import re

from evallib.audit.ledger import Entry, core, likeness

_CLAUSE, _ENDS = re.compile("[，,。；;：:]"), re.compile("[。；;：:]")
#: From here on the words of a clause tell the share and no longer what it is of.
_SHARE = re.compile(r"[仅约共合]*占.*$|所占.*$|(?:的)?(?:比重?|比例|份额).*$")
#: What refers back to the amounts before it: “三项合计占”, “上述问题占”, “其占”, “数量占”.
_BACK = re.compile(
    r"合计|共计|总计|之和|相加|加起来|上述|以上|前[一二三四五六七八九十\d]|[两二三四五六七八九十]+[项类者个家种处]|这|该|此|其|"
    r"数量|总量|总数|金额|总额|规模|各占|均"
)


def is_of_uncounted(share: Entry, part: Entry) -> bool:
    """Whether a clause of its own names what a share is told of, and that is nothing like the amount before it.

    Args:
        share: the share.
        part: the amount that it could be told of.
    """
    if share.spot is None or part.spot is None:
        return False
    clauses = _CLAUSE.split(share.spot.gap)
    subject = _SHARE.sub("", clauses[-1]).strip() if len(clauses) > 1 else ""
    if not subject and len(clauses) > 2 and _ENDS.search(share.spot.gap):
        subject = clauses[-2].strip()  # “受理29件；市场监管类，占20.19%”
    if len(core(subject)) < 2 or not part.label or _BACK.search(subject):
        return False
    return likeness(subject, part.label) == 0.0
