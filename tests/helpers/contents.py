"""What a run wrote, as plain text that can be compared and read: tables, pages, figures, workbooks, documents, records.

Everything is told that a reader sees or a later step reads; what differs from run to run (times, hashes, versions,
seconds) is left out.
"""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from lxml import etree, html

CHANGING = {
    "seconds", "cell_seconds", "peak_memory_mb", "hashes", "run", "finished_at", "checked_at", "key", "units_key",
    "versions", "started_at", "python", "system",
}  # fmt: skip
UNTOLD = {".ipynb", ".lock", ".part", ".log", ".js", ".css"}  # what a notebook shows is on its page
HASH = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,64}\b")
TIME = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d（北京时间）|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+\d:Z]*")
VERSION = re.compile(r"(?<=[a-z_] )\d+\.\d+(?:\.\w+)+")
SPACE = re.compile(r"\s+")
PLAIN = etree.XMLParser(resolve_entities=False, no_network=True)


def contents(root: Path) -> dict[str, str]:
    """Texts of everything below ``reports/`` and ``data/`` (raw data apart), by "period-unit/kind"."""
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    told: dict[str, Path] = {}  # the same words in two files are told once
    themes: list[str] = []
    for zone in ("data", "reports"):
        for path in sorted((root / zone).rglob("*")):
            place = path.relative_to(root)
            hidden = any(part.startswith(".") for part in place.parts)
            aside = (
                place.parts[1] in {"raw", "inside", "assets", "runs"} or "submissions" in place.parts[:3]
            )  # read, not made
            if not path.is_file() or hidden or aside or path.name == "README.md":
                continue
            group = groups[_group(place)]
            group["files"].append(str(place))
            for kind, text in _read(path, root, themes):
                known = told.setdefault(text, place)
                group[kind].append(f"==== {place}\n{_steady(text, root) if known == place else f'as {known}'}")
    groups["all"]["theme"] = themes
    return {
        f"{group}/{kind}": "\n".join(texts) + "\n" for group, kinds in groups.items() for kind, texts in kinds.items()
    }


def _group(place: Path) -> str:
    year = next((part for part in place.parts[:-1] if re.fullmatch(r"\d{4}", part)), None)
    if year is None:
        return "all"
    beside = place.parts[place.parts.index(year) + 1 :] if place.parts[0] == "reports" else place.parts[2:]
    unit = next(part for part in beside if part != year)
    return f"{year}-{unit.removeprefix('_')}"


def _read(path: Path, root: Path, themes: list[str]) -> list[tuple[str, str]]:
    if path.suffix == ".parquet":
        return [("tables", table_text(path))]
    if path.suffix == ".csv":
        return [("csv", path.read_text(encoding="utf-8-sig"))]
    if path.suffix == ".json":
        kind = "scorecard" if path.name == "scorecard.json" else "records"
        return [(kind, json_text(json.loads(path.read_text(encoding="utf-8"))))]
    if path.name == "报告.html":
        return []  # made of the page beside it; tests/publish/test_standalone.py
    if path.suffix == ".html":
        page = html.fromstring(path.read_text(encoding="utf-8"))
        return [("page", page_text(page)), *[("figures", text) for text in [figures_text(page, themes)] if text]]
    if path.suffix == ".xlsx":
        return [("workbooks", workbook_text(path))]
    if path.suffix == ".docx":
        return [("documents", document_text(path))]
    assert path.suffix in UNTOLD, f"{path.relative_to(root)}：基准不认识这种文件，请在 tests/helpers/contents.py 中加上"
    return []


def _steady(text: str, root: Path) -> str:
    text = text.replace(str(root), "<workspace>")
    return VERSION.sub("<version>", TIME.sub("<time>", HASH.sub("<hash>", text)))


def table_text(path: Path) -> str:
    """Types and rows of a clean table."""
    table = pq.read_table(path)
    types = "\n".join(f"{field.name}: {field.type}" for field in table.schema)
    rows = "\n".join(" | ".join(_cell(row[name]) for name in table.column_names) for row in table.to_pylist())
    return f"{types}\n{rows}"


