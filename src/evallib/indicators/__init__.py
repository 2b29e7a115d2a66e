"""Indicators (指标): pure maths, frame in and frame out."""
