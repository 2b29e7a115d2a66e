"""Told scores (文字里的目标、实际与得分): a goal that was met and lost marks, or missed and lost none, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evallib.audit.findings import Agreement, Finding
from evallib.audit.joins.targets import LOWER, verdict_on
from evallib.audit.reading.document import Document, Paragraph, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_N = r"\d+(?:,\d{3})*(?:\.\d+)?"
_FULL = rf"(?:权重|满分|分值|标准分|[该此本]项(?:指标)?)(?:分值?|[为是：:共])*\s*(?P<w>{_N})\s*分(?!钟)"
_GOT = rf"(?:自评|评价|实际|最终|综合)?(?:得分?|获得?|评分?)[为是：:了]?\s*(?P<s>{_N})\s*分(?![钟值])"
_PAIR = re.compile(
    rf"{_FULL}(?:(?!权重|满分|分值)[^\n]){{0,60}}?{_GOT}|"
    rf"(?<![\d.])(?P<v>{_N})分[)）]?[，,]\s*{_GOT.replace('<s>', '<t>')}"
)
_OPS = {
    **dict.fromkeys(
        ("≥", ">=", "＞", ">", "不低于", "不少于", "不小于", "不得低于", "不得少于", "至少", "大于等于"), False
    ),
    **dict.fromkeys(
        ("≤", "<=", "＜", "<", "不高于", "不超过", "不大于", "不多于", "不得超过", "不得高于", "小于等于"), True
    ),
}
_SIGN = "|".join(sorted(_OPS, key=len, reverse=True))
_UNIT = r"(?P<unit>%|‰|万?[\u4e00-\u9fff]{0,2})"
_AIM = "目标|计划|任务|指标值|要求|预期|应[达为完]|年初设定"
#: “不低于95%”, “95%以上”, “目标200人”
_LIMIT = re.compile(
    rf"(?P<op>{_SIGN})\s*(?P<n>{_N})\s*{_UNIT}|(?P<m>{_N})\s*(?P<u>%|‰|万?[\u4e00-\u9fff]{{1,2}}?)(?P<above>及?以[上内下])|"
    rf"(?:{_AIM})(?:(?!{_SIGN})[^，,。；;\d]){{0,12}}?(?P<k>{_N})\s*(?P<un>%|‰|万?(?:(?!及?以[上内下])[\u4e00-\u9fff]){{0,2}})(?P<up>及?以[上内下])?"
)
_FIGURE = re.compile(rf"(?<![\d.年月—~-]){_N}(?=\s*(?P<unit>%|‰|万?[\u4e00-\u9fff]{{0,2}}))")
#: In front of a figure that is not what was reached.
_ELSE = re.compile(rf"上年|去年|上期|同比|环比|[较比]|提[高升]|(?<!新)增|减|[升降]|扣|权重|得分?$|{_AIM}")
_REACHED = re.compile(r"实际|完成|达到?|结果|测算|检测|统计|建成|采购|发放|为$|是$")
#: A rule in words, and why marks were lost though the goal was met.
_RULE = re.compile(r"得满分|每[^，。；]{0,14}(?:扣|减)|的[，,]?得|得权重|区间|按比例")
_WHY = re.compile(
    rf"扣|但|然而|由于|因(?!此)|未|缺|欠|滞后|偏[^远]|问题|不(?!{'|'.join(op[1:] for op in _OPS if op[0] == '不')})"
)
MOST = 200


@dataclass(frozen=True, slots=True)
class _Window:
    """What is told of one indicator: a part of a paragraph, and where the next one is needed that one, too."""

    document: Document
    index: int
    start: int
    own: str
    below: str = ""

    @property
    def text(self) -> str:
        return f"{self.own}\n{self.below}" if self.below else self.own

    def place(self, start: int, end: int) -> Place:
        if start > len(self.own):
            offset = len(self.own) + 1
            return self.document.place_in_paragraph(self.index + 1, start - offset, end - offset)
        return self.document.place_in_paragraph(self.index, start + self.start, end + self.start)


@dataclass(frozen=True, slots=True)
class Limit:
    """A goal as a sentence tells it."""

    value: Decimal
    unit: str
    at_most: bool | None  # None where no word says which way
    span: tuple[int, int]
    printed: str


def check(document: Document) -> Iterator[Finding | Agreement]:
    """Every paragraph that tells the points and the score of an indicator."""
    for index, paragraph in document.paragraphs:
        if "分" not in paragraph.text or not patterns.search("[得获评]", paragraph.text):
            continue
        text = normalise(paragraph.text)
        pairs = list(_PAIR.finditer(text))
        for at, pair in enumerate(pairs):
            start, end = _bounds(text, pairs, at)
            window = _Window(document, index, start, text[start:end])
            if len(pairs) == 1 and not list(limits_in(window.text)):
                window = replace(window, below=_below(document, index))
            yield from _told(window, pair)


def _bounds(text: str, pairs: Sequence[re.Match[str]], at: int) -> tuple[int, int]:
    """From the sentence of a pair of points and score to that of the next pair."""
    start = text.rfind("。", 0, pairs[at].start()) + 1
    if at == 0 and not _LIMIT.search(text[start:]):
        start = 0  # the goal is told first
    end = len(text)
    if at + 1 < len(pairs):
        end = max(pairs[at].end(), *(text.rfind(stop, 0, pairs[at + 1].start()) + 1 for stop in "。；;\n"))
    return start, end


def _below(document: Document, index: int) -> str:
    """The next paragraph, where it goes on with the indicator of the one above."""
    below = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
    text = normalise(below.text) if isinstance(below, Paragraph) else ""
    return "" if len(text) > MOST or _PAIR.search(text) else text


def _told(window: _Window, pair: re.Match[str]) -> Iterator[Finding | Agreement]:
    text = window.text
    full, got = pair["w"] or pair["v"], pair["s"] or pair["t"]
    scored = pair.start() - window.start, pair.end() - window.start
    limits = [limit for limit in limits_in(text) if not scored[0] <= limit.span[0] < scored[0] + len(full)]
    if len({(limit.value, limit.unit) for limit in limits}) != 1 or _RULE.search(text):
        return
    limit = next((one for one in limits if one.at_most is not None), limits[0])
    reached = list(reached_in(text, limits))
    if len({value for value, _, _ in reached}) != 1:
        return
    value, spot, printed = reached[0]
    at_most = limit.at_most
    name = text[: scored[0]].strip("，, ：:（(")[-16:] or text[:16]
    if at_most is None:
        if LOWER.search(name) or LOWER.search(text[: limit.span[0]][-12:]):
            return
        at_most = False
    met = value <= limit.value if at_most else value >= limit.value
    if met and Decimal(got) < Decimal(full) and _WHY.search(text):
        return  # why marks were lost is told
    part = (limit.value / value if at_most and value else value / limit.value) if limit.value else Decimal(1)
    group = "s" if pair["s"] else "t"
    places = (
        window.document.place_in_paragraph(window.index, pair.start(group), pair.end()),
        window.place(*limit.span),
        window.place(*spot),
    )
    said = f"目标{limit.printed}，实际{printed}"
    points = Decimal(full), Decimal(got)
    yield from verdict_on(name, said, met, min(Decimal(1), part), *points, places, f"{got}分", limit.printed[0] == "=")


def limits_in(text: str) -> Iterator[Limit]:
    """The goals of a text: 不低于95%, 95%以上, 目标200人."""
    for match in _LIMIT.finditer(text):
        number = match["n"] or match["m"] or match["k"]
        unit = match["unit"] or match["u"] or match["un"] or ""
        if unit[:1] in {"分", "年", "月"} and unit[:2] != "分钟":
            continue
        above = match["above"] or match["up"]
        at_most = _OPS[match["op"]] if match["op"] else above[-1] in "内下" if above else None
        start = match.start("k") if match["k"] else match.start()
        yield Limit(_number(number), unit, at_most, (start, match.end()), text[start : match.end()])


def reached_in(text: str, limits: Sequence[Limit]) -> Iterator[tuple[Decimal, tuple[int, int], str]]:
    """The figures of the unit of a goal that may be what was reached; those with a word for it, where there are any."""
    found = []
    for match in _FIGURE.finditer(text):
        unit, wanted = match["unit"], limits[0].unit
        if any(a <= match.start() < b for a, b in (limit.span for limit in limits)):
            continue
        if not unit or unit[0] != wanted[:1] or (unit[0] == "分" and unit[:2] != "分钟"):
            continue
        before = patterns.split("[，,。；;：:\n]", text[: match.start()])[-1]
        if _ELSE.search(before) and not _REACHED.search(before[-6:]):
            continue
        end = match.end() + len(unit)
        found.append(
            (bool(_REACHED.search(before)), (_number(match[0]), (match.start(), end), text[match.start() : end]))
        )
    told = [figure for sure, figure in found if sure]
    yield from told or [figure for _, figure in found]


def _number(words: str) -> Decimal:
    return Decimal(words.replace(",", ""))
