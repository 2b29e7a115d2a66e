"""Clauses of a printed rule → one rule as plain data."""
