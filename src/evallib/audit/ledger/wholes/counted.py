"""Called totals (点名的合计): “逾期工单中，甲20件、乙11件”, and “甲41.3，增长3.2%；乙36.1；两项合计77.4”.

The words before a list name its whole, or those of a total count its items, whatever stands between them.
"""

from __future__ import annotations

import re

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, likeness, make
from evallib.audit.ledger.exact_sums import exact_sum
from evallib.audit.ledger.silence.items_apart import is_of_several
from evallib.audit.ledger.wholes.behind import OTHERS, names_others, of_its_name
from evallib.audit.ledger.wholes.completeness import completeness
from evallib.audit.ledger.wholes.lists import LONGEST, is_item, is_limit, up_to_comma, up_to_semicolon
from evallib.audit.ledger.wholes.told import what_of
from evallib.model import patterns
from evallib.parsing.claims.cues import ALTOGETHER
from evallib.parsing.numerals import read_count

_TOGETHER = re.compile("[计共加和]")
_COUNTED = re.compile(
    r"(?:^|[，,；;])?(?:以上|上述|(?P<first>前)|这)?(?P<n>[两二三四五六七八九十]|[1-9]\d?)(?P<unit>类|项|者|税|级|家|位|种|地|[区县市镇]|部门|单位|个[\u4e00-\u9fff]{0,4})"
    rf"(?:[\u4e00-\u9fff]{{0,4}})?(?:合计|共计|总计|累计|相加|之和|加起来|{ALTOGETHER})[\u4e00-\u9fff]{{0,6}}$"
)
#: “即甲项目和乙项目，两项合计”: the items are called by name and their amounts stand elsewhere.
_BY_NAME = re.compile(r"(?:即|分别[为是]|包括)[^，。；]{2,}(?:[、和与及])[^，。；]{2,}[，,]")
_NEAR = 14


_EACH = re.compile(r"各[^，。；\d]{0,4}$")


