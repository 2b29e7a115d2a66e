"""Reasons to distrust a compiled rule: unused words and numbers, printed conditions broken, points out of reach."""
