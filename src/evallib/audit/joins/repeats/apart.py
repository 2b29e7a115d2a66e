"""Told apart (各说各的): whether two figures of one name are of two years, two levels or two rows of a table."""

from __future__ import annotations

import re

from evallib.audit.ledger import HUNDRED, Entry, Ledger, core
from evallib.audit.ledger.entries import bare_unit, paragraph_of
from evallib.audit.ledger.slips import digits_of, is_slip
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
_YEAR = re.compile(r"(20\d\d)\s*年")
#: So many paragraphs below it a year is still that of a list.
LIST = 6


def are_of_one_thing(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """Whether two figures are told of one thing: a budget of one year, or with the same other figure beside them."""
    if a.is_budget and b.is_budget and year_of(ledger, a) == year_of(ledger, b) != "":
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
    if any(e.spot is not None and _QUALIFIED.match(e.spot.tail) for e in (a, b)):
        return True  # “按期办结3076件（审批延期的计为按期）”
    mine, theirs = scope_of(ledger, a), scope_of(ledger, b)
    if mine and theirs and mine != theirs:
        return True
    # “新建绿道230公里” was done, “新建绿道130公里” is to be done.
    return is_slip(str(a), str(b)) != "" and len({told_as(ledger.document, e.place.block) for e in (a, b)}) > 1


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


def _months(ledger: Ledger, entry: Entry) -> set[str]:
    """The months, quarters and halves of a year that the sentence names before a figure."""
    before = patterns.split("[。；\n]", paragraph_of(ledger.document, entry)[: entry.place.start])[-1]
    so_far = {f"前{m['last'] or m['end'] or _NAMED[m['named']]}" for m in _SO_FAR.finditer(before)}
    return so_far | set(_MONTH.findall(_SO_FAR.sub("", before)))


def scope_of(ledger: Ledger, entry: Entry) -> str:
    """The word in front of a figure, in its paragraph, that says of whom it is told."""
    found = SCOPE.findall(paragraph_of(ledger.document, entry)[: entry.place.start])
    return found[-1] if found else ""


def are_told_of(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """“答复1205条，答复率99.75%” here, “答复1772条，答复率99.77%” there: each is of the figure right before it."""
    if a.role != "rate" and a.dimension != "score":
        return False
    before = [ledger.prose[e.index - 1] if e.index else e for e in (a, b)]
    own = all(c.sentence == e.sentence and c is not e for c, e in zip(before, (a, b), strict=True))
    return own and before[0].dimension == before[1].dimension and before[0].value != before[1].value
