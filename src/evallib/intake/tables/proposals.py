"""Proposals (列的建议): what each column of a file is taken for, by which evidence, and lines to settle it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evallib.intake.files.sheet import Sheet
from evallib.intake.files.workbook import read_workbook
from evallib.intake.forms.form_shape import FUNDS, FormShape, find_forms
from evallib.intake.forms.funds.fund_columns import fund_columns
from evallib.intake.forms.funds.fund_questions import fund_header, unknown_amounts
from evallib.intake.forms.layouts.laid_out import laid_out
from evallib.intake.forms.told_columns import ASKED
from evallib.intake.grids.reading_documents import read_document
from evallib.intake.tables.headers.column_assignment import CERTAIN
from evallib.intake.tables.headers.column_roles import PLACE, ROLES, WHEN
from evallib.intake.tables.headers.header_cells import HeaderCell, header_cells
from evallib.intake.tables.headers.header_row import Header
from evallib.intake.tables.headers.unknown_headers import closest_kind
from evallib.intake.tables.recognition import recognise
from evallib.model.schema import Column, TableSchema, get_schema
from evallib.model.table_words import Words, quoted
from evallib.model.workspace.handed_in import DOCUMENT_SUFFIXES
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import concepts

SAMPLES = 3
ROLE_LABELS = {PLACE: "单位名称，取本单位的一行", WHEN: "每行的年度或月份"}
FORM, FORM_KIND = "项目支出绩效自评表", "self_evaluation_indicators"
FUNDS_TITLE, BY_FIGURES = "项目支出绩效自评表·资金", "资金各列中只缺这一列，或由执行率推出"
SILENT = "看不出含义"
BY_VALUES = "表头认不准，凭列中的值"


@dataclass(frozen=True)
class Proposal:
    """One column: where its header stands, what it says, what it is taken for, why, and some of its values.

    `column` is the column of the kind, empty where the header was not understood; `open` says that it has to be
    confirmed.
    """

    cell: str
    text: str
    column: str
    label: str
    evidence: str
    samples: tuple[str, ...]
    open: bool


@dataclass(frozen=True)
class TableProposal:
    """One table of a file: its sheet, its kind (empty where none fits), and its columns."""

    sheet: str
    kind: str
    title: str
    columns: tuple[Proposal, ...]

    def lines(self) -> list[str]:
        """The lines of mapping.yaml that settle what is open; headers that say nothing stand in a comment."""
        wanted = [item for item in self.columns if item.open]
        found: dict[str, list[str]] = {}
        for item in wanted:
            found.setdefault(item.column, []).append(quoted(item.text))
        silent = found.pop("", [])
        lines = [f"    {column}: [{', '.join(texts)}]" for column, texts in found.items()]
        return lines + ([f"    # 看不出含义：{'、'.join(silent)}"] if silent else [])


def propose(path: Path, words: Words | None = None) -> Iterator[TableProposal]:
    """What the tables of a file are taken for.

    Args:
        path: a spreadsheet, .docx or .pdf.
        words: own wordings that are settled already.

    Raises:
        EvallibError: the file cannot be read.
    """
    read = read_document if path.suffix.lower() in DOCUMENT_SUFFIXES else read_workbook
    for handed_in in read(path):
        laid = laid_out(handed_in)
        forms = find_forms(laid, words)
        sheet, headers = (laid, []) if forms else recognise(handed_in, words)
        for form in forms:
            named = {cell.column: name for name, cell in form.indicators.columns.items()}
            cells = form.indicators.cells
            given = {cell.column for name, cell in form.indicators.given.items() if name in ASKED}
            columns = tuple(
                _of_form(sheet, cell, named.get(cell.column, ""), form.indicators.bottom, cell.column in given)
                for cell in cells
            )
            yield TableProposal(sheet.name, FORM_KIND, FORM, columns)
            if money := tuple(_of_funds(sheet, form)):
                yield TableProposal(sheet.name, FUNDS, FUNDS_TITLE, money)
        for header in headers:
            yield TableProposal(sheet.name, header.schema.name, header.schema.title, tuple(_of_table(sheet, header)))
        if not forms and not headers:
            yield from _of_unknown(sheet)


def _of_form(sheet: Sheet, cell: HeaderCell, name: str, bottom: int, by_values: bool) -> Proposal:
    """A column of goals; if only its values tell, or nobody understood some of them, it has to be confirmed."""
    label = concepts()[name].title if name in concepts() else ""
    why = BY_VALUES if by_values else cell.meanings[0].evidence[0] if cell.meanings else SILENT
    own = name if name in get_schema(FORM_KIND).column_names else ""
    return Proposal(
        sheet.place(bottom, cell.column),
        cell.text,
        own,
        label,
        why,
        _samples(sheet, bottom, cell),
        by_values and bool(own),
    )


def _of_funds(sheet: Sheet, form: FormShape) -> Iterator[Proposal]:
    """The columns of a form's money; those that nobody understands have to be settled."""
    row = fund_header(sheet, form)
    if row is None:
        return
    schema = get_schema(FUNDS)
    unknown = unknown_amounts(sheet, form)
    for name, cell in fund_columns(sheet, row, form.fund_words).items():
        yield _proposal(
            sheet, schema, cell, name, cell.meanings[0].evidence[0] if cell.meanings else "自用表头", row, False
        )
    for name, cell in unknown.items():
        known = name if name in schema.column_names else ""
        yield _proposal(sheet, schema, cell, known, BY_FIGURES if known else "看不出含义", row, True)


