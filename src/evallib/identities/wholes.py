"""Wholes and parts (合计与明细): which rows of a table state a sum, and of which other rows.

The ways of the trade: 合计 and 小计 below their lines, a line with numbered sub-lines or 其中 below it, 小计 with a
name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evallib.identities.groups import groups
from evallib.model import patterns
from evallib.model.levels import line_level, outline_level, plain_label

#: What a sum of everything is called.
BARE = frozenset({"合计", "总计", "共计"})
#: The other side of a balance: no 合计 adds it to the assets.
OTHER_SIDE = re.compile("负债|净资产|权益")
OF_WHICH = re.compile(r"\s*其\s*中")
#: What money comes from or goes to: one beside the other, and no sum of what follows.
SIDE_BY_SIDE = re.compile(
    "(?:基本|项目|人员|(?:日常)?公用|经营|其他)(?:支出|经费)|"
    "(?:(?:中央|省|市|区|县|上级|本级|当年|本年)级?)*(?:财政)?(?:拨款|补助|配套)(?:资金)?|"
    "(?:中央|省|市|区|县|上级|本级)级?(?:财政)?资金|"
    r"(?:其他|自有|自筹|单位|社会|上年结转|结转结余)资金"
)
KINDS = {"total": "合计", "subtotal": "小计"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A row that states a sum.

    Args:
        row: its index label.
        name: what it is called.
        parts: the index labels of its parts.
        partly: 其中 lists them: a part of the sum may be left out.
    """

    row: Hashable
    name: str
    parts: list[Hashable]
    partly: bool = False


def find_wholes(frame: pd.DataFrame, rows: str, label: str, by: Sequence[str] = (), level: str = "") -> Iterator[Whole]:
    """Every row that states a sum.

    Args:
        frame: clean rows in the order of the sheet.
        rows: a key of `WAYS`.
        label: the column that names a row.
        by: columns within whose groups the parts are looked for, e.g. the year.
        level: the column that tells levels apart: a number such as (1), the detail (其中) or the department.

    >>> frame = pd.DataFrame({"row_kind": ["line", "line", "total"], "line_name": ["基本支出", "项目支出", "合计"]})
    >>> list(find_wholes(frame, "below", "line_name"))
    [Whole(row=2, name='合计', parts=[0, 1], partly=False)]
    """
    for key, group in groups(frame, by):
        for whole in WAYS[rows](group, label, level):
            yield Whole(whole.row, f"{key}{whole.name}", whole.parts, whole.partly)


def row_name(name: Any, kind: object = "line") -> str:
    """What a row is called: its label, or 合计 or 小计 where it has none.

    >>> row_name("立案合计："), row_name(None, "total"), row_name(float("nan"))
    ('立案合计', '合计', '未命名的行')
    """
    text = "" if pd.isna(name) else str(name).strip().rstrip(":：")
    return text or KINDS.get(str(kind), "未命名的行")


def only_rows(frame: pd.DataFrame, only: Mapping[str, str] | None) -> pd.DataFrame:
    """The rows whose text in each of these columns matches the pattern somewhere."""
    for column, pattern in (only or {}).items():
        matches = [isinstance(text, str) and patterns.search(pattern, text) is not None for text in frame[column]]
        frame = frame[matches]
    return frame


def kinds(frame: pd.DataFrame) -> pd.Series:
    """The kinds of the rows; all are lines where the table does not say."""
    return frame["row_kind"] if "row_kind" in frame else pd.Series("line", index=frame.index)


def _below(group: pd.DataFrame, label: str, level: str) -> Iterator[Whole]:
    """合计: all first-level lines; 小计, and a 合计 of a section before another: the lines since the one before it."""
    is_line = group["row_kind"] == "line"
    if level:
        is_line &= _first_level(group[level])
    lines = list(group.index[is_line])
    totals = group.index[group["row_kind"] == "total"]
    since: list[Hashable] = []
    for row, kind, name, counts in zip(group.index, group["row_kind"], group[label], is_line, strict=True):
        if counts:
            since.append(row)
        elif kind != "line":
            whole = kind == "total" and (row == totals[-1] or plain_label(row_name(name, kind)) in BARE)
            parts, since = (lines if whole else since), []
            yield Whole(
                row, row_name(name, kind), parts, any(OF_WHICH.match(str(group.at[p, label])) for p in parts[:1])
            )


def _numbered(group: pd.DataFrame, label: str, level: str) -> Iterator[Whole]:
    """A first-level line and the second-level lines that follow; deeper levels likewise where they are told apart."""
    if level == "level":
        yield from _by_depth(group, label)
        return
    parent: Hashable = None
    name, parts = "", []
    for row, kind, text, second in zip(
        group.index, group["row_kind"], group[label], ~_first_level(group[level]), strict=True
    ):
        if kind == "line" and second:
            parts.append(row)
            continue
        if parent is not None and parts:
            yield Whole(parent, name, parts)
        parent, name, parts = (row if kind == "line" else None), row_name(text), []
    if parent is not None and parts:
        yield Whole(parent, name, parts)


