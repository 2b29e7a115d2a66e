"""Published counts (公布的件数): which true counts of requests a file shows, whatever its tables look like.

A number counts as published where it stands beside the name of a value (in its row, or above it, or in a sentence)
and equals the true count of that value in the month or year that the table is about: header words alone decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from evallib.model import patterns
from evallib.publish.release.named_months import MONTH, is_month, month_beside, months_of
from evallib.publish.release.opened_pages import Opened, Row
from evallib.publish.release.request_facts import OUTCOMES, PAIR, Claim, RequestFacts

#: Headers of counts.
COUNTED = re.compile(
    "件数|工单数|案件数|受理|办结|数量|诉求量|件$|^count$|_count$|^[xy]$|"
    "^values$|不满意|超时|重复|退回|未解决|总量|合计"
)
#: What is in a column of shares, rates, ranks or times is no count.
NO_COUNT = re.compile(
    "率|占比|比例|%|％|天|时长|小时|同比|环比|得分|分数|名次|排名|序号|元|下限|上限|期望|"
    "指数|倍|变化|增减|位次|概率|p值|rate|rank|share|hours|days"
)
TOTAL = re.compile(r"合计|总计|小计|全部|共计|总量|总数|^total$|^all$", re.IGNORECASE)
BRACKETS = re.compile(r"[（(][^（）()]*[）)]$")
HIDDEN = {"", "-", "—", "——", "*", "<5", "＜5", "…"}
UNIT = r"\s*(?:件|单|起|宗|次|条|个)"
ABOVE = 40
#: Above counts of the month before the one that a table is about.
MONTH_BEFORE = re.compile(r"\s*(?:上期|上月)(?:件数)?\s*")


@dataclass
class Published:
    """Counts that were published of one unit: of single columns and of pairs of them."""

    single: dict[str, set[Claim]] = field(default_factory=dict)
    pairs: dict[tuple[str, str], set[Claim]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many different counts there are."""
        return sum(map(len, self.single.values())) + sum(map(len, self.pairs.values()))


@dataclass(frozen=True)
class Found:
    """One number beside the names of values.

    Args:
        names: column of the requests → value (None for all).
        periods: months that it may be about, the likeliest first.
        number: what is shown; -1 where it is no whole number.
        header: what stands above it.
        shown: the text of its cell.
        beside: the other texts of its row, and the title of the table; of a sentence all of it.
    """

    names: dict[str, str | None]
    periods: list[tuple[int, ...]]
    number: int
    header: str
    shown: str = ""
    beside: str = ""


def whole_number(text: str) -> int | None:
    """The whole number that a cell shows.

    >>> whole_number("1,234"), whole_number("3 件"), whole_number("3.5"), whole_number("")
    (1234, 3, None, None)
    """
    found = patterns.fullmatch(r"\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*[件单起宗]?\s*", text)
    return int(found[1].replace(",", "")) if found else None


def collect(opened: Opened, facts: RequestFacts, month: int | None, published: Published) -> None:
    """Add the true counts that a file shows; `month` is the month that it is about."""
    by_name = {dimension.name: dimension for dimension in facts.dimensions}
    for found in numbers_beside_names(opened, facts, month):
        for name, value in found.names.items():
            if period := _true(by_name[name].total, value, found):
                published.single.setdefault(name, set()).add((value, period))
        for one, other, pair in _pairs_of(found):
            if period := _true(facts.pair(one, other).total, pair, found):
                published.pairs.setdefault((one, other), set()).add((pair, period))


def small_cells(
    opened: Opened, facts: RequestFacts, threshold: int, handed_in: set[tuple[str, int]], month: int | None = None
) -> Iterator[str]:
    """Small counts that stand beside a value; counts that were handed in as such are none."""
    by_name = {dimension.name: dimension for dimension in facts.dimensions}
    for found in numbers_beside_names(opened, facts, month):
        if not 0 < found.number < threshold or NO_COUNT.search(found.header):
            continue
        labels = [value for name, value in found.names.items() if value and name not in OUTCOMES]
        if not labels or any((label, found.number) in handed_in for label in labels):
            continue
        is_true = any(value and _true(by_name[name].total, value, found) for name, value in found.names.items())
        is_true |= any(_true(facts.pair(one, other).total, pair, found) for one, other, pair in _pairs_of(found))
        if is_true or COUNTED.search(found.header) or MONTH.fullmatch(found.header.strip()):
            yield f"“{'、'.join(labels)}”的“{found.header}”为 {found.number}"


def numbers_beside_names(opened: Opened, facts: RequestFacts, month: int | None) -> Iterator[Found]:
    """Every whole number of a file that stands beside a value of the requests, or beside a total of some."""
    return (found for found in cells_beside_names(opened, facts, month) if found.number >= 0)


def cells_beside_names(opened: Opened, facts: RequestFacts, month: int | None) -> Iterator[Found]:
    """Every cell with a digit, and every hidden one that its neighbours tell, beside a value or a total."""
    known: dict[str, list[str]] = {}
    for dimension in facts.dimensions:
        for value in dimension.values:
            if value:
                known.setdefault(value, []).append(dimension.name)
    whole = tuple(sorted({month for dimension in facts.dimensions for month in dimension.months}))
    usual: list[tuple[int, ...]] = [(month,)] if month is not None else [whole]
    for rows, title in zip(opened.tables, opened.titles, strict=True):
        yield from _of_table(rows, title, known, usual, facts.first_month)
    yield from _of_sentences(opened.texts, known, usual)


