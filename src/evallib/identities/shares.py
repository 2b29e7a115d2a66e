"""Shares (占比): shares that have to add up to 100%, weights to 100 分, and a share beside the figure it is a share of.

Pure arithmetic like `evallib.identities.calculations`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from evallib.identities.calculations import (
    LONGEST_SUM,
    Cell,
    Disagreement,
    cells_of_a_sum,
    number_text,
    percent_text,
    said_in,
    told,
)
from evallib.identities.groups import groups
from evallib.identities.wholes import find_wholes, only_rows, row_name
from evallib.model.rounding import round_half_up

NO_PART = re.compile("总额$|负债|净资产|权益")
FEWEST_PLACES, MOST_PLACES = 2, 4


@dataclass(frozen=True)
class _Group:
    """Lines that make up a whole, and the row that states it where there is one."""

    name: str
    parts: list[Hashable]
    whole: Hashable | None = None


def group_sums(
    frame: pd.DataFrame,
    column: str,
    by: Sequence[str] = (),
    total: str = "1",
    slack: str = "0",
    unit: str = "",
    several: str = "",
    rows: str = "",
    label: str = "",
    level: str = "",
    only: Mapping[str, str] | None = None,
    complete: bool = True,
    figure: str = "",
) -> Iterator[Disagreement]:
    """Groups of lines whose figures do not add up to a fixed total: shares to 100%, weights to 100 分.

    Args:
        frame: clean rows.
        column: the figures.
        by: columns that form the groups.
        total: what they have to add up to.
        slack: what rounding may make of each figure.
        unit: unit of the figures.
        several: a group with a single value in this column, and no 合计, is a section and not the whole.
        rows: how the table states sums (`evallib.identities.wholes.find_wholes`); without, a group is added up as it
            stands.
        label: the column that names a row; needed with `rows`.
        level: the column that tells levels apart.
        only: rows whose text in a column matches a pattern, e.g. those under a header 占比.
        complete: every part is listed; otherwise too little is told as a note, unless the parts of `figure` add up to
            its 合计.
        figure: counts or amounts beside the shares.

    >>> frame = pd.DataFrame({"row_kind": "line", "answers_rate": [Decimal("0.8"), Decimal("0.1")]})
    >>> [(found.printed, found.recomputed, found.arithmetic) for found in group_sums(frame, "answers_rate")]
    [('90.00%', '100.00%', '80.00% + 10.00% = 90.00%')]
    """
    chosen = only_rows(frame, only)
    figures = dict(told(chosen[column]))
    for group in _groups(chosen, by, rows, label, level):
        parts = [(row, figures[row]) for row in group.parts if row in figures]
        if not parts or (several and _is_section(chosen, by, group, several)):
            continue
        values = [value for _, value in parts]
        added, wanted = sum(values, Decimal(0)), Decimal(total)
        if group.whole in figures and rows == "outlined" and added == figures[group.whole]:
            continue  # shares of a part of the whole: 流动资产 60% = 40% + 20%
        off = abs(added - wanted)
        if off <= Decimal(slack) * len(values):
            continue
        say = percent_text if column.endswith("_rate") else lambda value: said_in(value, unit)
        shown = " + ".join(map(say, values)) if len(values) <= LONGEST_SUM else f"{len(values)} 行之和"
        name = group.name.rstrip("·")
        every = complete or _adds_up(chosen, figure, group)
        listed = "" if every or added > wanted else f"{name}所列占比合计 {say(added)}，没有列全"
        rounding = column.endswith("_rate") and off <= Decimal(5).scaleb(-_places(values) - 1) * len(values)
        yield Disagreement(
            parts[0][0],
            column,
            name,
            say(added),
            say(wanted),
            f"{shown} = {say(added)}",
            rounding,
            listed,
            cells_of_a_sum(column, parts, wanted),
        )


def shares(
    frame: pd.DataFrame,
    column: str,
    figure: str,
    label: str,
    by: Sequence[str] = (),
    rows: str = "below",
    level: str = "",
    only: Mapping[str, str] | None = None,
    complete: bool = True,
    unit: str = "",
) -> Iterator[Disagreement]:
    """Printed shares that differ from the figure beside them, divided by the whole.

    The whole is the printed 合计 or the sum of the lines: a share that agrees with either is in order. Shares are
    compared at the places at which their group prints them; one that was rounded the other way, so that all of them add
    up to 100%, is rounding.

    Args:
        frame: clean rows.
        column: the printed shares.
        figure: the counts or amounts.
        label: the column that names a row.
        by: columns that form the groups.
        rows: how the table states sums, see `evallib.identities.wholes.find_wholes`.
        level: the column that tells levels apart.
        only: rows whose text in a column matches a pattern.
        complete: without a 合计 the lines are all there are; otherwise only if their shares add up to 100%.
        unit: unit of the figures.

    >>> frame = pd.DataFrame({"row_kind": "line", "option": ["满意", "一般"], "n": [80, 20],
    ...                       "answers_rate": [Decimal("0.7"), Decimal("0.2")]})
    >>> [(found.subject, found.printed, found.arithmetic) for found in shares(frame, "answers_rate", "n", "option")]
    [('满意', '70.00%', '80 ÷ 100 = 80.00%')]
    """
    chosen = only_rows(frame, only)
    printed, figures = dict(told(chosen[column])), dict(told(chosen[figure]))
    scale = Decimal(10000) if unit == "万元" else Decimal(1)
    for group in _groups(chosen, by, rows, label, level):
        known = [row for row in group.parts if row in printed]
        places = _places([printed[row] for row in known])
        step = Decimal(1).scaleb(-places)
        added = sum((figures.get(row, Decimal(0)) for row in group.parts), Decimal(0))
        told_whole = abs(sum((printed[row] for row in known), Decimal(0)) - 1) <= step * len(known) / 2
        wholes = [figures[group.whole]] if group.whole in figures else []
        if (complete or told_whole or wholes) and all(row in figures for row in group.parts):
            wholes.append(added)
        if rows == "outlined":  # a share may be one of the whole table, too
            wholes += [figures[row] for row in group_rows(chosen, by, rows, label, level) if row in figures]
        wholes = [whole for whole in wholes if whole > 0]
        for row in known if wholes else ():
            if row not in figures:
                continue
            if any(
                round_half_up(figures[row] / whole, places) == round_half_up(printed[row], places) for whole in wholes
            ):
                continue
            whole = wholes[0]
            made_up = abs(figures[row] / whole - printed[row]) < step
            exact = percent_text(figures[row] / whole)
            shown = f"{number_text(figures[row] / scale)} ÷ {number_text(whole / scale)} = {exact}"
            kind = chosen.at[row, "row_kind"]
            yield Disagreement(
                row,
                column,
                f"{group.name if by else ''}{row_name(chosen.at[row, label], kind)}",
                percent_text(printed[row]),
                exact,
                shown,
                made_up,
                cells=(Cell(row, column, round_half_up(figures[row] / whole, places)), Cell(row, figure)),
            )


def group_rows(frame: pd.DataFrame, by: Sequence[str], rows: str, label: str, level: str) -> list[Hashable]:
    """The rows that state a sum."""
    return [whole.row for whole in find_wholes(frame, rows, label, by, level)]


def _groups(frame: pd.DataFrame, by: Sequence[str], rows: str, label: str, level: str) -> Iterator[_Group]:
    """Wholes with their parts; the lines of a group where it states no whole."""
    for name, group in groups(frame, by):
        found = list(find_wholes(group, rows, label, (), level)) if rows else []
        wholes = [whole for whole in found if whole.parts and group.at[whole.row, "row_kind"] != "subtotal"]
        for whole in wholes:
            yield _Group(name or whole.name, whole.parts, whole.row)
        if not wholes and not (rows == "outlined" and found):
            is_line = group["row_kind"] == "line"
            if rows and level:
                is_line &= group[level].isna()
            if rows == "outlined":  # 资产总额 above 流动资产, or the other side of the balance, is no part of 100%
                is_line &= ~group[label].map(lambda text: bool(NO_PART.search(str(text))))
            yield _Group(name, list(group.index[is_line]))


def _adds_up(frame: pd.DataFrame, figure: str, group: _Group) -> bool:
    figures = dict(told(frame[figure])) if figure else {}
    return group.whole in figures and figures[group.whole] == sum(figures.get(row, 0) for row in group.parts)


def _is_section(frame: pd.DataFrame, by: Sequence[str], group: _Group, several: str) -> bool:
    lines = frame.loc[group.parts]
    same = (frame[list(by)] == lines[list(by)].iloc[0]).all(axis=1)
    return lines[several].nunique() < 2 and not (frame.loc[same, "row_kind"] == "total").any()


def _places(values: Sequence[Decimal]) -> int:
    """At how many places a group prints its rates: 2 for whole percent, 4 for hundredths."""
    most = max((-int(value.normalize().as_tuple().exponent) for value in values), default=FEWEST_PLACES)
    return min(max(most, FEWEST_PLACES), MOST_PLACES)
