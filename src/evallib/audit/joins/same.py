"""The same figure told twice (同一数字前后不一): a figure that a summary and the body call by one name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from evallib.audit.ledger import HUNDRED, SUM, Claim, Entry, Ledger, Relation, alike, core, likeness, make
from evallib.audit.ledger.entries import bare_unit, paragraph_of
from evallib.audit.ledger.slips import digits_of, is_slip
from evallib.audit.reading.document import Paragraph
from evallib.audit.reading.plans import told_as
from evallib.model import patterns

_VAGUE = re.compile(
    "^(?:(?:完成)?(?:年度|全年)?(?:目标|计划|任务)[数值量]?|其中|其他|其余|合计|小计|共计?|分别|增长|下降|增加|减少|同比|环比|占|"
    r"较.*|比.*|得分?|权重|满分|.?)$|^[\d.、()（）]+$"
)
_QUALIFIED = re.compile(r"[(（][^)）]*(?:口径|计为|视为|视同|计入|剔除|不含|不包括|除外)")
_SUMMARY = re.compile(r"摘\s*要|概\s*要|概述|综述")
#: Of whom a figure is told.
SCOPE = re.compile(
    r"全[省市州县区镇乡]|[省市州县区]本?级|[省市州县区]直|本级|[\u4e00-\u9fff]{2}(?:经开区|高新区|开发区|新区)"
)
MOST = 12
_ITEM = re.compile(r"\s*[（(][一二三四五六七八九十\d]+[）)]")
_MONTH = re.compile(r"\d{1,2}(?=月)|[上下]半年|[一二三四]季度|全年")
_YEAR = re.compile(r"(20\d\d)\s*年")
#: So many paragraphs below it a year is still that of a list.
LIST = 6
WINDOW, NEAR = 60, 6
#: Two paragraphs one below the other tell of two things.
APART = 1
_OF_THIS = re.compile("[该此]|其(?![中他它余])")
#: The name of one thing is no shorter than that, and of fewer digits two figures are often equal.
NAME, FEW = 3, 3


def same_claims(ledger: Ledger) -> list[Claim]:
    """Figures of one name and one kind: equal ones agree, and a slip between two that should be equal is told."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in ledger.prose:
        words = core(entry.label)
        if entry.role not in {"plain", "rate"} or _VAGUE.match(words) or entry.mention.hedge or entry.is_base:
            continue
        groups.setdefault((words, entry.dimension), []).append(entry)
    claims = []
    for entries in groups.values():
        if not 2 <= len(entries) <= MOST:
            continue
        for earlier, later in pairwise(entries):
            relation = _pair(ledger, entries, earlier, later)
            if relation is not None:
                claims.append(Claim(later, [relation], ("same", later.index)))
    claims += _in_other_words(ledger, {id(c.entry) for c in claims})
    return claims


def _pair(ledger: Ledger, entries: list[Entry], earlier: Entry, later: Entry) -> Relation | None:
    """What two figures of one name say of each other; None where they may well differ."""
    if earlier.paragraph == later.paragraph and earlier.sentence == later.sentence:
        return None
    if is_row(ledger, earlier) or is_row(ledger, later):
        return None
    if are_apart(ledger, earlier, later) or _comes_after(ledger, earlier, later):
        return None
    if not later.dimension and not later.mention.decimals:
        return None  # “青石路1506弄”, “青石路1508弄”: a number that names
    digits = len(digits_of(str(later)).replace(".", ""))
    relation = make(later, (earlier,), SUM, "same.sentence", f"“{later.label}”前后两处")
    if relation.holds() and digits < FEW:
        return None
    apart = _are_told_of(ledger, earlier, later) and not _in_summary(ledger, earlier)
    # A paragraph tells of one thing after the other: “甲市场…经营面积…。乙超市…经营面积…”.
    near = len(entries) > 2 or later.paragraph - earlier.paragraph <= APART or bool(_OF_THIS.match(later.label))
    if _unit(earlier) == _unit(later) and not apart and not near:
        relation.strength = _strength(ledger, relation, digits)
    return relation if relation.strength or relation.holds() else None