def _of_table(
    rows: list[Row], title: str, known: dict[str, list[str]], usual: list[tuple[int, ...]], first: int
) -> Iterator[Found]:
    there = {label for row in rows for cell in row if (label := _label(cell)) in known}
    if not there:
        return
    columns = sorted({name for label in there for name in known[label]})
    periods = [*([told] if (told := months_of(title)) else []), *usual]
    heads: dict[int, str] = {}
    for place, row in enumerate(rows):
        numbers = [whole_number(cell) for cell in row]
        labels = [cell for cell, number in zip(row, numbers, strict=True) if number is None and cell.strip()]
        bare = all(number is None for number in numbers) and not _is_masked(row, known)
        if labels and (place == 0 or bare or _is_head(row, known)):
            heads.update({column: cell for column, cell in enumerate(row) if cell.strip()})
            if place == 0 or all(
                number is None or MONTH.fullmatch(cell.strip()) for cell, number in zip(row, numbers, strict=True)
            ):
                continue
        for column, number in enumerate(numbers):
            shown = _between(rows, place, column) if number is None and row[column].strip() in HIDDEN else number
            if shown is None and not any(map(str.isdigit, row[column])):
                continue
            head = heads.get(column, "")
            names = _names([*labels, head], known, columns)
            if names:
                month = month_beside([*labels, head], row[0], heads.get(0, "")) if column else None
                beside = " ".join([*(label for label in labels if label != row[column]), title])
                told_of: list[tuple[int, ...]] = [(month,)] if month else _periods_under(head, periods, first)
                yield Found(names, told_of, -1 if shown is None else shown, head, row[column], beside)


def _periods_under(head: str, periods: list[tuple[int, ...]], first: int) -> list[tuple[int, ...]]:
    """The periods that a column is about: of 上期 in a table of one month the month before, of this year."""
    if len(periods[0]) != 1 or not MONTH_BEFORE.fullmatch(head):
        return periods
    return [((month - 2) % 12 + 1,) for (month,) in periods[:1] if month != first]


def _is_head(row: Row, known: dict[str, list[str]]) -> bool:
    return sum(_label(cell) in known or is_month(cell) for cell in row) >= 2 and not any(
        whole_number(cell) is not None and not is_month(cell) for cell in row
    )


def _is_masked(row: Row, known: dict[str, list[str]]) -> bool:
    """A row of data whose figures are all hidden."""
    return sum(_label(cell) in known for cell in row) == 1 and any(cell.strip() in HIDDEN for cell in row[1:])


def _between(rows: list[Row], place: int, column: int) -> int | None:
    """What a hidden cell of a sorted column must be: its neighbours are equal."""

    def near(step: int) -> int | None:
        for at in range(place + step, max(-1, place - 4) if step < 0 else min(len(rows), place + 4), step):
            if column < len(rows[at]) and (number := whole_number(rows[at][column])) is not None:
                return number
        return None

    above, below = near(-1), near(1)
    return above if above is not None and above == below else None


def _names(texts: list[str], known: dict[str, list[str]], columns: list[str]) -> dict[str, str | None]:
    names: dict[str, str | None] = {}
    for text in texts:
        for name in known.get(_label(text), []):
            names.setdefault(name, _label(text))
    if not names and any(TOTAL.search(text.strip()) and len(text) < ABOVE for text in texts):
        return dict.fromkeys(columns)
    return names


def _label(cell: str) -> str:
    text = cell.strip().strip("“”\"'：:")
    return BRACKETS.sub("", text).strip() or text


def _of_sentences(texts: list[str], known: dict[str, list[str]], usual: list[tuple[int, ...]]) -> Iterator[Found]:
    words = sorted((value for value in known if len(value) > 1), key=len, reverse=True)
    if not words:
        return
    name = "|".join(map(re.escape, words[:2000]))
    pattern = re.compile(
        rf"(?P<a>{name})[^0-9，。；;]{{0,6}}?(?P<n>\d[\d,]*){UNIT}|"
        rf"(?P<m>\d[\d,]*){UNIT}(?:为|是|属|涉及|的)?(?P<b>{name})"
    )
    for text in texts:
        if not any(mark in text for mark in "件单起宗次条个"):
            continue
        for found in pattern.finditer(text):
            value = found["a"] or found["b"]
            number = whole_number(found["n"] or found["m"])
            if number is not None:
                periods = [*([told] if (told := months_of(text)) else []), *usual]
                names: dict[str, str | None] = dict.fromkeys(known[value], value)
                yield Found(names, periods, number, text[:ABOVE], found["n"] or found["m"], text)


def _true(total: object, value: str | None, found: Found) -> tuple[int, ...]:
    """The period in which the number is the true count; empty if there is none."""
    return next((period for period in found.periods if period and total(value, period) == found.number), ())  # type: ignore[operator]


def _pairs_of(found: Found) -> Iterator[tuple[str, str, str]]:
    names = sorted((name, value) for name, value in found.names.items() if value)
    for place, (one, left) in enumerate(names):
        for other, right in names[place + 1 :]:
            if left != right:
                yield one, other, f"{left}{PAIR}{right}"
