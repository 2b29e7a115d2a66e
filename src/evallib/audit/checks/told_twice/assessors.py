"""Assessors (谁评的、哪一年的、哪一步的): whose score or grade a sentence tells, for one project has several."""

from __future__ import annotations

import re

from evallib.audit.reading.document import Document
from evallib.model import patterns

_SELF = re.compile(r"自[评查]|自我评[价定]|自行评")
#: Scores on the way to the one that counts.
_STEP = re.compile(
    r"初[评审步]|预评|一审|原始|原得分|(?:调整|加权|折算|加减?分|扣减|修正|核减)前|折算|换算|百分制|实地|现场|专家|"
    r"(?:加[回减分上]|扣[除减分]|核[增减]|调整|修正|补充)[^。；]{0,14}?后"
)
_YEAR = re.compile(r"(20\d\d)\s*年(?!\s*\d)")
_OF_YEAR = re.compile(r"(20\d\d)\s*年度")
_PAST = re.compile(r"上[期年]|去年|上一[年期轮]|前次|上次")
#: Here the own assessment is looked at by somebody else.
_CHECKED = re.compile(r"复[核评查]|再评价|抽[查评]|核查")
HEAD = 6


def whose(words: str, document: Document) -> str:
    """Whose score words in front of it tell: of the unit itself, of a step on the way, of another year; "" for the one.

    Args:
        words: the sentence up to the score or the grade, or the header of its column.
        document: a report on a self-assessment tells that one alone.
    """
    if _PAST.search(words):
        return "past"
    years = _YEAR.findall(words)
    if years and int(years[-1]) != (document.year or _last_year(document)):
        return str(years[-1])
    if _STEP.search(words):
        return "step"
    return "self" if _SELF.search(words) and not is_self_report(document) else ""


def _last_year(document: Document) -> int:
    """The last year for which something is told where the title names none."""
    return max((int(year) for _, p in document.paragraphs for year in _OF_YEAR.findall(p.text)), default=0)


def is_self_report(document: Document) -> bool:
    """Whether the first lines of a document call it a self-assessment."""
    lines = [p.text for _, p in document.paragraphs][:HEAD]
    head = " ".join(line for line in lines if len(line) < 60 and not patterns.search("[。；]", line))
    return bool(_SELF.search(head)) and not _CHECKED.search(head)
