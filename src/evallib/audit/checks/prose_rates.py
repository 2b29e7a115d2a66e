"""Prose rates (文字中的比率): a rate against the counts or amounts named in the same sentence.

The words of a rate name its numerator and denominator (办结率: 办结 ÷ 立案). If another pair of figures in the sentence
gives the printed rate, it is named as a reading: the rate may be right and its name wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evallib.audit.checks.prose_sums import levels
from evallib.audit.document import Figure
from evallib.audit.facts import Facts, Sentence
from evallib.audit.findings import Confidence
from evallib.audit.formulas import Ratio
from evallib.audit.identities import Identity, judge


@dataclass(frozen=True, slots=True)
class RateWords:
    """What the words of a rate divide; `complement` for rates counted by their failures."""

    rate: re.Pattern[str]
    part: re.Pattern[str]
    whole: tuple[re.Pattern[str], ...]
    complement: bool = False
    confidence: Confidence = "high"


def _words(rate: str, part: str, *whole: str, complement: bool = False, confidence: Confidence = "high") -> RateWords:
    return RateWords(re.compile(rate), re.compile(part), tuple(re.compile(w) for w in whole), complement, confidence)


WORDS = (
    _words(
        r"执行率|支出进度",
        r"执行|决算|实际支出|实际支付|(?:已|共)支出|支出金额",
        r"调整后|全年预算|年度预算",
        r"预算(?!执行)|批复",
    ),
    _words(
        r"办结率|结案率|完结率", r"(?<!待)(?<!未)(?:办结|结案|完结)", r"立案|受理|分流|共计|共有|派遣", r"上报|案件"
    ),
    _words(r"得分率", r"得分|评分", r"权重|总分值|满分|指标共|分值"),
    _words(r"控制率", r"在职|实有|实际", r"核定|编制|控制数"),
    _words(r"及时率", r"超时|逾期|超期", r"立案|受理|应办|共计", complement=True, confidence="low"),
    _words(
        r"完成率|达标率|合格率|覆盖率|到位率",
        r"(?:实际|已)?(?:完成|达标|合格|覆盖|到位)",
        r"计划|应(?!急)|目标|抽查|检查|核定|共",
    ),
)
_SAMPLED = re.compile(r"(?P<rate>[\u4e00-\u9fff]{2,8}率)(?:被?抽查|被?抽样|回访|测评)")
_FAILED = re.compile(r"未|不|非")
_SHARE = re.compile(r"占(?P<whole>[^，,；;]{2,14}?)(?:的)?(?:比例|比重)?(?:约?为|达)?$")


def check(facts: Facts) -> Iterator[Identity]:
    """Rates of every sentence, and sampled rates against their counts of failures."""
    for sentence in facts.sentences:
        for _, level in levels(sentence):
            for at, figure in enumerate(level):
                if figure.unit == "%" and not figure.hedge:
                    yield from _named(sentence, level[:at], figure)
                    yield from _share(sentence, level[:at], figure)
    yield from _sampled(facts)


def _named(sentence: Sentence, before: Sequence[Figure], rate: Figure) -> Iterator[Identity]:
    words = next((w for w in WORDS if w.rate.search(rate.label)), None)
    if words is None:
        return
    counts = [f for f in before if f.unit not in {"%", "百分点"}]
    part = next((f for f in reversed(counts) if words.part.search(f.label) and not _is_rate(f)), None)
    if part is None:
        return
    rest = [f for f in counts if f is not part and f.unit == part.unit]
    near = [f for f in rest if not re.search(r"[;；]", sentence.between(f, rate))]
    whole = _whole(words, near) or _whole(words, rest)
    if whole is None:
        return
    identity = _identity("rate.prose", rate, (part, whole), words.confidence, Ratio(complement=words.complement))
    if judge(identity) != "agrees":
        identity = replace(identity, readings=_readings(rate, counts, (part, whole)))
    yield identity


def _whole(words: RateWords, figures: Sequence[Figure]) -> Figure | None:
    """The nearest figure that the most specific pattern names."""
    for pattern in words.whole:
        for figure in reversed(figures):
            if pattern.search(figure.label) and not words.part.search(figure.label.split("调整后")[-1]):
                return figure
    return None


def _is_rate(figure: Figure) -> bool:
    return figure.label.endswith("率")


def _readings(rate: Figure, counts: Sequence[Figure], used: tuple[Figure, Figure]) -> tuple[str, ...]:
    """Other pairs of figures in the sentence that give the printed rate."""
    readings = []
    for part in counts:
        for whole in counts:
            if part is whole or (part, whole) == used or part.unit != whole.unit or part.value == whole.value:
                continue
            identity = Identity("", "", rate, (part, whole), Ratio())
            if judge(identity) == "agrees":
                readings.append(
                    f"{rate} 与“{part.label}”{part} ÷“{whole.label}”{whole} 相符，可能是比率的名称或口径写错"
                )
    return tuple(readings[:3])


def _identity(
    code: str, rate: Figure, terms: tuple[Figure, Figure], confidence: Confidence, formula: Ratio | None = None
) -> Identity:
    what = f"“{rate.label}”应与所列数字相符"
    exact = terms[0].unit == "分"
    return Identity(code, what, rate, terms, formula or Ratio(), "contradiction", confidence, exact=exact)


def _share(sentence: Sentence, before: Sequence[Figure], share: Figure) -> Iterator[Identity]:
    """“A a 件，占总数的 p%”: the part is the figure before, the whole is named."""
    match = _SHARE.search(share.label)
    if not match or not before or before[-1].unit in {"%", "百分点", ""}:
        return
    part = before[-1]
    name = re.sub(r"总量|总数|总额|全部|合计|的$", "", match["whole"])
    wholes = [f for f in before[:-1] if f.unit == part.unit and f.value and ((name and name in f.label) or not name)]
    own = [part] if name and name in part.label and not wholes else []
    for whole in (wholes or own)[-1:]:
        yield _identity("rate.share", share, (part, whole), "medium")


def _sampled(facts: Facts) -> Iterator[Identity]:
    """“满意率被抽查案件 616 件，其中不满意案件 197 件” against the rate of that name printed before it."""
    for sentence in facts.sentences:
        if len(sentence.figures) < 2:
            continue
        whole, part = sentence.figures[:2]
        match = _SAMPLED.search(whole.label)
        if not match or whole.unit != part.unit or not _FAILED.search(part.label):
            continue
        section = facts.document.blocks[sentence.block].section
        rates = [
            f
            for f in facts.prose
            if f.unit == "%"
            and match["rate"][-5:] in f.label
            and f.place.section == section
            and f.place.block <= sentence.block
        ]
        if rates:
            yield _identity("rate.sampled", rates[-1], (part, whole), "medium", Ratio(complement=True))
