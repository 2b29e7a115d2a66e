"""A unit's list of findings (勾稽发现): what the clean tables and the audit of their sheets find, each thing once.

The clean tables know what a column means, the audit reads a sheet as it stands (headings, names, one table against
another). A finding of both is told in the words of the clean table, which name year and subject.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from evallib.audit.extract.sheets import document_of
from evallib.audit.findings import FAMILIES, SEVERITIES, Finding
from evallib.audit.reconcile import Row, reconcile
from evallib.audit.report import Audit, audit_document
from evallib.checks.store import UnitData
from evallib.intake.corrections import apply_corrections, load_corrections
from evallib.intake.folder import find_spreadsheets
from evallib.intake.workbook import Sheet, read_workbook
from evallib.model.problems import ProblemList
from evallib.privacy.masking import mask_text

COLUMNS = ["kind", "severity", "message", "printed", "recomputed", "arithmetic", "place", "code"]
#: Relations between two printed figures: without the second place nobody finds the other one.
BETWEEN_PLACES = ("same", "name")
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


def audit_sheets(data: UnitData) -> list[Audit]:
    """The audit of each workbook, of those sheets that became clean tables and with the corrections applied.

    A sheet that the gate kept out is not read: its figures are on no page. Exports of cases are none of these sheets.
    """
    folder = data.workspace.raw_dir(data.unit, data.year)
    wanted = {
        place
        for name in data.names()
        for place in data.table(name)[["source_file", "source_sheet"]].itertuples(index=False, name=None)
    }
    if not wanted:
        return []
    files = {file for file, _ in wanted}
    paths = [path for path in find_spreadsheets(folder) if mask_text(path.name, False)[0] in files]
    sheets = [sheet for path in paths for sheet in read_workbook(path)]
    apply_corrections(load_corrections(folder), sheets, ProblemList())
    kept: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        if (mask_text(sheet.file, False)[0], mask_text(sheet.name, False)[0]) in wanted:
            kept.setdefault(sheet.file, []).append(sheet)
    return [audit_document(document_of(file, found)) for file, found in kept.items()]


def combined(reconciled: pd.DataFrame, audits: Iterable[Audit]) -> pd.DataFrame:
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
    for audit in audits:
        certain = [finding for finding in audit.findings if finding.confidence != "low"]
        # An amount in another unit than its column: the clean table's sum compares 元 with 万元, the audit's does not.
        slips = {_place(audit, finding) for finding in certain if finding.code == "unit.column"}
        rows = {key: row for key, row in rows.items() if key != (key[0], "sum") or key[0] not in slips}
        for finding in certain:
            place = _place(audit, finding)
            same = rows.get((place, finding.family)) or words.get((finding.message, finding.printed))
            if same is None:
                row = _row(audit, finding)
                rows[place, finding.family] = words[finding.message, finding.printed] = row
            elif same["place"] == place:
                same["severity"] = finding.severity
                if "行之和" in same["arithmetic"]:
                    same["arithmetic"] = finding.arithmetic
            else:
                same["place"] += f"；{place}"
    frame = pd.DataFrame(rows.values(), columns=COLUMNS)
    for column in ("message", "printed", "recomputed", "arithmetic", "place"):
        frame[column] = [mask_text(text)[0] for text in frame[column]]
    rank = {severity: number for number, severity in enumerate(SEVERITIES)}
    return frame.sort_values("severity", key=lambda keys: keys.map(rank), kind="stable", ignore_index=True)


def _place(audit: Audit, finding: Finding) -> str:
    return f"{audit.document.name} › {finding.places[0]}"


def _row(audit: Audit, finding: Finding) -> Row:
    places = finding.places if finding.family in BETWEEN_PLACES else finding.places[:1]
    shown = dict.fromkeys(str(place) for place in places[:SHOWN_PLACES])
    row: dict[str, Any] = {
        "kind": FAMILIES[finding.family],
        "severity": finding.severity,
        "message": finding.message,
        "printed": finding.printed,
        "recomputed": finding.recomputed,
        "arithmetic": finding.arithmetic,
        "place": f"{audit.document.name} › {'；'.join(shown)}",
        "code": finding.code,
    }
    return row
