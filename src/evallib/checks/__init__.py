"""Checks (校验): the gate between raw and clean."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "check": "check_path describe",
    "rules.engine": "needs_library run_rules",
    "findings": "TableFinding each_once other_problems read_findings severity_of",
    "gate": "check_unit clean_unit",
    "rules.gx_suites": "from_library to_library",
    "rules.plain_rules": "RULES answer answered",
    "record": "read_record",
    "rules.rule_proposals": "accept_rules propose_rules",
    "rules.rule_words": "with_words",
    "states": "State",
    "store": "UnitData read_table",
    "versions": "version_changes",
    "rules.rule": "LabelledKind Rule RuleWords Suite",
    "suites": "check_frame check_table load_suite",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
