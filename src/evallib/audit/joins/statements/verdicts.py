"""Verdicts (评价等级): two grades for one evaluation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.checks.told_twice.assessors import whose
from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Place
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.narrative import quoted_spans, read_narratives
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_GRADE = re.compile(
    r"(?:(?:绩效|综合|最终|总体|评价|评定|自评|考核)[^，。；\d]{0,8}(?:等级|等次|档次|"
    "级别|结果|结论)(?:评定|确定|定)?(?:为|是|属于|：)|"
    r"(?:绩效|综合|最终|总体|评价|自评|考核)[^，。；\d“]{0,6}(?:评定|评|认定|被评|确定)(?:等级|等次)?为)"
    r"\s*[“\"]?(?P<grade>优秀|良好|合格|不合格|优|良|中|差)[”\"]?+(?:等级|等次|档次|档|级)?+(?![\u4e00-\u9fff])"
)
_SCALE = re.compile(r"评[分价]标准“|[，,]\s*得\s*\d|区间|得分在|\[|分为|划分|四个|以上|[≥≤><]|\d+\s*[-—~～]\s*\d+")
#: “2023年度乡村道路养护资金绩效评价等级为”: what was assessed, told by its name.
_SUBJECT = re.compile(
    r"(?P<name>(?!该|本|此)[\u4e00-\u9fff“”（）()—、]{3,40}(?:资金|项目|经费|专项|政策|部门|单位|工程|补助|补贴))"
    r"(?:的?(?:总体|整体|综合|预算|支出)){0,2}的?(?:绩效|评价|得分|综合得分)"
)
#: “青石镇综合考核等次为…”: one of several units.
_UNIT = re.compile(r"\s*(?P<name>[\u4e00-\u9fff]{2,8}?(?:[镇乡县区村局委院校站]|街道|公司|中心))(?!有?[限级域])")
#: “19个县综合评价等次为优秀”, “甲镇、乙镇等次为优秀”: grades of many.
_OF_SEVERAL = re.compile(
    r"\d\s*[个家项](?:地?[市县区镇乡街村]|单位|部门|项目|机构|企业)|、[^，。；、]{2,8}(?:[镇乡县区市村局]|街道|公司)"
)
_SCORE = re.compile(r"\d+(?:\.\d+)?(?=分)")
_LEVELS = (
    "优秀",
    "良好",
    "一般",
    "合格",
    "不合格",
    "达标",
    "不达标",
    "健全",
    "不健全",
    "明确",
    "不明确",
    "及时",
    "不及时",
)
_IS = re.compile(r"(?:为|是|评为|属于)[“\"]?(?P<level>优秀|良好|一般|不?合格|不?达标)[”\"]?(?=[，。；、）)]|$)")
_SAME = {"优秀": "优", "良好": "良"}


def check(document: Document) -> Iterator[Finding]:
    """Grades that differ; those of a whole body and of one of its projects may, and of two assessors."""
    scores: dict[Place, str] = {}
    held: dict[str, dict[str, list[tuple[str, Place]]]] = {}
    subjects: dict[str, set[str]] = {}
    told = "".join(p.text for _, p in document.paragraphs if "等" in p.text or "评" in p.text)
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in _GRADE.finditer(text):
            before = text[: match.start()]
            if before.count("“") > before.count("”"):
                continue  # a rule that is quoted gives no verdict
            if _OF_SEVERAL.search(patterns.split(r"[。；]", before)[-1]):
                continue
            clause = patterns.split(r"[。；]", before)[-1] + patterns.split(r"[。；]", text[match.start() :])[0]
            if not _SCALE.search(clause.replace(match[0], "")):
                grade = _SAME.get(match["grade"], match["grade"])
                place = document.place_in_paragraph(index, match.start("grade"), match.end("grade"))
                sentence = patterns.split(r"[。；]", before)[-1] + match[0]
                of_one = "项目" if "项目" in sentence and "整体支出" in told and "整体支出" not in sentence else ""
                grades = held.setdefault(whose(sentence, document) + of_one, {})
                grades.setdefault(grade, []).append((match["grade"], place))
                if found := _SCORE.findall(sentence):
                    scores[place] = found[-1]
                if named := _SUBJECT.search(clause) or _UNIT.match(clause):
                    subjects.setdefault(named["name"], set()).add(grade)
    several = len(subjects) > 1 and all(len(given) == 1 for given in subjects.values())
    for grades in held.values():
        if len(grades) != 2 or several or _have_scores_of_their_own(grades, scores):
            continue
        (first, ones), (second, others) = sorted(grades.items(), key=lambda g: (len(g[1]), g[1][0][1].block))
        yield Finding(
            "grade.verdict",
            "score",
            "medium",
            f"评价等级前后不一：{ones[0][0]} 与 {others[0][0]}",
            ones[0][0],
            others[0][0],
            f"{len(ones)} 处为“{first}”，{len(others)} 处为“{second}”",
            tuple(p for _, p in [*ones, *others]),
        )


def _have_scores_of_their_own(grades: dict[str, list[tuple[str, Place]]], scores: dict[Place, str]) -> bool:
    """Whether each of two grades stands behind a score, and the scores are two: those of two that were assessed."""
    first, second = ({scores[place] for _, place in given if place in scores} for given in grades.values())
    return bool(first and second) and not first & second


def levels(facts: Facts) -> Iterator[Finding]:
    """A level that the narrative of an indicator tells, and another one that its row of the table has."""
    document = facts.document
    rows = {row.code: row for table in facts.score_rows for row in table if row.value.strip() in _LEVELS}
    for narrative in read_narratives(document) if rows else ():
        row = rows.get(narrative.code)
        told: list[tuple[str, Place]] = []
        for index in narrative.blocks if row else ():
            text = normalise(getattr(document.blocks[index], "text", ""))
            spans = quoted_spans(text)
            told += [
                (m["level"], document.place_in_paragraph(index, *m.span("level")))
                for m in _IS.finditer(text)
                if not any(a <= m.start() < b for a, b in spans)
            ]
        if row is None or len({level for level, _ in told}) != 1 or told[0][0] == row.value.strip():
            continue
        level, place = told[0]
        cell = document.place_in_table(row.grid.block, row.row, row.value_column)
        yield Finding(
            "score.value",
            "contradiction",
            "medium",
            f"{row.code} {row.name} 的等次两处不一：正文为“{level}”，指标表为“{row.value.strip()}”",
            level,
            row.value.strip(),
            f"{level}（{place}） ≠ {row.value.strip()}（{cell}）",
            (place, cell),
        )
