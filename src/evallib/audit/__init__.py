"""Audit (勾稽核对): published figures against recomputed ones.

>>> from evallib.audit import audit_document
>>> from evallib.audit.extract.layout import build_document
>>> from evallib.audit.extract.text import split_lines
>>> text = "全年共受理1200件，其中投诉500件、咨询690件、其他20件。"
>>> audit_document(build_document("示例.txt", split_lines(text))).findings[0].message
'“共受理”与各项之和：重算为 1210件，报告为 1200件'
"""

from __future__ import annotations

from typing import Any

__all__ = ["Audit", "audit_document", "audit_report", "print_audit", "read_document", "write_json"]


def __getattr__(name: str) -> Any:
    """Load the room only when it is used, so that `import evallib` stays quick."""
    from importlib import import_module

    homes = {"print_audit": "terminal", "read_document": "extract"}
    if name in __all__:
        return getattr(import_module(f"evallib.audit.{homes.get(name, 'report')}"), name)
    raise AttributeError(name)
