"""Compared levels (与目标、限额比高低): “合格率86%，低于90%的目标” whose word says the other way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document
from evallib.parsing.claims.mentions import normalise

_UNIT = r"[%‰℃]|个?月|小时|微克|[件分万亿元人个户次天宗吨家]{1,2}"
_WAY = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?)(?P<unit>{_UNIT}|(?<=\d\.\d{{3}})(?=[，,]))(?:/[(][^()]{{1,8}}[)])?(?:[(\[][^()\[\]]{{0,24}}[)\]])?"
    r"(?:[，,][比较][^，。；]{2,16}?(?:百分点|[%件分]))?[，,]?(?:明显|仍|略|均|远|稍|也|已)?"
    r"(?P<word>高于|低于|未超过|超过|未达到|达到|不低于|不高于|已完成|未完成)"
    r"(?P<mid>(?:\d{1,2}月)?[^，。；、\d高低超达]{0,20}(?:“不[低高]于)?)(?P<m>\d+(?:\.\d+)?)(?P=unit)"
    r"(?P<end>\)|(?:/[^，。；]{1,4})?”?的?[\u4e00-\u9fff]{0,6})"
)
_LEVEL = (
    r"目标值?|指标值?|要求|标准|控制数|控制线|控制价|限额|底线|预警线|警戒线|[红黄橙]色?线|优秀线|合格线|及格线|平均水平|平均值|均值|"
    r"定额|序时进度|规定|约定|核定"
)
#: Words that make the second figure a level: “90%的目标”, “省要求的95%”, “平均水平（96.2%）”; in “低于限额14亿元” it is
#: a difference.
_BEHIND = re.compile(
    rf"^(?:/[^，。；]{{1,4}})?”?(?:的?[\u4e00-\u9fff]{{0,4}}?(?:{_LEVEL}|上限|下限)|的(?:增|降|涨)[幅速])"
)
_BEFORE = re.compile(
    rf"(?:{_LEVEL}|概算|预算|计划|目标|上年|去年|上月|上季度|同期|\d月)(?:的(?:[平每人户月日年][均月日年班户人])?约?|为|\()$"
)
#: In front of a figure that cannot be a difference, for it is larger than what lies above it.
_NAMED = re.compile(rf"(?:{_LEVEL})$")
_LISTED = re.compile(r"(?:^|[，。；,;])$")
#: “超过10%的有3个” tells of others.
_CLOSES = re.compile(r"[，。；,;(]|$")
_ABOVE = {"高于", "超过", "不低于", "达到", "已完成"}
ALL = 100
_REACHES = {"达到", "已完成", "未完成"}
#: “达到95%” is what was reached, where no goal is named.
_REACHED = re.compile("^的(?:年度|预期|既定|考核)?(?:目标|要求|标准|指标|计划)")


def _is_level(match: re.Match[str]) -> bool:
    """Whether the second figure is the level itself and not the distance to it."""
    if match["end"].endswith(("的有", "的仅", "的只")):
        return False  # “占合同价的8.4%，超过10%变更上限的有3个”: others
    if match["word"] in _REACHES:
        return bool(_REACHED.match(match["end"]))
    if match["mid"].endswith("("):
        return match["end"] == ")"
    if _BEHIND.match(match["end"]) or _BEFORE.search(match["mid"]):
        return True
    if not match["mid"]:
        # “28%的药材涨幅超过51%，2%超过300%”: the first is how many of them lie above the second.
        counted = _LISTED.search(match.string[: match.start()])
        return not counted and match["unit"] == "%" and bool(_CLOSES.match(match.string[match.end("m") + 1 :]))
    first, second = Decimal(match["n"]), Decimal(match["m"])
    above = match["word"] in {"高于", "超过"}
    # No rate lies so far below another one that both are more than all.
    apart = second > first if above else match["unit"] == "%" and first + second > ALL
    return apart and bool(_NAMED.search(match["mid"]))


def _turned(word: str, above: bool) -> str:
    if word in {"已完成", "未完成", "达到", "未达到"}:
        return {"已完成": "未完成", "未完成": "已完成", "达到": "未达到", "未达到": "达到"}[word]
    return "高于" if above else "低于"


def check(document: Document) -> Iterator[Finding]:
    """Every figure that a sentence holds against a level printed right behind it."""
    for text, where, _ in document.worded:
        if "于" not in text and "超过" not in text and "达到" not in text and "完成" not in text:
            continue
        plain = normalise(text)
        for match in _WAY.finditer(plain):
            if not _is_level(match):
                continue
            first, second, word = Decimal(match["n"]), Decimal(match["m"]), match["word"]
            if first == second or (first > second) == (word in _ABOVE):
                continue
            right = _turned(word, first > second)
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
