"""Events (事项先后): what cannot come before its cause: a contract before the award, acceptance before the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

#: The steps of a purchase or a project in their order; the words stand right behind (or in front of) the date.
_STEPS: tuple[tuple[str, str], ...] = (
    ("立项批复", r"立项|批复|获批|批准|审批通过"),
    ("招标公告", r"招标公告|采购公告|发布公告|磋商公告"),
    ("中标成交", r"中标|成交|定标"),
    (
        "签订合同",
        r"签订(?:《[^》]{0,40}》|[^，。；]{0,12}(?:合同|协议))|(?:合同|协议)[^，。；|]{0,4}\|?签[订署]|订立合同",
    ),
    ("开工实施", r"开工|进场"),
    ("完工", r"完工|竣工|建成"),
    ("验收", r"验收"),
)
_DATE = re.compile(r"(?P<y>20\d\d)\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*日)?")
#: Words of a sentence that tells of several contracts or phases, of a second try, or that the order was broken.
_SEVERAL = re.compile(
    r"第?[一二三四1-4][批期]|[一二三四]标段|分[批期]|重新|再次|二次|流标|废标|放弃|终止|补[签办充]|先[建用行]|后[签补批]|倒置|"
    r"才[签订取获办]|未[批经][^，。；]{0,4}|原合同|另行|续签"
)
#: What is approved or signed when the work is done, or on the way: no first step; and the news of an award.
_LATER = re.compile(
    r"框架|意向|决算|结算|概算|变更|调整|核销|延期|竣工[^，。；]{0,6}(?:批复|批准)|审[核计]|监理|质保|养护|运维|运营|检测|评价|移交|"
    r"(?:结果|中标|成交)[^，。；]{0,4}公告|公示"
)
#: The steps that a project takes once and at its beginning: approval, notice, contract.
_ONCE = (0, 1, 3)
_PLAN = re.compile(r"计划|预计|拟|应于|要求|前$|不迟于")


@dataclass(frozen=True, slots=True)
class _Event:
    step: int
    first: date
    last: date
    start: int
    end: int
    text: str


def check(document: Document) -> Iterator[Finding]:
    """Two dated steps of one sentence or one clause list in the wrong order."""
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for sentence in patterns.finditer(r"[^。！？\n]+", text):
            if sentence[0].count("月") < 2 or _SEVERAL.search(sentence[0]):
                continue  # one day alone comes before nothing
            events = list(_events(sentence[0], sentence.start()))
            for before, after in pairwise(events):
                earlier, later = sorted((before, after), key=lambda e: e.step)
                if earlier.step == later.step or later.last >= earlier.first:
                    continue
                a, b = _STEPS[earlier.step][0], _STEPS[later.step][0]
                place = document.place_in_paragraph(index, later.start, later.end)
                other = document.place_in_paragraph(index, earlier.start, earlier.end)
                # Told by the days, but not by the steps: several contracts, or a step that was made up for.
                sure = before.step < after.step
                yield Finding(
                    "date.order",
                    "contradiction",
                    "medium" if sure else "low",
                    f"“{b}”（{later.text}）早于“{a}”（{earlier.text}）",
                    later.text,
                    f"不早于 {earlier.text}",
                    f"{later.last} < {earlier.first}",
                    (place, other),
                    () if sure else ("两处说的是不同的合同或阶段", "确实补办", "日期写错"),
                    ("可能年份写错", "可能两处说的是不同的合同"),
                )


def _events(sentence: str, offset: int) -> Iterator[_Event]:
    dates = list(_DATE.finditer(sentence))
    for n, match in enumerate(dates):
        behind = sentence[match.end() : dates[n + 1].start() if n + 1 < len(dates) else len(sentence)]
        clause = patterns.split(r"[，；]", behind)[0][:48]
        if _PLAN.search(sentence[max(0, match.start() - 6) : match.start()]) or patterns.match(
            r"\s*(?:至|到|-|—|~)", behind
        ):
            continue
        # “合同于某日签订”: what is signed stands in front of the day.
        told = patterns.split(r"[，；、]", sentence[: match.start()])[-1][-8:] + "|" + clause
        step = next((i for i, (_, words) in enumerate(_STEPS) if patterns.search(words, told)), None)
        span = _span(match)
        if step is not None and span is not None and not (step in _ONCE and _LATER.search(told)):
            yield _Event(step, *span, offset + match.start(), offset + match.end(), match[0])


def _span(match: re.Match[str]) -> tuple[date, date] | None:
    """The first and the last day that a date can mean."""
    year, month = int(match["y"]), int(match["m"])
    try:
        first = date(year, month, int(match["d"] or 1))
    except ValueError:
        return None
    if match["d"]:
        return first, first
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)
