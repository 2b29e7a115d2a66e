"""Across documents (几份文件之间): this year's 上年 against last year's figure, form against report, book against text.

A figure is told by its name, its year and its kind. Two documents that each tell one figure of a name must tell the
same one; that they do not is a finding where one slip of the pen leads from one to the other, or where their other
figures agree.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.ledger import Entry, core
from evallib.audit.ledger.slips import digits_of, is_slip, unit_slips
from evallib.audit.reading.document import Document
from evallib.audit.reading.roles import role_of
from evallib.parsing.claims.measures import CASE_WORDS

_YEAR = re.compile(r"(20\d\d)\s*年?度?")
_LAST, _THIS = re.compile(r"上年|去年|上期|以前年度"), re.compile(r"本年|今年|当年|本期")
_FILLER = re.compile(
    r"(?:20\d\d\s*年?度?|本(?:街道|镇|乡|区|县|市|单位|级)|上年度?|去年|上期|同期|本年度?|今年|"
    "当年|本期|全年|年度|万元|金额|数额|情况|实际|各[类项种]|共计?|累计|为|的|数值|数据|实际值|"
    r"完成值|数|额|[（(][^（()）]*[)）]|[\s“”\"、：:])"
)
_SAME = (
    (re.compile(r"自评得分|综合得分|评价得分|总得分|总分|得分合计"), "总分"),
    (re.compile(r"调整后预算|全年预算|调整预算"), "全年预算"),
    (re.compile(r"执行|支出决算|决算支出|实际支出"), "执行"),
)
#: The funds of the whole, as forms name their row and reports the last row of their table.
_FUNDS = re.compile(r"^(?:年度资金总额|资金总额|项目资金|资金合计|年度资金|合计|总计)[：:]?$")
_OF_FUNDS = re.compile(r"^(?:项目|资金|总|预算|支出|执行)*$")
_TABLE_NUMBER = re.compile(r"^\s*附?表\s*\d+[-\d]*\s*[：:.、]?\s*")
_VAGUE = re.compile(
    r"^(?:合计|小计|总计|其中|其他|其余|得分|分值|权重|数量|金额|预算|执行|收入|支出|比率|完成|.{0,2})$"
)
_CHANGED = re.compile(r"增减|同比|环比|增长|差额|较上|比上|排名|序号|指标值|目标")


#: How many amounts and paragraphs back an earlier year's figure can take its name from.
NEAR, PARAGRAPHS = 16, 3


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure as one document tells it."""

    file: int
    entry: Entry
    words: str


def compare(documents: Sequence[Document], entries: Sequence[Sequence[Entry]]) -> Iterator[Finding | Agreement]:
    """Compare every two documents.

    Args:
        documents: as read, each with its year.
        entries: the figures of each.
    """
    told = [_named(n, document, figures) for n, (document, figures) in enumerate(zip(documents, entries, strict=True))]
    for n in range(len(told)):
        for other in range(n + 1, len(told)):
            yield from _pairs(told[n], told[other])


_Key = tuple[str, int, str]


def _named(file: int, document: Document, entries: Sequence[Entry]) -> dict[_Key, list[_Told]]:
    found: dict[_Key, list[_Told]] = defaultdict(list)
    told: deque[Entry] = deque(maxlen=NEAR)
    for entry, following in zip_longest(entries, entries[1:]):
        words = _words(entry)
        if entry.role == "plain":
            if not entry.is_base:
                told.append(entry)
            elif not words and (named := _named_by(told, entry, following)) is not None:
                words = _words(named)
        year = _year_of(entry, document.year)
        if year and not _VAGUE.match(words):
            found[words, year, _kind(entry)].append(_Told(file, entry, words))
        if year and (funds := _of_funds(entry)):
            found[funds, year, "资金"].append(_Told(file, entry, funds))
    return found


def _of_funds(entry: Entry) -> str:
    """“年初预算”, “执行” … where a figure is that of all funds: no item, the total of a table, the row of a form."""
    words = _COLUMNS.get(role_of(entry.path[-1] if entry.role == "cell" and entry.path else entry.label), "")
    if not words or entry.mention.hedge or entry.dimension not in {"money", "percent", ""}:
        return ""
    if entry.role == "cell":
        return words if _FUNDS.match(entry.label) else ""
    plain = entry.role in {"plain", "rate"} and not entry.is_base
    return words if plain and _OF_FUNDS.match(_plain(entry.label).replace(words, "")) else ""


def _named_by(told: Iterable[Entry], base: Entry, change: Entry | None) -> Entry | None:
    """“受理A件，比上年的B件增加D件”: B counts what A counts: what D is the difference to, or the one amount before."""
    near = [e for e in told if base.paragraph - e.paragraph <= PARAGRAPHS and _kind(e) == _kind(base)]
    if change is not None and change.role == "change" and change.sentence == base.sentence:
        room = base.half + change.half
        for entry in reversed(near):
            if abs(abs(entry.value - base.value) - change.value) <= room + entry.half:
                return entry
    own = [e for e in near if e.sentence == base.sentence]
    return own[0] if len(own) == 1 else None


#: Columns that mean one thing under many headers.
_COLUMNS = {"executed": "执行", "adjusted_budget": "全年预算", "initial_budget": "年初预算", "execution_rate": "执行率"}


