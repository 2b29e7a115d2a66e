"""Headers (表头): what a column means, by its words."""

from evallib.parsing.headers.decorations import Undressed, money_unit, undress
from evallib.parsing.headers.lexicon_data import Concept, by_word_of, concepts
from evallib.parsing.headers.matching import field_of, is_certain, parse_header

__all__ = [
    "Concept",
    "Undressed",
    "by_word_of",
    "concepts",
    "field_of",
    "is_certain",
    "money_unit",
    "parse_header",
    "undress",
]
