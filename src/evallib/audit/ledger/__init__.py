"""Ledger (数字台账): every printed figure of a document, what it claims, and whether the claims hold together.

What all its readers speak of is offered here: the figures of a document (`Ledger`, `Entry`), what may hold between them
(`Formula`, `Relation`) and what one of them says (`Claim`).
"""

from evallib.audit.ledger.claims import Claim, by_group
from evallib.audit.ledger.context import Ledger
from evallib.audit.ledger.entries import Entry, addable, alike
from evallib.audit.ledger.formulas import HUNDRED, LESS, PRODUCT, RATE, REST, SUM, Formula
from evallib.audit.ledger.labels import core, likeness
from evallib.audit.ledger.relations import Relation, make

__all__ = [
    "HUNDRED",
    "LESS",
    "PRODUCT",
    "RATE",
    "REST",
    "SUM",
    "Claim",
    "Entry",
    "Formula",
    "Ledger",
    "Relation",
    "addable",
    "alike",
    "by_group",
    "core",
    "likeness",
    "make",
]
