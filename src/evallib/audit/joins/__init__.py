"""Joins (全文勾稽): relations that need the whole document: rules and scores, goals and values, counts and lists, dates, names."""
