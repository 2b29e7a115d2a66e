"""Native charts (原生图表): drawn by Word and editable there; xlsxwriter writes the chart and its small workbook."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from math import floor
from typing import Any
from xml.sax.saxutils import quoteattr

from evallib.model import palette, patterns
from evallib.model.books.pen import open_book
from evallib.publish.drafts.tree import Chart
from evallib.publish.release.still import still_archive

WIDE, HIGH, BAR = 5_500_000, 2_900_000, 150_000  # in English metric units: a chart, and one bar of a chart of bars
FONT = {"name": "仿宋_GB2312", "size": 9}


def chart_parts(chart: Chart, year: int) -> tuple[bytes, bytes]:
    """The chart's XML and the workbook with its figures.

    Args:
        chart: bars or lines.
        year: of the report, for the date that the workbook states.
    """
    buffer = BytesIO()
    with open_book(buffer) as formats:
        book = formats.book
        sheet = book.add_worksheet("数据")
        sheet.write_column(1, 0, chart.categories)
        drawn = book.add_chart({"type": "line" if chart.kind == "line" else "bar"})
        last = len(chart.categories)
        for number, series in enumerate(chart.series, start=1):
            sheet.write(0, number, series.name)
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    sheet.write_number(row, number, value)
            color = palette.SERIES[(number - 1) % len(palette.SERIES)]
            labels: dict[str, Any] = {
                "value": True,
                "series_name": False,
                "category": False,
                "legend_key": False,
                "num_format": "0.00",
                "font": FONT,
            }
            if (
                chart.kind == "line"
            ):  # several lines lie close together: each is labelled at its end, the table has the rest
                labels |= {"position": "right", "custom": [{"delete": True}] * (last - 1)}
            look: dict[str, Any] = (
                {
                    "line": {"color": color, "width": 1.75},
                    "marker": {"type": "circle", "size": 5, "fill": {"color": color}, "border": {"color": color}},
                }
                if chart.kind == "line"
                else {"fill": {"color": color}, "gap": 40}
            )
            drawn.add_series(
                {
                    "name": ["数据", 0, number],
                    "categories": ["数据", 1, 0, last, 0],
                    "values": ["数据", 1, number, last, number],
                    "data_labels": labels,
                    **look,
                }
            )
        drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": FONT})
        axis = {
            "num_font": FONT,
            "major_gridlines": {"visible": False},
            "major_tick_mark": "none",
            "minor_tick_mark": "none",
        }
        hidden = {**axis, "visible": False}
        if chart.kind == "line":
            drawn.set_x_axis(axis)
            known = [value for series in chart.series for value in series.values if value is not None]
            drawn.set_y_axis({**axis, "min": floor(min(known, default=0) / 10) * 10})
        else:  # bars lie: the categories stand at the side, from above
            drawn.set_x_axis(hidden)
            drawn.set_y_axis({**axis, "reverse": True})
        sheet.insert_chart(0, len(chart.series) + 2, drawn)
    data = buffer.getvalue()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("xl/charts/chart1.xml").decode()
    return _embedded(xml).encode(), still_archive(_without_chart(data), year)


def _embedded(xml: str) -> str:
    """The chart for a document: all show… flags written, the workbook named instead of printing settings."""
    full = (
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
    xml = patterns.sub(r'<c:showVal val="1"/>', full, xml)
    xml = patterns.sub(r"<c:printSettings>.*?</c:printSettings>", "", xml)
    if "<c:lineChart>" in xml:  # a line between two years is no curve
        xml = xml.replace("</c:ser>", '<c:smooth val="0"/></c:ser>')
    return xml.replace(
        "</c:chartSpace>", '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _without_chart(data: bytes) -> bytes:
    """The workbook with its figures only: the chart stands in the document."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if "drawing" in info.filename or "chart" in info.filename or info.filename.endswith("sheet1.xml.rels"):
                continue
            part = source.read(info)
            if info.filename.endswith("sheet1.xml"):
                part = re.sub(rb"<drawing [^>]*/>", b"", part)
            if info.filename == "[Content_Types].xml":
                part = re.sub(rb'<Override PartName="/xl/(?:drawings|charts)/[^>]*/>', b"", part)
            target.writestr(info.filename, part)
    return out.getvalue()


def add_chart(document: Any, chart: Chart, number: int, year: int) -> str:
    """Put a chart's parts into a document; returns the run that shows it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    xml, book = chart_parts(chart, year)
    package = document.part.package
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    workbook = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), kind, book, package)
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"),
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        xml,
        package,
    )
    part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    return drawing_xml(relation, number, chart)


def drawing_xml(relation: str, number: int, chart: Chart) -> str:
    """The run around a chart, with its alternative text."""
    bars = len(chart.categories) * len(chart.series)
    high = HIGH if chart.kind == "line" else BAR * (bars + len(chart.categories)) + 500_000
    return (
        "<w:r><w:drawing>"
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'distT="0" distB="0" '
        f'distL="0" distR="0"><wp:extent cx="{WIDE}" cy="{high}"/>'
        f'<wp:docPr id="{900 + number}" name="图表{number}" descr={quoteattr(chart.alt)}/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