def _of_table(sheet: Sheet, header: Header) -> Iterator[Proposal]:
    columns = {cell.column: (name, cell) for group in header.groups.values() for name, cell in group.items()}
    for _, (name, cell) in sorted(columns.items()):
        sure = name in ROLES or header.scores.get(name, CERTAIN) >= CERTAIN
        why = header.evidence.get(name, "表头相同")
        yield _proposal(sheet, header.schema, cell, name, why, header.bottom, not sure)
    for cell in header.unknown:
        yield _proposal(sheet, header.schema, cell, "", "不在这种表的列中", header.bottom, False)


def _of_unknown(sheet: Sheet) -> Iterator[TableProposal]:
    schema, missing, row = closest_kind(sheet)
    if schema is None:
        return
    cells = header_cells(sheet, row, row)
    given: dict[str, tuple[int, HeaderCell]] = {}
    for cell in cells:
        meant = [reading.value for reading in cell.meanings]
        names = ((c, _rank(c, cell, meant)) for c in schema.columns)
        name, rank = next(((c.name, rank) for c, rank in names if rank is not None), ("", 0))
        if name and (name not in given or rank < given[name][0]):
            given[name] = rank, cell
    columns = {cell.column: name for name, (_, cell) in given.items()}
    told = tuple(
        _proposal(
            sheet, schema, cell, name, cell.meanings[0].evidence[0] if name and cell.meanings else SILENT, row, True
        )
        for cell in cells
        for name in [columns.get(cell.column, "")]
    )
    lacking = (
        name
        for group in schema.needed
        if "或".join(schema.column(name).label for name in group) in missing
        for name in group
    )
    title = f"认不出；最接近“{schema.title}”，缺少：{'、'.join(missing)}（列的英文名：{'、'.join(lacking)}）"
    yield TableProposal(sheet.name, schema.name, title, told)


def _rank(column: Column, cell: HeaderCell, meant: Sequence[object]) -> int | None:
    """How likely a header is that of a column: by its own words, then by its first meaning, then by a later one."""
    if column.headers & {*cell.names}:
        return -1
    return next((rank + len(meant) for rank, name in enumerate(meant) if name in column.meanings), None)


def _proposal(
    sheet: Sheet, schema: TableSchema, cell: HeaderCell, name: str, why: str, bottom: int, is_open: bool
) -> Proposal:
    label = ROLE_LABELS[name] if name in ROLES else schema.column(name).label if name else ""
    return Proposal(
        sheet.place(bottom, cell.column),
        cell.text,
        "" if name in ROLES else name,
        label,
        why,
        _samples(sheet, bottom, cell),
        is_open,
    )


def _samples(sheet: Sheet, bottom: int, cell: HeaderCell) -> tuple[str, ...]:
    texts = (clean_text(sheet.value(row, cell.column)) for row in range(bottom + 1, len(sheet.rows)))
    return tuple(list(dict.fromkeys(text[:12] for text in texts if text))[:SAMPLES])
