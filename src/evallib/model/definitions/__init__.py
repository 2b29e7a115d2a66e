"""Definitions of rates (指标口径): what a rate divides by what, for whom and when, as dated data."""
