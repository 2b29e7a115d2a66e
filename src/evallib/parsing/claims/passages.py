"""Passages (语段): a paragraph as sentences of figures, each with the words that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evallib.parsing.claims.mentions import Mention, find_mentions, normalise

_STOP = re.compile(r"[。！？!?\n]")
#: “较上年无变化事业单位124个”: the stop between the two was lost.
LOST_STOP = "(?:(?<=无变化)|(?<=持平))(?=[\u4e00-\u9fff]{2})(?!的)"
_BREAK = re.compile(rf"[，,；;。！？!?、：:()（）【】“”\"\n\t|]|{LOST_STOP}")
_CUT = re.compile(rf"[，,；;。：:()（）【】\n]|{LOST_STOP}")
_BRACKET = re.compile("[()（）]")
_ASIDE = re.compile(
    r"[(（](?![^)）]*(?:口径|剔除|扣除|含|考虑|不变价|同期))[\u4e00-\u9fff、/]{1,8}[)）]"
)  # 因公出国（境）费, 县（市、区）: words, no figures
_FILLER = re.compile(
    r"^(?:其中|另有|另外|以及|并且|同时|分别|截至|目前|全年|当年|本年|本月|本周|本季度|今年|[和与及并])+|"
    r"(?:总?共计?|合计|总计|累计|分别)?(?:完成|达到?|约?为|是|有|了|约|共|至|到|计|各)+$|\s+"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure in its sentence.

    Args:
        mention: the figure.
        gap: the words between the figure before it in the sentence and this one.
        head: the end of the gap, back to the last stop, comma or bracket.
        tail: the words behind it, up to the next figure of the sentence.
        sentence: number of the sentence in the paragraph.
        depth: how many brackets are open around it.
        aside: the words before the bracket that was closed right before it: “比去年（同为5天）的” says 比去年.
    """

    mention: Mention
    gap: str
    head: str
    tail: str
    sentence: int
    depth: int
    aside: str = ""

    @property
    def label(self) -> str:
        """What the figure counts: the nearest words before it without turns of speech."""
        for part in reversed([p for p in _BREAK.split(self.gap) if p.strip()]):
            if words := clean_label(part):
                return words
        return ""


@lru_cache(maxsize=16384)
def clean_label(words: str) -> str:
    """Words without fillers.

    >>> clean_label("其中咨询类共"), clean_label("已结案"), clean_label("受理总量达到")
    ('咨询类', '结案', '受理总量')
    """
    before = None
    while before != words:
        before = words
        words = _FILLER.sub("", words.strip())
    return words.removeprefix("已")


def read_passage(text: str) -> list[Spot]:
    """The figures of a paragraph with the words around them.

    >>> [(s.label, s.mention.text, s.head) for s in read_passage("共受理52件，其中咨询类31件，占59.62%。")]
    [('共受理', '52件', '共受理'), ('咨询类', '31件', '其中咨询类'), ('占', '59.62%', '占')]
    """
    text = normalise(text)
    mentions = find_mentions(text)
    stops = [m.end() for m in _STOP.finditer(text)]
    depths = _depths(text, [m.start for m in mentions])
    spots: list[Spot] = []
    number = 0
    last_sentence, last_end = -1, 0
    for index, mention in enumerate(mentions):
        while number < len(stops) and stops[number] <= mention.start:
            number += 1
        opening = stops[number - 1] if number else 0
        start = last_end if last_sentence == number else opening
        closing = stops[number] if number < len(stops) else len(text)
        after = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
        gap = _ASIDE.sub("", text[start : mention.start])
        head = _CUT.split(gap)[-1]
        aside = _before_bracket(text[opening:start]) if depths[index] < (spots[-1].depth if spots else 0) else ""
        spots.append(Spot(mention, gap, head, text[mention.end : min(closing, after)], number, depths[index], aside))
        last_sentence, last_end = number, mention.end
    return spots


def _before_bracket(text: str) -> str:
    """The words of a clause before its last opening bracket."""
    return _CUT.split(text[: max(text.rfind("("), text.rfind("（"), 0)])[-1]


def _depths(text: str, places: list[int]) -> list[int]:
    """How many brackets are open at some places, in order."""
    depths, depth, at = [], 0, 0
    brackets = list(_BRACKET.finditer(text))
    for place in places:
        while at < len(brackets) and brackets[at].start() < place:
            depth = max(0, depth + (1 if brackets[at][0] in "(（" else -1))
            at += 1
        depths.append(depth)
    return depths
