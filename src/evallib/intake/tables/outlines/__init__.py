"""Outlines (层级): which lines of a budget are parts of which; `choosing` weighs what `marks`, `looks`, `sums` tell."""
