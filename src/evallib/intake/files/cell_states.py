"""Cell states (单元格状态): what a reader of values does not tell about single cells of an .xlsx.

A cell is a value, a shown text and an error state. The reader tells the value; the sheet's part tells the rest: which
format shows a number as something else, which cell holds an error, which cell stands there twice.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from evallib.intake.files.cell_looks import Look, looks_by_style, looks_of, struck_cells
from evallib.intake.files.number_formats import Meaning, meaning, odd_code
from evallib.intake.files.package_parts import STRINGS, parse_part
from evallib.intake.files.sheet_xml import MAX_TOLD, column_number
from evallib.parsing.note_marks import raised

STYLES = "xl/styles.xml"
PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
NAMED = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"')
CLOSE = re.compile(rb"</(?:\w+:)?c>")
STYLE = re.compile(rb'\bs="([0-9]{1,6})"')
TYPE = re.compile(rb'\bt="(\w+)"')
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</")
STRING = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
RUN_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
STRING_CELL = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="s")[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?v>([0-9]{1,9})<'
)
#: A workbook of Excel has 64,000 formats at most.
MOST_STYLES = 66_000


@dataclass
class CellStates:
    """States of the cells of one sheet, by row and column from 0.

    Args:
        percent: percent formats.
        meant: what is meant where the format shows something else than is stored.
        errors: error codes (#DIV/0! …).
        hidden: cells with a number that their format does not show.
        twice: names of cells that stand in the part twice.
        unsigned: cells with a negative number that is shown without its sign.
        struck: names of cells that are struck out.
        looks: indentation and bold type.
    """

    percent: dict[tuple[int, int], str] = field(default_factory=dict)
    meant: dict[tuple[int, int], Meaning] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)


def read_styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """Format codes by the style number that cells refer to, without those that show a number as it is.

    Raises:
        ValueError: there are more styles than any workbook has.
    """
    if STYLES not in archive.namelist():
        return {}
    codes: dict[int, str] = {}
    numbers: list[int] = []

    def start(tag: str, attributes: dict[str, str], inside: list[str]) -> None:
        if tag == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "xf" and "cellXfs" in inside[:-1]:
            identifier = attributes.get("numFmtId", "0")
            numbers.append(int(identifier) if identifier.isdecimal() else 0)
            if len(numbers) > MOST_STYLES:
                raise ValueError("more formats than a workbook has")

    try:
        parse_part(archive.read(STYLES), start)
    except (ExpatError, LookupError):
        return {}  # rates without a format are asked for; nothing is guessed
    found = {}
    for style, number in enumerate(numbers):
        if code := odd_code(number, codes):
            found[style] = code
    return found


def read_states(path: Path, part: str) -> CellStates:
    """States of the cells of one sheet.

    Args:
        path: an .xlsx that `evallib.intake.files.guarding.guard.inspect_package` has passed.
        part: the sheet's part, e.g. ``xl/worksheets/sheet1.xml``.
    """
    states = CellStates()
    with zipfile.ZipFile(path) as archive:
        if part not in archive.namelist():
            return states
        styles, data = read_styles(archive), archive.read(part)
        look = archive.read(STYLES) if STYLES in archive.namelist() else b""
    states.looks, states.struck = looks_of(data, looks_by_style(look)), struck_cells(look, data)
    names = NAMED.findall(data)
    if len(names) > len(set(names)):
        states.twice = [name.decode() for name, count in Counter(names).items() if count > 1][:MAX_TOLD]
    # Only cells that may say something are looked at one by one: an error, or one of the odd formats.
    chosen = b"|".join([rb't="e"', *(b's="%d"' % style for style in styles)])
    for tag in re.finditer(rb"<(?:\w+:)?c\s[^>]*\b(?:" + chosen + rb")[^>]*(?<!/)>", data):
        place, style, kind = PLACE.search(tag[0]), STYLE.search(tag[0]), TYPE.search(tag[0])
        if not place:
            continue
        where = int(place[2]) - 1, column_number(place[1].decode()) - 1
        close = CLOSE.search(data, tag.end())
        value = VALUE.search(data, tag.end(), close.start()) if close else None
        if kind and kind[1] == b"e":
            states.errors[where] = value[1].decode("utf-8", "replace") if value else "#N/A"
        elif value and style and int(style[1]) in styles and (not kind or kind[1] == b"n"):
            tell_state(states, where, value[1].decode("ascii", "replace"), styles[int(style[1])])
    return states


def put_raised(path: Path, parts: Mapping[str, list[list[Any]]]) -> None:
    """Write texts of which some digits are set high into the rows of sheets as that: 567.2¹ is no 567.21.

    Args:
        path: an .xlsx that `evallib.intake.files.guarding.guard.inspect_package` has passed.
        parts: the rows of each sheet by its part.
    """
    with zipfile.ZipFile(path) as archive:
        name = next((name for name in archive.namelist() if name.lower() == STRINGS), "")
        texts = raised_strings(archive.read(name)) if name else {}
        for part, rows in parts.items() if texts else ():
            for letters, number, index in STRING_CELL.findall(archive.read(part)):
                row, column = int(number) - 1, column_number(letters.decode()) - 1
                if int(index) in texts and row < len(rows) and column < len(rows[row]):
                    rows[row][column] = texts[int(index)]


def raised_strings(strings: bytes) -> dict[int, str]:
    """Shared strings in which a run is set high, by number.

    >>> raised_strings(
    ...     b'<sst><si/><si><r><t>20</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si></sst>'
    ... )
    {1: '20¹'}
    """
    if b"superscript" not in strings:
        return {}
    found = {}
    for number, string in enumerate(STRING.finditer(strings)):
        if b"superscript" not in (string[1] or b""):
            continue
        texts = [
            (run[1], html.unescape("".join(part.decode("utf-8", "replace") for part in RUN_TEXT.findall(run[1]))))
            for run in RUN.finditer(string[1])
        ]
        found[number] = "".join(raised(text) if b'"superscript"' in run else text for run, text in texts)
    return found


def states_of_formats(
    rows: list[list[Any]], formats: dict[tuple[int, int], str], errors: dict[tuple[int, int], str]
) -> CellStates:
    """States of a grid of values whose format codes and errors are known by cell (.xls, .ods, XML spreadsheets).

    >>> states_of_formats([[567210.0]], {(0, 0): "#,##0.00,"}, {}).meant[0, 0].value
    Decimal('567.21')
    """
    states = CellStates(errors=errors)
    for (row, column), code in formats.items():
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            tell_state(states, (row, column), repr(value), code)
    return states


def tell_state(states: CellStates, where: tuple[int, int], text: str, code: str) -> None:
    """Note down what a number is shown as under a format, where that is not what is stored."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return
    said = meaning(number, code)
    if said.kind == "percent":
        states.percent[where] = code
    elif said.kind == "hidden":
        # A zero that is not shown says what an empty cell says.
        if number and len(states.hidden) < MAX_TOLD:
            states.hidden.append(_name(where))
            states.meant[where] = Meaning("hidden", "")
    elif said.kind == "unsigned":
        states.unsigned += [_name(where)] if len(states.unsigned) < MAX_TOLD else []
    elif said.kind in {"number", "text"}:
        states.meant[where] = said


def put_in(rows: list[list[Any]], states: CellStates) -> list[tuple[str, str, str]]:
    """Write what is meant into the rows of a sheet; returns cells with what is stored and what is meant.

    >>> rows = [[567210.0]]
    >>> put_in(rows, CellStates(meant={(0, 0): Meaning("number", Decimal("567.21"))})), rows
    ([('A1', '567210', '567.21')], [[567.21]])
    """
    told = []
    for (row, column), said in states.meant.items():
        if row < len(rows) and column < len(rows[row]):
            stored = rows[row][column]
            rows[row][column] = float(said.value) if isinstance(said.value, Decimal) else said.value
            if said.kind != "hidden":  # those are told apart
                told.append((_name((row, column)), _plain(stored), str(said.value)))
    for (row, column), error in states.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    return told


def _plain(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _name(where: tuple[int, int]) -> str:
    from evallib.intake.files.sheet_xml import column_letters

    return f"{column_letters(where[1])}{where[0] + 1}"


def cells_told(cells: Iterable[str], most: int = 10) -> str:
    """The first of many cells, and how many there are.

    >>> cells_told(["B3", "B4"])
    'B3、B4'
    """
    names = list(cells)
    return "、".join(names[:most]) + (f"等{len(names)}格" if len(names) > most else "")
