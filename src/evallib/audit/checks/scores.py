"""Scores (得分): printed score against printed rule and value, deductions, rule text against its quotation, values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evallib.audit import rules
from evallib.audit.checks.score_rows import ScoreRow
from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.identities import Identity, Told
from evallib.audit.ledger import LESS
from evallib.audit.reading.document import Place
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.figures import Figure
from evallib.audit.reading.narrative import quoted_spans, read_narratives
from evallib.model import patterns
from evallib.parsing.claims.mentions import find_mentions
from evallib.parsing.plain_text import half_width, squeeze

Result = Iterator[Identity | Finding | Agreement]
_FULL = re.compile(r"满分\s*(?P<full>\d+(?:\.\d+)?)\s*分")
_GOT = re.compile(r"(?<!不)得分?\s*(?P<got>\d+(?:\.\d+)?)\s*分")
_CUT = re.compile(r"扣\s*(?P<cut>\d+(?:\.\d+)?)\s*分")
_QUOTED_RULE = re.compile(r"根据评[分价]标准\s*“(?P<rule>.+)”", re.S)


def check(facts: Facts) -> Result:
    """Everything that ties a score to its rule."""
    rows = {row.code: row for table in facts.score_rows for row in table if row.rule}
    for row in rows.values():
        yield from _by_rule(row)
        yield from _limits(row)
    yield from _paragraphs(facts, rows)


def _by_rule(row: ScoreRow) -> Result:
    if row.score is None or row.weight is None or not row.value:
        return
    readings = rules.points(row.rule, row.value, row.weight.value)
    if not readings:
        return
    fitting = [r for r in readings if row.score.value in (r.value, r.rounded(row.score.decimals))]
    result = fitting[0] if fitting else readings[0]
    what = f"{row.code} {row.name} 的得分应与评分标准相符"
    note = f"评分标准：{squeeze(row.rule)[:80]}"
    formula = Told(result.value, result.arithmetic)
    others = tuple(r.arithmetic for r in readings[1:])
    confidence: Confidence = "high" if result.sure else "medium"
    yield Identity("score.rule", what, row.score, (), formula, "score", confidence, others, exact=True, note=note)


def _limits(row: ScoreRow) -> Result:
    if row.score and row.weight and row.score.value > row.weight.value:
        yield Finding(
            "score.limit",
            "score",
            "high",
            f"{row.code} {row.name} 的得分 {row.score} 超过权重 {row.weight}",
            str(row.score),
            f"不超过 {row.weight}",
            f"{row.score} > {row.weight}",
            (row.score.place, row.weight.place),
        )


def _paragraphs(facts: Facts, rows: dict[str, ScoreRow]) -> Result:
    document = facts.document
    for narrative in read_narratives(document):
        values: list[Figure] = []
        for index in narrative.blocks:
            text = half_width(getattr(document.blocks[index], "text", ""))
            yield from _deduction(facts, index, text)
            yield from _quotation(facts, index, text, rows.get(narrative.code))
            yield from _cliff(facts, index, text, narrative.code)
            spans = quoted_spans(text)
            values += [f for f in facts.prose_of(index) if not any(a <= f.place.start < b for a, b in spans)]
        row = rows.get(narrative.code)
        if row:
            yield from _value(facts, row, values)


def _deduction(facts: Facts, index: int, text: str) -> Result:
    """“满分 2.00 分，得分 1.50 分，…，扣 0.50 分”: what is left and what is taken make the whole."""
    bare = text
    for start, end in quoted_spans(text):
        bare = bare[:start] + " " * (end - start) + bare[end:]
    full, got = _FULL.search(bare), _GOT.search(bare)
    cuts = [m for m in _CUT.finditer(bare) if got and m.start() > got.end()]
    if not full or not got or len(cuts) != 1:
        return
    figures = [_figure(facts, index, m, name) for m, name in ((full, "full"), (got, "got"), (cuts[0], "cut"))]
    yield Identity(
        "score.deduction",
        "得分应等于满分减扣分",
        figures[1],
        (figures[0], figures[2]),
        LESS,
        "score",
        exact=True,
    )


def _figure(facts: Facts, index: int, match: re.Match[str], name: str) -> Figure:
    place = facts.document.place_in_paragraph(index, match.start(name), match.end(name))
    text = match[name]
    return Figure(
        Decimal(text),
        text,
        "分",
        len(text.partition(".")[2]),
        place,
        {"full": "满分", "got": "得分", "cut": "扣分"}[name],
    )


def _quotation(facts: Facts, index: int, text: str, row: ScoreRow | None) -> Result:
    """The rule in the indicator table against the same rule quoted in the text: their numbers must be equal."""
    match = _QUOTED_RULE.search(text)
    if not match or row is None:
        return
    printed, quoted = _plain(row.rule), _plain(match["rule"])
    place = facts.document.place_in_paragraph(index, match.start("rule"), match.end("rule"))
    table = facts.document.place_in_table(row.grid.block, row.row, row.rule_column)
    if quoted in printed:
        yield Agreement("score.text", f"{row.code} 评分标准", "正文引用与指标体系表一致", (place, table))
        return
    mine, other = patterns.findall(r"\d+(?:\.\d+)?%?", quoted), patterns.findall(r"\d+(?:\.\d+)?%?", printed)
    changed = [(a, b) for a, b in zip(mine, other, strict=False) if a != b]
    if len(mine) != len(other) or not changed:
        return
    wrong, right = "、".join(a for a, _ in changed), "、".join(b for _, b in changed)
    reading = _which(row, quoted)
    yield Finding(
        "score.text",
        "score",
        "high",
        f"{row.code} {row.name} 的评分标准两处不一：正文引用为 {wrong}，指标体系表为 {right}",
        wrong,
        right,
        f"正文：…{_around(quoted, printed)}…；指标体系表：…{_around(printed, quoted)}…",
        (place, table),
        reading,
    )


def _plain(text: str) -> str:
    text = squeeze(half_width(text)).translate(str.maketrans(",;", "，；"))
    return patterns.sub(r"[，；。\s]+$|扣权重的?", lambda m: "扣权重" if m[0].startswith("扣") else "", text)


def _around(text: str, other: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), 0)
    return text[max(0, at - 10) : at + 8]


def _which(row: ScoreRow, quoted: str) -> tuple[str, ...]:
    """What either wording would score."""
    if row.weight is None or row.score is None:
        return ()
    readings = []
    for name, text in (("指标体系表", row.rule), ("正文引用", quoted)):
        result = next(iter(rules.points(text, row.value, row.weight.value)), None)
        if result:
            points = result.rounded(row.score.decimals)
            readings.append(
                f"按{name}计算为 {points} 分，{'等于' if points == row.score.value else '不等于'}报告得分 {row.score}"
            )
    return tuple(readings)


def _cliff(facts: Facts, index: int, text: str, code: str) -> Result:
    """“调整率大于 20%，得 0 分”: the rule in the text against each score."""
    limit, words = rules.cliff(text), rules.measured(text)
    told = [f for f in facts.prose_of(index) if f.unit == "%" and not f.hedge and words and words in f.label]
    if limit is None or not told or told[0].value <= limit:
        return
    value = told[0]
    scores = [row.score for table in facts.score_rows for row in table if row.code == code and row.score]
    for score in scores:
        what = f"{code} 的得分应与文中规则（大于 {limit}% 得 0 分）相符"
        yield Identity(
            "score.rule", what, score, (value,), Told(Decimal(0), f"{value} > {limit}%，得 0 分"), "score", exact=True
        )


def _value(facts: Facts, row: ScoreRow, figures: list[Figure]) -> Result:
    """The 业绩值 of the table must appear in the text about the indicator, if the text states a value of its kind."""
    mentions = find_mentions(row.value)
    if (
        len(mentions) != 1
        or mentions[0].unit not in {"%", "人", "个", "件"}
        or not patterns.fullmatch(r"\s*[\d.,]+\s*\D{1,3}\s*", half_width(row.value))
    ):
        return
    value = mentions[0]
    same = [f for f in figures if f.unit == value.unit and not f.hedge]
    place = facts.document.place_in_table(row.grid.block, row.row, row.value_column)
    hits = [f for f in same if f.value == value.number]
    if hits:
        yield Agreement("score.value", row.value, f"{row.code} 业绩值与正文一致", (place, *(f.place for f in hits)))
    elif same:
        near: list[Place] = [f.place for f in same[:3]]
        others = "、".join(str(f) for f in same[:3])
        yield Finding(
            "score.value",
            "contradiction",
            "low",
            f"{row.code} {row.name} 的业绩值 {row.value} 在正文分析中没有出现，正文写的是 {others}",
            row.value,
            others,
            f"指标体系表 {row.value} ≠ 正文 {others}",
            (place, *near),
            ("可能是两种口径（范围或分母不同）", "可能是其中一处写错"),
        )
