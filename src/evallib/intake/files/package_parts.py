"""Parts of a workbook (工作簿部件): which part of the zip archive holds which sheet, as the workbook itself says.

A reader follows the workbook's relations, wherever they lead; what is guarded has to be the same parts.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedstrings.xml"
SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


def sheet_parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Part of each sheet by the sheet's name; empty where no relation leads to one.

    Args:
        workbook: content of ``xl/workbook.xml``, without entities.
        relations: content of ``xl/_rels/workbook.xml.rels``, without entities.

    Raises:
        ValueError: one of them is not well-formed, or names something twice.

    >>> book = b"<workbook xmlns:r='x'><sheets><sheet name='a' r:id = 'R1'/></sheets></workbook>"
    >>> sheet_parts(book, b"<Relationships><Relationship Id='R1' Target='/xl/worksheets/s.xml'/></Relationships>")
    {'a': 'xl/worksheets/s.xml'}
    """
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str], _: list[str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            inside = target.lstrip("/") if target.startswith(("/", "xl/")) else posixpath.join("xl", target)
            _once(targets, attributes.get("Id", ""), posixpath.normpath(inside))

    def sheet(tag: str, attributes: dict[str, str], _: list[str]) -> None:
        if tag == "sheet" and "name" in attributes:
            ids = [value for key, value in attributes.items() if key.rpartition(":")[2] == "id" and ":" in key]
            _once(found, attributes["name"], targets.get(ids[0], "") if ids else "")

    try:
        parse_part(relations, relation)
        parse_part(workbook, sheet)
    except (ExpatError, LookupError) as error:
        raise ValueError(str(error)) from None
    return found


def parse_part(data: bytes, start: Callable[[str, dict[str, str], list[str]], None]) -> None:
    """Go through the elements of a part.

    Args:
        data: content of the part, without entities.
        start: takes each element's name without its prefix, its attributes, and the names of those around it, its own
            last.

    Raises:
        ExpatError: the part is not well-formed.
        LookupError: its encoding is not known.
    """
    inside: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        inside.append(name.rpartition(":")[2])
        start(inside[-1], attributes, inside)

    parser = ParserCreate()
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: inside.pop()
    parser.Parse(data, True)


def _once(names: dict[str, str], name: str, part: str) -> None:
    if name in names:
        raise ValueError(f"{name} stands twice")
    names[name] = part
