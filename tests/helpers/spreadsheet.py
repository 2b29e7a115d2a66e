"""Recalculate workbooks and render documents with LibreOffice headless, as a reviewer's office program would."""

import subprocess
from pathlib import Path

from programs import need

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def convert(paths: list[Path], folder: Path, kind: str) -> list[Path]:
    """Convert files; formulas are recalculated on load."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    command = [need("soffice"), f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind,
               "--outdir", str(folder), *map(str, paths)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [folder / f"{path.stem}.{kind}" for path in paths]


#: Characters that A4 across takes at full size with our margins; a sheet of one page wide shrinks what is wider.
A4_ACROSS = 150


def printed_size(sheet) -> float:
    """How large an openpyxl sheet prints on one page of A4 across: 1 is full size."""
    widths = [column.width for column in sheet.column_dimensions.values() if not column.hidden and column.customWidth]
    return min(1.0, A4_ACROSS / sum(widths))
