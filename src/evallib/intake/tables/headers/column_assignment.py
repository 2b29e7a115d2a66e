"""Assignment of columns (列的归属): which column of a table kind each header means, and by which evidence.

A header that is one of the kind's own wordings is certain; otherwise the lexicon proposes concepts, what stands in the
rows has decided between them (`column_evidence`), and where two columns want one header, its better words do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.column_doubts import is_doubtful
from evallib.intake.tables.headers.column_groups import Assigned, group_of, one_of_parts, parts_of_sums, whole_year
from evallib.intake.tables.headers.column_roles import WHEN, when_of
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.schema import Column, TableSchema, normalise_header
from evallib.parsing.headers import is_likeness, unit_fits

EXACT, CERTAIN, PROPOSED = 3.0, 2.0, 1.0
FIGURES_OF = {"integer": "count", "signed_rate": "rate"}
#: So many sure figures make the texts left of them the label of a table.
FEWEST_FIGURES = 2
PART_OF_YEAR = re.compile(
    r"(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}(?:月份?)?[-—~至]\d{1,2}月|\d{1,2}月|[本当上]月|[本上]季)"
)
OWN_UNIT = re.compile(
    ".{1,12}(?:镇|街道|乡|区|中心|本级)$|[本我](?:镇|街道|乡|区|县|单位|中心)(?:实绩|数值|得分率|完成值|完成情况|水平)?"
)


@dataclass
class Assignment:
    """The columns of a kind by group (a period, a level, a rate; None without any), and the headers left over."""

    schema: TableSchema
    groups: dict[Hashable, dict[str, Assigned]] = field(default_factory=dict)
    unknown: list[HeaderCell] = field(default_factory=list)

    @property
    def score(self) -> float:
        """How well the kind explains the headers."""
        return sum(item.score for columns in self.groups.values() for item in columns.values()) - 0.25 * len(
            self.unknown
        )


def assign(
    schema: TableSchema, cells: Sequence[HeaderCell], sheet: Sheet, bottom: int, words: Mapping[str, str] | None = None
) -> Assignment | None:
    """Give each header to a column of a kind.

    Args:
        schema: the kind.
        cells: the headers.
        sheet: where the rows stand, for arithmetic.
        bottom: the last header row.
        words: own wordings of the unit, normalised, with their columns.

    Returns:
        The assignment, or None where a needed column is missing or one header stands twice.
    """
    when = None if "period" in schema.column_names else when_of(cells, sheet, bottom)
    if when is not None:
        others = [cell for cell in cells if cell is not when]
        found = _assign(schema, others, sheet, bottom, words)
        if found is not None and found.groups.keys() == {None}:
            found.groups[None][WHEN] = Assigned(when, EXACT, "每行的年度或月份")
            return found
    return _assign(schema, cells, sheet, bottom, words)


def _assign(
    schema: TableSchema, cells: Sequence[HeaderCell], sheet: Sheet, bottom: int, words: Mapping[str, str] | None
) -> Assignment | None:
    result = Assignment(schema)
    shared: dict[str, Assigned] = {}
    grouped: dict[Hashable, dict[str, Assigned]] = {}
    seen: Counter[tuple[Hashable, str]] = Counter()
    left: list[HeaderCell] = []
    parts = parts_of_sums(cells)
    for cell in cells:
        if cell.column in parts:
            continue
        own = next((words[name] for name in cell.names if name in words), None) if words else None
        if own is not None:
            target = shared if group_of(cell) is None else grouped.setdefault(group_of(cell), {})
            target[own] = Assigned(cell, EXACT, "mapping.yaml 写明")
            continue
        name = next((name for name in cell.names if name in schema.by_header), None)
        if name is None:
            left.append(cell)
            continue
        key = group_of(cell)
        seen[key, name] += 1
        fitting = schema.by_header[name]
        column = next((c for c in fitting if seen[key, name] == (c.occurrence if len(fitting) > 1 else 1)), None)
        target = shared if key is None else grouped.setdefault(key, {})
        if column is not None and column.name in target and target[column.name].cell.text != cell.text:
            left.append(_less_exact(column, target, cell))  # 占比 beside 办结率
            continue
        if column is None or column.name in target:
            return None  # the same header twice: not this kind, or not this row
        target[column.name] = Assigned(cell, EXACT, "表头相同")
    _by_meaning(schema, left, shared, grouped, result)
    result.unknown += [cell for cell in cells if cell.column in parts]
    _by_place_of_label(schema, shared, grouped, result)
    for columns in (shared, *grouped.values()):
        _fill_needed(schema, columns)
    result.groups = {key: {**shared, **columns} for key, columns in grouped.items()} if grouped else {None: shared}
    result.unknown += [
        item.cell for name, item in shared.items() if grouped and all(name in g for g in grouped.values())
    ]
    if (year := whole_year(grouped)) is not None and any(schema.column(name).type == "money" for name in shared):
        # 上半年 | 下半年 | 全年 of what was spent, beside the budget of the year
        result.unknown += [item.cell for key in grouped.keys() - {year} for item in grouped[key].values()]
        grouped = {year: grouped[year]}
        result.groups = {year: result.groups[year]}
    whole = {key: columns for key, columns in result.groups.items() if _has_needed(schema, columns)}
    if len(grouped) > 1 and not whole:
        result.groups = one_of_parts(shared, grouped)
    elif 0 < len(whole) < len(grouped):  # last year's 决算数 alone beside this year's columns
        result.unknown += [item.cell for key in grouped.keys() - whole.keys() for item in grouped[key].values()]
        result.groups = whole
    if not all(_has_needed(schema, columns) for columns in result.groups.values()):
        return None
    found = [{name: item.cell for name, item in columns.items()} for columns in result.groups.values()]
    return None if is_doubtful(schema, found, cells, sheet, bottom) else result


def _less_exact(column: Column, target: dict[str, Assigned], cell: HeaderCell) -> HeaderCell:
    """Of two headers that are a column's own words, the one whose concept is named later; the other stays in target."""
    names = [*column.concepts]
    other = target[column.name].cell
    own = normalise_header(column.label)
    if own in other.names:
        return cell
    if own in cell.names or (
        cell.concept in names and (other.concept not in names or names.index(cell.concept) < names.index(other.concept))
    ):
        target[column.name], cell = Assigned(cell, EXACT, "表头相同"), other
    return cell


