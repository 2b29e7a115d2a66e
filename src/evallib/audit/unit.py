"""A unit's list of findings (勾稽发现): the book of findings of its tables, and what the audit of their sheets adds.

The gate has checked what stands inside one table, and knows what a column means. The audit reads all sheets together
as they stand: it adds what crosses tables (one figure told twice, names, targets) and what stands in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from evallib.audit.extract.sheets import document_of
from evallib.audit.findings import FAMILIES, SEVERITIES, Finding
from evallib.audit.reading.document import Place
from evallib.audit.report import audit_document
from evallib.audit.result import Audit
from evallib.checks.findings import TableFinding
from evallib.checks.store import UnitData
from evallib.checks.unread_cells import cells_of
from evallib.intake.parsed_files import masked_sheets
from evallib.intake.tables.corrections import apply_corrections, load_corrections
from evallib.model.problems import ProblemList
from evallib.model.schema import get_schema
from evallib.model.workspace.handed_in import find_spreadsheets
from evallib.model.workspace.made_from import kept, made_from
from evallib.model.workspace.zones import open_inside
from evallib.privacy import mask_label, mask_text

Row = dict[str, Any]
COLUMNS = ["kind", "severity", "message", "printed", "recomputed", "arithmetic", "place", "code"]
#: Relations between two printed figures: without the second place nobody finds the other one.
BETWEEN_PLACES = ("same", "name", "target")
SHOWN_PLACES = 6
KEPT = "findings.json"


def unit_findings(data: UnitData) -> pd.DataFrame:
    """Everything that does not agree in the spreadsheets of a unit and year.

    Args:
        data: the unit's clean tables.

    Returns:
        One row per finding: ``kind`` (its family in Chinese), ``severity`` (a key of `SEVERITIES`), ``message``,
        ``printed``, ``recomputed``, ``arithmetic``, ``place`` (file › sheet › cells) and ``code``; the gravest first.
        Kept inside with the gate's record that they rest on: sheets that did not change are not audited again.
    """
    if data.record is None:
        return _found(data)
    place = open_inside(data.workspace, f"{data.year}/{data.unit}") / KEPT
    rows = kept(place, made_from(data.record), lambda: _found(data).to_dict("records"))
    return pd.DataFrame(rows, columns=COLUMNS)


def _found(data: UnitData) -> pd.DataFrame:
    return combined(data.findings, audit_sheets(data), figure_cells(data))


def figure_cells(data: UnitData) -> frozenset[str]:
    """Cells (file › sheet › cell) of figures in clean tables: the gate has asked them everything inside their table."""
    texts = {
        name: {column.name for column in get_schema(name).columns if column.type == "text"} for name in data.names()
    }
    return frozenset(
        " › ".join(place)
        for name, words in texts.items()
        for place, column in cells_of(data.table(name)).items()
        if column not in words
    )


def audit_sheets(data: UnitData) -> Audit:
    """One audit of all sheets that became clean tables, with the corrections applied.

    All together, because what one workbook says of a figure another may contradict (绩效目标 and 指标体系). A sheet
    that the gate kept out is not read: its figures are on no page. Exports of cases are none of these sheets.
    """
    folder, kept_in = data.workspace.raw_dir(data.unit, data.year), data.workspace.submission_dir(data.unit, data.year)
    wanted = {
        place
        for name in data.names()
        for place in zip(*(data.table(name)[column] for column in ("source_file", "source_sheet")), strict=True)
    }
    files = {file for file, _ in wanted}
    paths = [path for path in find_spreadsheets(folder) if mask_label(path.name) in files]
    sheets = [sheet for path in paths for sheet in masked_sheets(path, kept_in)]
    if sheets:
        masked = [item.model_copy(update={"sheet": mask_label(item.sheet)}) for item in load_corrections(folder)]
        apply_corrections(masked, sheets, ProblemList(), lambda sheet: list(map(tuple, sheet.rows)))
    kept = [sheet for sheet in sheets if (mask_label(sheet.file), sheet.name) in wanted]
    return audit_document(document_of(kept, data.year))


def combined(book: Sequence[TableFinding], audit: Audit, figures: frozenset[str] = frozenset()) -> pd.DataFrame:
    """The book of findings and what an audit adds to it.

    An audit adds a finding if it crosses sheets, or if its figure stands in words and not in a figure's cell of a clean
    table. What it doubts (把握低) is left out, and what is told with the same words already (a heading printed twice)
    names its further place.

    Args:
        book: what the gate found.
        audit: of the same sheets together.
        figures: cells of figures in clean tables, see `figure_cells`.
    """
    rows = [_book_row(finding) for finding in book]
    words: dict[tuple[str, str], Row] = {(row["message"], row["printed"]): row for row in rows}
    for finding in audit.findings:
        if finding.confidence == "low" or not _adds(finding, figures):
            continue
        same = words.get((finding.message, finding.printed))
        if same is None:
            rows.append(_row(finding))
            words[finding.message, finding.printed] = rows[-1]
        elif (place := _cell(finding.places[0])) not in same["place"]:
            same["place"] += f"；{place}"
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for column in ("message", "printed", "recomputed", "arithmetic", "place"):
        frame[column] = [mask_text(text) for text in frame[column]]
    rank = {severity: number for number, severity in enumerate(SEVERITIES)}
    return frame.sort_values("severity", key=lambda keys: keys.map(rank), kind="stable", ignore_index=True)


def _adds(finding: Finding, figures: frozenset[str]) -> bool:
    """Whether the gate cannot have found it: it crosses sheets, or stands in words."""
    crosses = len({(place.file, place.name) for place in finding.places}) > 1
    return crosses or finding.family in BETWEEN_PLACES or _cell(finding.places[0]) not in figures


def _book_row(finding: TableFinding) -> Row:
    values = (
        FAMILIES[finding.family],
        finding.severity,
        finding.message,
        finding.printed,
        finding.recomputed,
        finding.arithmetic,
        "；".join(finding.places),
        finding.code,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _cell(place: Place) -> str:
    """A place as the clean tables write it: their names of files and sheets are masked."""
    return mask_label(str(place))


def _row(finding: Finding) -> Row:
    places = finding.places if finding.family in BETWEEN_PLACES else finding.places[:1]
    return finding_row(finding, "；".join(dict.fromkeys(map(_cell, places[:SHOWN_PLACES]))))


def finding_row(finding: Finding, place: str) -> Row:
    """A finding of an audit in the columns `COLUMNS` of the page's list, at a place as the page names it."""
    return {
        "kind": FAMILIES[finding.family],
        "severity": finding.severity,
        "message": finding.message,
        "printed": finding.printed,
        "recomputed": finding.recomputed,
        "arithmetic": finding.arithmetic,
        "place": place,
        "code": finding.code,
    }
