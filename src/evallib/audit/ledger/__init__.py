"""Ledger (数字台账): every printed figure of a document, what it claims, and whether the claims hold together."""
