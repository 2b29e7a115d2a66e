"""Counts (所说的项数): so many of a kind, said of a list, a row of values or a table."""
