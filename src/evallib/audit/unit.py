"""A unit's list of findings (勾稽发现): what the clean tables and the audit of their sheets find, each thing once.

The clean tables know what a column means, the audit reads a sheet as it stands (headings, names, one table against
another). A finding of both is told in the words of the clean table, which name year and subject.
"""

from __future__ import annotations

import pandas as pd

from evallib.audit.document import Place
from evallib.audit.extract.sheets import document_of
from evallib.audit.findings import FAMILIES, SEVERITIES, Finding
from evallib.audit.reconcile import Row, reconcile
from evallib.audit.report import Audit, audit_document
from evallib.checks.store import UnitData
from evallib.intake.files.workbook import read_workbook
from evallib.intake.tables.corrections import apply_corrections, load_corrections
from evallib.model.handed_in import find_spreadsheets
from evallib.model.problems import ProblemList
from evallib.privacy import mask_label, mask_text

COLUMNS = ["kind", "severity", "message", "printed", "recomputed", "arithmetic", "place", "code"]
#: Relations between two printed figures: without the second place nobody finds the other one.
BETWEEN_PLACES = ("same", "name", "target")
SHOWN_PLACES = 6


def unit_findings(data: UnitData) -> pd.DataFrame:
    """Everything that does not agree in the spreadsheets of a unit and year.

    Args:
        data: the unit's clean tables.

    Returns:
        One row per finding: ``kind`` (its family in Chinese), ``severity`` (a key of `SEVERITIES`), ``message``,
        ``printed``, ``recomputed``, ``arithmetic``, ``place`` (file › sheet › cells) and ``code``; the gravest first.
    """
    return combined(reconcile({name: data.table(name) for name in data.names()}), audit_sheets(data))


def audit_sheets(data: UnitData) -> Audit:
    """One audit of all sheets that became clean tables, with the corrections applied.

    All together, because what one workbook says of a figure another may contradict (绩效目标 and 指标体系). A sheet that the gate kept out is not read: its figures are on no page. Exports of cases are none of these sheets.
    """
    folder = data.workspace.raw_dir(data.unit, data.year)
    wanted = {
        place
        for name in data.names()
        for place in data.table(name)[["source_file", "source_sheet"]].itertuples(index=False, name=None)
    }
    files = {file for file, _ in wanted}
    paths = [path for path in find_spreadsheets(folder) if mask_label(path.name) in files]
    sheets = [sheet for path in paths for sheet in read_workbook(path)]
    if sheets:
        apply_corrections(load_corrections(folder), sheets, ProblemList(), lambda sheet: list(map(tuple, sheet.rows)))
    kept = [s for s in sheets if (mask_label(s.file), mask_label(s.name)) in wanted]
    return audit_document(document_of(kept, data.year))


def combined(reconciled: pd.DataFrame, audit: Audit) -> pd.DataFrame:
    """The findings of both engines without repetitions.

    Two findings are one if their printed figure stands in the same cell and the reason is of one family, or if
    figures and words are the same (a heading that is printed in two tables). What the audit doubts (把握低: a list that
    may name only some of its parts) is left out, since the clean table knows whether it is a breakdown.
    """
    rows: dict[tuple[str, str], Row] = {}
    for values in reconciled.to_dict("records"):
        family = str(values["code"]).partition(".")[0]
        rows[values["place"], family] = {"kind": FAMILIES[family]} | {str(name): cell for name, cell in values.items()}
    words: dict[tuple[str, ...], Row] = {}
    certain = [finding for finding in audit.findings if finding.confidence != "low"]
    # An amount in another unit than its column: the clean table's sum compares 元 with 万元, the audit's does not.
    slips = {_cell(finding.places[0]) for finding in certain if finding.code == "unit.column"}
    rows = {key: row for key, row in rows.items() if key[1] != "sum" or key[0] not in slips}
    for finding in certain:
        place = _cell(finding.places[0])
        same = rows.get((place, finding.family)) or words.get((finding.message, finding.printed))
        if same is None:
            rows[place, finding.family] = words[finding.message, finding.printed] = _row(finding)
        elif same["place"] == place:
            same["severity"] = finding.severity
            if "行之和" in same["arithmetic"]:
                same["arithmetic"] = finding.arithmetic
        else:
            same["place"] += f"；{place}"
    frame = pd.DataFrame(rows.values(), columns=COLUMNS)
    for column in ("message", "printed", "recomputed", "arithmetic", "place"):
        frame[column] = [mask_text(text) for text in frame[column]]
    rank = {severity: number for number, severity in enumerate(SEVERITIES)}
    return frame.sort_values("severity", key=lambda keys: keys.map(rank), kind="stable", ignore_index=True)


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