def _has_needed(schema: TableSchema, columns: Mapping[str, Assigned]) -> bool:
    return all(any(name in columns for name in group) for group in schema.needed)


def _by_meaning(
    schema: TableSchema, cells: Iterable[HeaderCell], shared: dict[str, Assigned],
    grouped: dict[Hashable, dict[str, Assigned]], result: Assignment,
) -> None:  # fmt: skip
    # An empty column gives way to one with values, and 1-6月支出 to 全年支出.
    wishes = sorted(
        ((score, cell.values != "", not PART_OF_YEAR.match(cell.text), -cell.column, column.name, cell, why)
         for cell in cells for column, score, why in _wishes(schema, cell)),
        key=lambda wish: wish[:5], reverse=True,
    )  # fmt: skip
    done: set[int] = set()
    for score, *_, name, cell, why in wishes:
        key = group_of(cell)
        target = shared if key is None else grouped.setdefault(key, {})
        if cell.column in done or name in target or (key is not None and name in shared):
            continue
        done.add(cell.column)
        target[name] = Assigned(cell, score, why)
    result.unknown = [cell for cell in cells if cell.column not in done]
    twins = {(cell.text, group_of(cell)) for cell in result.unknown}
    for columns in (shared, *grouped.values()):
        for name, item in columns.items():
            if (item.cell.text, group_of(item.cell)) in twins:
                why = "同名的列不止一列" + "".join(f"，取“{text}”之下的" for text in item.cell.above[-1:])
                columns[name] = Assigned(item.cell, min(item.score, PROPOSED), why)
    for empty in [key for key, columns in grouped.items() if not columns]:
        del grouped[empty]


