"""Verbs of the gate (校验): check a path, write an empty template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evallib.cli.common import JsonOption, UnitOption, YearOption, write_json, writing


def check(
    path: Annotated[Path, typer.Argument(metavar="路径", help="一个表格文件、data/raw/<单位>/<年度>，或整个 data/raw")],
    year: Annotated[int | None, typer.Option("--year", help="路径中看不出年度时写明")] = None,
    json_file: JsonOption = None,
) -> None:
    """只校验，不写入 data/clean；退出码 0 为可以进入，1 为有表不能进入，2 为路径有误。"""
    from evallib.checks.check import check_path, describe

    report = check_path(path, year)
    for line in describe(report):
        typer.echo(line)
    write_json(report, json_file)
    raise typer.Exit(report.exit_code)


def template(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="表类", help="表类：budget、四率、form（自评表）、scoring（指标体系表）等，见 docs/tables.md"
        ),
    ],
    unit: UnitOption,
    year: YearOption,
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx 文件；已有的文件不覆盖")],
) -> None:
    """写一份空白表：表头、下拉选项、数据验证和填表说明齐备，填好即可通过校验。"""
    from evallib.model.workspace.units import Workspace
    from evallib.publish.forms.blank_table import write_template

    if kind in {"scoring", "指标体系"}:
        from evallib.scoring.framework.evaluator.blank_table import write_blank_table

        with writing(out):
            typer.echo(f"已写入 {write_blank_table(out)}")
        return
    with writing(out):
        typer.echo(f"已写入 {write_template(kind, Workspace.find().at(unit, year), out)}")


def map_columns(
    path: Annotated[Path, typer.Argument(metavar="路径", help="一个表格文件、.docx 或 .pdf")],
    write: Annotated[
        bool, typer.Option("--write", help="把待确认的对照写入文件旁的 mapping.yaml；已有的内容保留")
    ] = False,
) -> None:
    """逐列说明一个文件怎样被读入：按什么理由对应哪一列，哪些待确认；打印要写进 mapping.yaml 的几行。"""
    from evallib.intake.requests.exports import find_mapping
    from evallib.intake.tables.mapping_file import add_wordings
    from evallib.intake.tables.proposals import propose
    from evallib.model.table_words import table_words
    from evallib.privacy import mask_text

    asked: dict[str, list[str]] = {}
    settled: dict[str, dict[str, list[str]]] = {}
    _show_prose(path)
    if _show_orders(path):
        return
    for table in propose(path, table_words(find_mapping(path.parent))):
        typer.echo(f"{table.sheet}：{table.title}（{table.kind}）")
        for item in table.columns:
            meant = f"{item.label}（{item.column}）" if item.column else item.label or "未读入"
            told = "，请确认" if item.open else ""
            samples = mask_text("、".join(item.samples)) if item.samples else "空"
            typer.echo(f"  {item.cell} “{item.text}” → {meant}{told}；依据：{item.evidence}；例：{samples}")
            if item.open and item.column:
                settled.setdefault(table.kind, {}).setdefault(item.column, []).append(item.text)
        known = asked.setdefault(table.kind, [])
        known += [line for line in table.lines() if line not in known]
    lines = [line for kind, own in asked.items() if own for line in (f"  {kind}:", *own)]
    if not lines:
        typer.echo("没有待确认的列。")
        return
    text = "\n".join(["tables:", *lines])
    target = path.parent / "mapping.yaml"
    if write and settled:
        written = add_wordings(path.parent, settled)
        typer.echo(f"已写入 {written}，请核对；看不出含义的列不写。再运行 evallib map，不再问的即已认定。")
        return
    typer.echo(
        f"请把下列各行写进 {target.name}（放在文件旁、单位文件夹或 data/raw 下），"
        f"“看不出含义”的表头中需要的，照上面的写法各写一行 列的英文名: [表头]：\n{text}"
    )


def _show_prose(path: Path) -> None:
    """What the paragraphs of a document offer, by table; the tables follow."""
    from evallib.model.schema import get_schema
    from evallib.model.workspace.handed_in import DOCUMENT_SUFFIXES
    from evallib.privacy import mask_text

    if path.suffix.lower() not in DOCUMENT_SUFFIXES:
        return
    from evallib.audit.extract.reader import read_document
    from evallib.audit.reading.prose_offers import prose_offers

    found = list(prose_offers(read_document(path)))
    if not found:
        return
    typer.echo(f"正文文字中有 {len(found)} 个数可以录入（只是建议，不会自动入库）：")
    for kind in dict.fromkeys(item.offer.table for item in found):
        schema = get_schema(kind)
        typer.echo(f"  {schema.title}（空白表：evallib template {kind} …）")
        for item in (item for item in found if item.offer.table == kind):
            offer = item.offer
            label = schema.column(offer.column).label
            typer.echo(
                f"    {item.place} “{mask_text(offer.name)}” {label} {offer.text}；依据：{mask_text(offer.evidence)}"
            )


def _show_orders(path: Path) -> bool:
    """The columns of a case export, which are fields of single requests, none of a table; whether the file is one."""
    from evallib.intake.requests.exports import find_mapping, open_export
    from evallib.intake.requests.sheets.column_roles import find_request_header
    from evallib.model.requests import load_schema

    mapping = find_mapping(path.parent)
    schema = load_schema(mapping)
    export = open_export(path)
    found = {
        sheet: find_request_header(head, schema) for sheet, head in (export.heads if export else {}).items() if head
    }
    if not any(header and (header.is_for_requests or header.lacks_time) for header in found.values()):
        return False
    for sheet, header in found.items():
        if header is None or not (header.is_for_requests or header.lacks_time):
            typer.echo(f"{sheet}：不是工单明细")
            continue
        lacks = "，认不出哪一列是受理时间，还不能读入" if header.lacks_time else ""
        typer.echo(f"{sheet}：{schema.title}（逐件明细，见 docs/requests.md）{lacks}")
        fields = {index: name for name, index in header.columns.items()}
        for index, text in sorted(header.texts.items()):
            name = fields.get(index)
            typer.echo(f"  “{text}” → {f'{schema.labels[name]}（{name}）' if name else '未读入'}")
        if header.unknown:
            rest = [f"{schema.labels[name]} {name}" for name in schema.fields if name not in header.columns]
            typer.echo(f"  未读入的列可以写作：{'、'.join(rest)}")
    typer.echo(
        "含义不对、没有读入而要用的，在 mapping.yaml 的 columns 中写明，例如 columns: {closed_datetime: [实际办结时间]}"
    )
    return True
