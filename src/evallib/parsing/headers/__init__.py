"""Headers (表头): what a column means, by its words."""

from evallib.parsing.headers.decorations import Undressed, money_unit, undress
from evallib.parsing.headers.lexicon_data import Concept, by_word_of, concepts
from evallib.parsing.headers.matching import field_of, is_certain, is_likeness, parse_header, unit_fits
from evallib.parsing.headers.spans import Span, span_of
from evallib.parsing.headers.values_meant import concept_of, corrects

__all__ = [
    "Concept",
    "Span",
    "Undressed",
    "by_word_of",
    "concept_of",
    "concepts",
    "corrects",
    "field_of",
    "is_certain",
    "is_likeness",
    "money_unit",
    "parse_header",
    "span_of",
    "undress",
    "unit_fits",
]
