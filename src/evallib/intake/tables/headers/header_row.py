"""Header rows (表头行): find the tables of a sheet and recognise their kinds by their headers.

Neither the file name nor the position counts: a table is what its headers say it is. A sheet may hold several tables,
under or beside each other; one fact may be told long, wide by year, by rate or by level.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from evallib.intake.files.remembered import once_per_content
from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.column_assignment import EXACT, OWN_UNIT, Assignment, assign
from evallib.intake.tables.headers.column_evidence import settle
from evallib.intake.tables.headers.header_cells import HeaderCell, header_cells
from evallib.intake.tables.headers.header_places import (
    MAX_HEADER_ROW,
    MOST_HEADER_ROWS,
    goes_on_below,
    goes_on_from_above,
    is_title_row,
    may_be_header,
    own_titles,
    refines,
    segments,
    texts_above,
)
from evallib.intake.tables.wide_layouts import is_sideways, wide_assignment
from evallib.model.schema import TableSchema, all_schemas, normalise_header
from evallib.model.table_words import Words
from evallib.parsing.cells import is_blank
from evallib.parsing.headers import money_unit


@dataclass(frozen=True)
class Header:
    """A recognised header: table kind, where it stands, and the sheet column of each schema column by group.

    Args:
        groups: columns by group; the key is a period (first day, last day), a level, a rate, or None.
        constants: what the group itself says, e.g. the level that stands in the header.
        evidence: why a header was given to its column, where it is not the kind's own wording.
        end: the first row that is no more of this table.
        kind_doubt: why it may be of another kind; its columns have to be confirmed.
    """

    schema: TableSchema
    top: int
    bottom: int
    groups: dict[Hashable, dict[str, HeaderCell]]
    unknown: tuple[HeaderCell, ...]
    money_unit: str | None
    titles: tuple[str, ...]
    constants: dict[Hashable, dict[str, str]] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    score: float = 0.0
    end: int = 10**9
    left: int = 0
    right: int = 10**9
    own_titles: tuple[str, ...] = ()
    kind_doubt: str = ""

    @property
    def rank(self) -> tuple[bool, float, int]:
        """How well it explains the sheet: better and more named columns first, then fewer rows; spare kinds last."""
        return not self.schema.spare, round(self.score, 3), self.top - self.bottom

    def money_unit_of(self, cell: HeaderCell) -> str | None:
        """The unit of an amount: the one in its own header or above it, or else the one of the sheet."""
        own = next((unit for text in (cell.text, *reversed(cell.above)) if (unit := money_unit(text))), None)
        return own or self.money_unit


@once_per_content
def find_headers(sheet: Sheet, words: Words | None = None) -> list[Header]:
    """The headers of all tables of a sheet, in their order; a header repeated on a new printed page is none.

    Args:
        sheet: the sheet.
        words: own wordings of the unit, from its mapping.yaml.
    """
    chosen: list[Header] = []
    for header in sorted(_candidates(sheet, words or {}), key=lambda header: header.rank, reverse=True):
        if not any(_overlap(header, other) or _repeats(header, other) for other in chosen):
            chosen.append(header)
    chosen.sort(key=lambda header: (header.top, header.left))
    return [replace(header, end=_end(header, chosen), titles=_titles(sheet, header, chosen)) for header in chosen]


def _candidates(sheet: Sheet, words: Words) -> Iterator[Header]:
    complete = False
    for top in range(min(len(sheet.rows), MAX_HEADER_ROW)):
        if not may_be_header(sheet, top) or goes_on_from_above(sheet, top):
            continue
        # Under a header that explains every column only a row that begins anew, or speaks the words of a kind, is
        # another.
        words_only = complete and not (
            is_title_row(sheet, top - 1) or all(is_blank(value) for value in sheet.rows[top - 1])
        )
        for bottom in range(top, min(top + MOST_HEADER_ROWS, len(sheet.rows))):
            if bottom > top and not may_be_header(sheet, bottom):
                break
            if goes_on_below(sheet, top, bottom):
                continue
            for left, right in segments(sheet, top, bottom):
                if bottom > top and not refines(sheet, bottom, left, right):
                    continue
                for header in _headers(sheet, (top, bottom, left, right), words_only, words):
                    complete |= not header.unknown and not header.evidence
                    yield header


def _headers(sheet: Sheet, place: tuple[int, int, int, int], words_only: bool, words: Words) -> Iterator[Header]:
    bottom = place[1]
    cells = header_cells(sheet, *place)
    if len(cells) < 2:
        return
    cells = settle(cells, sheet, bottom)
    exact, is_whole = _named(cells, words)

    def assigned_to(kinds: Sequence[TableSchema]) -> list[Assignment]:
        return [found for kind in kinds if (found := assign(kind, cells, sheet, bottom, words.get(kind.name)))]

    found = assigned_to(exact if words_only or is_whole else _possible(cells, words))
    if is_whole and not found and not words_only:  # its words are those of a kind, but its rows are of another
        found = assigned_to(_possible(cells, words))
    wide = None if words_only or any(not assigned.unknown for assigned in found) else wide_assignment(cells, words)
    if wide is not None and not is_sideways(wide[0], sheet, bottom):
        found.append(wide[0])
    for assigned in found:
        constants = wide[1] if wide is not None and assigned is wide[0] else {}
        yield _header(sheet, assigned, constants, place)


def _named(cells: Sequence[HeaderCell], words: Words) -> tuple[list[TableSchema], bool]:
    """The kinds whose needed columns are there in their own words, and whether one explains every header so."""
    names = _names(cells, words)
    exact = [schema for schema in all_schemas().values() if all(_any(schema, group, names) for group in schema.needed)]
    return exact, any(all(any(name in schema.by_header for name in cell.names) for cell in cells) for schema in exact)


def _names(cells: Sequence[HeaderCell], words: Words) -> set[str]:
    names = {name for cell in cells for name in cell.names}
    for kind, own in words.items():  # an own wording stands for the column's title
        names |= {normalise_header(all_schemas()[kind].column(own[name]).label) for name in names & own.keys()}
    return names


def _possible(cells: Sequence[HeaderCell], words: Words) -> list[TableSchema]:
    """The kinds all of whose needed columns some header may mean."""
    names = _names(cells, words)
    meant = {reading.value for cell in cells for reading in cell.meanings}
    lone = [cell for cell in cells if cell.values == "text" and not cell.concept]
    open_label = len(lone) == 1 and lone[0].column == cells[0].column  # left of all figures
    open_value = any(cell.is_period or OWN_UNIT.fullmatch(cell.text) for cell in cells)
    return [
        schema
        for schema in all_schemas().values()
        if all(
            _any(schema, group, names, meant)
            or (open_value and schema.value in group)
            or (open_label and group == (schema.label,))
            for group in schema.needed
        )
    ]


def _any(schema: TableSchema, group: Sequence[str], names: Set[str], meant: Set[Any] = frozenset()) -> bool:
    return any(schema.column(name).headers & names or schema.column(name).meanings & meant for name in group)


def _header(
    sheet: Sheet, assigned: Assignment, constants: dict[Hashable, dict[str, str]], place: tuple[int, int, int, int]
) -> Header:
    top, bottom, left, right = place
    groups = {key: {name: item.cell for name, item in columns.items()} for key, columns in assigned.groups.items()}
    evidence = {
        name: item.evidence
        for columns in assigned.groups.values()
        for name, item in columns.items()
        if item.score < EXACT
    }
    scores = {name: item.score for columns in assigned.groups.values() for name, item in columns.items()}
    titles = texts_above(sheet, 0, top)
    cells = [cell for columns in groups.values() for cell in columns.values()]
    return Header(
        assigned.schema, top, bottom, groups, tuple(assigned.unknown), _money_unit(cells, titles), titles, constants,
        evidence, scores, assigned.score, left=left, right=right, own_titles=own_titles(sheet, top))  # fmt: skip


def _overlap(one: Header, other: Header) -> bool:
    rows = one.top <= other.bottom and other.top <= one.bottom
    columns = one.left < other.right and other.left < one.right
    return rows and columns


def _repeats(one: Header, other: Header) -> bool:
    """The same header further down, without a title of its own."""
    same_place = one.schema.name == other.schema.name and one.left == other.left and one.top >= other.top
    if not same_place or _columns(one) != _columns(other):
        return False
    return not one.own_titles or set(one.own_titles) <= set(other.own_titles)


def _columns(header: Header) -> list[tuple[str, int, str]]:
    return sorted(
        (name, cell.column, cell.text) for columns in header.groups.values() for name, cell in columns.items()
    )


def _end(header: Header, headers: list[Header]) -> int:
    below = [
        other.top
        for other in headers
        if other.top > header.bottom and other.left < header.right and header.left < other.right
    ]
    return min(below, default=10**9)


def _titles(sheet: Sheet, header: Header, headers: list[Header]) -> tuple[str, ...]:
    """What stands over a table: from the top of the sheet, or what follows the table before it."""
    above = [other for other in headers if other.bottom < header.top]
    if not above:
        return texts_above(sheet, 0, header.top)
    first = header.top
    while first > max(other.bottom for other in above) + 1 and is_title_row(sheet, first - 1):
        first -= 1
    return (*texts_above(sheet, 0, min(other.top for other in above))[:1], *texts_above(sheet, first, header.top))


def _money_unit(cells: list[HeaderCell], titles: tuple[str, ...]) -> str | None:
    """The unit that the sheet states for all its amounts; a unit in a column's own header wins later."""
    stated = next((unit for title in reversed(titles) if (unit := money_unit(title))), None)
    if stated:
        return stated
    units = {unit for cell in cells if (unit := money_unit(cell.text))}
    return units.pop() if len(units) == 1 else None
