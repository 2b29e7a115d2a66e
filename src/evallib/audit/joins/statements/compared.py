"""Compared levels (与目标、限额比高低): “合格率86%，低于90%的目标” whose word says the other way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document
from evallib.parsing.claims.mentions import normalise

_WAY = re.compile(
    r"(?P<n>\d+(?:\.\d+)?)(?P<unit>%|[件分万亿元个人户次天宗吨]{1,2})[，,]?(?:明显|仍|略|均|远|稍|也)?"
    r"(?P<word>高于|低于|未超过|超过|未达到|不低于|不高于)(?P<mid>(?:\d{1,2}月)?[^，。；、\d高低超达]{0,14})(?P<m>\d+(?:\.\d+)?)(?P=unit)"
    r"(?P<end>\)|的?[\u4e00-\u9fff]{0,6})"
)
_LEVEL = r"目标值?|指标值|要求|标准|控制数|控制线|限额|底线|预警线|警戒线|红线|优秀线|合格线|及格线|平均水平|平均值"
#: Words that make the second figure a level: “90%的目标”, “省要求的95%”, “平均水平（96.2%）”; in “低于限额14亿元” it is
#: a difference.
_BEHIND = re.compile(rf"^的?[\u4e00-\u9fff]{{0,3}}?(?:{_LEVEL})")
_BEFORE = re.compile(rf"(?:{_LEVEL}|上年|去年|上月|上季度|同期|\d月)(?:的|为|\()$")
_ABOVE = {"高于", "超过", "不低于"}


def check(document: Document) -> Iterator[Finding]:
    """Every figure that a sentence holds against a level printed right behind it."""
    for text, where, _ in document.texts:
        if "于" not in text and "超过" not in text and "未达到" not in text:
            continue
        plain = normalise(text)
        for match in _WAY.finditer(plain):
            bracket = match["mid"].endswith("(") and match["end"] == ")"
            if not (_BEHIND.match(match["end"]) or _BEFORE.search(match["mid"])):
                continue
            if match["mid"].endswith("(") and not bracket:
                continue
            first, second, word = Decimal(match["n"]), Decimal(match["m"]), match["word"]
            if first == second or (first > second) == (word in _ABOVE):
                continue
            right = "高于" if first > second else "低于"
            told, level = match["n"] + match["unit"], match["m"] + match["unit"]
            yield Finding(
                "growth.direction",
                "contradiction",
                "high",
                f"高低与数字相反：{told} 与 {level} 相比，文字说“{word}”",
                word,
                right,
                f"{told} {'>' if first > second else '<'} {level}",
                (
                    where(*match.span("word")),
                    where(match.start("n"), match.end("unit")),
                    where(match.start("m"), match.end("m") + len(match["unit"])),
                ),
            )
