"""Rows written as a file of any kind that a run may publish."""

import csv
import json

import docx
import openpyxl


def write(path, rows):
    """Rows as a file of the kind that its name says; a single text is a row of one cell."""
    kind = path.suffix
    if kind == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    elif kind == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    elif kind == ".docx":
        document = docx.Document()
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                cell.text = str(text)
        document.save(path)
    elif kind == ".json":
        path.write_text(
            json.dumps(
                [dict(zip(map(str, rows[0]), row, strict=False)) for row in rows[1:]] or rows, ensure_ascii=False
            ),
            encoding="utf-8",
        )
    elif kind == ".ipynb":
        html = (
            "<table>"
            + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
            + "</table>"
        )
        cell = {
            "cell_type": "code",
            "source": [],
            "outputs": [{"output_type": "display_data", "data": {"text/html": html}}],
        }
        path.write_text(json.dumps({"cells": [cell]}, ensure_ascii=False), encoding="utf-8")
    elif kind == ".pdf":
        path.write_bytes(pdf_of(rows))
    else:
        mark = "text" if kind == ".svg" else "td"
        body = "".join("<tr>" + "".join(f"<{mark}>{cell}</{mark}>" for cell in row) + "</tr>" for row in rows)
        path.write_text(f"<html><body><table>{body}</table></body></html>", encoding="utf-8")


def pdf_of(rows):
    """A page of one line for each row, in letters that every reader has."""
    lines = (
        b"BT /F1 10 Tf 40 760 Td 12 TL "
        + b" ".join(b"(%s) Tj T*" % " ".join(map(str, row)).encode("ascii", "replace") for row in rows)
        + b" ET"
    )
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(lines), lines), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    )
