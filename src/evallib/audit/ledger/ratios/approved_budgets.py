"""Approved budgets (批准的预算): what “占年初预算的P%” can be a share of."""

from __future__ import annotations

from evallib.audit.ledger import Entry

_APPROVED = ("批准", "核定", "下达", "批复")


def is_budget_of_shares(whole: Entry) -> bool:
    """“一般公共预算支出完成1.5亿元” is what was done, and no budget that anything has a share of."""
    approved = whole.label.startswith(_APPROVED)
    return approved or whole.is_budget or whole.label.endswith(("预算", "预算数", "预算总额", "预算资金"))


def is_approved_before(whole: Entry, part: Entry) -> bool:
    """“批准基金预算收入4.2亿元。上半年完成9137万元，占年初预算的21.8%”: the budget is told right before."""
    approved = whole.label.startswith(_APPROVED) and whole.paragraph == part.paragraph
    return approved and part.sentence - whole.sentence <= 1
