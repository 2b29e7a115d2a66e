"""Parsing (读法): the one place that turns what people write into typed values.

Pure: no pandas, no files, no clock. Every reader returns the list of readings that make sense, best first;
an empty list means that the text was not understood.
"""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "cells": "ValueProblemError clean_text parse_count parse_money parse_number parse_rate",
    "claims.cell": "cell_figure",
    "claims.cues": "direction_of is_base is_budget is_whole role_of whole_words",
    "claims.mentions": "find_mentions write_value",
    "claims.offers": "find_offers",
    "claims.passages": "read_passage",
    "claims.periods": "days_told",
    "claims.spoken": "find_spoken_shares read_spoken",
    "comparisons": "compare",
    "dates": "parse_date",
    "headers": "parse_header",
    "headers.decorations": "undress",
    "headers.lexicon_data": "by_word_of",
    "orders.limits": "read_limit",
    "orders.moments": "choose_order read_moment read_moments",
    "orders.order_ids": "lost_digits lost_zeros read_order_id",
    "numerals": "parse_numeral",
    "phrases": "judge_phrase",
    "percentages": "parse_percentage",
    "periods": "parse_period",
    "plain_text": "half_width squeeze",
    "quantities": "parse_quantity",
    "readings": "Reading",
    "orders.request_headers": "bare_header known_headers",
    "orders.statuses": "read_status status_words",
    "rules.rule_answers": "answer answer_many examples",
    "rules.rule_readings": "compile_rule score shown",
    "rules.telling.rule_telling": "tell",
    "targets": "parse_target",
    "years": "first_year",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
