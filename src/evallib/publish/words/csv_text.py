"""CSV for readers (对外的 csv): texts that a spreadsheet program would run as formulas are written as texts."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

#: A leading sign that starts a formula; full-width ones do in Chinese editions.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|\t\r]")
NUMBER = re.compile(r"[+-]?[\d,]+(?:\.\d+)?[%％]?")
#: List marks that Excel takes for something else: (1) for -1, 1-2 and 1/2 for a day of this year.
MISREAD = re.compile(r"\s*(?:[(（][\d.,]+[)）]|\d{1,2}[-/]\d{1,2})\s*")
DASHES = re.compile(r"[-－—\s]+")


def inert_text(value: Any) -> Any:
    r"""A text that no spreadsheet program evaluates or misreads; other values, numbers and plain dashes as they are.

    >>> inert_text('=HYPERLINK("http://x")'), inert_text("-3.5%"), inert_text("—"), inert_text(5), inert_text("(1)")
    ('\'=HYPERLINK("http://x")', '-3.5%', '—', 5, "'(1)")
    """
    if not isinstance(value, str) or value[:1].isalpha():
        return value  # most texts begin with a letter or a sign of script
    if MISREAD.fullmatch(value):
        return "'" + value
    if not FORMULA.match(value):
        return value
    return value if NUMBER.fullmatch(value) or DASHES.fullmatch(value) else "'" + value


def csv_text(frame: pd.DataFrame) -> str:
    r"""A frame as CSV; write it with encoding ``utf-8-sig``, so that Excel shows the Chinese text.

    >>> csv_text(pd.DataFrame({"名称": ["@SUM(A1)"], "件数": [3]}))
    "名称,件数\n'@SUM(A1),3\n"
    """
    texts = {name: column.map(inert_text) for name, column in frame.items() if column.dtype.kind not in "biufM"}
    safe = frame.assign(**{str(name): column for name, column in texts.items()})
    safe.columns = [inert_text(str(name)) for name in frame.columns]
    return str(safe.to_csv(index=False, lineterminator="\n"))
