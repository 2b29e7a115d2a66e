"""Told apart (各说各的): whether two figures of one name are of two years, two levels or two rows of a table."""

from __future__ import annotations

import re
from functools import lru_cache

from evallib.audit.ledger import HUNDRED, Entry, Ledger, core, likeness
from evallib.audit.ledger.entries import bare_unit, paragraph_of
from evallib.audit.ledger.slips import digit_count, digits_of, is_slip
from evallib.audit.reading.document import Paragraph
from evallib.audit.reading.plans import told_as
from evallib.model import patterns

_QUALIFIED = re.compile(r"[(（][^)）]*(?:口径|计为|视为|视同|计入|剔除|不含|不包括|除外)")
#: Of whom a figure is told.
SCOPE = re.compile(
    r"全[省市州县区镇乡]|[省市州县区]本?级|[省市州县区]直|本级|[\u4e00-\u9fff]{2}(?:经开区|高新区|开发区|新区)"
)
_ITEM = re.compile(r"\s*[（(][一二三四五六七八九十\d]+[）)]")
_MONTH = re.compile(r"\d{1,2}(?=月)|[上下]半年|[一二三四]季度|全年")
#: “1-3月”, “截至3月底” and “一季度” are one time, 3月 is another.
_SO_FAR = re.compile(
    r"(?<!\d)1(?:月份?)?\s*[-—－~～至]+\s*(?P<last>\d{1,2})月|(?:截[至止]|前)\s*(?P<end>\d{1,2})个?月|"
    r"(?P<named>(?<!前)一季度|上半年|前三季度|全年)"
)
_NAMED = {"一季度": "3", "上半年": "6", "前三季度": "9", "全年": "12"}
_THEN = re.compile(r"[（(]?[一二三四五六七八九十\d]*[)）、.．\s]*(?:上年|去年|上个?月|上季度|上期|同期)(?!末)")
#: “预算15.2万元，决算14.3万元”: the second bears the name of the first.
ONLY_STAGE = re.compile(r"^(?:支出|年初|全年)*(?:预算|决算|执行|实际)(?:支出|安排|完成|执行)?数?$")
_YEAR = re.compile(r"(20\d\d)\s*年")
_STOPS = re.compile(r"[，。；：]|,(?!\d)")
#: So many paragraphs below it a year is still that of a list.
LIST = 6
#: Of more digits a count is told of one thing under all headings.
COUNTED = 3
#: So alike two names are.
NAMED = 0.8


def are_near(a: Entry, b: Entry) -> bool:
    """Whether two figures are equal, or one digit or two swapped ones apart."""
    return a is not b and (a.rough == b.rough or bool(is_slip(str(a), str(b))))


