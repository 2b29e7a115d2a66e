"""The words (词汇): table schemas, units and periods, money."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "definitions.registry": "check_cases definition_sets find_rate find_set load_set standard_label terms",
    "workspace.files": "write_bytes",
    "workspace.folders": "recover replacing",
    "levels": "line_level",
    "workspace.lock": "locked",
    "periods": "Period add_months evaluation_year month",
    "problems": "EvallibError Problem ProblemList",
    "pydantic_words": "ENGLISH OTHER WORDS chinese_message",
    "requests": "CLOSED_STATES EXCUSED_STATES MAPPINGS Mapping RequestSchema STATES load_schema",
    "rounding": "round_half_up",
    "samples": "SamplePlan allot load_plan scale_totals",
    "schema": "TableSchema all_schemas get_schema",
    "strict_yaml": "load_model load_yaml",
    "workspace.unit_info": "UnitInfo",
    "workspace.units": "UnitYear Workspace",
    "working_days": "WorkingCalendar",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
