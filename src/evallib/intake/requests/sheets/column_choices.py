"""Column choices (列的取舍): which columns of an export its fields come from, told and proposed for a mapping file."""

from __future__ import annotations

from evallib.intake.files.sheet_xml import column_letters
from evallib.intake.requests.sheets.sheet_reading import SheetReading
from evallib.model.requests import RequestSchema
from evallib.parsing.orders.request_headers import MAPPING, PARTS, SOURCES

SYNTHETIC = "合成数据"


def tell_choices(sheet: SheetReading, schema: RequestSchema) -> None:
    """Say which headers were read by their parts, which of several columns was taken, and which were not read."""
    header = sheet.header
    inferred = [
        f"{header.texts[choice.column]}→{schema.labels[name]}"
        for name, choice in header.choices.items()
        if choice.claim.source == PARTS
    ]
    if inferred:
        sheet.note(
            "intake.inferred_columns",
            "这些列的含义按表头字面推断：" + "、".join(inferred),
            advice="如有不符，请在 mapping.yaml 的 columns 中写明",
        )
    for name, choice in header.choices.items():
        if choice.others:
            _tell_choice(sheet, schema, name)
    for index, text in header.set_aside.items():
        sheet.note(
            "intake.column_of_texts", f"“{text}”列的内容不是规定的取值，未读入", cell=_letters(sheet, index) + "列"
        )
    unread = [text for text in header.unknown.values() if SYNTHETIC not in text]
    if unread:
        sheet.note("intake.unknown_columns", "这些列没有对应的字段，未读入：" + "、".join(unread))
    if "service_request_id" not in header.columns:
        sheet.note(
            "intake.row_numbers",
            "没有工单编号，按行号计：每行一件，跨文件的重复无法识别",
            severity="warning",
            advice="如另有能区分工单的列，请在 mapping.yaml 写 columns: {service_request_id: [该列表头]}",
        )


def _tell_choice(sheet: SheetReading, schema: RequestSchema, name: str) -> None:
    header, choice = sheet.header, sheet.header.choices[name]
    taken, others = header.texts[choice.column], [header.texts[index] for index in choice.others]
    letters = "、".join(_letters(sheet, index) for index in sorted({choice.column, *choice.others}))
    label, where = schema.labels[name], f"{letters}列"
    if taken in others:
        sheet.note(
            "intake.duplicate_header",
            f"有 {1 + others.count(taken)} 列的表头相同：“{taken}”，“{label}”取 {_letters(sheet, choice.column)} 列",
            cell=where,
            severity="warning",
            advice="请把其中不是它的一列改名后重新导出",
        )
    others = [text for text in dict.fromkeys(others) if text != taken]
    if others and choice.claim.source != MAPPING:
        sheet.note(
            "intake.column_choice",
            f"“{label}”取自“{taken}”（{SOURCES[choice.claim.source]}）；“{'”、“'.join(others)}”也可作此项，未取用",
            cell=where,
            advice=f"如应取另一列，请在 mapping.yaml 写 columns: {{{name}: [{others[0]}]}}",
        )


def _letters(sheet: SheetReading, index: int) -> str:
    return column_letters(index + sheet.grid.first_column)
