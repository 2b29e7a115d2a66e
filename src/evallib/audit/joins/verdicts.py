"""Verdicts and names (结论与单位): two grades for one evaluation, and another unit's name left in from a template."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Place
from evallib.parsing.claims.mentions import normalise

_GRADE = re.compile(
    r"(?:绩效|综合|最终|总体|评价|评定|自评)[^，。；\d]{0,8}(?:等级|级别|结果|结论)(?:评定|确定|定)?(?:为|是|属于|：)\s*[“\"]?(?P<grade>优秀|良好|合格|不合格|优|良|中|差)(?![\u4e00-\u9fff])"
)
_SCALE = re.compile(r"评[分价]标准“|[，,]\s*得\s*\d|区间|得分在|\[|分为|划分|四个|以上|[≥≤><]|\d+\s*[-—~～]\s*\d+")
_UNIT = re.compile(
    r"(?:^|(?<=[区县市，。、；：“（(\s]))(?P<name>[\u4e00-\u9fff]{2,3})(?P<kind>镇|街道|乡)(?P<rest>[\u4e00-\u9fff]{2,6})"
)
_SAME = {"优秀": "优", "良好": "良"}
OFTEN = 5


def check(document: Document) -> Iterator[Finding]:
    """Grades that differ, and names of another unit in words that everywhere else name this one."""
    grades: dict[str, list[tuple[str, Place]]] = {}
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in _GRADE.finditer(text):
            before = text[: match.start()]
            if before.count("“") > before.count("”"):
                continue  # a rule that is quoted gives no verdict
            clause = re.split(r"[。；]", before)[-1] + re.split(r"[。；]", text[match.start() :])[0]
            if not _SCALE.search(clause.replace(match[0], "")):
                grade = _SAME.get(match["grade"], match["grade"])
                place = document.place_in_paragraph(index, match.start("grade"), match.end("grade"))
                grades.setdefault(grade, []).append((match["grade"], place))
    if len(grades) == 2:
        (first, ones), (second, others) = sorted(grades.items(), key=lambda g: (len(g[1]), g[1][0][1].block))
        yield Finding(
            "grade.verdict", "score", "medium", f"评价等级前后不一：{ones[0][0]} 与 {others[0][0]}", ones[0][0], others[0][0],
            f"{len(ones)} 处为“{first}”，{len(others)} 处为“{second}”", tuple(p for _, p in [*ones, *others]),
        )  # fmt: skip
    yield from _foreign(document)


def _foreign(document: Document) -> Iterator[Finding]:
    """“甲镇城运中心” thirty times and “乙镇城运中心” once."""
    found: dict[str, dict[str, list[Place]]] = {}
    for text, where, _ in document.texts():
        for match in _UNIT.finditer(normalise(text)):
            name = match["name"] + match["kind"]
            for length in (4, 3, 2):
                rest = match["rest"][:length]
                found.setdefault(rest, {}).setdefault(name, []).append(where(match.start(), match.end("kind")))
    told: set[Place] = set()
    for rest, names in sorted(found.items(), key=lambda f: -len(f[0])):
        counts = Counter({name: len(places) for name, places in names.items()})
        own = counts.most_common(1)[0][0]
        # A list of towns names each of them with the same words.
        if len(names) != 2 or counts[own] < OFTEN or _overlap(*names):
            continue
        other = next(name for name in names if name != own)
        if counts[other] > 1 or counts[own] < OFTEN * counts[other] or names[other][0] in told:
            continue
        told.add(names[other][0])
        yield Finding(
            "name.unit", "wording", "medium", f"“{other}{rest}”出现 1 次，别处均为“{own}{rest}”：可能是套用别处文本时留下的", other, own,
            f"{counts[own]} 处写“{own}{rest}”", (names[other][0], names[own][0]),
        )  # fmt: skip


def _overlap(a: str, b: str) -> bool:
    """Whether one name is only the other with a word in front (“区甲镇”)."""
    return a in b or b in a
