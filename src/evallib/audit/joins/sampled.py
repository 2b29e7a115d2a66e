"""Sampled rates (抽查比率): “满意率被抽查案件616件，其中不满意案件197件” against that rate told elsewhere."""

from __future__ import annotations

import re

from evallib.audit.ledger import HUNDRED, Claim, Entry, Formula, Ledger, make

_SAMPLED = re.compile(r"(?P<rate>[\u4e00-\u9fff]{2,8}率)(?:被?抽查|被?抽样|回访|测评)")
_FAILED = re.compile(r"未|不|非")


def sampled_claims(ledger: Ledger) -> list[Claim]:
    """Rates whose sample and failures stand in another paragraph of the section; periods may differ, so never sure."""
    claims = []
    rates: dict[str, list[Entry]] = {}
    for entry in ledger.prose:
        if entry.dimension == "percent" and entry.role == "rate" and entry.label:
            rates.setdefault(entry.label[-5:], []).append(entry)
    for whole, part in zip(ledger.prose, ledger.prose[1:], strict=False):
        match = _SAMPLED.search(whole.spot.gap if whole.spot else "")
        if (
            not match
            or whole.sentence != part.sentence
            or whole.mention.unit != part.mention.unit
            or not _FAILED.search(part.label)
        ):
            continue
        told = [e for e in rates.get(match["rate"][-5:], []) if e.section == whole.section and e.index < whole.index]
        if told:
            relation = make(
                told[-1],
                (part, whole),
                Formula("rest", factor=HUNDRED),
                "rate.sampled",
                f"“{told[-1].label}”与抽查数",
                0.8,
            )
            claims.append(Claim(told[-1], [relation], ("sampled", whole.index)))
    return claims
