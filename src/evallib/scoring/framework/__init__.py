"""Frameworks (指标体系): indicator systems and their rules, as data."""
