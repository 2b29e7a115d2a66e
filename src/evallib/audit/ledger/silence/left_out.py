"""What is left out (另有一项): a list that misses its whole by an amount printed beside it goes on there.

A total that is only told roughly (“总计超过1400万元”) leaves open by how much, too.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations

from evallib.audit.ledger import Entry, Ledger, Relation, addable

#: What joins two counts: nothing but the name of the one and a mark.
_JOINED = re.compile(r"[\u4e00-\u9fff]{1,8}[、和及与]$|[、和及与]$")

#: From here on words or shares say that a list names all parts of its whole.
CLOSED = 0.6
LEAST, LIST, ROUND = 2, 3, 1000


def is_left_out(ledger: Ledger, relation: Relation) -> bool:
    """Whether a sum that fails would hold with one amount more of its sentence, or gives no value at all.

    “三公经费1865万元，其中接待费420万元，用车费1395万元（…），出国费50万元”: the last item was read as another list.
    What a bracket lists ends with the bracket.
    """
    expected = relation.expected()
    if expected is None:
        return True
    if relation.formula.kind == "sum" and relation.result.spot is not None and relation.result.mention.hedge:
        return True
    if not relation.formula.is_list or len(relation.terms) < 2 or relation.result.spot is None:
        return False
    if _is_of_twin(ledger, relation.result, expected):
        return True
    rest = relation.result.value - expected
    mine = {id(e) for e in relation.entries}
    last = relation.terms[-1]
    return rest > 0 and any(
        e.value == rest
        and id(e) not in mine
        and e.role == "plain"
        and e.index > last.index
        and e.depth == last.depth
        and addable(e, last)
        for e in ledger.by_sentence.get(last.sentence, ())
    )


def begins_before(ledger: Ledger, relation: Relation) -> bool:
    """Whether a list that fails would hold with the amount right before it: it begins there.

    “硬化道路：甲村700平方米；乙村900平方米；丙村400平方米。…硬化2000平方米”: the last two are no list of their own.
    """
    expected, first = relation.expected(), relation.terms[0]
    before = ledger.just_before(first) if first.spot is not None else None
    if not relation.formula.is_list or expected is None or before is None or before is relation.result:
        return False
    own = before.sentence == first.sentence and before.depth == first.depth and addable(before, first)
    return own and before.role == "plain" and before.value == relation.result.value - expected


def _is_of_twin(ledger: Ledger, whole: Entry, expected: Fraction) -> bool:
    """“10个一级项目、30个二级项目。其中优7个…”: of two counts told in one breath a list takes apart either."""
    twin = ledger.prose[whole.index - 1] if whole.index else whole
    joined = whole.spot is not None and bool(_JOINED.match(whole.spot.gap))
    same = twin.sentence == whole.sentence and twin.mention.unit == whole.mention.unit and twin.role == whole.role
    return joined and same and whole.dimension == "count" and twin.value == expected


def takes_in_others(relation: Relation) -> bool:
    """“粮食A公顷。玉米B；水稻C；马铃薯45公顷；红薯15公顷”: one or two are no part of it."""
    total = relation.expected()
    if not relation.formula.is_list or total is None or len(relation.terms) < LIST or total <= relation.result.value:
        return False
    over = total - relation.result.value
    values = [t.value for t in relation.terms]
    return over in values or any(a + b == over for a, b in combinations(values, 2))


def is_one_amount(relation: Relation) -> bool:
    """“购置费0元、运行费7.5万元” make up what is told right there, and no 7.8万元 of another paragraph."""
    told = [t for t in relation.terms if t.value]
    return relation.formula.is_list and len(told) < LEAST and relation.result.paragraph != relation.terms[0].paragraph


def may_leave_out(relation: Relation) -> bool:
    """“其中医院10.24万张、卫生院0.65万张”: what falls short of its whole often leaves a part out.

    Nothing but the figures says that the list is closed, and what is left out is one digit of the whole now and then.
    """
    if relation.code != "sum.prose" or relation.formula.signs or relation.strength >= CLOSED:
        return False
    if takes_in_others(relation):
        return True
    total = relation.expected()
    return total is not None and 0 < total < relation.result.value and not _is_round_alone(relation, total)


def _is_round_alone(relation: Relation, total: Fraction) -> bool:
    """Whether three and more amounts leave out one digit and three noughts, which no part is."""
    finest = min(2 * e.mention.half for e in relation.entries)
    even = sum(e.value % (10 * finest) == 0 for e in relation.entries)
    return (
        len(relation.terms) >= LIST
        and 3 * even <= len(relation.entries)
        and (relation.result.value - total >= ROUND * finest)
    )
