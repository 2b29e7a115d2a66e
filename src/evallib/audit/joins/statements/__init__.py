"""Statements (陈述): what a sentence says of a table, of a score or of a unit, held against the rest of the document."""
