"""A report loses its personal data before it is audited; its figures and places stay."""

import docx

from evallib.audit import Cell, Document, Paragraph, Table, audit_report, mask_document


def test_texts_headings_notes_and_name():
    text = "市民王小明（13812345678）反映。共100件，其中60件、50件。"
    document = mask_document(
        Document(
            "报告13812345678.docx",
            (Paragraph(text, 3, "联系人：李四", ((0, 3), (text.index("共"), 4))),),
            ("市民王小明反映一事",),
        )
    )
    paragraph = document.blocks[0]
    assert paragraph.text == "市民某某（138****5678）反映。共100件，其中60件、50件。"
    assert paragraph.line_at(paragraph.text.index("共")) == 4 and paragraph.line_at(0) == 3
    assert (paragraph.section, document.notes, document.name) == (
        "联系人：某某",
        ("市民某某反映一事",),
        "报告138****5678.docx",
    )


def test_columns_and_fields_of_persons_in_tables():
    rows = [["姓名", "联系电话", "得分"], ["李四", "64123456", "90"], ["合计", "", "90"], ["负责人", "张三", "20"]]
    table = Table(tuple(tuple(Cell(text) for text in row) for row in rows), 1, 1)
    masked = mask_document(Document("a.docx", (table,))).blocks[0]
    assert [[cell.text for cell in row] for row in masked.rows] == [
        ["姓名", "联系电话", "得分"], ["某某", "某某", "90"], ["合计", "", "90"], ["负责人", "某某", "20"],
    ]  # fmt: skip


def test_findings_are_the_same_and_hold_nothing_personal(tmp_path):
    document = docx.Document()
    document.add_paragraph(
        "2023年共受理市民王小明（13812345678）等反映的案件 100 件，其中投诉 60 件、咨询 30 件、建议 15 件。"
    )
    document.save(tmp_path / "报告13812345678.docx")
    audit = audit_report(tmp_path / "报告13812345678.docx")
    (finding,) = audit.findings
    assert finding.code.startswith("sum") and "105" in finding.message
    assert not any(word in str(audit.to_dict()) for word in ("王小明", "13812345678"))


def test_the_published_excerpts_hold_nobody(root):
    """Masking leaves the excerpts of published reports as they are: it costs the audit nothing."""
    from evallib.audit import read_document

    folder = root / "tests" / "audit" / "data"
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in {".txt", ".docx", ".pdf"}]
    assert paths
    for path in paths:
        document = read_document(path)
        assert mask_document(document).blocks == document.blocks
