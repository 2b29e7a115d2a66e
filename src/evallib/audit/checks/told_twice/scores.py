"""Same score (同一指标的分值与得分): weights, scores and rates of an indicator or level, wherever they are printed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from evallib.audit.checks.told_twice.assessors import whose
from evallib.audit.checks.told_twice.total_words import is_total
from evallib.audit.checks.told_twice.two_projects import told_of_two
from evallib.audit.findings import Agreement, Finding
from evallib.audit.ledger.slips import is_slip
from evallib.audit.reading.facts import Facts, Sentence
from evallib.audit.reading.figures import Figure
from evallib.audit.reading.grid import Grid
from evallib.audit.reading.narrative import is_quoted, read_narratives
from evallib.model import patterns
from evallib.parsing.plain_text import half_width, squeeze

KINDS = ("weight", "score", "rate")
NAMES = {"weight": "分值", "score": "得分", "rate": "得分率"}
TOTAL, SEVERAL = "总分", 3
_LEVEL = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,8}?)(?:类指标|类|上看|指标)*[:：]?(?:指标)?(?:权重|总分值|共|满分)$")
_LETTERS, _LEVEL_NAME = frozenset("ABCDEFGH"), re.compile(r"^([A-H])\s*([\u4e00-\u9fff]{2,10})$")
#: “大于20%，得0分”: what a rule gives in a case is the score only where nothing is said behind it.
_CASE = re.compile(r"[\d%][以之]?[上下内外]?(?:的|时|者)?[，,]?得分?$")
_OWN = re.compile(r"(?:该|本项?|此项?)(?:指标|项)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One place that states weight, score or rate of something."""

    key: str
    name: str
    figures: dict[str, Figure]


def check(facts: Facts) -> Iterator[Finding | Agreement]:
    """Compare all statements about the same indicator, level or total."""
    by_key: dict[str, list[Statement]] = defaultdict(list)
    for statement in _statements(facts):
        by_key[statement.key].append(statement)
    apart = told_of_two(facts)
    for key, statements in by_key.items():
        if key in apart or (apart and key.startswith(TOTAL)):
            continue
        if len(statements) > 1 and not (key.startswith(TOTAL) and _are_of_several(statements)):
            yield from _compare(key, statements)


def _are_of_several(statements: list[Statement]) -> bool:
    """Whether totals are of several things that one document assesses: more of them than one and a slip of it."""
    return len({s.figures["score"].value for s in statements if "score" in s.figures}) > 2


def _compare(key: str, statements: list[Statement]) -> Iterator[Finding | Agreement]:
    usual = {}
    wrong: list[tuple[str, Figure]] = []
    for kind in KINDS:
        figures = [s.figures[kind] for s in statements if kind in s.figures]
        values = Counter(figure.value for figure in figures)
        if not values or (key.startswith(TOTAL) and len(values) > SEVERAL):
            continue  # so many totals are of as many that were assessed
        value = values.most_common(1)[0][0]
        usual[kind] = [figure for figure in figures if figure.value == value]
        wrong += [(kind, figure) for figure in figures if not _is_same(figure, usual[kind][0])]
        if len(values) == 1 and len(figures) > 1:
            places = tuple(figure.place for figure in figures)
            yield Agreement("same.score", f"{figures[0].text}", f"{key} {NAMES[kind]}：{len(figures)} 处一致", places)
    if not wrong:
        return
    name = next((s.name for s in statements if s.name), key)
    kinds = list(dict.fromkeys(kind for kind, _ in wrong))
    several = len(kinds) > 1  # the message names a single one
    printed = "、".join(dict.fromkeys(_told(kind, figure, named=several) for kind, figure in wrong))
    other = "、".join(_told(kind, usual[kind][0], named=several) for kind in kinds)
    tied = any(len(usual[kind]) == sum(k == kind for k, _ in wrong) for kind in kinds)
    lines = [f"{f.place}：{NAMES[k]} {f}" for k, f in wrong] + [
        f"{f.place}：{NAMES[k]} {f}" for k in kinds for f in usual[k]
    ]
    places = tuple(f.place for _, f in wrong) + tuple(f.place for k in kinds for f in usual[k])
    readings = tuple(f"若以“{part}”为准，则其余各处有误" for part in (printed, other)) if tied else ()
    # The totals of two that were assessed differ, too; a slip in one seldom makes another that is as sensible.
    sure = not key.startswith(TOTAL) or any(is_slip(f.text, usual[k][0].text) for k, f in wrong)
    if tied and not sure and not any(place.row for place in places):
        return  # “满意度综合得分79分”, “文明程度综合得分73分”: the one is told of this, the other of that
    yield Finding(
        "same.score",
        "score",
        "high" if sure else "low",
        f"“{name}”的{'、'.join(NAMES[k] for k in kinds)}前后不一：此处为 {printed}，另处为 {other}",
        printed,
        other,
        "；".join(lines),
        places,
        readings,
    )