def _words(entry: Entry) -> str:
    if entry.mention.hedge or entry.role not in {"plain", "rate", "cell", "mean"}:
        return ""
    if entry.role != "cell":
        return _plain(entry.label)
    column = entry.path[-1] if entry.path else ""
    if _CHANGED.search(column):
        return ""
    label = "" if entry.label == column else entry.label
    if entry.is_whole and len(label) <= 4:
        # A total is that of its table: 合计 of another table is another thing.
        label = _TABLE_NUMBER.sub("", entry.path[0])
    role = role_of(column)
    words = _plain(label + _COLUMNS.get(role, column))
    return f"{words}·数量" if words and role == "quantity" else words  # not the amount beside it


@lru_cache(maxsize=20_000)
def _plain(words: str) -> str:
    for pattern, name in _SAME:
        words = pattern.sub(name, words)
    words = _FILLER.sub("", words)
    telling = core(words)
    return telling if len(telling) > 2 else words if len(words) > 2 else ""


def _kind(entry: Entry) -> str:
    """What a figure is measured in; cases, calls and letters are one kind, households another."""
    unit = entry.mention.unit.lstrip("万亿千百")
    if entry.dimension == "count":
        return "件" if unit in CASE_WORDS else unit
    if not entry.dimension and not entry.mention.decimals:
        return "件"  # a bare whole number of a table counts what its row names
    return {"scaled": "money"}.get(entry.dimension, entry.dimension)


def _year_of(entry: Entry, year: int) -> int:
    """The year a figure is of: as its words or its column say, else that of the document."""
    words = " ".join(entry.path) if entry.role == "cell" else (entry.spot.gap if entry.spot is not None else "")
    column = entry.path[-1] if entry.role == "cell" and entry.path else words
    years = _YEAR.findall(column)
    if years:
        return int(years[-1])
    if _LAST.search(column) or entry.is_base:
        return year - 1 if year else 0
    if _THIS.search(column):
        return year
    if entry.period:
        return int(entry.period[:4]) if len(entry.period) == 4 else 0  # a month is no year
    return year


def _pairs(ours: dict[_Key, list[_Told]], theirs: dict[_Key, list[_Told]]) -> Iterator[Finding | Agreement]:
    both = [key for key in ours if key in theirs]
    single = [(key, ours[key][0], theirs[key][0]) for key in both if _one(ours[key]) and _one(theirs[key])]
    agreeing = {key for key, a, b in single if _equal(a.entry, b.entry)}
    differing = {key for key, _, _ in single} - agreeing
    for key, a, b in single:
        if key in agreeing:
            places = tuple(t.entry.place for t in (*ours[key], *theirs[key]))
            yield Agreement("same.document", str(a.entry), f"{a.entry} = {b.entry}（{_name(a, key)}）", places)
        elif key[::2] != ("执行率", "资金") or ("执行", key[1], "资金") not in differing:  # a rate follows its amount
            finding = _finding(a, b, key, len(agreeing), len(single) - len(agreeing))
            if finding is not None:
                yield finding


def _one(told: Sequence[_Told]) -> bool:
    """Whether a document tells one figure of this name, however often."""
    return all(_equal(told[0].entry, t.entry) for t in told[1:])


def _equal(a: Entry, b: Entry) -> bool:
    # A form may name the unit of its money nowhere near: 万元, as the amount beside it.
    scales = (1, 10_000) if "" in {a.dimension, b.dimension} and "money" in {a.dimension, b.dimension} else (1,)
    one, other = (a, b) if not a.dimension else (b, a)
    return any(
        abs(one.value * scale - other.value) <= max(one.mention.half * scale, other.mention.half) for scale in scales
    )


def _finding(a: _Told, b: _Told, key: _Key, agreeing: int, others: int) -> Finding | None:
    cause = is_slip(digits_of(str(a.entry)), digits_of(str(b.entry)))
    if any(abs(value - b.entry.value) <= b.entry.mention.half for value, _ in unit_slips(a.entry.mention)):
        cause = "计量单位写错"
    digits = len(digits_of(str(a.entry)).replace(".", ""))
    telling = bool(cause) and digits >= 4
    related = agreeing >= 3 and agreeing > others  # documents about the same thing
    if not cause and not related:
        return None  # the same words for two things
    confidence: Confidence = "high" if telling and agreeing else "medium" if telling or related else "low"
    name = _name(a, key)
    return Finding(
        "same.document",
        "contradiction",
        confidence,
        f"{key[1]}年“{name}”在两份文件里不同：{a.entry.place.file} 为 {a.entry}，{b.entry.place.file} 为 {b.entry}",
        str(a.entry),
        str(b.entry),
        f"{a.entry} ≠ {b.entry}" + (f"（两份文件另有 {agreeing} 个同名的数相符）" if agreeing else ""),
        (a.entry.place, b.entry.place),
        (),
        (cause,) if cause else (),
    )


def _name(told: _Told, key: _Key) -> str:
    entry = told.entry
    column = entry.path[-1] if entry.role == "cell" and entry.path else ""
    return f"{entry.label}{f'·{column}' if column and column != entry.label else ''}" or key[0]
