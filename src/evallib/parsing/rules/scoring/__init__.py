"""Exact evaluation of a rule for a value as people write it."""
