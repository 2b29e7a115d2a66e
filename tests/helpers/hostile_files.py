"""Files that are made to hurt whoever reads them: each small to make, and large or endless to read."""

import io
import zipfile
import zlib

WIDE = "</w:tcPr>"


def _package(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            with archive.open(name, "w") as part:
                for piece in text if isinstance(text, list | tuple) else [text]:
                    part.write(piece)


def _workbook(styles=b"<styleSheet/>", sheet=b"<row r='1'><c r='A1'><v>1</v></c></row>"):
    return {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": b"<Relationships><Relationship Id='R1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": b"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='a' r:id='R1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": b"<Relationships><Relationship Id='R1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
        "xl/styles.xml": styles,
        "xl/worksheets/sheet1.xml": [
            b"<worksheet><sheetData>",
            *(sheet if isinstance(sheet, list) else [sheet]),
            b"</sheetData></worksheet>",
        ],
    }


def _document(body):
    from docx import Document

    buffer = io.BytesIO()
    made = Document()
    made.add_table(1, 1).cell(0, 0).text = "合计"
    made.save(buffer)
    with zipfile.ZipFile(buffer) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["word/document.xml"] = body(parts["word/document.xml"])
    return parts


def many_styles(path):
    _package(path, _workbook([b"<styleSheet><cellXfs>", *([b"<xf/>" * 1_000_000] * 30), b"</cellXfs></styleSheet>"]))


def many_rows(path):
    _package(path, _workbook(sheet=[b"<row><c><v>1</v></c></row>" * 500_000] * 40))


def entities(path):
    _package(path, _workbook(sheet=b"<!DOCTYPE a [<!ENTITY b 'c'>]><row/>"))


def wide_span(path):
    _package(path, _document(lambda xml: xml.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="300000000"/>', 1)))


def many_paragraphs(path):
    _package(
        path,
        _document(lambda xml: [xml.split(b"</w:body>")[0], *([b"<w:p/>" * 1_000_000] * 30), b"</w:body></w:document>"]),
    )


def document_entities(path):
    _package(path, _document(lambda xml: xml.replace(b"?>", b"?><!DOCTYPE w:document [<!ENTITY a 'b'>]>", 1)))


def digits(path):
    path.write_text("1" * 200_000 + "万元" + "（" * 100_000, encoding="utf-8")


def commas(path):
    path.write_bytes(b"," * 60_000_000)


def many_operators(path):
    content = zlib.compress(b"1 0 0 rg 0 0 m 10 10 l S\n" * 1_000_000)
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj\n4 0 obj<</Filter/FlateDecode>>stream\n"
        + content
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def inflating_pdf(path):
    path.write_bytes(
        b"%PDF-1.4\n4 0 obj<</Filter/FlateDecode>>stream\n" + zlib.compress(b" " * 400_000_000, 1) + b"\nendstream"
    )


def repeated_cells(path):
    cell = b"<table:table-cell table:number-columns-repeated='16000' office:value='1'/>"
    row = b"<table:table-row table:number-rows-repeated='1000000'>" + cell + b"</table:table-row>"
    _package(
        path,
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b"<a><table:table>" + row * 100 + b"</table:table></a>",
        },
    )


def spanning_html(path):
    cell = "<td colspan=1000 rowspan=60000>1</td>"
    path.write_text("<table>" + ("<tr>" + cell * 400 + "</tr>") * 200 + "</table>", encoding="utf-8")


def deep_html(path):
    path.write_text("<table><tr><td>" * 300_000 + "1", encoding="utf-8")


def long_html(path):
    with path.open("w", encoding="utf-8") as file:
        file.write("<html><table>")
        for _ in range(90):
            file.write("<tr><td>1</td></tr>" * 50_000)


def unclosed_html(path):
    path.write_text("<table><tr><td " + 'a="' * 5_000_000 + "&lt;" * 1_000_000, encoding="utf-8")


SPREADSHEET = "<?xml version='1.0'?>{}<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet ss:Name='a'><Table>{}</Table></Worksheet></Workbook>"


def laughing_xml(path):
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    cell = "<Row><Cell><Data ss:Type='String'>&l11;</Data></Cell></Row>"
    path.write_text(SPREADSHEET.format(f"<!DOCTYPE w [<!ENTITY l0 'ha'>{laughs}]>", cell), encoding="utf-8")


def indexed_xml(path):
    rows = "".join(
        f"<Row ss:Index='{n * 40_000_000 + 1}'><Cell ss:Index='900000000' ss:MergeAcross='900000' ss:MergeDown='900000'><Data ss:Type='String'>1</Data></Cell></Row>"
        for n in range(50)
    )
    path.write_text(SPREADSHEET.format("", rows), encoding="utf-8")


def endless_quote(path):
    path.write_bytes(b'a,b\n"' + b"1,\n" * 30_000_000)


def shared_strings(path):
    parts = _workbook(sheet=b"<row r='1'><c r='A1' t='s'><v>0</v></c></row>")
    parts["xl/sharedStrings.xml"] = [b"<sst>", *([b"<si><t>a</t></si>" * 1_000_000] * 30), b"</sst>"]
    _package(path, parts)


def torn_old_workbook(path):
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900") + bytes(4)
    path.write_bytes(header + bytes.fromhex("ffffff7f") * 118 + bytes.fromhex("00000000") * 1_000_000)


def nested_tables(path):
    cell = b"<w:tbl><w:tr><w:tc>"
    _package(path, _document(lambda xml: [xml.split(b"</w:body>")[0], cell * 400_000, b"</w:body></w:document>"]))


def deep_pdf(path):
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids" + b"[" * 3_000_000
        + b"3 0 R" + b"]" * 3_000_000 + b"/Count 90000000>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


GENERATORS = {
    "styles.xlsx": many_styles, "rows.xlsx": many_rows, "entities.xlsx": entities, "span.docx": wide_span, "paragraphs.docx": many_paragraphs, "entities.docx": document_entities,
    "digits.txt": digits, "commas.csv": commas, "operators.pdf": many_operators, "inflating.pdf": inflating_pdf, "repeated.ods": repeated_cells,
    "spans.html": spanning_html, "deep.html": deep_html, "long.html": long_html, "unclosed.html": unclosed_html, "laughs.xml": laughing_xml, "index.xml": indexed_xml,
    "quote.csv": endless_quote, "strings.xlsx": shared_strings, "torn.xls": torn_old_workbook, "page.xls": spanning_html, "tables.docx": nested_tables, "deep.pdf": deep_pdf,
}  # fmt: skip
