"""Indicators that are told in sentences (文字叙述的指标): the goal, what was reached, and what it was given."""
