"""Columns of goals (指标各列): which header tells the levels, the target, the result, the points and the score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import halves, shown
from evallib.intake.forms.goal_cells import LEVELS, LOOKED_AT
from evallib.intake.forms.goal_values import REACHED, WANTED, complete_by_values
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.table_words import NO_WORDS
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import parse_header, span_of, undress

Wish = tuple[float, int, str, HeaderCell]
#: Words that a header of indicators is made of.
WORD = re.compile("指标|目标|分值|权重|得分|评分|完成|实际|实现|偏差|自评|绩效")
ANSWERS = frozenset({"actual", "actual_result", "completion"})
TARGETS = frozenset({"target", "expected_goal", "section_goal"})
POINTS = frozenset({"weight_score", "published_score", "self_score", "review_score", "score_coefficient"})
#: 指标类别 beside 指标名称 tells what sort of goal stands there.
SORT = re.compile(r"(?:绩效)?指标(?:类别|类型|分类|种类)")
#: 经费保障｜人员保障｜其他 stand under it.
REASONS = re.compile("偏差原因|原因分析|未完成原因")
#: What stands under 年度指标值 beside its sign and its unit.
PART = re.compile(r"内容|数值|值|指标内容|数额|具体内容")
#: So many words of a form in one row make a table that somebody meant to be read.
FORM_LIKE, SEARCHED, LONGEST, HEADED = 4, 400, 30, 6
HEADING = re.compile(
    r"(?:产出|效益|满意度|数量|质量|时效|成本|社会效益|经济效益|生态效益|可持续影响|服务对象满意度)指标"
)
#: How far a column with nothing under it stands behind, one of another span, one that names the year before others.
EMPTY, FAR, NEARER, SURE = 0.5, 0.7, 0.2, 0.9


def goal_columns(
    sheet: Sheet,
    cells: list[HeaderCell],
    bottom: int,
    headings: Set[int],
    own: Mapping[str, str] = NO_WORDS,
    *,
    results: bool = True,
) -> tuple[dict[str, HeaderCell], dict[str, HeaderCell]]:
    """The column of each concept, and of these the ones that only their values tell.

    Of two candidates the better word counts, then the one further left; what words leave open, values decide.

    Args:
        sheet: the sheet.
        cells: the headers.
        bottom: the last row of the header.
        headings: the columns whose header is the heading of the block and tells no more than that (绩效指标).
        own: own wordings of the unit with their columns, from its mapping.yaml; they count before all else.
        results: whether values may tell a column of results, of which goals declared before the year have none.
    """
    wishes = sorted(
        (
            (score - (EMPTY if not cell.values else 0.0), -cell.column, concept, cell)
            for cell in cells
            for concept, score in _form_concepts(cell)
            if concept == "level0" or cell.column not in headings
        ),
        key=lambda wish: wish[:2],
        reverse=True,
    )
    wishes = _of_the_year(wishes)
    chosen: dict[str, HeaderCell] = {
        own[name]: cell for cell in reversed(cells) for name in reversed(cell.names) if name in own
    }
    both = next((cell for cell in cells if _is_both(sheet, cell, bottom)), None)
    if both is not None and not chosen.keys() & {"target", "actual"}:
        chosen |= {"target": both, "actual": both}
    taken = {cell.column for cell in chosen.values()}
    for _, _, concept, cell in wishes:
        if concept not in chosen and cell.column not in taken:
            taken.add(cell.column)
            chosen[concept] = cell
    if "actual" not in chosen and "target" in chosen:  # 目标值 … 指标值: of two values the later one was reached
        values = [cell for _, _, concept, cell in wishes if concept == "target" and cell.column not in taken]
        if len(values) == 1 and values[0].column > chosen["target"].column:
            chosen["actual"] = values[0]
    _only_level(chosen)
    others = [chosen[name] for name in ("target", "actual") if name in chosen]
    points = [cell for _, _, concept, cell in wishes if concept == "weight_score" and cell not in others]
    if "level3" in chosen and len(points) > 1:  # points of 二级指标 stand left of 三级指标
        chosen["weight_score"] = next((p for p in points if p.column > chosen["level3"].column), points[0])
        if chosen.get("published_score") is chosen["weight_score"]:
            del chosen["published_score"]
    if chosen.keys() >= {"level1", "level2", "level3", "level4"} and chosen["level4"].values:
        # 四级指标 names the goal: every heading moves up by one.
        moved = {f"level{number - 1}": chosen[f"level{number}"] for number in range(1, 5)}
        chosen = {name: cell for name, cell in chosen.items() if name not in {"level0", *LEVELS}} | moved
    if "level3" not in chosen:
        lower = chosen.get("level4") or (
            chosen.get("indicator")
            if chosen.keys() & {"level1", "level2"} or {"target", "actual"} <= chosen.keys()
            else None
        )
        if lower is not None:
            chosen["level3"] = lower
            chosen = {name: cell for name, cell in chosen.items() if name not in {"level4", "indicator"}}
    for concept in ("self_score", "review_score"):
        if "published_score" not in chosen and concept in chosen:
            chosen["published_score"] = chosen.pop(concept)
    given = complete_by_values(sheet, cells, bottom, chosen, results=results)
    _first_target(chosen, wishes)
    under = [cell for cell in cells if cell not in chosen.values() and any(map(REASONS.search, cell.above))]
    chosen |= {f"deviation_{number}": cell for number, cell in enumerate(under, start=1)}
    _heading(cells, chosen)
    return chosen, given


def _only_level(chosen: dict[str, HeaderCell]) -> None:
    """评价内容 names the goals where no other header does and a heading (项目决策, 项目管理) stands left of it."""
    others = {"level0", "indicator", *LEVELS[1:]}
    if chosen.keys().isdisjoint(others) and "level1" in chosen and chosen["level1"].column:
        chosen["level3"] = chosen.pop("level1")


def _heading(cells: list[HeaderCell], chosen: dict[str, HeaderCell]) -> None:
    """A column of words left of all others heads the goals, whatever it is called."""
    if not chosen.keys() & {"level0", "level1"}:
        left = min((cell.column for cell in chosen.values()), default=0)
        free = (cell for cell in cells if cell.column < left and cell not in chosen.values())
        heading = next((cell for cell in free if WORD.search(cell.text)), None)
        if heading is not None:
            chosen["level1"] = heading


def _first_target(chosen: dict[str, HeaderCell], wishes: list[Wish]) -> None:
    """年初指标值 is used where nothing was adjusted: beside 调整指标值 it is kept for rows that leave that empty."""
    if "target" in chosen and span_of(_whole(chosen["target"])).kind == "adjusted":
        others = (cell for _, _, concept, cell in wishes if concept == "target" and cell not in chosen.values())
        own = next((cell for cell in others if not span_of(_whole(cell)).aside), None)
        if own is not None:
            chosen["first_target"] = own


def _of_the_year(wishes: list[Wish]) -> list[Wish]:
    """Targets and results of the year itself first: those of a part of it, of another year or of several come last.

    The year is the latest one of which a result is told; what a target was changed to counts before what it was.
    """
    spans = {cell: span_of(_whole(cell)) for _, _, _, cell in wishes}
    told = [
        spans[cell].year
        for value, _, concept, cell in wishes
        if concept == "actual" and value >= SURE and not spans[cell].aside
    ]
    year = 0 if None in told else max((year for year in told if year), default=0)
    of_none = None in told  # 完成值 beside 2022年完成值: what names no year is of the form's own

    def score(wish: Wish) -> float:
        value, _, concept, cell = wish
        if concept not in {"target", "actual"}:
            return value
        span = spans[cell]
        if (
            span.aside
            or (span.kind == "expected" and concept == "actual")
            or (span.year is not None and (of_none or (year and span.year != year)))
        ):
            return value - FAR
        if year and span.year == year:
            return value + NEARER
        return value + NEARER if span.kind == "adjusted" and concept == "target" and cell.values else value

    ranked = [(score(wish), *wish[1:]) for wish in wishes]
    return sorted(ranked, key=lambda wish: wish[:2], reverse=True)


def _is_both(sheet: Sheet, cell: HeaderCell, bottom: int) -> bool:
    """Whether target and result stand in one cell each: 计划数/完成数 over 120户/118户."""
    told = halves(undress(cell.text).core)
    if told is None or not (WANTED.search(told[0]) and REACHED.search(told[1]) and not WANTED.search(told[1])):
        return False
    texts = [shown(sheet, row, cell.column) for row in range(bottom + 1, min(bottom + 1 + LOOKED_AT, len(sheet.rows)))]
    return any(halves(text) for text in texts)


def _whole(cell: HeaderCell) -> str:
    return "".join((*cell.above, cell.text))


def form_like_row(sheet: Sheet, *words: str) -> int | None:
    """The first row that somebody meant to be read as the header of a form; None where there is none.

    It has so many words of a form, or stands over two rows that begin with the headings of goals (产出指标, 数量指标).

    Args:
        sheet: any sheet.
        words: parts of words of which the row has one (指标), where a header of money that tells points is not meant.
    """
    rows = sheet.rows[:SEARCHED]
    headed = [row for row in range(len(rows)) if over_headings(sheet, row - 1)]
    for row, values in enumerate(rows):
        texts = {text for value in values if (text := clean_text(value)) and len(text) <= LONGEST}
        if words and not any(word in text for word in words for text in texts):
            continue
        if sum(bool(WORD.search(text)) for text in texts) >= FORM_LIKE or (len(headed) > 1 and row + 1 == headed[0]):
            return row
    return None


def over_headings(sheet: Sheet, row: int) -> bool:
    """Whether the row below begins with the printed headings of goals: 产出指标, 数量指标."""
    below = sheet.rows[row + 1][:HEADED] if 0 <= row + 1 < len(sheet.rows) else []
    return any(isinstance(value, str) and HEADING.fullmatch(undress(value).core) for value in below)


def _form_concepts(cell: HeaderCell) -> Iterator[tuple[str, float]]:
    """What a header means inside a form, where a column cannot be money or a request."""
    core = undress(cell.text).core
    if SORT.fullmatch(core):
        yield "level2", 0.95
        return
    if PART.fullmatch(core) and cell.above and (over := parse_header(cell.above[-1])):
        concept = str(over[0].value)
        if concept in TARGETS | ANSWERS:
            yield "target" if concept in TARGETS else "actual", 1.0
            return
    # A target is often a bare number whose unit stands beside it: here the type of the values excludes nothing.
    for rank, reading in enumerate(replace(cell, values="").meanings):
        concept = str(reading.value)
        score = 1.0 - 0.15 * rank
        if concept in TARGETS:
            yield "target", score if concept == "target" else score - 0.3
        elif concept == "execution_note":  # 原因 beside goals is that of a shortfall
            yield "deviation", score - 0.1
        elif concept in ANSWERS:
            yield "actual", score if concept == "actual" else score - 0.3
        elif concept in {
            *LEVELS,
            *POINTS,
            "target_operator",
            "measure_unit",
            "deviation",
            "rule_text",
            "is_core",
            "indicator",
            "remark",
            "level0",
        }:
            # 分值 over 得分 …: the words in the cell itself count more than those above it.
            yield concept, score + (0.05 if core and not cell.above else 0.0)
