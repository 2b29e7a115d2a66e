"""Parsing (读法): the one place that turns what people write into typed values.

Pure: no pandas, no files, no clock. Every reader returns the list of readings that make sense, best first;
an empty list means that the text was not understood.
"""

from evallib.parsing.dates import parse_date
from evallib.parsing.headers import parse_header
from evallib.parsing.numerals import parse_numeral
from evallib.parsing.percentages import parse_percentage
from evallib.parsing.periods import parse_period
from evallib.parsing.quantities import parse_quantity
from evallib.parsing.readings import Reading
from evallib.parsing.targets import parse_target

__all__ = [
    "Reading",
    "parse_date",
    "parse_header",
    "parse_numeral",
    "parse_percentage",
    "parse_period",
    "parse_quantity",
    "parse_target",
]
