"""evallib: exact, explainable indicators, scoring and audit for 预算绩效评价 and 12345 hotlines.

Importing this package is cheap on purpose: rooms are imported where they are used.
"""

__version__ = "0.1.0"