def _by_depth(group: pd.DataFrame, label: str) -> Iterator[Whole]:
    """A line and the lines one level deeper that follow it."""
    lines = [
        (row, text, int(depth))
        for row, kind, text, depth in zip(
            group.index, group["row_kind"], group[label], group["level"].fillna(1), strict=True
        )
        if kind == "line"
    ]
    for position, (row, text, depth) in enumerate(lines):
        after = [(part, deeper) for part, _, deeper in lines[position + 1 :]]
        end = next((number for number, (_, deeper) in enumerate(after) if deeper <= depth), len(after))
        if parts := [part for part, deeper in after[:end] if deeper == depth + 1]:
            yield Whole(row, row_name(text), parts, any(OF_WHICH.match(str(group.at[part, label])) for part in parts))


def _detailed(group: pd.DataFrame, label: str, level: str) -> Iterator[Whole]:
    """A line and its 其中: the rows of the same label that name a detail. One detail alone is an example, not a sum."""
    lines = group[group["row_kind"] == "line"]
    for name, rows in lines.groupby(label, sort=False):
        whole, parts = rows.index[rows[level].isna()], rows.index[rows[level].notna()]
        if len(whole) == 1 and len(parts) > 1:
            yield Whole(whole[0], str(name), list(parts))


def _leading(group: pd.DataFrame, label: str, level: str) -> Iterator[Whole]:
    """The first row states the sum of the lines below (年度资金总额，其中); 基本支出 with 项目支出 only with 其中."""
    names = [plain_label(row_name(name)) for name in group[label]]
    parts = [row for row, kind in zip(group.index[1:], kinds(group).iloc[1:], strict=True) if kind == "line"]
    if parts and (not SIDE_BY_SIDE.fullmatch(names[0]) or OF_WHICH.match(names[1])):
        yield Whole(group.index[0], str(group[label].iloc[0]), parts)


def _named(group: pd.DataFrame, label: str, level: str) -> Iterator[Whole]:
    """基本支出小计 adds the lines called 基本支出, a bare 小计 those of its department, 合计 all."""
    lines = group[group["row_kind"] == "line"]
    for row, kind, name, owner in zip(group.index, group["row_kind"], group[label], group[level], strict=True):
        if kind == "line":
            continue
        called = plain_label(row_name(name, kind)).removesuffix("小计")
        chosen = lines
        if kind == "subtotal":
            chosen = lines[lines[label] == called] if called else lines[lines[level] == owner]
        said = row_name(name, kind)
        of_whom = f"{owner}·" if kind == "subtotal" and not pd.isna(owner) else ""
        yield Whole(row, f"{of_whom}{said}", list(chosen.index))


def _outlined(group: pd.DataFrame, label: str, level: str) -> Iterator[Whole]:
    """一、资产总额 adds 1.流动资产 and 2.固定资产; a bare 合计 the top level, 流动资产合计 lines since the one before.

    A single part is an example (其中), not a sum; a table that tells both sides of a balance has no bare 合计.
    """
    lines = [
        (row, name, outline_level(name))
        for row, name, kind in zip(group.index, group[label], group["row_kind"], strict=True)
        if kind == "line"
    ]
    for position, (row, name, rank) in enumerate(lines):
        if rank is None:
            continue
        below = []
        for part, _, lower in lines[position + 1 :]:
            if lower is None or lower <= rank:
                break
            below.append((part, lower))
        parts = [part for part, lower in below if lower == min(rank for _, rank in below)]
        if len(parts) > 1:
            yield Whole(row, row_name(name), parts)
    ranks = {row: rank for row, _, rank in lines}
    since: list[Hashable] = []
    for row, kind, name in zip(group.index, group["row_kind"], group[label], strict=True):
        if kind == "line":
            since.append(row)
            continue
        bare = kind == "total" and plain_label(row_name(name, kind)) in BARE
        rows = list(ranks) if bare else since
        told = {rank for row, rank in ranks.items() if row in rows}
        # Where only some labels carry a number, nobody can tell which of them are parts of others.
        highest = min((rank for rank in told if rank is not None), default=None)
        parts = [part for part in rows if ranks[part] == highest] if highest is None or None not in told else []
        since = []
        if not any(OTHER_SIDE.search(str(group.at[part, label])) for part in parts):
            yield Whole(row, row_name(name, kind), parts)


def _first_level(column: pd.Series) -> pd.Series:
    """Lines that are not part of another: numbered 1, 2, 一; or without a detail (其中)."""
    if column.name == "line_no":
        return column.map(line_level) == 1
    if column.name == "level":
        return column.isna() | (column == 1)
    return column.isna()


Way = Callable[[pd.DataFrame, str, str], Iterator[Whole]]
WAYS: dict[str, Way] = {
    "below": _below,
    "numbered": _numbered,
    "detailed": _detailed,
    "named": _named,
    "outlined": _outlined,
    "leading": _leading,
}
