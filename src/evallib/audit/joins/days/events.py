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
            events = list(_events(sentence[0], sentence.start()))
            for before, after in pairwise(events):
                earlier, later = sorted((before, after), key=lambda e: e.step)
                if earlier.step == later.step or later.last >= earlier.first:
                    continue
                a, b = _STEPS[earlier.step][0], _STEPS[later.step][0]
                place = document.place_in_paragraph(index, later.start, later.end)
                other = document.place_in_paragraph(index, earlier.start, earlier.end)
                yield Finding(
                    "date.order",
                    "contradiction",
                    "medium",
                    f"“{b}”（{later.text}）早于“{a}”（{earlier.text}）",
                    later.text,
                    f"不早于 {earlier.text}",
                    f"{later.last} < {earlier.first}",
                    (place, other),
                    (),
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
        if step is not None and span is not None:
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