def _told(kind: str, figure: Figure, *, named: bool) -> str:
    """A figure with what it is, and with the unit that columns of points leave out; a weight below one has none."""
    unit = "" if figure.unit or kind == "rate" or (kind == "weight" and figure.value <= 1) else "分"
    return f"{NAMES[kind]} {figure}{unit}" if named else f"{figure}{unit}"


def _is_same(figure: Figure, usual: Figure) -> bool:
    """Whether two print one value, the one with fewer places than the other: 85.2 and 85.21."""
    room = abs(figure.step - usual.step) and max(figure.step, usual.step) / 2
    return abs(figure.value - usual.value) <= room


def _statements(facts: Facts) -> Iterator[Statement]:
    names = _level_names(facts)
    for rows in facts.score_rows:
        for row in rows:
            figures = {"weight": row.weight, "score": row.score, "rate": row.rate}
            yield Statement(row.code, f"{row.code} {row.name}", {k: f for k, f in figures.items() if f})
    for grid in facts.grids:
        yield from _table_levels(facts, grid, names)
        yield from _across(grid)
    for sentence in facts.sentences:
        yield from _sentence_levels(facts, sentence, names)
    yield from _narrative(facts)
    yield from _plain_total(facts)


def _level_names(facts: Facts) -> dict[str, str]:
    """Names of the levels ("项目决策") → letter."""
    names = {}
    for grid in facts.grids:
        for row in grid.table.rows:
            for cell in row:
                text = squeeze(cell.text)
                if text[:1] in _LETTERS and (match := _LEVEL_NAME.match(text)):
                    names[match[2]] = match[1]
    return names


def _table_levels(facts: Facts, grid: Grid, names: dict[str, str]) -> Iterator[Statement]:
    """小计 and 合计 rows of indicator tables."""
    rows = [row for rows in facts.score_rows for row in rows if row.grid is grid]
    if not rows:
        return
    single = len({row.code[0] for row in rows}) == 1
    for line in grid.rows:
        if line.kind == "line":
            continue
        letters = {row.code[0] for row in rows if row.row < line.index}
        key = TOTAL if line.kind == "total" and not single else (max(letters) if letters else "")
        figures = {}
        for column, figure in line.figures.items():
            kind = {"score_rate": "rate"}.get(grid.heads[column].role, grid.heads[column].role)
            if kind in KINDS and not (kind == "weight" and figure.unit == "%"):
                figures[kind] = figure
        if key and figures:
            name = next((n for n, letter in names.items() if letter == key), key)
            yield Statement(key, name, figures)


