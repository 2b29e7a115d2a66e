"""Number formats (数字格式): which cells of a sheet are shown as percentages.

A reader of values tells 0.9993 and not 99.93%. Only the formats are looked up here, and only for sheets in which a
percentage is a real number.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

BUILT_IN = {9: "0%", 10: "0.00%"}
CELL_NAME = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


def percent_formats(path: Path, part: str) -> dict[tuple[int, int], str]:
    """Cells with a percent format, counted from 0, and their formats.

    Args:
        path: an .xlsx that `evallib.intake.files.guard.inspect_package` has passed.
        part: the sheet's part, e.g. ``xl/worksheets/sheet1.xml``.
    """
    from evallib.intake.files.sheet_xml import column_number

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        styles = _percent_styles(archive.read("xl/styles.xml")) if "xl/styles.xml" in names else {}
        if not styles or part not in names:
            return {}
        chosen = b"|".join(str(number).encode() for number in styles)
        tags = re.compile(rb'<(?:\w+:)?c\s[^>]*\bs="(' + chosen + rb')"[^>]*>')
        found = {}
        for tag in tags.finditer(archive.read(part)):
            name = CELL_NAME.search(tag[0])
            if name:
                place = int(name[2]) - 1, column_number(name[1].decode()) - 1
                found[place] = styles[int(tag[1])]
        return found


def _percent_styles(data: bytes) -> dict[int, str]:
    """Percent formats by the style number that cells refer to."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError):
        return {}  # rates without a format are asked for; nothing is guessed
    space = root.tag.rpartition("}")[0] + "}" if root.tag.startswith("{") else ""
    formats = dict(BUILT_IN)
    for entry in root.iter(f"{space}numFmt"):
        code = entry.get("formatCode", "")
        if "%" in code:
            formats[int(entry.get("numFmtId", "0"))] = code
    cells = root.find(f"{space}cellXfs")
    numbers = [int(style.get("numFmtId", "0")) for style in cells] if cells is not None else []
    return {style: formats[number] for style, number in enumerate(numbers) if number in formats}
