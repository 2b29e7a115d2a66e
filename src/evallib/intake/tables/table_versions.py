"""Versions of a table in one folder (同一张表的几版): 预算.xlsx beside 预算（修改后）.xlsx; the newer counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from evallib.model import patterns
from evallib.model.problems import Problem, ProblemList
from evallib.model.schema import TableSchema, get_schema
from evallib.parsing.plain_text import plain

#: What a name says of a newer version, from the weakest.
MARKS = (r"副本|复件|copy", r"修改|修订|更正|更新|补充|调整|改", r"最新|新版|最终|终稿|定稿|正式")
NUMBER = re.compile(r"(?:[vV版第]|\(|_|-)\s*(\d{1,3})\s*(?:版|稿|次)?\)?$")
DAY = re.compile(r"(20\d{2})[-.年_]?(\d{1,2})[-.月_]?(\d{1,2})日?$|(?<!\d)(\d{2})(\d{2})$")
#: So large a share of the rows of the smaller table has the same names in both.
SAME = 0.8
#: Texts that are figures of a row and not its name.
SAID = frozenset(
    {"target", "actual", "deviation", "expected_goal", "actual_result", "published_grade", "remark", "conclusion"}
)
SHOWN = 5
Rows = Mapping[tuple[Any, ...], Mapping[str, Any]]


def settle_versions(tables: dict[str, list[pd.DataFrame]], problems: ProblemList) -> None:
    """Keep one version of a table that several files of a folder tell.

    Args:
        tables: frames by table kind; those of older versions are taken out.
        problems: receives which version counts and what it changed, or the question which one does.
    """
    asked: set[tuple[str, ...]] = set()
    for kind, frames in tables.items():
        if len({_file(frame) for frame in frames}) < 2:
            continue
        schema = get_schema(kind)
        rows = [_rows(frame, schema) for frame in frames]
        gone: set[int] = set()
        for group in _groups(frames, rows):
            kept = _newest(frames, rows, group, schema)
            gone |= set(group) - {kept}
            files = tuple(_file(frames[number]) for number in group)
            if kept is not None:
                older = [number for number in group if number != kept]
                changes = [text for number in older for text in _changes(schema, rows[number], rows[kept])]
                problems.add(_settled(schema, frames[kept], [_file(frames[number]) for number in older], changes))
            elif files not in asked:
                asked.add(files)
                problems.add(_question(schema, files, list(_changes(schema, rows[group[0]], rows[group[1]]))))
        tables[kind] = [frame for number, frame in enumerate(frames) if number not in gone]
    for kind in [kind for kind, frames in tables.items() if not frames]:
        del tables[kind]


def _groups(frames: list[pd.DataFrame], rows: list[Rows]) -> list[list[int]]:
    """Frames of several files that tell the same table, by their numbers."""
    groups: list[list[int]] = []
    for number in range(len(frames)):
        home = next(
            (
                g
                for g in groups
                if any(_file(frames[n]) != _file(frames[number]) and _same_table(rows[n], rows[number]) for n in g)
            ),
            None,
        )
        if home is None:
            groups.append([number])
        else:
            home.append(number)
    return [group for group in groups if len(group) > 1]


def _newest(frames: list[pd.DataFrame], rows: list[Rows], group: list[int], schema: TableSchema) -> int | None:
    """The frame that is newer than every other of a group that differs from it."""
    for number in group:
        others = [other for other in group if other != number]
        if all(
            _newer(_file(frames[number]), _file(frames[other])) == _file(frames[number])
            or not any(_changes(schema, rows[other], rows[number]))
            for other in others
        ):
            return number
    return None


def naming_columns(schema: TableSchema) -> list[str]:
    """Columns whose texts say which row it is, in the order of the table."""
    return [c.name for c in schema.columns if c.type == "text" and c.name not in SAID and (c.required or c.fill_down)]


def _file(frame: pd.DataFrame) -> str:
    return str(frame["source_file"].iloc[0]) if len(frame) else ""


def _rows(frame: pd.DataFrame, schema: TableSchema) -> Rows:
    names = list(dict.fromkeys(["project_name"] * ("project_name" in frame) + naming_columns(schema)))
    return {
        (row["year"], row["row_kind"], str(row.get("period_text")), *(row[name] for name in names)): {
            str(name): value for name, value in row.items()
        }
        for row in frame.to_dict("records")
    }


def _same_table(one: Rows, other: Rows) -> bool:
    return bool(one and other) and len(one.keys() & other.keys()) >= SAME * min(len(one), len(other))


def _newer(one: str, other: str) -> str | None:
    """The file whose name says that it is the newer one of two that are called alike; None where no name says so.

    >>> _newer("预算.xlsx", "预算（修改后）.xlsx"), _newer("预算v2.xlsx", "预算v3.xlsx"), _newer("甲.xlsx", "乙.xlsx")
    ('预算（修改后）.xlsx', '预算v3.xlsx', None)
    """
    (first, rank), (second, higher) = _rank(one), _rank(other)
    if first != second or rank == higher:
        return None
    return one if rank > higher else other


def _rank(name: str) -> tuple[str, tuple[int, ...]]:
    """What a file is called without its marks of a version, and how new they say that it is."""
    stem = plain(name.rsplit(".", 1)[0])
    day = number = 0
    if found := NUMBER.search(stem):
        number, stem = int(found[1]), stem[: found.start()]
    elif dated := DAY.search(stem):
        day, stem = int("".join(part.zfill(2) for part in dated.groups() if part)), stem[: dated.start()]
    rank = max((place for place, words in enumerate(MARKS, start=1) if patterns.search(words, stem)), default=0)
    bare = patterns.sub(rf"[(\[]?(?:{'|'.join(MARKS)})(?:后|版|稿|过)*[)\]]?", "", stem)
    return patterns.sub(r"[\s()_\-—.]+", "", bare), (rank, day, number)


def _changes(schema: TableSchema, old: Rows, new: Rows) -> Iterator[str]:
    for key, row in new.items():
        before = old.get(key)
        if before is None:
            yield f"新增“{_name(key)}”"
            continue
        for column in schema.columns:
            if column.name in before and _differs(before[column.name], row[column.name]):
                yield f"{_name(key)}的{column.label} {before[column.name]}→{row[column.name]}"
    for key in old:
        if key not in new:
            yield f"不再有“{_name(key)}”"


def _differs(before: Any, after: Any) -> bool:
    nothing = [bool(pd.isna(value)) for value in (before, after)]
    return bool(nothing[0] != nothing[1] if any(nothing) else before != after)


def _name(key: tuple[Any, ...]) -> str:
    return " › ".join(str(part) for part in key[3:] if part)


def _told(changes: list[str]) -> str:
    shown = "；".join(changes[:SHOWN])
    return f"{len(changes)} 处不同：{shown}" + ("；…" if len(changes) > SHOWN else "")


def _settled(schema: TableSchema, kept: pd.DataFrame, older: list[str], changes: list[str]) -> Problem:
    names = "、".join(older)
    message = f"“{schema.title}”交了{len(older) + 1}版，以本文件为准，{names} 的不计"
    return Problem(
        "intake.newer_version",
        message if changes else f"“{schema.title}”与 {names} 中的相同，只计本文件",
        file=_file(kept),
        sheet=str(kept["source_sheet"].iloc[0]),
        value=_told(changes) if changes else "",
        advice="如应以另一版为准，请移走本文件" if changes else "",
        severity="warning" if changes else "note",
    )


def _question(schema: TableSchema, files: tuple[str, ...], changes: list[str]) -> Problem:
    return Problem(
        "intake.two_versions",
        f"“{schema.title}”有{len(files)}个文件都交了，不知以哪一份为准，都未读入",
        file="、".join(dict.fromkeys(files)),
        value=_told(changes),
        expected="一张表一份，或文件名写明“修改后”“v2”等",
        advice="请移走不用的，或改文件名写明哪份较新",
    )
