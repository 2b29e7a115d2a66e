"""Ratios (比率与占比): claims that one figure is a part or a multiple of another."""