def _strength(ledger: Ledger, relation: Relation, digits: int) -> float:
    """How surely two figures of one name should be equal; of equal ones how surely, if one of them had a slip."""
    (earlier,), later = relation.terms, relation.result
    slip = relation.holds() or bool(is_slip(str(later), str(earlier)))
    summary, strength = _in_summary(ledger, earlier), 0.0
    if summary and later.paragraph > earlier.paragraph:
        # A summary tells what the body tells: the same rate of the same name, or a count with one slip.
        strength = 0.62 if later.role == "rate" and digits >= FEW else 0.5 if slip else 0.0
    if slip and digits >= FEW and len(later.label) >= NAME and (later.is_amount or summary):
        named = later.is_amount and digits > FEW and len(core(later.label)) >= NAME
        strength = max(strength, 0.62 if named and _are_of_one_thing(ledger, earlier, later) else 0.45)
    return strength


def _are_of_one_thing(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """Whether two figures are told of one thing: a budget of one year, or with the same other figure beside them."""
    if a.is_budget and b.is_budget and _year(ledger, a) == _year(ledger, b) != "":
        return True
    mine, theirs = (
        {(core(e.label), e.value) for e in ledger.by_sentence[entry.sentence] if e is not entry and e.value != HUNDRED}
        for entry in (a, b)
    )
    return any(len(digits_of(str(value))) > 1 for _, value in mine & theirs)


def is_row(ledger: Ledger, entry: Entry) -> bool:
    """Whether a figure stands in the row of a table that was read as text: another table has that row, too."""
    if not patterns.search(r"[，。；：]|,(?!\d)", paragraph_of(ledger.document, entry)):
        return True
    # “…专项资金 20,000城乡发展资金 8,700”: the name of the next row runs on behind the figure.
    bare = entry.spot is not None and not entry.mention.unit and not patterns.search("[，。；：]", entry.spot.gap)
    return bare and bool(patterns.match(r"[\u4e00-\u9fff]{2}", entry.spot.tail if entry.spot else ""))


def _comes_after(ledger: Ledger, earlier: Entry, later: Entry) -> bool:
    """“预算数为A，执行数为B” here, “预算数为C，减少D” there, C + D = B: the one goes on from the year of the other."""
    change = ledger.just_behind(later)
    if change is None or change.role != "change" or change.sentence != later.sentence or not change.direction:
        return False
    before = later.value - change.direction * change.value
    return any(e.value == before and e is not earlier for e in ledger.by_sentence[earlier.sentence])


def _unit(entry: Entry) -> str:
    """What is counted: 人 are no 人次."""
    return bare_unit(entry.mention.unit) if entry.dimension == "count" else ""


def _are_told_of(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """“答复1205条，答复率99.75%” here, “答复1772条，答复率99.77%” there: each is of the figure right before it."""
    if a.role != "rate" and a.dimension != "score":
        return False
    before = [ledger.prose[e.index - 1] if e.index else e for e in (a, b)]
    own = all(c.sentence == e.sentence and c is not e for c, e in zip(before, (a, b), strict=True))
    return own and before[0].dimension == before[1].dimension and before[0].value != before[1].value


def are_apart(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """Whether two figures are told of two years, or the one of the whole city and the other of its own level."""
    years = _year(ledger, a), _year(ledger, b)
    if all(years) and years[0] != years[1]:
        return True
    months = _months(ledger, a), _months(ledger, b)
    if all(months) and not months[0] & months[1]:
        return True  # “截至6月底，完成投资…”, “截至9月底，完成投资…”
    if any(e.spot is not None and _QUALIFIED.match(e.spot.tail) for e in (a, b)):
        return True  # “按期办结3076件（审批延期的计为按期）”
    mine, theirs = _scope(ledger, a), _scope(ledger, b)
    if mine and theirs and mine != theirs:
        return True
    # “新建绿道230公里” was done, “新建绿道130公里” is to be done.
    return is_slip(str(a), str(b)) != "" and len({told_as(ledger.document, e.place.block) for e in (a, b)}) > 1


def _year(ledger: Ledger, entry: Entry) -> str:
    """The year named last before a figure: in its paragraph, or where a list of paragraphs below it begins."""
    if entry.period:
        return entry.period[:4]
    blocks = ledger.document.blocks[max(0, entry.paragraph - LIST) : entry.paragraph]
    within = bool(_ITEM.match(paragraph_of(ledger.document, entry)))
    for block in reversed(blocks):
        if within and isinstance(block, Paragraph) and _ITEM.match(block.text):
            continue  # the items before it have years of their own
        if isinstance(block, Paragraph) and (told := _YEAR.findall(block.text)):
            return told[-1] if len(set(told)) == 1 else ""
    return ""


def _months(ledger: Ledger, entry: Entry) -> set[str]:
    """The months, quarters and halves of a year that the sentence names before a figure."""
    before = patterns.split("[。；\n]", paragraph_of(ledger.document, entry)[: entry.place.start])[-1]
    return set(_MONTH.findall(before))


def _scope(ledger: Ledger, entry: Entry) -> str:
    """The word in front of a figure, in its paragraph, that says of whom it is told."""
    found = SCOPE.findall(paragraph_of(ledger.document, entry)[: entry.place.start])
    return found[-1] if found else ""


def _in_summary(ledger: Ledger, entry: Entry) -> bool:
    """Whether a figure stands in a summary, which repeats the body; elsewhere a rate of a name may have other cases."""
    return bool(_SUMMARY.search(entry.section + paragraph_of(ledger.document, entry)[:8]))


def _named_behind(entry: Entry) -> str:
    """“全年5,362件热线工单中”: the name that stands behind a figure."""
    match = (
        patterns.match(r"([\u4e00-\u9fff]{2,10}?)(?:中|里)[，,：:]", entry.spot.tail)
        if entry.spot is not None
        else None
    )
    return match[1] if match else ""


@lru_cache(maxsize=20_000)
def _plain(words: str) -> str:
    """A label without words that only say how much or whose."""
    return (
        patterns.sub(r"共计?|累计|总|群众|市民|企业|各类|诉求|来电|事项|案件|工单|^(?:本?项目|实际|已|新)", "", words)
        or words
    )


def _in_other_words(ledger: Ledger, known: set[int]) -> list[Claim]:
    """A figure of four digits or more that another paragraph, or the total row of a table, prints with one slip."""
    claims = []
    recent: list[Entry] = []
    wholes = [e for e in ledger.cells if e.is_whole and e.path]
    blocks = [e.paragraph for e in wholes]
    # A name that comes back in every section is a form of words for many things.
    often = Counter(_plain(e.label) for e in ledger.prose if e.role == "plain")
    often.update(_plain(e.path[-1]) for e in wholes)
    for entry in ledger.prose:
        if (
            entry.role != "plain"
            or not (entry.dimension in {"money", "count"} or (entry.is_amount and len(core(entry.label)) >= 5))
            or entry.mention.hedge
            or _VAGUE.match(core(entry.label))
            or _OF_THIS.match(entry.label)
            or len(digits_of(str(entry)).replace(".", "")) < 4
        ):
            continue
        recent.append(entry)
        mine, printed = _plain(entry.label), str(entry)
        if often[mine] > 2 or id(entry) in known:
            continue
        called = (mine, _plain(_named_behind(entry)))
        around = [e for e in recent[-WINDOW:] if entry.paragraph - e.paragraph > APART * (e.label == entry.label)]
        first, last = (bisect_left(blocks, entry.paragraph + step) for step in (-NEAR, NEAR + 1))
        for other in [*around, *wholes[first:last]]:
            words = other.path[-1] if other.role == "cell" else other.label
            names = {mine, _plain(words)}
            if other is entry or sum(often[name] for name in names) > 2:
                continue
            if len(names) > 1 and min(map(len, names)) < NAME and not called[1]:
                continue  # “甲型售价1399元”, “乙型官网售价1899元”: what is told of many things
            if not is_slip(printed, str(other)) or max(likeness(n, _plain(words)) for n in called) < 0.85:
                continue
            if is_row(ledger, entry) or (other.role != "cell" and is_row(ledger, other)):
                continue
            if not alike(entry, other) or are_apart(ledger, entry, other) or entry.is_base != other.is_base:
                continue
            relation = make(entry, (other,), SUM, "same.sentence", f"“{entry.label}”前后两处", 0.45)
            claims.append(Claim(entry, [relation], ("same", entry.index)))
            break
    return claims
