"""The workbench (工作台): what an analyst opens in a notebook, and finds by Tab."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names
from evallib.workbench.lab.shell import in_lab as in_lab

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "column_map": "ColumnMap map_columns",
    "district": "District",
    "groups": "part_of",
    "lab.controls": "chooser controls",
    "lab.report_exporter": "ReportExporter",
    "opened_unit": "OpenedUnit",
    "request_month": "RequestMonth",
    "request_set": "RequestSet",
    "requests": "Requests",
    "starting.doctor": "examine_machine",
    "starting.laboratory": "open_laboratory server_environment server_words",
    "starting.new_workspace": "make_workspace",
    "starting.shipped_files": "sample_units shipped_files",
    "unit": "Unit",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES, own=["in_lab"])
