"""Movements (增减): claims that a figure grew or fell."""