def counted_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every amount that is called the total of so many items of its sentence."""
    claims = []
    for entry in ledger.prose:
        if not entry.is_amount or entry.spot is None or entry.mention.hedge or entry.role in {"change", "mean"}:
            continue
        match = _COUNTED.search(entry.spot.head) if _TOGETHER.search(entry.spot.head) else None
        if entry.is_base and not entry.is_whole:
            continue  # “甲A、乙B，两项合计比上年的C增长”: what they were
        if match is None or OTHERS.match(entry.spot.head) or _BY_NAME.search(entry.spot.gap):
            continue  # “其余四项共”: others than those that were told
        items = _items(ledger, entry)
        count = read_count(match["n"])
        named = of_its_name(entry, items)
        items = named if len(named) >= count else items
        if len(items) < count:
            continue
        own = [e for e in items if e.sentence == entry.sentence and e.rough < entry.rough]
        # “很满意A户、满意B户、一般C户，前两项合计D户”: the first of the list, and not those before the total.
        parts = own[:count] if match["first"] and len(own) > count else items[-count:]
        if names_others(entry, parts):
            continue
        through = len(items) == count or parts[0].sentence == entry.sentence
        # “…。前十位依次为：a、…、j。上述十类共”: the list of the sentence before, from its first item to its last.
        through = through or (parts[0].sentence == parts[-1].sentence != items[-count - 1].sentence)
        sure = 0.8 if through else 0.5
        if any(e.spot is not None and _EACH.search(e.spot.head) for e in parts):
            sure = 0.0  # 甲、乙各扣0.5分: how many there are of it is not said in figures
        relation = make(entry, parts, SUM, "sum.prose", what_of(entry), sure)
        claims.append(Claim(entry, [relation], ("counted", entry.index)))
    return claims


def _items(ledger: Ledger, entry: Entry) -> list[Entry]:
    """The amounts of this year in front of a total, in no bracket, that can be its parts."""
    return [
        e
        for e in ledger.back(entry, _NEAR)
        if e.paragraph == entry.paragraph
        and e.is_amount
        and e.role == "plain"
        and e.depth <= entry.depth
        and not e.is_base
        and not e.is_whole
        and not is_limit(e)
        and addable(e, entry)
        and 0 < e.rough <= 10 * entry.rough
        and entry.sentence - e.sentence <= 1
    ]


_NAMED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}?)(?:的?(?:资金)?(?:分类|类型|来源|类别|性质|构成|结构|投向|用途))?(?:中|"
    r"情况)?[，：:]\s*(?:主要)?[\u4e00-\u9fff“”\"]{0,14}$"
)


_AMONG = re.compile(r"其中[，,]?(?P<name>[\u4e00-\u9fff]{2,10}?)(?:中|包括|包含|分为|有)?[：:]")
ALIKE = 0.6


def named_whole(ledger: Ledger, run: list[Entry], start: int) -> Relation | None:
    """“逾期工单中，甲20件、乙11件、其他15件”, “工单分类：甲…”: the words before a list name its whole."""
    first = run[start]
    if first.spot is None or not first.dimension or is_of_several(first):
        return None
    if "其中" in first.spot.gap:
        return _named_among(ledger, run, start)
    match = (
        _NAMED.search(first.spot.gap)
        if patterns.search(r"中，|(?:分类|类型|来源|类别|性质|构成|结构|投向|用途)[，：:]", first.spot.gap)
        else None
    )
    if not match or patterns.search(r"(?:和|与|及)[^，。；：:]{2,12}中[，,]", first.spot.gap):
        return None  # “在甲类和乙类问题中，…” is told of both together
    wholes = [
        e
        for e in ledger.before(first, 16)
        if addable(e, first) and e.role == "plain" and _is_called(match["name"], e.label)
    ]
    parts = up_to_comma(up_to_semicolon([e for e in run[start : start + LONGEST] if e.sentence == first.sentence]))
    if len(wholes) != 1 or len(parts) < 2 or not all(is_item(p) for p in parts):
        return None
    # A table may print the thing of that name in several columns: 概算, 送审, 审定.
    total = exact_sum([p.value for p in parts])
    rows = [e for e in ledger.cells if e.rough == float(total) and e.label.startswith(match["name"])]
    whole = wholes[0]
    if whole.value != total:
        # “投诉73件。受理了其中的70件。受理的投诉中，”: nearer by is what the items make up.
        nearer = [e for e in ledger.back(first, 16) if e.index > whole.index and e.value == total and e.role == "plain"]
        whole = next((e for e in [*rows, *nearer] if addable(e, first)), whole)
    return make(whole, parts, SUM, "sum.prose", what_of(whole), completeness(ledger, whole, parts))


def _named_among(ledger: Ledger, run: list[Entry], start: int) -> Relation | None:
    """“转办事项A件，办结B件。其中转办事项：甲a件、乙b件”: of the amount of that name, not of the one right before."""
    first = run[start]
    match = _AMONG.search(first.spot.gap) if first.spot is not None else None
    wholes = [e for e in run[:start] if e.role == "plain" and match and _is_short_for(match["name"], e.label)]
    parts = up_to_semicolon([e for e in run[start : start + LONGEST] if e.sentence == first.sentence])
    if match is None or len(wholes) != 1 or len(parts) < 2 or not all(is_item(p) for p in parts):
        return None
    whole = wholes[0]
    return make(whole, parts, SUM, "sum.prose", what_of(whole), completeness(ledger, whole, parts))


def _is_short_for(name: str, label: str) -> bool:
    """“转办事项” is what “转办热线事项” is called for short."""
    return likeness(name, label) >= ALIKE or (label.startswith(name[:2]) and label.endswith(name[-2:]))


def _is_called(name: str, label: str) -> bool:
    """“已办结的申请中” is what “办结84件” told."""
    return likeness(name, label) >= 0.9 or (len(label) >= 2 and label in name and name.startswith(("已", label)))
