"""Audit (勾稽核对): published figures against recomputed ones.

>>> from evallib.audit import audit_document
>>> from evallib.audit.extract.layout import build_document
>>> from evallib.audit.extract.text import split_lines
>>> text = "全年共受理1200件，其中投诉500件、咨询690件、其他20件。"
>>> audit_document(build_document("示例.txt", split_lines(text))).findings[0].message
'“共受理”与各项之和：重算为 1210件，报告为 1200件'
"""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "causes": "suggest_causes",
    "claims": "ClaimFile",
    "decisions": "Decision",
    "reading.document": "Cell Document Paragraph Place Table",
    "reading.figures": "Figure",
    "extract": "read_document",
    "extract.layout": "build_document",
    "extract.table_pieces": "Piece join_tables",
    "extract.text": "split_lines",
    "reading.facts": "Facts",
    "findings": "FAMILIES",
    "ledger.formulas": "RATE",
    "identities": "LESS SAME SUM Identity conclude judge",
    "reading.masked": "mask_document",
    "reading.places": "told_places",
    "reasons": "REASONS",
    "report": "audit_document audit_report",
    "result": "apply_decisions Audit write_json",
    "rules": "cliff points",
    "several": "audit_reports",
    "terminal": "print_audit shortened",
    "unit": "audit_sheets unit_findings",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
