"""Rows (逐行): what the figures of one row of a table, or of a few rows, say of each other."""
