"""Guarding (入口检查): nothing that was handed in is parsed without bounds."""
