"""Other periods (写成别的期间): the month, quarter or half year of a title, and once another one in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_PART = r"(?:(?P<m>1[0-2]|[1-9])月份?(?![\d至到—~-])|第?(?P<q>[一二三四])季度|(?P<h>[上下])半年)"
_TITLE = re.compile(rf"(?<![\d—至到~.-]){_PART}")
_TOLD = re.compile(rf"(?<![\d—至到~.-])(?:(?P<y>20[0-4]\d)年\s?)?{_PART}")
_ALSO = re.compile(r"\d{1,2}\s?[—至到~-]\s?\d{1,2}月|前三季度|\d月\d+日.*\d月\d+日|全年|年度")
#: What is to come, began or is compared with another year.
_OTHER = re.compile(
    r"计划|预计|将|拟|下一?步|下一?[月季]|目标|力争|确保|要求|安排|[底之以]前|[日月]前|起|开始|上年|去年|同期|上一?年|往年|历史|底|末|任务|应于|限|将于|"
    r"继续|推进|工作要|要在|启动|施行|实施|执行|期间|标准|公布|印发|汛期|会议|届|次年|当年|比|较|为期|需|尚有|到期|控制|重点|权重|此后|以后|之后|随后|后续"
)
_AHEAD = re.compile(r"下一?步|下阶段|打算|计划|安排|措施|建议|预测|展望|要求|重点")
_BESIDE = re.compile(r"本[月季期]|全年|累计|分别|环比|其中")
_DATA = re.compile(r"\d[\d,.]*\s*(?:件|个|人|次|万|元|亿|宗|起|家|户|条|项|%|分|吨|公里|批)")
_QUARTERS = "一二三四"
_HEAD = re.compile(r"(?:(?P<y>20\d\d)年)?(?P<m>1[0-2]|[1-9])月(?!\d)")
_HALVES = (
    re.compile(r"(?:^|(?<=[。；，年）)]))1月?[—至到~-]6月(?=[，,份]|\S{0,8}共)"),
    re.compile(r"(?:^|(?<=[。；，年）)]))7月?[—至到~-]12月(?=[，,份]|\S{0,8}共)"),
)
_NO_DATA = re.compile("^[末底起]|^以来|^相比|计划|将|拟|重点|安排|目标|力争|争取|预计|打算|下一?步|要求|建议")
_COMPARED = re.compile(r"(?:比|较|与|同|和|[（(]|将|计划|预计|以及|、|到|于)$")
_MARKS = re.compile(r"^\s*(?:附?[表图件]\s?)?[（(]?[一二三四五六七八九十\d]{0,2}[、.）)：:]*\s*")
TITLE, LINES = 45, 2


@dataclass(frozen=True, slots=True)
class _Period:
    kind: str
    number: int
    year: int
    block: int
    start: int
    text: str

    def place_in(self, document: Document) -> Place:
        return document.place_in_paragraph(self.block, self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True)
class _Told:
    number: int
    printed: str
    place: Place
    leads: bool  # what the text may be about
    odd: bool


def check(document: Document, told: Collection[Place]) -> Iterator[Finding]:
    """A period that is not that of the only title.

    A later one with figures of what was done, an earlier one at the beginning of a paragraph or in a caption that is
    told once and beside nothing of the reported one, a title whose period the text never tells, and a table of two
    months neither of which is the reported one.

    Args:
        document: the report.
        told: places of a title and of first words that were told to differ already.
    """
    own = _own(document)
    if own is None or told:
        return
    yield from _columns(document, own)
    spoken = list(_spoken(document, own))
    leading = [t for t in spoken if t.leads] or list(_other_half(document, own))
    if leading and len({t.number for t in leading}) == 1 and not _is_told(document, own):
        other = leading[0]
        words = f"标题所写的期间是 {own.text}，正文没有写到它，写的是 {other.printed}"
        yield _doubt(own.text, other.printed, own.place_in(document), other.place, words)
        return
    counted = Counter(t.number for t in spoken)
    found = [t for t in spoken if t.odd and (t.number > own.number or counted[t.number] == 1)]
    if len(found) == 1:
        words = f"标题所写的期间是 {own.text}，此处写 {found[0].printed}"
        yield _doubt(found[0].printed, own.text, found[0].place, own.place_in(document), words)


def _spoken(document: Document, own: _Period) -> Iterator[_Told]:
    """Every other period of the kind that the paragraphs tell."""
    section = ""
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        if len(text) <= TITLE and not patterns.search("[。；]", text):
            section = text
        for match in _TOLD.finditer(text):
            kind, number = _part(match)
            if (index, match.start()) <= (own.block, own.start) or kind != own.kind or number == own.number:
                continue
            if match["y"] and own.year and int(match["y"]) != own.year:
                continue
            before = patterns.split("[。；]", text[: match.start()])[-1]
            behind = patterns.split("[。；]", text[match.end() :])[0]
            leads = not _COMPARED.search(before) and not _NO_DATA.search(behind[:24] + section)
            odd = _is_odd(match, number, own, before, behind, section)
            place = document.place_in_paragraph(index, *match.span())
            yield _Told(number, match[0], place, leads, odd)


def _is_odd(match: re.Match[str], number: int, own: _Period, before: str, behind: str, section: str) -> bool:
    """Whether data are told of a period of which a report of this one can tell none there."""
    text = match.string
    if _OTHER.search(before[-16:]) or _OTHER.search(behind[:24]) or _AHEAD.search(section + behind[:4]):
        return False
    if number < own.number and (_BESIDE.search(text) or own.text.strip("第份") in text[match.end() :]):
        return False  # what went before is told beside what is reported
    if patterns.match(r"\d", behind) and own.kind == "m" and not match[0].endswith("份"):
        return False
    opens = not _MARKS.sub("", before)
    titled = opens and len(text) <= TITLE and not patterns.search("[。；，]", text)
    return titled or ((number > own.number or opens) and bool(_DATA.search(behind[:60])))


def _other_half(document: Document, own: _Period) -> Iterator[_Told]:
    """“1—6月” at the beginning of a paragraph of a report of the second half year."""
    for index, paragraph in document.paragraphs if own.kind == "h" else ():
        for match in _HALVES[1 - own.number].finditer(normalise(paragraph.text)):
            yield _Told(1 - own.number, match[0], document.place_in_paragraph(index, *match.span()), True, False)


def _columns(document: Document, own: _Period) -> Iterator[Finding]:
    """A table of two months with their change, neither of which is the reported one."""
    for index, table in document.tables if own.kind == "m" else ():
        for r, row in enumerate(table.rows[:2]):
            heads = [(c, normalise(cell.text)) for c, cell in enumerate(row) if not cell.inherited]
            told = [(c, m) for c, text in heads if (m := _HEAD.match(text))]
            months = [int(m["m"]) for _, m in told]
            if len(told) != 2 or own.number in months or not any(patterns.search("增|环比|幅", t) for _, t in heads):
                continue
            if any(m["y"] for _, m in told) or len(set(months)) != 2:
                continue
            last = own.number - 1 or 12
            at = next((n for n, month in enumerate(months) if month != last), None)
            if at is not None and last in months:
                c, match = told[at]
                place = document.place_in_table(index, r, c, *match.span())
                words = f"标题所写的期间是 {own.text}，表头写 {match[0]} 与 {last}月"
                yield _doubt(match[0], own.text, place, own.place_in(document), words)


def _doubt(printed: str, right: str, place: Place, other: Place, words: str) -> Finding:
    return Finding(
        "date.outside",
        "contradiction",
        "low",
        words,
        printed,
        right,
        f"{printed} ≠ {right}",
        (place, other),
        ("可能期间写错", "可能说的是别的时间"),
    )


def _is_told(document: Document, own: _Period) -> bool:
    """Whether the text tells the period of its title, in any form."""
    words = {
        "m": rf"(?<!\d){own.number}月|本月|当月|[—至到~-]{own.number}月",
        "q": rf"{_QUARTERS[own.number % 4]}季度|本季|季度末|{3 * own.number + 1}[—至到~-]{3 * own.number + 3}月",
        "h": ("上半年|1[—至到~-]6月", "下半年|7[—至到~-]12月")[own.number % 2],
    }[own.kind]
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        if patterns.search(words, text[own.start + len(own.text) :] if index == own.block else text):
            return True
    return any(patterns.search(words, normalise(text)) for text, _, in_cell in document.texts if in_cell)


def _own(document: Document) -> _Period | None:
    for index, paragraph in document.paragraphs[:LINES]:
        text = normalise(paragraph.first_line)
        if len(text) > TITLE or patterns.search("[。；]", text):
            continue
        found = list(_TITLE.finditer(text))
        if not found:
            continue
        if len(found) > 1 or _ALSO.search(text):
            return None
        kind, number = _part(found[0])
        year = patterns.search(r"(20[0-4]\d)年", text)
        return _Period(kind, number, int(year[1]) if year else 0, index, found[0].start(), found[0][0])
    return None


def _part(match: re.Match[str]) -> tuple[str, int]:
    if match["m"]:
        return "m", int(match["m"])
    if match["q"]:
        return "q", _QUARTERS.index(match["q"])
    return "h", "上下".index(match["h"])
