"""Counts (项数): “共设2个二级指标” of which three are named, “涉及6个单位” of which five are listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Agreement, Finding
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.spoken import read_spoken

_NUMBER = r"(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})"
_UNIT = r"(?P<unit>个|家|项|种|类|大类|方面|名|所|处|条|部分)"
_LISTED = re.compile(
    rf"{_NUMBER}\s*{_UNIT}(?P<noun>[\u4e00-\u9fff]{{0,10}})(?:[，,]?\s*(?:具体|分别|依次)?(?:是|为|包括|有)?\s*[：:]|[，,]?\s*(?:具体|分别)(?:是|为)[：:]?)(?P<list>[^。；;：:\n]+(?:[；;][^。：:\n；;]+)*)[。\n]?"
)
_NAMED = re.compile(
    rf"(?:共|设|设置|分为?|包括|下设)[^，。；\d]{{0,6}}{_NUMBER}\s*{_UNIT}(?P<noun>[\u4e00-\u9fff]{{2,8}})[，,](?:即|分别为?|从|包括|为)?(?P<list>[^，。；;、\d]+?(?:、[^，。；;、\d]+?)+)(?P<end>(?P<m>[一二三四五六七八九十两])个?(?:方面|部分|维度|指标|类|项)|[，。；])"
)
_TOTAL = re.compile(r"合计|共计|总计|小计|累计")
_ITEM = re.compile(r"[\u4e00-\u9fff]")


def check(document: Document) -> Iterator[Finding | Agreement]:
    """Counts that a sentence announces against the list that it gives."""
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in [*_LISTED.finditer(text), *_NAMED.finditer(text)]:
            items = _items(match["list"])
            announced = number_of(match["n"])
            if announced is None or len(items) < 2 or announced < 2 or announced > 30:
                continue
            if patterns.search(r"等$|等[\u4e00-\u9fff]{0,6}$", match["list"].strip()) or patterns.search(
                r"前$|其中|排名|位$", text[max(0, match.start() - 8) : match.start()]
            ):
                continue
            place = document.place_in_paragraph(index, match.start("n"), match.end("unit"))
            whole = document.place_in_paragraph(index, match.start("list"), match.end("list"))
            printed = match["n"] + match["unit"]
            if _are_amounts(items, match["unit"]):
                continue  # “11个：水利4个、医疗3个…”: what the list adds up to, not how many items it has
            if announced == len(items):
                yield Agreement("count.list", printed, f"列出 {len(items)} 项", (place,))
                continue
            again = "m" in match.groupdict() and match["m"] and number_of(match["m"]) == len(items)
            if not again and not _even(items, match["list"]):
                continue
            yield Finding(
                "count.list", "contradiction", "high" if again or abs(announced - len(items)) == 1 else "medium",
                f"所说的项数与列出的不符：说 {printed}，列出 {len(items)} 项", printed, f"{len(items)}{match['unit']}",
                "、".join(item[:12] for item in items[:12]), (place, whole),
            )  # fmt: skip


def _items(words: str) -> list[str]:
    parts = patterns.split(r"[；;]", words) if patterns.search(r"[；;]", words) else patterns.split(r"、", words)
    if len(parts) == 1:
        parts = patterns.split(r"[，,]", words)
    return [p.strip() for p in parts if _ITEM.search(p) and not _TOTAL.match(p.strip())]


def _are_amounts(items: list[str], unit: str) -> bool:
    """Whether every item is an amount in the unit of what was announced."""
    return all(patterns.search(rf"\d{re.escape(unit)}\s*$", item) for item in items)


def _even(items: list[str], words: str) -> bool:
    """Whether the list is surely one of single items: each with its own figure, and no “和” that may join two."""
    figures = [bool(patterns.search(r"\d", item)) for item in items]
    if all(figures):
        return all(len(patterns.findall(r"\d+(?:\.\d+)?", item)) == 1 for item in items) and not patterns.search(
            r"[和及与](?=[^，。；、]{2,}\d)", words
        )
    return False


def number_of(words: str) -> int | None:
    """A count in digits or in words, None where it is none."""
    if words.isdigit():
        return int(words)
    read = read_spoken(words)
    return int(read[0]) if read else None
