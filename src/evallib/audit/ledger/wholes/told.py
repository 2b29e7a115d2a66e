"""Told wholes (明说的总数): a sentence with “共A，其中B、C、D”, and how sure it is that B, C and D are all there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from evallib.audit.ledger import SUM, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.accounts.stock_and_flow import flows_of
from evallib.audit.ledger.exact_sums import exact_sum
from evallib.audit.ledger.movements.other_bases import is_measure
from evallib.audit.ledger.silence.items_apart import has_share_of_its_own, may_overlap
from evallib.audit.ledger.silence.levels_apart import are_of_levels
from evallib.audit.ledger.slips import is_slipped, may_be_slip
from evallib.audit.ledger.wholes.completeness import REST, STAGES, are_flat, completeness, is_open
from evallib.audit.ledger.wholes.lists import LONGEST, goes_on, lists_from
from evallib.audit.ledger.wholes.partitions import is_answer, is_complete
from evallib.audit.ledger.wholes.regrouped import whole_before
from evallib.model import patterns

OPENS = re.compile(
    r"其中|分项|主要(?:为|是|有|包括)|分别|包括|包含|具体|构成|[，,]用于|按.{1,8}(?:[分看]|统计)|分.{1,4}看|[:：]|[(（](?![^()（）\d]{1,6}[)）])|由.{0,6}组成|依次|^这些.{0,6}中，"
)


#: “比预算数B少支D。其中，…”: what was spent is taken apart, and not what it is held against.
_MEASURED_BY = re.compile(r"[比较](?:年初|调整后?)?(?:预算|计划|目标)数?$")


def told_wholes(ledger: Ledger, run: list[Entry], start: int) -> list[Relation]:
    """The relation that the sentence itself states: the amount before the list is its whole.

    “其中A、B，另C”: whether the list goes on behind the comma the words leave open, so both are readings.
    """
    if start == 0:
        return []
    first, again = run[start], whole_before(run, start)
    whole = again or _taken_apart(run, start)
    assert first.spot is not None
    if whole is None or _are_of_rate(ledger, whole, first):
        return []
    if whole.spot is not None and _MEASURED_BY.search(whole.spot.head):
        return []
    among = _among(whole, first)
    # “甲A，主要是上年较低；乙B、丙C”: a reason opens no list.
    opener = OPENS.search(patterns.split("[；;]", first.spot.gap)[-1]) or among
    closed = first.depth <= whole.depth or not _TAKES_APART.match(first.spot.gap)
    ended = whole.spot is not None and ("；" in whole.spot.tail or ";" in whole.spot.tail)
    if opener and opener[0] in "(（" and (closed or ended):
        opener = None  # a bracket behind another name says nothing of the amount before
    if not opener and whole.sentence == first.sentence:
        states = _told_states(run, start) or _told_halves(run, start)  # run[start - 1] is their whole
        return [states] if states is not None else []
    if (
        whole.sentence != first.sentence
        and not again
        and not (opener and first.sentence - whole.sentence == 1 and _is_taken_apart_anew(ledger, whole, first))
    ):
        return []
    if not opener or not whole.dimension or _ANOTHER.search(first.spot.gap):
        return []
    if may_overlap(ledger, first) or has_share_of_its_own(ledger, whole, first):
        return []
    lists = [parts for parts in lists_from(run, start, whole, among=bool(among)) if not are_of_levels(parts)]
    grown = _grown_by(ledger, first, lists)
    if grown and _opens_bracket(grown[0].result, first):
        # “比限额A新增D（一般B、专项C）”: a bracket takes apart what is right before it, and “其中” may do so.
        return list(_readings(ledger, grown[0].result, lists, bool(among)))
    return [*grown, *_readings(ledger, whole, lists, bool(among or again))]


def _grown_by(ledger: Ledger, first: Entry, lists: Sequence[list[Entry]]) -> list[Relation]:
    """Lists as the parts of a change right before them."""
    change = ledger.prose[first.index - 1]
    if change.role != "change" or change.sentence != first.sentence or not addable(change, first):
        return []
    return [make(change, parts, SUM, "sum.prose", what_of(change)) for parts in lists]


def _opens_bracket(whole: Entry, first: Entry) -> bool:
    return first.depth > whole.depth and first.spot is not None and bool(patterns.match(r"\s*[(（]", first.spot.gap))


def _readings(ledger: Ledger, whole: Entry, lists: Iterable[list[Entry]], among: bool) -> Iterator[Relation]:
    code = "sum.score" if whole.dimension == "score" else "sum.prose"
    for parts in lists:
        flows = flows_of(ledger, whole, parts, what_of(whole))
        if flows is not None:
            yield from flows
            continue
        relation = make(whole, parts, SUM, code, what_of(whole), completeness(ledger, whole, parts))
        if code == "sum.prose" and not relation.holds():
            # “共2.3万件。其中，投诉1.61万件、举报6943件、立案674件”: what the first ones make up is whole.
            first = (make(whole, parts[:n], SUM, code, what_of(whole)) for n in range(2, len(parts)))
            yield from (r for r in first if r.holds())
        beside = among or _is_beside(ledger, whole, parts[0])
        closed = relation.strength > STAGES and _is_closed(parts) and not _goes_over(parts)
        closed = closed and whole.dimension != "score"
        if beside and closed and one_digit_mends(relation):
            relation.strength = max(relation.strength, BESIDE)
        yield relation


def _are_of_rate(ledger: Ledger, whole: Entry, first: Entry) -> bool:
    """“回访A件，满意率P%，其中非常满意B件，满意C件”: those are what the rate counts, and not all that were asked."""
    between = ledger.prose[whole.index + 1 : first.index] if is_answer(first.label) else []
    return any(e.role == "rate" and "满意" in e.label for e in between) and not is_answer(whole.label)


def _is_taken_apart_anew(ledger: Ledger, whole: Entry, first: Entry) -> bool:
    """“…完成24.9亿元。分级次看，市级20.8亿元；镇级4.1亿元”: the amount before, if its sentence tells no list itself."""
    assert first.spot is not None
    if "其中" in first.spot.gap:
        return True
    alone = all(e is whole or not addable(e, whole) for e in ledger.by_sentence[whole.sentence] if e.role == "plain")
    return alone and bool(_ANEW.search(first.spot.gap))


def _is_beside(ledger: Ledger, whole: Entry, first: Entry) -> bool:
    """Whether nothing but rates of the whole stands between it and its list."""
    return all(not e.is_amount or not addable(e, whole) for e in ledger.prose[whole.index + 1 : first.index])


def _is_closed(parts: list[Entry]) -> bool:
    return are_flat(parts) and not is_open(parts)


def _goes_over(parts: list[Entry]) -> bool:
    """“新登记3959户，其中企业791户、个体2652户，注销1319户”: what follows the comma is no item of what “、” joins."""
    joined = [p.spot is not None and "、" in p.spot.gap for p in parts[1:]]
    return any(joined) and not all(joined) and not REST.match(parts[-1].label)


def one_digit_mends(relation: Relation) -> bool:
    """Whether a list adds up with one digit of it or of its whole changed."""
    result, terms = relation.result, relation.terms
    total = exact_sum([t.value for t in terms])
    missing = result.value - total
    if not may_be_slip(missing):
        return False
    return is_slipped(result.mention, total) or any(
        is_slipped(term.mention, term.value + missing) for term in terms if terms.count(term) == 1
    )


def _among(whole: Entry, first: Entry) -> re.Match[str] | None:
    """“逾期的14件中，甲9件、乙5件”: what is taken apart stands before the list."""
    return _AMONG.match(whole.spot.tail) if whole.sentence == first.sentence and whole.spot is not None else None


def _taken_apart(run: list[Entry], start: int) -> Entry | None:
    """The amount that a list takes apart: the one before it, of this year, and in no bracket that is closed."""
    whole, first = run[start - 1], run[start]
    if not first.depth and whole.depth:
        # “共A件（电话a件、网络b件）。其中…”: what stands in the bracket is no whole of what follows it.
        outer = [e for e in run[:start] if not e.depth]
        if not outer or outer[-1].paragraph != first.paragraph:
            return None
        whole = outer[-1]
    if _opens_bracket(whole, first):
        # “上半年A次（一季度B次、二季度C次）”: the bracket right behind an amount is told of it, of any time
        return whole
    if is_measure(whole):
        # “A，占预算B的P%。其中”: what was done is taken apart, and not what it is measured by.
        outer = [e for e in run[:start] if not is_measure(e) and e.paragraph == first.paragraph]
        whole = outer[-1] if outer and outer[-1].depth == whole.depth else whole
    if whole.is_base or whole.is_budget:
        # “A件，较上年的B件增加…。其中”, “A，为预算B的P%。其中”: what is taken apart is this year's, and what was done.
        now = [e for e in run[:start] if not e.is_base and not e.is_budget and e.sentence == whole.sentence]
        if not now and whole.is_base and whole.sentence != first.sentence:
            return None  # “与2018年决算B相比减少D。其中…”: this year's is told before that
        whole = now[-1] if now and now[-1].depth == whole.depth else whole
    return whole


#: “…安排0.52亿元；利息全部由预算安排，其中”: what is taken apart is named anew and not told.
_ANOTHER = re.compile(r"[；;][^，。；]{4,}，其中")
_TAKES_APART = re.compile(r"^[^，、；。]{0,6}[（(]")
_ANEW = re.compile(r"(?:^|[。；])(?:[分按从][^，。；]{1,8}看[,，:：]|(?:分别|具体)[是为有]|这些.{0,6}中，)")
_AMONG = re.compile(r"[^，。；、：(（]{0,10}中[，,：:]")
#: A list right behind its whole that words open: told where one wrong digit explains why it does not add up. Of 219
#: such lists in texts learned from that added up or missed by one digit, 9 were not meant to.
BESIDE = 0.5
_STATE = re.compile(r"^(?:已|待|未|正在|在办|退回|办理中|其他|其余)|(?:中|待[^，]{1,6})$")


def _told_halves(run: list[Entry], start: int) -> Relation | None:
    """“共受理A件，自行处理B件，派单C件”: names that leave nothing out."""
    whole = run[start - 1]
    # “有效回访A件，满意B件，一般C件，不满意D件”: of whatever was asked.
    asked = is_answer(run[start].label) and not is_answer(whole.label)
    first = run[start]
    among = first.spot is not None and "中，" in first.spot.gap  # “14个区中，上升9个、持平2个、下降3个”
    if start + 1 >= len(run) or not (asked or among or whole.is_whole or _TAKEN_IN.search(whole.label)):
        return None
    for count in (5, 4, 3, 2) if asked else (2, 3, 6, 12):
        parts = run[start : start + count]
        if len(parts) < count or parts[-1].sentence != whole.sentence or parts[-1].index - whole.index > 2 * count:
            if asked:
                continue
            break
        if any(p.spot is not None and patterns.search("[；;]", p.spot.gap) for p in parts[1:]):
            continue
        if is_complete([p.label for p in parts]) and sum(p.rough > whole.rough for p in parts) < min(2, count - 1):
            joined = list(takewhile(goes_on, run[start + count : start + LONGEST]))
            if not asked and not joined and is_state_behind(run[start + count : start + count + 1], parts[-1]):
                return None  # “已办结57个、正在办理12个，待补充材料7个”: there is a third state
            # “成立6件、不成立11件、驳回4件、撤回2件”: what “、” joins to the two belongs to them.
            strength = 0.45 if joined else 0.7
            return make(whole, [*parts, *joined], SUM, "sum.prose", what_of(whole), strength)
    return None


_TAKEN_IN = re.compile(r"受理|接到|收到|接收|承办|申请|收入|支出|到期|应办|应结|应反馈|[形生]成|登记")


def _is_state(entry: Entry) -> bool:
    words = patterns.split(r"[，,、；;]", entry.spot.gap)[-1].strip() if entry.spot is not None else ""
    return bool(_STATE.search(words))


def is_state_behind(behind: Sequence[Entry], last: Entry) -> bool:
    """Whether a list of states goes on behind a comma.

    Args:
        behind: the amounts behind it.
        last: its last item.
    """
    return any(e.sentence == last.sentence and e.mention.unit == last.mention.unit and _is_state(e) for e in behind)


def _told_states(run: list[Entry], start: int) -> Relation | None:
    """“共立案A件，已结案B件，待结案C件，退回D件”: what is in one state or another is all there is."""
    whole = run[start - 1]
    parts = []
    for entry in run[start : start + 8]:
        assert entry.spot is not None
        if entry.sentence != whole.sentence or not _is_state(entry):
            break
        parts.append(entry)
    if len(parts) < 3 or not whole.is_whole or parts[0].label == whole.label:
        return None
    return make(whole, parts, SUM, "sum.prose", what_of(whole), 0.78)


def what_of(whole: Entry) -> str:
    """The relation in words; of “收入合计” the label of a figure keeps “收入合”."""
    cut = whole.spot is not None and whole.label and whole.spot.head.endswith(f"{whole.label}计")
    return f"“{whole.label}{'计' if cut else ''}”与各项之和" if whole.label else f"“{whole}”与各项之和"
