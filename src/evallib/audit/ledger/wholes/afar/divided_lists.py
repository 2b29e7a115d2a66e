"""Divided lists (分类列出): “工单分类：甲541件、乙57件、丙9件…”, sentences behind the total that they take apart.

Words open such a list (分类, 从…看, 分别为, 在甲和乙中) and no words tell its whole again. Where it adds up to a total
told before, it takes that apart; where it would but for one digit, that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Formula, Ledger, Relation, addable, likeness, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.entries import bare_unit
from evallib.audit.ledger.labels import stages_of
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.slips import digit_count, one_slip_mends
from evallib.audit.ledger.wholes.completeness import are_flat, is_open
from evallib.audit.ledger.wholes.lists import is_item
from evallib.audit.ledger.wholes.told import what_of

#: “分级次看，甲A，增长P%；乙B，减少Q%”: here two items are a list as well.
_BY = r"(?:^|[，,；;：:。])\s*(?:其中)?[，,：:]?(?:从|按|分)[^，。；]{1,10}(?:[看分]|分类|划分)[，,：:][^，。；：:]*$"
_OPENS = re.compile(
    r"(?:分类|类别|类型|性质|来源|形式|渠道|方式|构成|分布|情况|[数总]量|如下|分别[为是有]?|依次[为是]?)(?:科目)?[为是]?[：:][^，。；：:]*$|"
    + _BY
)
#: “在甲和乙中，…”: what is taken apart are both together.
_OF_BOTH = re.compile(
    r"^\s*在?(?P<one>[^，。；、\d]{3,12}?)(?:和|与|及|、)(?P<other>[^，。；、\d]{3,12})中[，,][^，。；\d]*$"
)
_DONE = re.compile(r"执行|完成|决算|实际|支付|使用")
_SEEN_BY = re.compile(_BY)
_PART = re.compile(r"其中|[(（]|占|约")
LEAST, FURTHER, BACK, NEAREST = 3, 3, 32, 3
#: Two items make up an amount of so many digits by accident once in thousands of times.
PAIR, TELLING = 2, 4
#: Of less a total is met by accident; of so many items some three always make each other up.
SMALL, LONG = 20, 6
#: A list right behind the only total of its paragraph or of two named ones; any other divided list is a doubt.
TOLD, STRENGTH, NAMED = 0.7, 0.5, 0.75


def divided_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every list that words open and that makes up a total told before it, or would but for one digit."""
    claims = []
    for entries in ledger.by_sentence.values():
        for items in _lists(entries):
            if is_open(items) or may_overlap(ledger, items[0]) or (len(items) < LONG and not are_flat(items)):
                continue
            relation = _of_both(ledger, items) or _of_whole(ledger, items)
            if relation is not None:
                claims.append(Claim(relation.result, [relation], ("sum", items[0].index)))
    return claims


def _lists(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The amounts behind each word that opens a list, up to the end of the sentence or to what takes one of them apart.

    “来访95件127人次”: the persons are told with the cases, and are no item beside them.
    """
    run: list[Entry] = []
    for entry in entries:
        gap = entry.spot.gap if entry.spot is not None else ""
        if _OPENS.search(gap) or ("中" in gap and _OF_BOTH.match(gap)):
            yield from _enough(run)
            run = [entry] if is_item(entry) else []
        elif run and entry.is_amount and entry.role not in {"change", "mean"}:
            beside = not addable(entry, run[0]) and not gap.strip()
            if beside:
                continue
            if _PART.search(gap) or not is_item(entry) or not addable(entry, run[0]) or entry.depth != run[0].depth:
                run = []
                continue
            run.append(entry)
    yield from _enough(run)


def _enough(run: list[Entry]) -> Iterator[list[Entry]]:
    least = PAIR if run and run[0].spot is not None and _SEEN_BY.search(run[0].spot.gap) else LEAST
    if len(run) >= least and not any(e.is_whole or e.is_base or e.mention.hedge for e in run):
        yield run


def _of_both(ledger: Ledger, items: list[Entry]) -> Relation | None:
    """“在甲和乙中，…”: the list makes up the two amounts that bear these names."""
    match = _OF_BOTH.match(items[0].spot.gap) if items[0].spot is not None else None
    if match is None:
        return None
    told = [e for e in ledger.before(items[0], BACK) if _can_be_whole(e, items)]
    found = [next((e for e in told if _bears(e, match[name])), None) for name in ("one", "other")]
    one, other = found
    if one is None or other is None or one is other:
        return None
    formula = Formula("sum", signs=(*(1 for _ in items), -1))
    relation = make(one, (*items, other), formula, "sum.prose", f"“{match['one']}”和“{match['other']}”与各项之和", TOLD)
    return relation if relation.holds() or one_slip_mends(relation) else None


def _bears(entry: Entry, name: str) -> bool:
    return bool(entry.label) and (name in entry.label or entry.label in name or likeness(entry.label, name) >= NAMED)


def _of_whole(ledger: Ledger, items: list[Entry]) -> Relation | None:
    """The nearest total that a list makes up; where it makes up none, the one that it would but for one digit."""
    first, most = items[0], max(e.rough for e in items)
    stages = set(stages_of(first.spot.gap if first.spot is not None else ""))
    wholes = [e for e in ledger.before(first, BACK) if _can_be_whole(e, items) and e.rough >= most]
    # “各县区办结量分别为”: what was done is not all that was received.
    wholes = [e for e in wholes if not stages or stages & set(stages_of(e.label + e.spot.gap if e.spot else ""))]
    made = [make(whole, items, SUM, "sum.prose", what_of(whole), STRENGTH) for whole in wholes]
    held = next((r for r in made if r.holds() and r.result.rough >= SMALL * 2 * r.result.step), None)
    if held is not None and (len(items) >= LEAST or digit_count(held.result.mention) >= TELLING):
        return held
    if len(items) < LEAST or any(r.holds() for r in made):
        return None
    near = [r for r in made[:NEAREST] if one_slip_mends(r)]
    if len({r.result.value for r in near}) != 1:
        return None
    near[0].most = DOUBT
    return near[0]


def _can_be_whole(entry: Entry, items: Sequence[Entry]) -> bool:
    first = items[0]
    # “支出预算320万元。按经济分类科目：…”: what is planned is taken apart as well, but not by what was carried out.
    planned = entry.is_budget and any(_DONE.search(e.label) for e in items)
    plain = entry.role == "plain" and not (entry.mention.hedge or entry.is_base or planned)
    near = first.paragraph - entry.paragraph <= FURTHER and entry.depth <= first.depth
    return plain and near and addable(entry, first) and _one_count(entry, first)


def _one_count(a: Entry, b: Entry) -> bool:
    """Persons and times (人次) are not counted as cases are."""
    return ("人" in bare_unit(a.mention.unit)) == ("人" in bare_unit(b.mention.unit))
