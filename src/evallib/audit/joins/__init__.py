"""Joins (全文勾稽): what needs the whole document: rules and scores, goals and values, counts, lists, dates, names."""