def _fill_needed(schema: TableSchema, columns: dict[str, Assigned]) -> None:
    """决算数 is the expenditure of a table without another: a needed column takes from one that may be absent."""
    if schema.label not in columns or columns[schema.label].cell.concept != schema.label:
        return  # 项目 is the label of several kinds
    needed = {name for group in schema.needed for name in group}
    spare = {item.cell.concept: name for name, item in columns.items() if name not in needed and item.score < EXACT}
    for group in schema.needed:
        ways = [] if any(name in columns for name in group) else [
            (name, spare[told]) for name in group for told in schema.column(name).meanings if spare.get(told) in columns
        ]  # fmt: skip
        for name, other in ways[:1]:
            columns[name] = columns.pop(other)


def _wishes(schema: TableSchema, cell: HeaderCell) -> Iterable[tuple[Column, float, str]]:
    readings = cell.meanings
    fitting = [column for column in schema.columns if _fits(column, cell)]
    for column in fitting:
        for rank, reading in enumerate(readings):
            if reading.value in column.meanings:
                own = 0.2 if reading.value == column.name else 0.0
                alone = len(readings) == 1 or (rank == 0 and _is_one_column(schema, column, fitting, cell))
                sure = alone and not is_likeness(reading)
                yield column, (CERTAIN if sure else PROPOSED - 0.2 * rank) + own, reading.evidence[0]
                break
        else:
            if column.name == schema.value and cell.is_period and cell.values in {"number", "percent"}:
                yield column, CERTAIN, "表头是时段，列中是数值"
            elif column.name == schema.value and OWN_UNIT.fullmatch(cell.text) and cell.values in {"number", "percent"}:
                yield column, PROPOSED, "表头是单位名称，列中是数值"


def _by_place_of_label(
    schema: TableSchema, shared: dict[str, Assigned], grouped: dict[Hashable, dict[str, Assigned]], result: Assignment
) -> None:
    """A label that no words name: the only column of texts, left of sure figures only. It has to be confirmed."""
    figures = [item for columns in (shared, *grouped.values()) for item in columns.values()]
    if schema.label in shared or len(figures) < FEWEST_FIGURES or any(item.score < CERTAIN for item in figures):
        return
    first = min(item.cell.column for item in figures)
    texts = [cell for cell in result.unknown if cell.values == "text"]
    if len(texts) == 1 and texts[0].column < first and not texts[0].concept:
        shared[schema.label] = Assigned(texts[0], PROPOSED, "各数值列左边唯一的文字列")
        result.unknown = [cell for cell in result.unknown if cell is not texts[0]]


def _is_one_column(schema: TableSchema, column: Column, fitting: Sequence[Column], cell: HeaderCell) -> bool:
    """Whether what the words leave open makes no difference: other meanings are this column too; a label's, none."""
    others = [reading.value for reading in cell.meanings[1:]]
    if all(other in column.meanings for other in others):
        return True
    is_label = column.type == "text" and column.name in {
        schema.label,
        *(name for group in schema.needed for name in group),
    }
    return is_label and not any(other in rival.meanings for other in others for rival in fitting if rival is not column)


def _fits(column: Column, cell: HeaderCell) -> bool:
    """Whether what stands under a header can be what the column holds."""
    values = cell.values
    kind = FIGURES_OF.get(column.type, column.type)
    if (cell.worded and kind != "text") or not unit_fits(cell.text, kind):
        return False
    if not values or column.type == "text":
        return values not in {"percent"} or column.type == "text"
    if values == "text":
        return True  # 约6 in a column of counts: the row is asked for, not the column refused
    if values == "date":
        return False
    return values != "percent" or column.type in {"rate", "signed_rate", "decimal"}
