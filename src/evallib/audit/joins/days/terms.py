"""Terms (期限): how long a period is said to be, before or behind its days, against those days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.reading.document import Document, Place, Where
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.spans import Span, spans_told
from evallib.parsing.numerals import read_count

_N = r"(?<![\d.一二三四五六七八九十百两])(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半(?=年))\s*"
_UNIT = r"(?P<unit>个月|年半|年(?![度内\d初中底末半])|日历天|天)(?!以[上内下]|左右|[多余])"
_TERM = "(?:工期|周期|期限?|历时|为期|期间|时长|时间|年限)"
#: “服务期24个月，自…”, “期限为一年，即…”, “工期6个月（…”: nothing stands between the length and its days.
_BEFORE = re.compile(
    rf"{_TERM}(?:共计?|总计|[为是：:]){{0,2}}\s*{_N}{_UNIT}[，,（(：:；;]?\s*"
    r"(?:即|自|从|由|于|具体|起止|起讫|时间|日期|期间|期限?|合同|服务|履[行约]|租赁|实施|建设|[为是：:]){0,4}\s*$"
)
#: “…结束，前后共5个月”, “…（工期9个月）”
_BEHIND = re.compile(
    r"(?:止|期间|完成|结束|完工|竣工|终止)?[，,（(）)\s]{0,2}(?:前后|总|全部|服务|合同|履[行约]|租赁|建设|实施|有效){0,2}"
    rf"(?:(?:{_TERM}|共计?|总?计|合计)(?:共计?|合计|[为是：:]){{0,2}}\s*|(?<=[（(])(?=[^，。；）)]{{2,6}}[)）])){_N}{_UNIT}"
)
#: Behind days that are the whole of a term told before them; “…至2023年5月完成基础施工” are a part of it.
_WHOLE = re.compile("(?:止|期间|结束)?(?:[，,。；;、）)\n]|$|分[两三四五二2-5]个?(?:阶段|期|批|年|步))")
#: “自2022年10月启动，于2023年3月完成”: between them lies a period, too.
_RUN = re.compile(
    r"(?:启动|开工|开始|起始|动工|起)(?:实施|建设|施工)?[，,、]?(?:并?于|[至到])?(?=\s*(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?(?:止|完成|结束|完工|竣工|终止))"
)
_LESS = re.compile(r"[，,]?\s*[（(]?[^，。；）)]{0,4}(?:扣除|不含|除去|剔除)")
_RENEWED = re.compile(r"一年一签|续[签约期]|延[长期]|顺延|停工|暂停|补充协议|分别")
_LENGTH = re.compile(rf"(?:共计?)?{_N}{_UNIT}")
_DAY = re.compile(r"20\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*日?)?")
_OF_TERM = re.compile("期限|服务期|工期|周期|时长|月数|合同期|租期|年限")
YEAR = 12


@dataclass(frozen=True, slots=True)
class _Length:
    printed: str
    number: int
    unit: str

    @property
    def months(self) -> int:
        if self.unit == "年半" or not self.number:
            return self.number * YEAR + YEAR // 2  # 一年半, 半年
        return self.number * (YEAR if self.unit == "年" else 1)


def check(document: Document) -> Iterator[Finding | Agreement]:
    """Every length that is told right before or right behind a period, and those of a table beside its periods."""
    for raw, where, _ in document.worded:
        if "月" in raw and ("年" in raw or "天" in raw) and patterns.search("月.*月|年.*月", raw):
            yield from _sentence(normalise(raw), where)
    for index, table in document.tables:
        heads = [cell.text for cell in table.rows[0]]
        if any(_OF_TERM.search(head) for head in heads):
            yield from _table(document, index, heads)


def _sentence(text: str, where: Where) -> Iterator[Finding | Agreement]:
    run = _RUN.sub(lambda m: "至".ljust(len(m[0])), text)
    for span in spans_told(run):
        told = _told(run, span)
        if told is None or span.last < span.first:
            continue
        length, spot = told
        shown = text[min(span.start, spot[0]) : max(span.end, spot[1])]
        yield from _verdict(span, length, shown, (where(*spot), where(span.start, span.end)))


def _told(text: str, span: Span) -> tuple[_Length, tuple[int, int]] | None:
    """The length that belongs to a period, and where it stands."""
    if span.months is not None:
        if _LESS.match(text[span.spot[1] :]):
            return None  # “共10个月（扣除寒假）”
        return _Length(span.printed, *_parts(span.printed)), span.spot
    behind = _BEHIND.match(text, span.end)
    if behind is None:
        before = _BEFORE.search(text[max(0, span.start - 30) : span.start])
        if before is None or not _WHOLE.match(text, span.end):
            return None
        match, offset = before, max(0, span.start - 30)
    else:
        match, offset = behind, 0
    start, end = offset + match.start("n"), offset + match.end("unit")
    clause = patterns.split("[。；\n]", text[: span.start])[-1] + patterns.split("[。；\n]", text[span.start :])[0]
    if _RENEWED.search(clause) or _LESS.match(text[end:]):
        return None
    return _Length(text[start:end], _number(match["n"]), match["unit"]), (start, end)


def _parts(printed: str) -> tuple[int, str]:
    match = _LENGTH.fullmatch(printed)
    return (_number(match["n"]), match["unit"]) if match else (0, "")


def _number(words: str) -> int:
    return 0 if words == "半" else read_count(words)


def _verdict(span: Span, length: _Length, shown: str, places: tuple[Place, ...]) -> Iterator[Finding | Agreement]:
    if length.unit in {"天", "日历天"}:
        yield from _days(span, length, shown, places)
        return
    right = _months(span)
    if length.months in right:
        yield Agreement("date.length", length.printed, shown, places[:1])
        return
    proper = f"{right[-1]}个月"
    # Of months alone some count what lies between them.
    open_end = not span.days[0] and length.months == right[-1] - 1 and span.months is None
    yield _finding(length, proper, shown, places, "low" if open_end else "high", _end(span, length.months))


def _months(span: Span) -> tuple[int, ...]:
    """How many months a period may be said to have, the number to be told last.

    A month is full on the day before its own; between two months both count, but of whole years it is seldom told
    whether they do (“2023年6月至2024年6月，共12个月”).
    """
    between = (span.last.year - span.first.year) * YEAR + span.last.month - span.first.month
    if not all(span.days):
        return (between, between + 1) if between and between % YEAR == 0 else (between + 1,)
    behind = span.last + timedelta(days=1)
    if behind.day == span.first.day:
        return ((behind.year - span.first.year) * YEAR + behind.month - span.first.month,)
    if span.last.day == span.first.day:
        return (between,)
    return (between - 1, between + 1, between) if span.last.day < span.first.day else (between, between + 1)


def _days(span: Span, length: _Length, shown: str, places: tuple[Place, ...]) -> Iterator[Finding | Agreement]:
    if not all(span.days):
        return
    days = (span.last - span.first).days + 1
    if length.number in {days, days - 1}:
        yield Agreement("date.length", length.printed, shown, places[:1])
    else:
        yield _finding(length, f"{days}{length.unit}", shown, places, "medium", "")


def _end(span: Span, months: int) -> str:
    """The last day that so many months have, where days are told."""
    if not all(span.days) or not months:
        return ""
    month = span.first.month - 1 + months
    year, month = span.first.year + month // YEAR, month % YEAR + 1
    last = date(year, month, min(span.first.day, calendar.monthrange(year, month)[1])) - timedelta(days=1)
    return f"若期限无误，结束日应为{last.year}年{last.month}月{last.day}日"


def _finding(
    length: _Length, proper: str, shown: str, places: tuple[Place, ...], sure: Confidence, cause: str
) -> Finding:
    return Finding(
        "date.length",
        "contradiction",
        sure,
        f"期间长度不符：{shown}，应为 {proper}",
        length.printed,
        proper,
        shown,
        places,
        ("期限写错", "只算相隔的月数") if sure == "low" else (),
        (cause,) if cause else (),
    )


def _table(document: Document, index: int, heads: list[str]) -> Iterator[Finding | Agreement]:
    """Rows with a period and its length in cells of their own; where most do not fit they are of different things."""
    table = next(block for n, block in document.tables if n == index)
    held: list[Finding | Agreement] = []
    for r, row in enumerate(table.rows[1:], 1):
        cells = [(c, normalise(cell.text).strip()) for c, cell in enumerate(row) if cell.text and not cell.inherited]
        days = [(c, t) for c, t in cells if _DAY.fullmatch(t)]
        told = [(days[0][0], "至".join(t for _, t in days))] if len(days) == 2 else cells
        spans = [(c, s) for c, t in told for s in spans_told(t) if (s.start, s.end) == (0, len(t))]
        lengths = [(c, m) for c, t in cells if c < len(heads) and (m := _length(t, heads[c]))]
        if len(spans) == len(lengths) == 1:
            (c, match), (at, span) = lengths[0], spans[0]
            places = document.place_in_table(index, r, c), document.place_in_table(index, r, at)
            unit = match.groupdict().get("unit") or "个月"
            length = _Length(match[0], _number(match["n"]), unit)
            held += _verdict(span, length, f"{span.text}，{match['n']}{unit}", places)
    wrong = [item for item in held if isinstance(item, Finding)]
    if len(wrong) <= max(1, len(held) // 3):
        yield from held


def _length(text: str, head: str) -> re.Match[str] | None:
    """The length that a cell tells, in the unit of its column where it has none of its own."""
    if not _OF_TERM.search(head):
        return None
    return _LENGTH.fullmatch(text) or (patterns.fullmatch(r"(?P<n>\d{1,3})", text) if "月" in head else None)