def json_text(data: Any) -> str:
    """JSON without what changes from run to run, one value per line, floats to ten digits."""
    return json.dumps(_even(data), ensure_ascii=False, indent=1, sort_keys=True)


def _even(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _even(value) for key, value in data.items() if key not in CHANGING}
    if isinstance(data, list):
        return [_even(value) for value in data]
    return float(f"{data:.10g}") if isinstance(data, float) else data


BLOCKS = {
    "p", "h1", "h2", "h3", "h4", "h5", "li", "dt", "dd", "tr", "caption", "figcaption", "summary", "div", "ul", "ol", "dl",
    "table", "thead", "tbody", "tfoot", "section", "figure", "header", "footer", "nav", "main", "details", "body", "form",
    "article", "aside", "pre", "label",
}  # fmt: skip


def page_text(page: Any) -> str:
    """Text of a page, a line per block: kind of block, then its words; cells of a row stand beside each other."""
    lines = [f"title: {page.findtext('.//title')}"]
    _tell(page.find("body"), lines)
    return "\n".join(lines)


def _tell(block: Any, lines: list[str]) -> None:
    if block.tag == "tr":
        cells = [_words(cell) for cell in block if isinstance(cell.tag, str)]
        lines.append(f"{'head' if all(cell.tag == 'th' for cell in block) else 'row'}: {' | '.join(cells)}")
        return
    here = [block.text or ""]
    name = block.tag + "".join(f".{word}" for word in (block.get("class") or "").split()[:1])
    name += f"#{block.get('id')}" if block.get("id") else ""
    if block.get("aria-label"):
        lines.append(f"{name} [{_squeeze(block.get('aria-label'))}]")

    def flush() -> None:
        if text := _squeeze("".join(here)):
            lines.append(f"{name}: {text}")
        here.clear()

    for child in block:
        if isinstance(child.tag, str) and any(below.tag in BLOCKS for below in child.iter(etree.Element)):
            flush()
            _tell(child, lines)
        else:
            here.append(_words(child))
        here.append(child.tail or "")
    flush()


def _words(node: Any) -> str:
    """Words of an inline element; links with where they lead, drawings with their points."""
    if not isinstance(node.tag, str) or node.tag in {"script", "style"}:
        return ""
    drawn = node.get("points") or node.get("d")
    inner = (node.text or "") + "".join(_words(child) + (child.tail or "") for child in node)
    text = f"{inner}({node.get('href')})" if node.tag == "a" and node.get("href") else inner
    text = f"{text} <{drawn}>" if drawn else text
    return _squeeze(text) if node.tag in {"td", "th"} else f" {text} " if node.tag in {"strong", "small"} else text


