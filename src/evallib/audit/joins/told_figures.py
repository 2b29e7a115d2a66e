"""Told figures (文件里的数): what each figure of a document is called, of which year and kind, for others to match."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from evallib.audit.ledger import Entry, core
from evallib.audit.ledger.entries import bare_unit, paragraph_of
from evallib.audit.reading.document import Document
from evallib.audit.reading.roles import role_of
from evallib.parsing.claims.measures import CASE_WORDS

YEAR = re.compile(r"(20\d\d)\s*年?度?")
_LAST, _THIS = re.compile(r"上年|去年|上期|以前年度"), re.compile(r"本年|今年|当年|本期")
#: “公务接待费5.2万元，上年为4.8万元”: the year before of what was told last.
_OF_BEFORE = re.compile(r"\s*[，,（(]\s*(?:而?上年|去年|20\d\d\s*年)度?(?:同期|决算数?|执行数?)?(?:为|是)?\s*")
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
#: Where basic expenditure is told too, that of the projects is a part of all funds.
_BASIC, _PROJECTS = re.compile(r"基本支出"), re.compile(r"项目支出")
_TABLE_NUMBER = re.compile(r"^\s*附?表\s*\d+[-\d]*\s*[：:.、]?\s*")
_VAGUE = re.compile(
    r"^(?:合计|小计|总计|其中|其他|其余|得分|分值|权重|数量|金额|预算|执行|收入|支出|比率|完成|.{0,2})$"
)
_CHANGED = re.compile(r"增减|同比|环比|增长|差额|较上|比上|排名|序号|指标值|目标")


#: How many amounts and paragraphs back an earlier year's figure can take its name from.
NEAR, PARAGRAPHS = 16, 3


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as one document tells it."""

    file: int
    entry: Entry
    words: str
    name: str = ""


Key = tuple[str, int, str]


def named_figures(file: int, document: Document, entries: Sequence[Entry]) -> dict[Key, list[Told]]:
    """The figures of a document by name, year and kind.

    Args:
        file: its number among the documents.
        document: as read, with its year.
        entries: its figures.
    """
    found: dict[Key, list[Told]] = defaultdict(list)
    told: deque[Entry] = deque(maxlen=NEAR)
    parted = any(_BASIC.search(entry.label) for entry in entries)
    for entry, following in zip_longest(entries, entries[1:]):
        words, name, whole = _words(entry), "", entry
        if entry.role in {"plain", "rate", "bare"}:
            before = entry.is_base or (entry.spot is not None and bool(_OF_BEFORE.fullmatch(entry.spot.gap)))
            if not before:
                told.append(entry)
            elif not words and (named := _named_by(told, entry, following)) is not None:
                words, name, whole = _words(named), YEAR.sub("", named.label), named
        year = _year_of(entry, document)
        if year and not _VAGUE.match(words):
            found[words, year, _kind(entry)].append(Told(file, entry, words, name))
        if year and (funds := _of_funds(whole)) and not (parted and _PROJECTS.search(whole.label)):
            found[funds, year, "资金"].append(Told(file, entry, funds, name))
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
    if own and base.spot is not None and _OF_BEFORE.fullmatch(base.spot.gap):
        return own[-1]
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
    unit = bare_unit(entry.mention.unit)
    if entry.dimension == "count":
        return "件" if unit in CASE_WORDS else unit
    if not entry.dimension and not entry.mention.decimals:
        return "件"  # a bare whole number of a table counts what its row names
    return {"scaled": "money"}.get(entry.dimension, entry.dimension)


def _year_of(entry: Entry, document: Document) -> int:
    """The year a figure is of: as its words or its column say, else that of the document."""
    year = document.year
    words = " ".join(entry.path) if entry.role == "cell" else (entry.spot.gap if entry.spot is not None else "")
    column = entry.path[-1] if entry.role == "cell" and entry.path else words
    years = YEAR.findall(column)
    if years:
        return int(years[-1])
    if _LAST.search(column) or entry.is_base:
        return year - 1 if year else 0
    if _THIS.search(column):
        return year
    if entry.period and not _compared(entry, document):
        return int(entry.period[:4]) if len(entry.period) == 4 else 0  # a month is no year
    return year


def _compared(entry: Entry, document: Document) -> bool:
    """Whether the year named last was one to compare with (比2023年减少…): what follows is of that told before it."""
    before = paragraph_of(document, entry)[: entry.place.start]
    at = before.rfind(entry.period[:4])
    return at > 0 and before[at - 1] in "比较与"


def tells_year(entry: Entry, year: int) -> bool:
    """Whether the words at a figure say that it is of a year, or of the year before."""
    words = entry.path[-1] if entry.role == "cell" and entry.path else entry.spot.gap if entry.spot is not None else ""
    return entry.is_base or bool(_LAST.search(words)) or str(year) in words
