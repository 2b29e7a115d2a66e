"""Published counts (公布的件数): which true counts of requests the tables of a file show, and which are small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from evallib.publish.release.opened_files import Opened, Row
from evallib.publish.release.request_facts import RequestFacts

#: Headers of counts.
COUNTED = re.compile(
    r"件数|工单数|案件数|受理|办结|数量|诉求量|件$|^count$|_count$|^[xy]$|^values$|不满意|超时|重复|退回|未解决|总量|合计"
)
#: What is in a column of shares, rates or times is no count.
NO_COUNT = re.compile(r"率|占比|%|％|天|时长|小时|同比|环比|得分|分数|名次|排名|元")
TOTAL = re.compile(r"合计|总计|小计|全部|共计")
MONTH = re.compile(r"(?:20\d\d)?\s*[年/-]?\s*(0?[1-9]|1[0-2])\s*月?")
MONTH_OF_FILE = re.compile(r"(20\d\d)[-_年](0[1-9]|1[0-2]|[1-9])(?:月|(?!\d))")
Published = dict[str, set[tuple[str | None, tuple[int, ...]]]]


def whole_number(text: str) -> int | None:
    """The whole number that a cell shows.

    >>> whole_number("1,234"), whole_number("3 件"), whole_number("3.5"), whole_number("")
    (1234, 3, None, None)
    """
    found = re.fullmatch(r"\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*件?\s*", text)
    return int(found[1].replace(",", "")) if found else None


def month_of(path: Path, opened: Opened) -> int | None:
    """The month that a file is about, by its name or its title; None for a whole year."""
    for text in (*path.parts[-3:], *opened.texts[:3]):
        found = MONTH_OF_FILE.search(text)
        if found:
            return int(found[2])
    return None


def collect(opened: Opened, facts: RequestFacts, month: int | None, published: Published) -> None:
    """Add the true counts that a file shows; `month` is the month that it is about."""
    for dimension in facts.dimensions:
        months = (month,) if month is not None else tuple(dimension.months)
        known = set(dimension.values)
        told = published.setdefault(dimension.name, set())
        for table in opened.tables:
            if sum(bool(row) and row[0].strip() in known for row in table) == 0:
                continue
            for label, header, text in _cells(table):
                number = whole_number(text)
                value = None if TOTAL.search(label) else label
                if number is None or (value is not None and value not in known):
                    continue
                in_month = MONTH.fullmatch(header.strip())
                period = (int(in_month[1]),) if in_month and not COUNTED.search(header) else months
                if period and dimension.total(value, period) == number:
                    told.add((value, period))


def small_cells(opened: Opened, facts: RequestFacts, threshold: int, handed_in: set[tuple[str, int]]) -> Iterator[str]:
    """Rows with a value of the requests' columns beside a small count; counts that were handed in as such are none."""
    for dimension in facts.dimensions:
        known = set(dimension.values) - {""}
        for table in opened.tables:
            if sum(bool(row) and row[0].strip() in known for row in table) < 1:
                continue
            for label, header, text in _cells(table):
                number = whole_number(text)
                is_count = bool(COUNTED.search(header) or MONTH.fullmatch(header.strip())) and not NO_COUNT.search(
                    header
                )
                if (
                    label in known
                    and number is not None
                    and 0 < number < threshold
                    and is_count
                    and (label, number) not in handed_in
                ):
                    yield f"“{label}”的“{header}”为 {number}"


def _cells(table: list[Row]) -> Iterator[tuple[str, str, str]]:
    """Label of the row, header of the column and text of every cell behind the first column."""
    head: Row = table[0] if table else ()
    for row in table[1:]:
        if not row or not any(row):
            continue
        if (
            all(whole_number(cell) is None for cell in row if cell)
            and len(row) == len(head)
            and sum(map(bool, row)) > 1
        ):
            head = row  # titles stand above the header
            continue
        for column, text in enumerate(row[1:], 1):
            yield row[0].strip(), (head[column] if column < len(head) else ""), text
