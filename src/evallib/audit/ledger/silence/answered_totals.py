"""Answered totals (已有着落的合计): a sum that fails where another one that holds says what its total is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from evallib.audit.ledger import Relation
from evallib.audit.ledger.corrections import REPORT
from evallib.audit.ledger.wholes.behind import ADDED
from evallib.audit.ledger.wholes.partitions import is_complete

#: A list of so many items that adds up with one more has lost its first by the way it was read.
LIST = 3


def is_answered(relation: Relation, ties: Mapping[int, Sequence[Relation]]) -> bool:
    """Whether a doubtful sum leaves out what a sum that holds counts: its total is answered for.

    Args:
        relation: a sum that fails.
        ties: what holds, by the ids of its figures.
    """
    if relation.code == "share.total":
        return _are_all_right(relation, ties)
    if not relation.formula.is_list:
        return False
    # Whatever answers for it makes up its total, or counts the first of its items as well.
    holding = [*ties.get(id(relation.result), ()), *ties.get(id(relation.terms[0]), ())]
    mine = {id(t) for t in relation.terms}
    # “决策10分，自评9.8分；产出50分，自评49分…总分98.8分”: what was had makes up the total, without what could be had.
    if any(r.code == "sum.score" and r.result is relation.result and {id(t) for t in r.terms} < mine for r in holding):
        return True
    if any(is_made_up(r, relation) or _is_list_of_another(r, relation) for r in holding):
        return True
    if _is_told_by_shares(relation, holding):
        return True
    if any(_is_total_before(r, relation) or _is_added_up(r, relation) or _is_rate_of(r, relation) for r in holding):
        return True
    if relation.strength >= REPORT and len(mine) < LIST:
        return False
    return any(
        r.result.value == relation.result.value and r.formula.kind == "sum" and mine < {id(t) for t in r.terms}
        for r in holding
    )


def is_made_up(held: Relation, relation: Relation) -> bool:
    """Whether the total of a list is made up already by another one.

    Args:
        held: a relation that holds.
        relation: a sum that fails.

    “投诉23件，成立6件、不成立11件、驳回4件、撤回2件” by two more, “每次扣200元，共600元；上月400元，累计1000元” by the
    last two, “新收57件，结转3件，共60件。其中个人54件、法人3件” by what the list takes apart.
    """
    if held.result is not relation.result or not held.formula.is_list or len(held.terms) < 2:
        return False
    mine, theirs = {id(t) for t in relation.terms}, {id(t) for t in held.terms}
    own = all(t.sentence == held.result.sentence for t in held.terms)
    last = own and held.terms[-1].index == held.result.index - 1
    made = sum(t.value for t in relation.terms)
    # “共76人次，其中电话67人次；视频8人次；现场1人次。…电话接通67人次”: an item told again is that item still.
    again = (
        own and len(mine) > 1 and not Counter(t.value for t in relation.terms) - Counter(t.value for t in held.terms)
    )
    behind = min(t.index for t in relation.terms) > held.result.index
    return (
        (own and mine < theirs)
        or again
        or (bool(mine & theirs) and _stand_behind(held))
        or (last and bool(mine & theirs))
        or (own and behind and any(t.value == made for t in held.terms))
    )


def _stand_behind(held: Relation) -> bool:
    """“在编279人，其中行政86人、事业193人；编外23人”: what stands right behind a total is what makes it up."""
    places = [t.index for t in held.terms]
    own = all(t.sentence == held.result.sentence for t in held.terms)
    return own and places == list(range(held.result.index + 1, held.result.index + 1 + len(places)))


def _is_list_of_another(held: Relation, relation: Relation) -> bool:
    """“举报16件，其中来电9件、微信7件；甲县7件、乙县4件、丙区5件”: the last three make up all 16."""
    mine, theirs = {id(t) for t in relation.terms}, {id(t) for t in held.terms}
    told, other = held.result, relation.result
    before = told.index < other.index and told.paragraph == other.paragraph
    return held.formula.is_list and mine == theirs and before and len(mine) >= LIST


def holds_list(relation: Relation, lists: Mapping[int, Sequence[Relation]]) -> bool:
    """Whether a sum breaks up a list that makes up one of the figures already, or makes its items up of one another.

    “审结60件，其中调解15件、判决45件，未结189件”: 15, 45 and 189 are no list.

    Args:
        relation: a sum that fails.
        lists: lists that hold, by the ids of their items.
    """
    mine = {id(t) for t in relation.terms}
    for held in (r for entry in relation.entries for r in lists.get(id(entry), ())):
        theirs = {id(t) for t in held.terms}
        if held.result is not relation.result and (theirs < mine or {id(relation.result), *mine} <= theirs):
            return True
    return False


def _are_all_right(relation: Relation, ties: Mapping[int, Sequence[Relation]]) -> bool:
    """“来访83件，占79.8%；…；其他5件，占4.8%” of 104: each is its share, and the counts do not make it up."""
    wholes = [
        {id(r.terms[-1]) for r in ties.get(id(share), ()) if r.result is share and r.formula.kind == "ratio"}
        for share in relation.entries
    ]
    return bool(set.intersection(*wholes))


def _is_told_by_shares(relation: Relation, holding: Sequence[Relation]) -> bool:
    """“投诉1131宗，网络651宗占58%、邮件459宗占41%”: no other figure would fit its share, so more is left out."""
    whole = relation.result
    shares = {
        id(r.terms[0]): r
        for r in holding
        if r.formula.kind == "ratio" and len(r.terms) == 2 and r.terms[1] is whole and r.result.dimension == "percent"
    }
    if not all(id(t) in shares for t in relation.terms) or is_complete([t.label for t in relation.terms]):
        return False
    for entry in relation.entries:
        right = relation.solved(entry)
        told = shares.values() if entry is whole else [shares[id(entry)]]
        if right is None or all(r.holds(entry, right) for r in told):
            return False
    return True


def _is_rate_of(held: Relation, relation: Relation) -> bool:
    """“回访A件，满意率P%，其中非常满意B件，满意C件”: the list makes up what the rate counts, and not what was asked."""
    made = held.formula.kind == "ratio" and held.terms[-1] is relation.result
    return made and {id(t) for t in relation.terms} == {id(t) for t in held.terms[:-1]}


def _is_total_before(held: Relation, relation: Relation) -> bool:
    """“甲4936件、乙4127件、丙3858件，三区合计12921件；后三位分别为…”: the total is that of the list before it."""
    first = relation.terms[0]
    return (
        held.result is relation.result
        and held.formula.is_list
        and len(held.terms) >= LIST
        and first.spot is not None
        and "其中" not in first.spot.gap
        and all(t.sentence == held.result.sentence and t.index < held.result.index < first.index for t in held.terms)
    )


def _is_added_up(held: Relation, relation: Relation) -> bool:
    """“支出8.1亿元，主要包括…2.3亿元等，加上…15.8亿元，支出总计23.9亿元”: what the words add up gives the total."""
    if held.result is not relation.result or not held.formula.is_list:
        return False
    if any(t.sentence != held.result.sentence or t.index > held.result.index for t in held.terms):
        return False
    added = next((t for t in held.terms[1:] if t.spot is not None and ADDED.search(t.spot.gap)), None)
    if added is None:
        return False
    # What is told of an amount before more is added to it are its parts; a total may leave out what is told behind.
    kept = {id(t) for t in held.terms}
    return not kept < {id(t) for t in relation.terms} or all(
        t.index < added.index for t in relation.terms if id(t) not in kept
    )
