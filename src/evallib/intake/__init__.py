"""Intake (读取): spreadsheets as handed in → typed tables."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "copied_columns": "PERSON UNREAD table_columns",
    "files.guarding.allowances": "Allowance TABLE_ALLOWANCE",
    "files.cell_states": "read_states",
    "files.guarding.document_guard": "inspect_document",
    "files.guarding.guard": "file_kind inspect_package",
    "files.guarding.guarded": "count_bytes end_readers read_guarded",
    "files.guarding.limits": "EXPORT",
    "files.number_formats": "meaning shown",
    "files.old_records": "read_old_facts",
    "files.guarding.plain_values": "unpack_values",
    "files.sheet_parse": "parse_sheet",
    "files.sheet_xml": "MAX_TOLD SheetScan",
    "files.web_tables": "web_tables",
    "files.workbook": "read_workbook",
    "forms.form_shape": "find_forms",
    "grids.pdf_tables": "line_blocks",
    "grids.reading_documents": "read_document",
    "parsed_files": "masked_sheets parse_file",
    "requests.exports": "find_export",
    "requests.sheets.column_roles": "assign_headers",
    "requests.sheets.field_values": "clean_texts parse_counts parse_levels",
    "requests.sheets.workbook_pieces": "read_in_pieces told_of",
    "requests.reading": "ServiceRequests clean_schema read_service_requests",
    "requests.samples.sample_export": "as_clean write_sample write_sample_district write_sample_parquet",
    "requests.samples.sample_requests": "generate_requests",
    "requests.sheets.stamp_values": "read_stamps",
    "requests.store": "Engine open_requests",
    "requests.two_years": "open_two_years told_again",
    "tables.corrections": "Corrections",
    "tables.headers.header_row": "find_headers",
    "tables.mapping_file": "add_wordings",
    "tables.proposals": "propose",
    "tables.recognition": "read_tables recognise",
    "tables.unit_folder": "read_file read_folder",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
