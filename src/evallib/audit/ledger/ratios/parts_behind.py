"""Parts behind a rate (率后的分项): “回访A件，满意率P%，其中非常满意B件，满意C件” are together what it counts."""

from __future__ import annotations

from evallib.audit.ledger import HUNDRED, Claim, Entry, Formula, Ledger, addable, make
from evallib.audit.ledger.wholes.partitions import is_answer
from evallib.model import patterns

#: Answers that a rate of content ones counts are told; of another rate's list it is not sure what it takes apart.
TOLD = 0.55
MOST = 6


def parts_behind_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every rate with a whole before it and a list behind it that “其中” opens."""
    claims = []
    for rate in ledger.prose:
        if rate.dimension != "percent" or rate.role != "rate" or rate.mention.hedge:
            continue
        whole, parts = ledger.just_before(rate), _list_behind(ledger, rate)
        if whole is None or not _is_plain(whole, rate) or whole.value <= 0 or not 2 <= len(parts) <= MOST:
            continue
        if not all(addable(whole, p) and p.value <= whole.value for p in parts):
            continue
        content = "满意" in rate.label and all(is_answer(p.label) and "不" not in p.label for p in parts)
        formula = Formula("ratio", len(parts), factor=HUNDRED)
        relation = make(rate, (*parts, whole), formula, "rate.prose", f"“{rate.label}”", TOLD if content else 0.0)
        if content or relation.holds():
            claims.append(Claim(rate, [relation], ("rate", rate.sentence)))
    return claims


def _list_behind(ledger: Ledger, rate: Entry) -> list[Entry]:
    parts: list[Entry] = []
    for entry in ledger.prose[rate.index + 1 : rate.index + 3 + MOST]:
        if entry.sentence != rate.sentence or entry.depth != rate.depth or entry.spot is None:
            break
        if not parts and entry.role in {"growth", "points", "change"}:
            continue  # “满意率92.7%，较上周提高0.36个百分点，其中…”
        if not _is_plain(entry, rate) or (not parts and "其中" not in entry.spot.gap):
            break
        if parts and patterns.search(r"[；;]|另|此外", entry.spot.gap):
            break
        parts.append(entry)
    return parts


def _is_plain(entry: Entry, rate: Entry) -> bool:
    return entry.is_amount and entry.role == "plain" and entry.sentence == rate.sentence and not entry.is_base
