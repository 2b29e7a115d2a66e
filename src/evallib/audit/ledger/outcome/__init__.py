"""Outcome (结果): corrections as findings with how sure they are, and relations that hold as agreements."""