def are_of_one_thing(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """Whether two figures are told of one thing: a budget of one year, or with the same other figure beside them."""
    if a.is_budget and b.is_budget and year_of(ledger, a) == year_of(ledger, b) != "":
        return True
    mine, theirs = (
        {(core(e.label), e.value) for e in ledger.by_sentence[entry.sentence] if e is not entry and e.value != HUNDRED}
        for entry in (a, b)
    )
    return any(len(digits_of(str(value))) > 1 for _, value in mine & theirs)


def siblings_agree(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """Whether two sentences tell one list: their other figures of one name are the same, and there is one."""
    mine, theirs = (
        {(core(e.label), e.role, e.dimension): e.value for e in ledger.by_sentence[entry.sentence] if e is not entry}
        for entry in (a, b)
    )
    common = [key for key in mine.keys() & theirs.keys() if key[0]]
    return bool(common) and all(mine[key] == theirs[key] for key in common)


def is_answered(ledger: Ledger, entry: Entry) -> bool:
    """“2021年3.2万元，2020年3.8万元”, and once more 3.2万元 under the name: it is the other one that is told there."""
    return any(
        e.paragraph != entry.paragraph and (likeness(e.label, entry.label) >= NAMED or ONLY_STAGE.match(e.label))
        for e in ledger.by_value[entry.dimension, entry.value]
    )


def is_row(ledger: Ledger, entry: Entry) -> bool:
    """Whether a figure stands in the row of a table that was read as text: another table has that row, too."""
    if not _STOPS.search(paragraph_of(ledger.document, entry)):
        return True
    # “…专项资金 20,000城乡发展资金 8,700”: the name of the next row runs on behind the figure.
    bare = not entry.mention.unit and entry.spot is not None and not patterns.search("[，。；：]", entry.spot.gap)
    return bare and bool(patterns.match(r"[\u4e00-\u9fff]{2}", entry.spot.tail if entry.spot else ""))


def unit_of(entry: Entry) -> str:
    """What is counted: 人 are no 人次."""
    return bare_unit(entry.mention.unit) if entry.dimension == "count" else ""


def are_apart(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """Whether two figures are told of two years, or the one of the whole city and the other of its own level."""
    years = year_of(ledger, a), year_of(ledger, b)
    if all(years) and years[0] != years[1]:
        return True
    months = _months(ledger, a), _months(ledger, b)
    if all(months) and not months[0] & months[1]:
        return True  # “截至6月底，完成投资…”, “截至9月底，完成投资…”
    if is_of_then(ledger, a) != is_of_then(ledger, b):
        return True  # “上月共受理5件，办结3件” and what is told of this month
    if _comes_after(ledger, *sorted((a, b), key=lambda e: e.index)):
        return True
    if any(e.spot is not None and _QUALIFIED.match(e.spot.tail) for e in (a, b)):
        return True  # “按期办结3076件（审批延期的计为按期）”
    mine, theirs = scope_of(ledger, a), scope_of(ledger, b)
    if mine and theirs and mine != theirs:
        return True
    # “新建绿道230公里” was done, “新建绿道130公里” is to be done.
    return is_slip(str(a), str(b)) != "" and len({told_as(ledger.document, e.place.block) for e in (a, b)}) > 1


def _comes_after(ledger: Ledger, earlier: Entry, later: Entry) -> bool:
    """“预算数为A，执行数为B” here, “预算数为C，减少D” there, C + D = B: the one goes on from the year of the other."""
    change = ledger.just_behind(later)
    if change is None or change.role != "change" or change.sentence != later.sentence or not change.direction:
        return False
    before = later.value - change.direction * change.value
    return any(e.value == before and e is not earlier for e in ledger.by_sentence[earlier.sentence])


def year_of(ledger: Ledger, entry: Entry) -> str:
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


def _months(ledger: Ledger, entry: Entry) -> frozenset[str]:
    """The months, quarters and halves of a year that the sentence names before a figure."""
    text = paragraph_of(ledger.document, entry)[: entry.place.start]
    return _months_in(text[max(map(text.rfind, "。；\n")) + 1 :])


@lru_cache(maxsize=4096)
def _months_in(words: str) -> frozenset[str]:
    """These: a figure is compared with many others."""
    so_far = {f"前{m['last'] or m['end'] or _NAMED[m['named']]}" for m in _SO_FAR.finditer(words)}
    return frozenset(so_far.union(_MONTH.findall(_SO_FAR.sub("", words))))


def is_of_then(ledger: Ledger, entry: Entry) -> bool:
    """Whether the sentence of a figure begins with last month or last year and goes on with it."""
    first = next(iter(ledger.by_sentence.get(entry.sentence, ())), entry)
    return first.spot is not None and bool(_THEN.match(first.spot.gap))


def scope_of(ledger: Ledger, entry: Entry) -> str:
    """The word in front of a figure, in its paragraph, that says of whom it is told."""
    found = SCOPE.findall(paragraph_of(ledger.document, entry)[: entry.place.start])
    return found[-1] if found else ""


def are_of_two_parts(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """“一、市直部门 …按期办结723件”, “二、乡镇街道 …按期办结728件”: few things counted under two headings."""
    counted = a.dimension == "count" or a.role == "rate"
    if not counted or a.section == b.section or not a.section or not b.section or digit_count(a.mention) > COUNTED:
        return False
    return not siblings_agree(ledger, a, b)


def are_told_of(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """“答复1205条，答复率99.75%” here, “答复1772条，答复率99.77%” there: each is of the figure right before it."""
    if a.role != "rate" and a.dimension != "score":
        return False
    before = [ledger.prose[e.index - 1] if e.index else e for e in (a, b)]
    own = all(c.sentence == e.sentence and c is not e for c, e in zip(before, (a, b), strict=True))
    return own and before[0].dimension == before[1].dimension and before[0].value != before[1].value
