"""Open documents (.ods): formats, errors, hidden parts and formulas are told as for an .xlsx."""

import zipfile

import pytest

from evallib.intake import read_workbook
from evallib.model import EvallibError

NAMES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{word}:1.0"'
    for prefix, word in [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle")]
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip
STYLES = (
    '<number:number-style style:name="N1"><number:number number:decimal-places="2" number:min-integer-digits="1" '
    'number:display-factor="1000"/></number:number-style>'
    '<number:number-style style:name="N2"><number:number number:decimal-places="0" number:min-integer-digits="1"/>'
    "<number:text>件</number:text></number:number-style>"
    '<style:style style:name="thousands" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="heir" style:family="table-cell" style:parent-style-name="thousands"/>'
    '<style:style style:name="cases" style:family="table-cell" style:data-style-name="N2"/>'
)


def number(value, style="", kind="float", more=""):
    named = f'table:style-name="{style}" ' if style else ""
    return f'<table:table-cell {named}office:value-type="{kind}" office:value="{value}"{more}><text:p>x</text:p></table:table-cell>'


def write(path, rows, columns="<table:table-column/>"):
    content = (
        f"<office:document-content{NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{columns}{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def row(*cells, more=""):
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def test_formats_decide_through_cell_parent_row_and_column(tmp_path):
    rows = row(number(567210, "thousands"), number(567210, "heir"), number(12, "cases")) + row(
        number(1000), number(1000), more=' table:default-cell-style-name="thousands"'
    )
    [sheet] = read_workbook(write(tmp_path / "a.ods", rows))
    assert sheet.rows[0] == [567.21, 567.21, "12件"] and sheet.rows[1][:2] == [1, 1]
    column = '<table:table-column table:default-cell-style-name="cases"/>'
    [sheet] = read_workbook(write(tmp_path / "b.ods", row(number(3), number(4)), column))
    assert sheet.rows == [["3件", 4]]


def test_percentages_errors_hidden_rows_and_empty_formulas_are_told(tmp_path):
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    rows = (
        row(number("0.9733", kind="percentage"), error)
        + row(number(1), more=' table:visibility="collapse"')
        + row('<table:table-cell table:formula="of:=[.A1]"/>', number(5))
    )
    [sheet] = read_workbook(write(tmp_path / "a.ods", rows))
    assert sheet.number_format(0, 0) == "0.00%" and sheet.value(0, 1) == "#DIV/0!"
    assert sheet.facts.hidden_rows == (2,) and sheet.facts.uncomputed == ("A3",)


@pytest.mark.slow
@pytest.mark.parametrize(
    "rows",
    [
        row(number(1, more=' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1048576"'),
        row(number(1, "cases", more=' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1000000"'),
    ],
)  # fmt: skip
def test_repeated_cells_that_make_a_giant_are_refused(tmp_path, rows):
    with pytest.raises(EvallibError):
        read_workbook(write(tmp_path / "a.ods", rows))
