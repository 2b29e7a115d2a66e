"""Deductions (扣分与得分): what an indicator has, what was taken off, and what it was given, told in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.joins.statements.indicators.told_scores import limits_in, reached_in
from evallib.audit.reading.document import Document
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.narrative import quoted_spans, read_narratives
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_N = r"\d+(?:\.\d+)?"
_FULL = re.compile(
    rf"(?:(?:权重|满分|分值|标准分|[该此本]项(?:指标)?)(?:分值?|[为是：:共])*|(?:指标|部分)共|(?<=[\u4e00-\u9fff])[（(])"
    rf"\s*(?P<n>{_N})\s*分(?!钟)"
)
_GOT = re.compile(
    rf"(?<![%的可应能不])(?<!以上)(?<!以内)(?:自评|评价|实际|最终|综合|该项)?(?:实?得分?|获得?|评分)[为是：:了]?\s*(?P<n>{_N})\s*分(?![钟值])"
)
#: What a rule takes off for each, or of those that fail; and what was taken off.
_CUT = re.compile(
    rf"(?P<rule>每[^，。；;]{{0,16}}[，,]?|(?:其[余他它]|各项|上述|项目)[^，。；;]{{0,8}}?|[的者][，,]?(?:酌情)?|最[多高]|[可应将]|则|各)?(?P<all>[共累合]计?)?扣(?:减|除|掉|了)*\s*(?P<n>{_N})\s*分"
)
#: Points beyond the full ones, and scales of another kind.
_OTHER = re.compile(r"加分|奖励|附加|百分制|折算|各扣|倒扣")
_EACH = re.compile(
    rf"每(?:发现|出现|缺少?|有|少|低于?|降低|减少|下降|逾期|超过?)?\s*(?P<per>{_N})?\s*(?P<unit>个百分点|%|[\u4e00-\u9fff]{{1,3}}?)"
    rf"[^，。；;\d]{{0,8}}[，,]?扣(?:减|除)?\s*(?P<x>{_N})\s*分"
)
_BY_PART = re.compile(r"按[^，。；;]{0,6}比例|按率")
_RATE = re.compile(rf"(?<![\d.])(?P<n>{_N})%")
_GIVES = re.compile(rf"(?:评[分价]标准|评分规则|计分规则)[：:][^。；;]{{0,40}}?得\s*(?P<n>{_N})\s*分")
#: “完成率100%得满分”: the goal of a rule.
_WHOLE = re.compile(r"(\d+(?:\.\d+)?)%(?:及?以上)?[，,]?(?=得满分)")
_CAPPED = re.compile(r"封顶|扣完|最[多高]|为止|不低于0")
MOST = 4


@dataclass(frozen=True, slots=True)
class _Part:
    """What is told of one indicator in a paragraph."""

    document: Document
    index: int
    start: int
    text: str
    full: re.Match[str]
    got: re.Match[str]

    @property
    def points(self) -> tuple[Decimal, Decimal]:
        return Decimal(self.full["n"]), Decimal(self.got["n"])

    def finding(self, match: re.Match[str], right: Decimal, words: str, sure: Confidence) -> Finding:
        """A figure of the part that the others do not bear, the match it stands in first."""
        spots = [(m.start("n") + self.start, m.end("n") + self.start + 1) for m in (match, self.got, self.full)]
        proper = f"{right.normalize():f}分"
        return Finding(
            "score.deduction",
            "score",
            sure,
            f"得分应等于满分减扣分：{words} = {proper}，写为 {match['n']}分",
            f"{match['n']}分",
            proper,
            f"{words} = {proper}",
            tuple(dict.fromkeys(self.document.place_in_paragraph(self.index, *spot) for spot in spots)),
            ("得分或扣分写错", "另有未写出的扣分") if sure == "low" else (),
        )

    def agreement(self, words: str, matches: Sequence[re.Match[str]]) -> Agreement:
        spots = [(m.start("n") + self.start, m.end("n") + self.start + 1) for m in (self.got, self.full, *matches)]
        places = tuple(self.document.place_in_paragraph(self.index, *spot) for spot in spots)
        return Agreement("score.deduction", f"{self.got['n']}分", words, places)


def check(facts: Facts) -> Iterator[Finding | Agreement]:
    """Every paragraph that tells all three; narratives that say 满分 are read with their tables."""
    document = facts.document
    read = {n for narrative in read_narratives(document) for n in narrative.blocks}
    for index, paragraph in document.paragraphs:
        if "扣" not in paragraph.text and "比例" not in paragraph.text and "得" not in paragraph.text:
            continue
        if index in read and "满分" in paragraph.text:
            continue
        text = normalise(paragraph.text)
        if "分" in text and not _OTHER.search(text) and not quoted_spans(text):
            for part in _parts(document, index, text):
                yield from _judge(part)


def _parts(document: Document, index: int, text: str) -> Iterator[_Part]:
    """From the sentence that tells what can be had to the next one that does."""
    fulls = list(_FULL.finditer(text))
    starts = [text.rfind("。", 0, full.start()) + 1 for full in fulls]
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(text)
        part = text[start:end]
        full, gots = _FULL.search(part), list(_GOT.finditer(part))
        if full is not None and len(_FULL.findall(part)) == 1 and len(gots) == 1:
            yield _Part(document, index, start, part, full, gots[0])


def _judge(part: _Part) -> Iterator[Finding | Agreement]:
    full, got = part.points
    given = _GIVES.search(part.text)
    if given and Decimal(given["n"]) > full:
        words = f"权重 {full:f}，评分标准最多"
        yield part.finding(given, full, words, "medium")
        return
    taken = [m for m in _CUT.finditer(part.text) if not m["rule"]]
    each = _EACH.search(part.text)
    if each is not None:
        yield from _by_rule(part, each, taken)
    elif taken:
        yield from _taken(part, taken)
    elif _BY_PART.search(part.text) and len(rates := _RATE.findall(part.text)) == 1 and Decimal(rates[0]) <= 100:
        exact = full * Decimal(rates[0]) / 100
        step = Decimal(1).scaleb(-len(part.got["n"].partition(".")[2]))
        words = f"{full:f} × {rates[0]}%"
        if got == exact.quantize(step, ROUND_HALF_UP):
            yield part.agreement(words, ())
        else:
            yield part.finding(part.got, exact.quantize(Decimal("0.01")), words, "low")


def _taken(part: _Part, taken: Sequence[re.Match[str]]) -> Iterator[Finding | Agreement]:
    full, got = part.points
    whole = [m for m in taken if m["all"]]
    counted = whole[:1] or list(taken)
    right = full - sum(Decimal(m["n"]) for m in counted)
    words = f"{full:f}" + "".join(f" − {m['n']}" for m in counted)
    if got == right:
        yield part.agreement(words, counted)
        return
    listed = part.text[counted[0].end() : counted[-1].start()] if len(counted) > 1 else ""
    apart = {full - Decimal(m["n"]) for m in counted} if patterns.search("[。；;：:]|其中", listed) else set()
    if right < 0 or got > full or got in apart or len(counted) > MOST:
        return  # one of them tells all that was taken off, or belongs to another indicator
    spread = patterns.search("。", part.text[part.full.end() : counted[-1].start()]) is not None
    yield part.finding(part.got, right, words, "low" if got < right or spread else "medium")


def _by_rule(part: _Part, each: re.Match[str], taken: Sequence[re.Match[str]]) -> Iterator[Finding | Agreement]:
    """“每发现1处扣0.5分，检查发现4处，扣2分”, “每降低1个百分点扣0.5分”."""
    full, got = part.points
    per, step, unit = Decimal(each["per"] or 1), Decimal(each["x"]), each["unit"]
    if not per or _CAPPED.search(part.text):
        return
    if unit in {"%", "个百分点"}:
        limits = list(limits_in(part.text)) or list(limits_in(_WHOLE.sub(r"≥\1%", part.text)))
        reached = {value for value, _, _ in reached_in(part.text, limits)} if limits else set()
        if len({limit.value for limit in limits}) != 1 or len(reached) != 1 or limits[0].unit != "%" or taken:
            return
        steps = abs(limits[0].value - reached.pop()) / per
    else:
        behind = part.text[each.end() :]
        counts = patterns.findall(rf"(?<![\d.])(\d+){unit}(?=[^\d。；;]{{0,12}}扣)", behind)
        if len(counts) != 1 or len(taken) != 1:
            return
        steps = Decimal(counts[0]) / per
        if steps == int(steps) and Decimal(taken[0]["n"]) != steps * step <= full:
            yield part.finding(taken[0], steps * step, f"{steps:f} × {step:f}", "medium")
            return
        yield from _taken(part, taken)
        return
    right = full - steps * step
    words = f"{full:f} − {steps.normalize():f} × {step:f}"
    if got == right:
        yield part.agreement(words, ())
    elif steps == int(steps) and right >= 0:
        yield part.finding(part.got, right, words, "low")
