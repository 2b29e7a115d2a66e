"""Scoring (评分): frameworks as data, scorecards with a trace of every point."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "batch_review": "BatchReview ReviewRow UnitTotal classify review_batch",
    "findings": "find",
    "framework.attainable": "misfits takes_all",
    "framework.definition": "Adjustment Framework Indicator",
    "framework.evaluator.blank_table": "write_blank_table",
    "framework.evaluator.evaluator_framework": "Review read_evaluator_table",
    "framework.evaluator.evaluator_grid": "read_word_grids",
    "framework.evaluator.evaluator_import": "ImportJob run_import",
    "framework.evaluator.review_sheet": "CHOICE REWRITTEN differences read_review write_review",
    "framework.examples": "check_file run_cases",
    "framework.from_sheet": "import_framework",
    "framework.catalogue": "BUILT_IN find_framework list_frameworks",
    "framework.loading": "check_framework load_framework",
    "framework.rules": "RULE_KINDS Rule",
    "framework.rules.lookup": "THREE_LEVELS",
    "framework.rules.printed_inputs": "spread_value",
    "framework.telling": "tell_adjustment tell_rule tell_value",
    "framework.text_agreement": "disagreement",
    "framework.to_sheet": "export_framework to_yaml",
    "inputs.entries": "Entry Sourced UnitInput",
    "inputs.forms": "form_inputs",
    "inputs.goal_values": "goal_value",
    "inputs.instance": "fill_goals",
    "inputs.loading_entries": "load_entries",
    "inputs.references": "resolver",
    "language.derived_values": "ValueSpec",
    "language.expression": "Ask NoScoreError OPERATORS Ref call evaluate lift",
    "language.targets": "Compound Moment Phrase Quantity parse parse_target settle",
    "language.wording": "branch day_from day_number one_of show written",
    "review_classes": "changed_targets",
    "score": "score_entries score_indicator score_unit",
    "scorecard": "Scorecard",
    "scorecards": "score_available",
    "what_if.many": "score_many",
    "what_if.sensitivity": "best_five improvements points_per_percent",
    "what_if.tornado": "movements tornado_frame",
    "what_if.whole_batch": "WhatIf reweighted with_standards",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