def _across(grid: Grid) -> Iterator[Statement]:
    """Tables with the levels side by side and 权重, 得分, 得分率 below each other."""
    turned = grid.transpose()
    if not {"weight", "score"} <= {head.role for head in turned.heads.values()}:
        return
    for row in turned.rows:
        match = patterns.match(r"^([A-H])([\u4e00-\u9fff]{2,10})$", row.label)
        key = TOTAL if row.kind == "total" else match[1] if match else ""
        roles = {turned.heads[c].role: figure for c, figure in row.figures.items()}
        figures = {
            k: roles[r] for k, r in (("weight", "weight"), ("score", "score"), ("rate", "score_rate")) if r in roles
        }
        if key and figures:
            yield Statement(key, match[2] if match else TOTAL, figures)


def _plain_total(facts: Facts) -> Iterator[Statement]:
    """The total of the one table without codes whose points make 100, under its one column of scores."""
    found = []
    for grid in facts.grids if not facts.score_rows else ():
        labels = "".join(head.label for head in grid.heads.values())
        if patterns.search(r"指标值|目标值|完成值|实际值", labels):
            continue  # a self-evaluation beside the evaluation
        weights = [c for c, head in grid.heads.items() if head.role == "weight"]
        scores = [c for c, head in grid.heads.items() if head.role == "score"]
        for row in grid.rows if len(weights) == len(scores) == 1 else ():
            full, score = row.figures.get(weights[0]), row.figures.get(scores[0])
            if row.kind == "total" and full and score and full.value == 100 and score.value <= 100:
                found.append((score, grid.heads[scores[0]].label))
    if len(found) == 1 and not any(word in found[0][1] for word in ("自评", "复核", "初评", "上年", "折算")):
        yield Statement(TOTAL, TOTAL, {"score": found[0][0]})


def _sentence_levels(facts: Facts, sentence: Sentence, names: dict[str, str]) -> Iterator[Statement]:
    figures = sentence.figures
    totals = [f for f in figures if f.unit == "分" and f.value != 100 and is_total(_lead(sentence, f))]
    for at, figure in enumerate(figures):
        if figure.unit != "分" or is_quoted(facts.document, figure):
            continue
        lead = _lead(sentence, figure)
        if figure in totals:
            if len({f.value for f in totals}) == 1:  # several in one sentence are of several that were assessed
                yield Statement(TOTAL + whose(sentence.before(figure), facts.document), TOTAL, {"score": figure})
            continue
        match = _LEVEL.search(patterns.split(r"[，,；;。(（]", lead)[-1])
        following = figures[at + 1] if at + 1 < len(figures) else None
        if (
            not match
            or following is None
            or following.unit != "分"
            or not patterns.search(r"得分|评分", following.label)
        ):
            continue
        key = next(
            (letter for name, letter in names.items() if match["name"].endswith(name) or name.endswith(match["name"])),
            "",
        )
        if not key:
            continue
        found = {"weight": figure, "score": following}
        rate = figures[at + 2] if at + 2 < len(figures) else None
        if rate and rate.unit == "%" and "得分率" in rate.label:
            found["rate"] = rate
        yield Statement(key, match["name"], found)


def _lead(sentence: Sentence, figure: Figure) -> str:
    return squeeze(half_width(sentence.before(figure)))[-24:]


def _narrative(facts: Facts) -> Iterator[Statement]:
    """Points in the heading of an indicator, "本项指标满分3分，得2分", and a closing "得 0 分"."""
    for narrative in read_narratives(facts.document):
        for position, block in enumerate(narrative.blocks):
            text = half_width(getattr(facts.document.blocks[block], "text", ""))
            own = position == 0 or bool(_OWN.search(text))
            found: dict[str, Figure] = {}
            for figure in facts.prose_of(block):
                if figure.unit != "分" or is_quoted(facts.document, figure):
                    continue
                lead, rest = squeeze(text[: figure.place.start])[-8:], text[figure.place.end :].strip()
                closes = not rest.strip("。.;；")
                if own and patterns.search(r"(?:权重|满分)$", lead):
                    found["weight"] = figure
                elif patterns.search(r"得分?$", lead) and (closes or (own and not _CASE.search(lead))):
                    found.setdefault("score", figure)
            if found:
                yield Statement(narrative.code, "", found)
