"""Told dates (叙述里的日期): a cut-off before its year, what is done after the day of the report, a number's year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from evallib.audit.findings import Confidence, Finding
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

#: A day or a month that is told, not the end of a period nor a part of a word.
DATE = re.compile(
    r"(?<!\d)(?P<y>20[0-4]\d)\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?:\s*(?P<d>[12]\d|"
    r"3[01]|0?[1-9])\s*日)?(?!\s*(?:至|到|-|—|~|度))"
)
_YEAR = re.compile(r"(?<!\d)(?P<y>20[0-4]\d)\s*年(?!\s*\d)")
_CLOSING = re.compile(r"截[至止]{1,2}[^，。；\d]{0,4}$")
_DONE = re.compile(r"执行|支出|支付|完成|到位|拨付|使用|受理|办结|结余")
#: A line that is a date and nothing else: the day of the report, on its cover or below its last sentence.
_OWN_DAY = re.compile(
    r"\s*[（(]?(?P<named>(?:填[报表写]|报告|评价|编[制写]|出具|撰写)(?:日期|时间)\s*[：:])?\s*(?P<y>20\d\d|二[〇○零Oo0]二[〇○零一二三四五六七八九])\s*年\s*(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])\s*月"
    r"(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?\s*[)）]?\s*"
)
#: What stands above it: the name of the report, or of who wrote it; not the words of a column.
_SIGNS = re.compile(
    r"(?:[报公通]告|总结|说明|意见|方案|通[报知]|评价|自评|[书表函。！]|[局委办厅院部处组会校社府镇乡街区县市省州队所站科股室]|中心|公司|街道|平台)"
    r"\s*[）)”》]?(?:[（(][^（()）]*[）)])?\s*$"
)
_HAN = "〇一二三四五六七八九"
#: What was done by then, and what is only to come.
_PAST = re.compile(
    r"已|完成了?|召开|提交|发放|启动|开展|签订|验收|支付|下发|印发|收回|确定|进行|收集|编制|审核|完善|定稿|形成|评审|出具"
)
_TO_COME = re.compile(
    r"计划|预计|将|拟|应于|要求|规划|目标|合同|期限|服务期|有效期|截[至止]|前[，,。；]|之前|以前|到期|尾款"
)
#: “2024年7月11日……以《某抄告单〔2024〕210号》”: what is issued on a day has that year in its number.
_ISSUED = re.compile(
    r"(?P<y>20\d\d)\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*\d{1,2}\s*日)?(?P<how>[^。；\d]{0,40}?)"
    r"[〔\[(（]\s*(?P<n>20\d\d)\s*[〕\])）]\s*(?:第?\s*\d+\s*号)"
)
_ISSUES = re.compile(r"印发|下发|出台|发布|批复|抄告单?形式|制发|颁布")
_RESTS_ON = re.compile(r"根据|依据|按照|按|遵照|贯彻|落实|执行|修订|废止|依照")
HEAD, TAIL = 30, 12


def check(document: Document) -> Iterator[Finding]:
    """Every dated sentence."""
    own = own_day(document)
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        if "年" in text:
            yield from _closed_early(document, index, text)
            yield from _other_number(document, index, text)
            if own is not None:
                yield from _after(document, index, text, own)


def own_day(document: Document) -> tuple[int, int] | None:
    """The year and the month in which a report was written, where lines of their own say so and say the same."""
    paragraphs = [p.text for _, p in document.paragraphs if p.text.strip()]
    lines = list(pairwise(("", *paragraphs)))
    found = {
        (_year(match["y"]), read_count(match["m"]))
        for above, text in (*lines[:HEAD], *lines[-TAIL:])
        if (match := _OWN_DAY.fullmatch(text)) and (match["named"] or not above or _SIGNS.search(above))
    }
    return found.pop() if len(found) == 1 else None


def _year(words: str) -> int:
    """A year in digits or in Chinese ones.

    >>> _year("二〇二四"), _year("二零二五"), _year("2023")
    (2024, 2025, 2023)
    """
    return int(words) if words.isascii() else int("".join(str(max(_HAN.find(c), 0)) for c in words))


def _after(document: Document, index: int, text: str, own: tuple[int, int]) -> Iterator[Finding]:
    """What is told as done in a month after that of the report."""
    for match in DATE.finditer(text):
        when = int(match["y"]), int(match["m"])
        sentence = patterns.split(r"[。；\n]", text[match.end() :])[0][:30]
        before = patterns.split(r"[。；，\n]", text[: match.start()])[-1][-12:]
        if when <= own or not _PAST.search(sentence) or _TO_COME.search(before + sentence):
            continue
        sure: Confidence = "medium" if when[0] > own[0] else "low"
        day = f"{own[0]}年{own[1]}月"
        yield Finding(
            "date.outside",
            "contradiction",
            sure,
            f"叙述已完成的事项，其日期 {match[0]} 在报告日期 {day} 之后",
            match[0],
            f"不晚于{day}",
            f"{match[0]} > {day}",
            (document.place_in_paragraph(index, *match.span()),),
            () if sure == "medium" else ("可能日期写错", "可能是以后的安排"),
            ("可能年份或月份写错",),
        )


def _other_number(document: Document, index: int, text: str) -> Iterator[Finding]:
    """A paper issued on a day of another year than its number has; one of the first weeks may bear that of the last."""
    for match in _ISSUED.finditer(text):
        year, number = int(match["y"]), int(match["n"])
        if year == number or not _ISSUES.search(match["how"]) or _RESTS_ON.search(match["how"]):
            continue
        if patterns.search("[，,]", _ISSUES.split(match["how"])[-1]):
            continue  # “印发实施方案，明确省级方案（某办发〔2022〕8号）的分工”: the number of another paper
        if number == year - 1 and int(match["m"]) <= 3:
            continue
        yield Finding(
            "date.outside",
            "contradiction",
            "medium",
            f"{year} 年印发的文件，文号的年份为 {number}",
            f"{year}年",
            f"{number}年",
            f"{year} ≠ {number}",
            (
                document.place_in_paragraph(index, match.start("y"), match.end("m") + 1),
                document.place_in_paragraph(index, *match.span("n")),
            ),
            (),
            ("可能年份写错",),
        )


def _closed_early(document: Document, index: int, text: str) -> Iterator[Finding]:
    """“2023年……预算483.6万元，截至2022年12月31日，执行……”: what is done of a year is not closed before it begins."""
    for match in DATE.finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        told = {int(m["y"]) for m in _YEAR.finditer(before)}
        if told != {int(match["y"]) + 1} or not _CLOSING.search(before) or not _DONE.search(behind[:30]):
            continue
        # “2019年预算草案中…，为截至2018年12月31日收到的提前下达数”: known when the budget was made.
        if not patterns.search(r"上年|结转|去年|预算草案|提前", before + behind[:40]):
            year = told.pop()
            yield Finding(
                "date.outside",
                "contradiction",
                "medium",
                f"叙述 {year} 年的事项，截止日 {match[0]} 却在该年之前",
                match[0],
                f"{year}年",
                f"{match['y']} < {year}",
                (document.place_in_paragraph(index, *match.span()),),
                (),
                ("可能年份写错",),
            )
