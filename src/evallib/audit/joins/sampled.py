"""Sampled rates (抽查比率): “满意率被抽查案件512件，其中不满意84件” against that rate told in another paragraph.

What was drawn and what of it failed often stands behind the rates it explains. Where the sample bears the name of its
rate the two are one thing; where only the failures do (“抽查512件，不满意84件”), the period may be another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import REST, Claim, Entry, Ledger, make

_DRAWN = r"(?:抽查|抽样|抽检|抽测|回访|测评|评议)"
_SAMPLED = re.compile(rf"(?P<rate>[\u4e00-\u9fff]{{2,8}}率)被?{_DRAWN}")
_SAMPLE = re.compile(_DRAWN)
_FAILED = re.compile(r"(?:未|不|非)(?P<what>[\u4e00-\u9fff]{2,6}?)(?:案件|工单|样品|问卷|的|数)*$")
NAMED, ALIKE = 0.8, 0.3


def sampled_claims(ledger: Ledger) -> list[Claim]:
    """Rates whose sample and failures stand in another paragraph of the section."""
    told = [e for e in ledger.prose if e.dimension == "percent" and e.role == "rate" and e.label]
    claims = []
    for whole, part in zip(ledger.prose, ledger.prose[1:], strict=False) if told else ():
        if whole.sentence != part.sentence or whole.mention.unit != part.mention.unit or part.value >= whole.value:
            continue
        for rate, strength in _rates_of(told, whole, part):
            relation = make(rate, (part, whole), REST, "rate.sampled", f"“{rate.label}”与抽查数", strength)
            claims.append(Claim(rate, [relation], ("sampled", whole.index)))
    return claims


def _rates_of(told: list[Entry], whole: Entry, part: Entry) -> Iterator[tuple[Entry, float]]:
    """The last rate of that name told before a sample in its section, and how sure it is the sample's."""
    failed = _FAILED.search(part.label)
    if failed is None or whole.spot is None:
        return
    named = _SAMPLED.search(whole.spot.gap)
    if named is None and not _SAMPLE.search(whole.label or whole.spot.gap):
        return
    name = named["rate"][-5:] if named else f"{failed['what']}率"
    before = [e for e in told if e.section == whole.section and e.index < whole.index and e.label.endswith(name)]
    before = [e for e in before if not e.label.removesuffix(name).endswith(("不", "未", "非"))]
    if before and (named or before[-1].paragraph != whole.paragraph):
        yield before[-1], NAMED if named else ALIKE
