"""Intake (读取): spreadsheets as handed in → typed tables."""