def _squeeze(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def figures_text(page: Any, themes: list[str]) -> str:
    """The figures of a page: every trace and axis, numbers unpacked; a theme, which figures share, by its number."""
    told = []
    for number, script in enumerate(page.iterfind(".//script[@type='application/json']"), 1):
        figure = unpacked(json.loads(script.text))
        lines = [f"-- figure {number}"]
        if theme := figure.get("layout", {}).pop("template", None):
            text = json_text(theme)
            if text not in themes:
                themes.append(text)
            lines.append(f"theme: {themes.index(text) + 1}")
        for index, trace in enumerate(figure.get("data", [])):
            lines += [f"trace {index} {key}: {_line(value)}" for key, value in sorted(trace.items())]
        lines += [f"layout {key}: {_line(value)}" for key, value in sorted(figure.get("layout", {}).items())]
        told.append("\n".join(lines))
    return "\n".join(told)


def _line(value: Any) -> str:
    return json.dumps(_even(value), ensure_ascii=False, sort_keys=True)


def unpacked(value: Any) -> Any:
    """Plotly packs arrays of numbers into base64."""
    if isinstance(value, dict):
        if "bdata" in value:
            numbers = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
            return [float(f"{number:.10g}") for number in numbers.tolist()]
        return {key: unpacked(item) for key, item in value.items()}
    return [unpacked(item) for item in value] if isinstance(value, list) else value


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def workbook_text(path: Path) -> str:
    """Cells of every sheet, a line per row: place, value, formula, number format; merged cells and notes."""
    with zipfile.ZipFile(path) as parts:
        names = parts.namelist()
        read = {name: etree.fromstring(parts.read(name), PLAIN) for name in names if name.endswith((".xml", ".rels"))}
    strings = [_all_text(item) for item in read.get("xl/sharedStrings.xml", [])]
    formats = _number_formats(read["xl/styles.xml"])
    targets = {link.get("Id"): link.get("Target") for link in read["xl/_rels/workbook.xml.rels"]}
    lines = []
    for sheet in read["xl/workbook.xml"].iter(f"{SHEET}sheet"):
        lines.append(f"-- sheet {sheet.get('name')} {sheet.get('state') or ''}".rstrip())
        tree = read["xl/" + targets[sheet.get(RELATION)].removeprefix("/xl/")]
        for row in tree.iter(f"{SHEET}row"):
            cells = [text for cell in row.iter(f"{SHEET}c") if (text := _cell_text(cell, strings, formats))]
            lines += [" | ".join(cells)] if cells else []
        for tag, attribute in (("mergeCell", "ref"), ("dataValidation", "sqref"), ("conditionalFormatting", "sqref")):
            if found := [item.get(attribute) for item in tree.iter(f"{SHEET}{tag}")]:
                lines.append(f"{tag}: {' '.join(found)}")
    for name in sorted(names):
        if name.startswith("xl/comments"):
            notes = read[name].iter(f"{SHEET}comment")
            lines += [f"note {note.get('ref')}: {_squeeze(_all_text(note))}" for note in notes]
    return "\n".join(lines)


def _cell_text(cell: Any, strings: list[str], formats: list[str]) -> str:
    value, formula = cell.findtext(f"{SHEET}v"), cell.findtext(f"{SHEET}f")
    if cell.get("t") == "s":
        value = strings[int(value)]
    elif cell.get("t") == "inlineStr":
        value = _all_text(cell.find(f"{SHEET}is"))
    elif cell.get("t") in {None, "n"} and value:
        value = f"{float(value):.10g}"
    if value is None and formula is None:
        return ""
    shown = formats[int(cell.get("s") or 0)]
    text = f"{cell.get('r')} {_squeeze(value or '')}"
    return text + (f" ={formula}" if formula else "") + (f" {{{shown}}}" if shown != "0" else "")


def _number_formats(styles: Any) -> list[str]:
    own = {item.get("numFmtId"): item.get("formatCode") for item in styles.iter(f"{SHEET}numFmt")}
    used = [item.get("numFmtId") or "0" for item in styles.find(f"{SHEET}cellXfs")]
    return [own.get(number, number) for number in used]


def _all_text(node: Any) -> str:
    return "".join(item.text or "" for item in node.iter(f"{SHEET}t"))


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document_text(path: Path) -> str:
    """Paragraphs and table rows of a document, in their order."""
    with zipfile.ZipFile(path) as parts:
        body = etree.fromstring(parts.read("word/document.xml"), PLAIN).find(f"{WORD}body")
    lines = []
    for block in body:
        if block.tag == f"{WORD}tbl":
            rows = block.iter(f"{WORD}tr")
            lines += [" | ".join(_said(cell) for cell in row.iter(f"{WORD}tc")) for row in rows]
        elif text := _said(block):
            lines.append(text)
    return "\n".join(lines)


def _said(node: Any) -> str:
    return _squeeze("".join(item.text or "" for item in node.iter(f"{WORD}t")))


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else SPACE.sub(" ", str(value))
