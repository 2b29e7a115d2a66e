"""Column choices (列的取舍): which columns an export's fields were taken from, told; and as proposals for a mapping file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evallib.intake.files.sheet_xml import column_letters
from evallib.intake.requests.sheets.column_roles import RequestHeader, find_request_header
from evallib.intake.requests.sheets.sheet_reading import SheetReading
from evallib.intake.requests.sheets.text_grids import read_grids
from evallib.model.requests import RequestSchema, load_schema
from evallib.parsing.orders.request_headers import MAPPING, PARTS, SOURCES
from evallib.privacy import mask_text

SYNTHETIC = "合成数据"
SAMPLES = 3


@dataclass(frozen=True)
class ColumnProposal:
    """What a column of an export is taken for.

    Args:
        sheet: name of the sheet.
        letters: column letters.
        header: its header as written.
        field: the field, or empty where none is proposed.
        label: Chinese name of the field.
        source: why: 映射文件, 标准表头, 已知写法, 按字面推断.
        samples: some of its values; none of columns that tell who somebody is.
        rivals: headers of other columns that name the same field.
    """

    sheet: str
    letters: str
    header: str
    field: str
    label: str
    source: str
    samples: tuple[str, ...]
    rivals: tuple[str, ...] = ()


def tell_choices(sheet: SheetReading, schema: RequestSchema) -> None:
    """Say which headers were read by their parts, which of several columns was taken, and which were not read."""
    header = sheet.header
    inferred = [f"{header.texts[choice.column]}→{schema.labels[name]}"
                for name, choice in header.choices.items() if choice.claim.source == PARTS]  # fmt: skip
    if inferred:
        sheet.note("intake.inferred_columns", "这些列的含义按表头字面推断：" + "、".join(inferred),
                   advice="如有不符，请在 mapping.yaml 的 columns 中写明")  # fmt: skip
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
        sheet.note("intake.row_numbers", "没有工单编号，按行号计：每行一件，跨文件的重复无法识别", severity="warning",
                   advice="如另有能区分工单的列，请在 mapping.yaml 写 columns: {service_request_id: [该列表头]}")  # fmt: skip


def _tell_choice(sheet: SheetReading, schema: RequestSchema, name: str) -> None:
    header, choice = sheet.header, sheet.header.choices[name]
    taken, others = header.texts[choice.column], [header.texts[index] for index in choice.others]
    letters = "、".join(_letters(sheet, index) for index in sorted({choice.column, *choice.others}))
    label, where = schema.labels[name], f"{letters}列"
    if taken in others:
        sheet.note("intake.duplicate_header", f"有 {1 + others.count(taken)} 列的表头相同：“{taken}”，“{label}”取 {_letters(sheet, choice.column)} 列",
                   cell=where, severity="warning", advice="请把其中不是它的一列改名后重新导出")  # fmt: skip
    others = [text for text in dict.fromkeys(others) if text != taken]
    if others and choice.claim.source != MAPPING:
        sheet.note("intake.column_choice", f"“{label}”取自“{taken}”（{SOURCES[choice.claim.source]}）；“{'”、“'.join(others)}”也可作此项，未取用",
                   cell=where, advice=f"如应取另一列，请在 mapping.yaml 写 columns: {{{name}: [{others[0]}]}}")  # fmt: skip


def _letters(sheet: SheetReading, index: int) -> str:
    return column_letters(index + sheet.grid.first_column)


def propose_columns(path: Path, mapping: Path | str | None = None) -> list[ColumnProposal]:
    """What each column of an export is taken for, for whoever writes a mapping file; empty if it is no export.

    Args:
        path: the export.
        mapping: a mapping file that already counts.

    Raises:
        EvallibError: the file cannot be read.
    """
    schema = load_schema(mapping)
    found = []
    for grid in read_grids(path):
        header = find_request_header(grid.head(), schema)
        if header is not None:
            found += _proposals(grid.sheet or path.stem, grid.head(), grid.first_column, header, schema)
    return found


def _proposals(
    sheet: str, head: list[list[str | None]], first: int, header: RequestHeader, schema: RequestSchema
) -> list[ColumnProposal]:
    fields = {choice.column: name for name, choice in header.choices.items()}
    rivals = {name: [header.texts[index] for index in choice.others] for name, choice in header.choices.items()}
    proposals = []
    for index, text in header.texts.items():
        name = fields.get(index, "")
        kind = schema.fields[name].type if name else "text"
        values = [row[index] or "" for row in head[header.top + header.rows :] if index < len(row)]
        shown = [] if kind in {"person", "drop"} else list(dict.fromkeys(filter(None, values)))[:SAMPLES]
        source = SOURCES[header.choices[name].claim.source] if name else ""
        proposals.append(
            ColumnProposal(sheet, column_letters(index + first), text, name, schema.labels.get(name, ""), source,
                           tuple(mask_text(value)[:30] for value in shown), tuple(rivals.get(name, ())))
        )  # fmt: skip
    return proposals


def mapping_lines(proposals: list[ColumnProposal]) -> str:
    """The mapping file that would fix the proposals, as text; columns without a field stand in a comment.

    >>> print(mapping_lines([ColumnProposal("", "A", "单号", "service_request_id", "工单编号", "已知写法", ()),
    ...                      ColumnProposal("", "B", "备注", "", "", "", ())]))
    columns:
      service_request_id: [单号]  # 工单编号
    # 未读入：备注
    """
    lines = ["columns:"]
    lines += [f"  {item.field}: [{item.header}]  # {item.label}" for item in proposals if item.field]
    unread = [item.header for item in proposals if not item.field]
    return "\n".join([*lines, *(["# 未读入：" + "、".join(unread)] if unread else [])])
