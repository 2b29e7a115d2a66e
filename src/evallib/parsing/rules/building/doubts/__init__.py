"""Reasons to distrust a compiled rule: unused words and numbers, printed conditions that it breaks, points that no rule may give."""
