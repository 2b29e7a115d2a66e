"""Statements (陈述): what a sentence says of a table, a score or a unit, held against the rest of the document."""
