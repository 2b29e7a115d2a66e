"""PDF: a text layer with a ruled table is read; a scan is refused."""

from __future__ import annotations

import pytest

from evallib.audit import audit_report, read_document
from evallib.model import EvallibError

TABLE = [
    ["服务项目", "数量", "单价", "金额"],
    ["巡查", "4", "150", "600"],
    ["租赁", "200", "30", "7000"],
    ["合计", "", "", "7600"],
]


def write_pdf(path, *pages: str) -> None:
    """A minimal PDF with a standard Chinese font (STSong-Light, UniGB-UCS2-H), written by hand."""
    numbers = [6 + 2 * n for n in range(len(pages))]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for number, content in zip(numbers, pages, strict=True):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    data, offsets = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010d} 00000 n \n" for at in offsets)
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(data.encode("latin-1"))


def show(text: str, x: int, y: int) -> str:
    return f"BT /F1 11 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def ruled_table(rows, top: int) -> str:
    parts = [
        show(text, 64 + 110 * c, top - 16 - 24 * r) for r, row in enumerate(rows) for c, text in enumerate(row) if text
    ]
    bottom, right = top - 24 * len(rows), 60 + 110 * len(rows[0])
    parts += [f"60 {top - 24 * r} m {right} {top - 24 * r} l S\n" for r in range(len(rows) + 1)]
    parts += [f"{60 + 110 * c} {top} m {60 + 110 * c} {bottom} l S\n" for c in range(len(rows[0]) + 1)]
    return "".join(parts)


def test_text_and_ruled_table_are_read(tmp_path):
    content = show("2023年度示例镇项目绩效评价报告", 60, 790) + show("全年共受理12件，其中投诉5件、其他6件。", 60, 760)
    write_pdf(tmp_path / "报告.pdf", content + ruled_table(TABLE, 720))
    audit = audit_report(tmp_path / "报告.pdf")
    assert audit.document.year == 2023
    assert {(f.code, f.recomputed) for f in audit.findings} == {("sum.prose", "11件"), ("product.table", "6000")}
    assert any(a.code == "sum.table" and a.printed == "7600" for a in audit.agreements)


def test_scan_is_refused_with_advice(tmp_path):
    write_pdf(tmp_path / "扫描.pdf", "60 60 m 200 200 l S\n")
    with pytest.raises(EvallibError, match="没有文字层") as error:
        read_document(tmp_path / "扫描.pdf")
    assert "OCR" in str(error.value)


def test_a_page_without_looks_reads_the_same(tmp_path):
    """Characters are taken over without colours and fonts; lines, words and tables are those of pdfplumber."""
    import pdfplumber

    from evallib.intake.grids.pdf_pages import pdf_pages

    content = show("全年共受理12件，其中投诉5件、其他6件。", 60, 760) + ruled_table(TABLE, 720)
    write_pdf(tmp_path / "报告.pdf", content)

    def read(page):
        lines = page.extract_text_lines(strip=True, return_chars=False)
        return lines, [(t.bbox, t.extract()) for t in page.find_tables()], page.extract_words(x_tolerance=2.5)

    with pdfplumber.open(tmp_path / "报告.pdf") as pdf:
        expected = [read(page) for page in pdf.pages]
    assert [read(page) for page in pdf_pages(tmp_path / "报告.pdf")] == expected
    assert [
        set(char) & {"fontname", "stroking_color"}
        for page in pdf_pages(tmp_path / "报告.pdf")
        for char in page.chars[:1]
    ] == [set()]
