"""Batch (批量): one notebook per unit × year through papermill."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "engines.forked_calls": "serve steps_of",
    "engines.forked_child": "stays",
    "closing": "prepare",
    "console": "dry_run_lines report_line summary_lines",
    "engines.cell_engine": "CellEngine NAME register",
    "engines.executors": "InlineExecutor Workers default_engine default_jobs",
    "engines.first_use": "read_once",
    "engines.fork_server": "ChildDiedError ForkServerExecutor",
    "engines.rehearsal": "hand_in rehearse report_invented",
    "engines.warm": "warm_reports warm_workers",
    "execution": "Job",
    "notebook_outputs": "recorded_figures",
    "planning.gates": "GateState KEY RECORD Rules UNITS current_state gate_key stamp_key warm_gate",
    "planning.hashes": "FileHashes library_versions",
    "planning.parameters": "check_parameters convert declared_parameters parse_parameters",
    "planning.plan": "Fingerprints Selection Task make_plan read_parameters why_build",
    "planning.up_to_date": "Options",
    "records": "ReportResult last_run write_result",
    "report": "build_report",
    "run": "RunResult run_reports",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
