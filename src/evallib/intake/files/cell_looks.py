"""Looks of cells (单元格样式): indentation and bold type, by which people write what is part of what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from xml.parsers.expat import ExpatError

from evallib.intake.files.package_parts import parse_part
from evallib.intake.files.sheet_xml import MAX_TOLD, column_number

CELL = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\br="(?P<letters>[A-Z]{1,3})(?P<row>[0-9]{1,7})")[^>]*\bs="(?P<style>[0-9]{1,6})"'
)
#: What follows the tag of a cell with a value.
FILLED = re.compile(rb"[^>]*(?<!/)>\s*<(?:\w+:)?(?:v|f|is)[\s>]")
DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks: steps of indentation, and whether it is bold."""

    indent: int = 0
    bold: bool = False


PLAIN = Look()


def looks_by_style(styles: bytes) -> dict[int, Look]:
    """Looks by the style number that cells refer to, without the plain ones.

    Args:
        styles: the part xl/styles.xml of an .xlsx.

    Returns:
        Looks by number; none where the part is not in order.
    """
    bold: list[bool] = []
    cells: list[tuple[int, int]] = []

    def start(tag: str, told: dict[str, str], inside: list[str]) -> None:
        if tag == "font" and "fonts" in inside[:-1] and "dxfs" not in inside:
            bold.append(False)
        elif tag == "b" and bold and "fonts" in inside and told.get("val", "1") not in {"0", "false"}:
            bold[-1] = True
        elif tag == "xf" and "cellXfs" in inside[:-1]:
            cells.append((_number(told.get("fontId", "0")), 0))
        elif tag == "alignment" and "cellXfs" in inside and cells:
            cells[-1] = (cells[-1][0], min(_number(told.get("indent", "0")), DEEPEST))

    try:
        parse_part(styles, start)
    except (ExpatError, LookupError):
        return {}
    looks = [Look(indent, font < len(bold) and bold[font]) for font, indent in cells]
    return {style: look for style, look in enumerate(looks) if look != PLAIN}


def looks_of(data: bytes, looks: Mapping[int, Look]) -> dict[tuple[int, int], Look]:
    """Looks of a sheet's cells by row and column from 0; plain cells are not among them.

    Args:
        data: the sheet's part.
        looks: looks by style number.
    """
    found: dict[tuple[int, int], Look] = {}
    if not looks:
        return found
    for cell in CELL.finditer(data):
        look = looks.get(int(cell["style"]))
        if look is not None:
            found[int(cell["row"]) - 1, column_number(cell["letters"].decode()) - 1] = look
            if len(found) >= MAX_TOLD:  # an outline is written in a sheet that a person reads
                break
    return found


def struck_cells(styles: bytes, data: bytes) -> list[str]:
    """The cells with a value whose font is struck out: somebody crossed them out and left them there.

    Args:
        styles: the part xl/styles.xml of an .xlsx.
        data: the sheet's part.
    """
    if b"<strike" not in styles:
        return []
    struck: list[bool] = []
    numbers: list[int] = []

    def start(tag: str, told: dict[str, str], inside: list[str]) -> None:
        if tag == "font" and "fonts" in inside[:-1] and "dxfs" not in inside:
            struck.append(False)
        elif tag == "strike" and struck and "fonts" in inside and "dxfs" not in inside:
            struck[-1] = told.get("val", "1") not in {"0", "false"}
        elif tag == "xf" and "cellXfs" in inside[:-1]:
            numbers.append(_number(told.get("fontId", "0")))

    try:
        parse_part(styles, start)
    except (ExpatError, LookupError):
        return []
    chosen = {style for style, font in enumerate(numbers) if font < len(struck) and struck[font]}
    filled = (cell for cell in CELL.finditer(data) if int(cell["style"]) in chosen and FILLED.match(data, cell.end()))
    return [f"{cell['letters'].decode()}{int(cell['row'])}" for cell in islice(filled, MAX_TOLD)]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
