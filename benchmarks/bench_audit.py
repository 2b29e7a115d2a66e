"""How long does it take to audit a report of 10, 100 and 440 pages? (440 pages: docx 5 s, PDF 30 s; the time grows with the pages)

Run: python benchmarks/bench_audit.py [--pdf]

Args:
    --pdf: also as PDF with ruled and with borderless tables, set by LibreOffice.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx

from evallib.audit import audit_report
from evallib.publish import write_audit_page, write_audit_workbook

PAGES = (10, 100, 440)
LINES_PER_PAGE = 40
CHARACTERS_PER_LINE = 38


def write_report(path: Path, pages: int) -> int:
    """A consistent report: prose with enumerations and rates, a table of 12 rows on every page."""
    rng = random.Random(1)
    document = docx.Document()
    document.add_paragraph("2023 年度示例区整体支出绩效评价报告")
    for page in range(1, pages + 1):
        document.add_paragraph(f"{page}. 第{page}部分工作情况")
        lines = 0
        while lines < LINES_PER_PAGE - 15:
            a, b, c = (rng.randint(10, 900) for _ in range(3))
            total, closed = a + b + c, rng.randint(1, a + b)
            rate = round(closed / total * 100 + 1e-9, 2)
            text = (
                f"2023年第{page}片区共受理各类案件 {total} 件，其中居村网格 {a} 件、街面网格 {b} 件、拓展网格 {c} 件，"
                f"已办结 {closed} 件，办结率 {rate:.2f}%。"
                + "片区按照工作要求做好派遣、处置、核查和回访工作，持续提升处置质量。"
                * 3
            )
            document.add_paragraph(text)
            lines += len(text) // CHARACTERS_PER_LINE + 1
        document.add_paragraph(f"表 {page}：第{page}部分预算与支出情况表（单位：万元）")
        rows = [[f"项目{n}", rng.randint(1000, 90000), rng.randint(1000, 90000)] for n in range(1, 13)]
        table = document.add_table(14, 4)
        cells = table._cells
        data = [["项目名称", "调整后预算", "支出", "执行率"]]
        data += [[name, f"{x / 100:.2f}", f"{y / 100:.2f}", f"{y / x * 100:.2f}%"] for name, x, y in rows]
        x, y = sum(row[1] for row in rows), sum(row[2] for row in rows)
        data.append(["合计", f"{x / 100:.2f}", f"{y / 100:.2f}", f"{y / x * 100:.2f}%"])
        for index, text in enumerate(text for row in data for text in row):
            cells[index].text = text
    document.save(str(path))
    return pages


def as_pdf(path: Path, style: str) -> Path:
    """The report as LibreOffice sets it, with tables of a style."""
    document = docx.Document(str(path))
    for table in document.tables:
        table.style = style
    changed = path.with_name(f"{style}.docx")
    document.save(str(changed))
    command = ["soffice", f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(path.parent), str(changed)], check=True, capture_output=True)
    return changed.with_suffix(".pdf")


def main() -> None:
    """Write the reports, audit them, print the times."""
    for pages in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "报告.docx"
            write_report(path, pages)
            measure(path, f"docx {pages} 页（要求：440 页 5 秒以内）")
            for style in ("Table Grid", "Normal Table") if "--pdf" in sys.argv[1:] else ():
                measure(as_pdf(path, style), f"PDF {pages} 页，{style}（要求：440 页 30 秒以内）")


def measure(path: Path, what: str) -> None:
    """One report: its audit, its page and its workbook."""
    start = time.perf_counter()
    audit = audit_report(path)
    audited = time.perf_counter()
    write_audit_page(audit, path.with_name("勾稽核对.html"))
    write_audit_workbook(audit, path.with_name("勾稽核对.xlsx"))
    written = time.perf_counter()
    summary = audit.summary()
    print(f"{what}：{len(audit.document.tables)} 张表，相符 {summary['agreements']} 项，发现 {summary['findings']} 项")
    print(f"  核对 {audited - start:.1f} 秒，写出 HTML 与 xlsx {written - audited:.1f} 秒")


if __name__ == "__main__":
    main()
