"""Wide layouts (横排): one fact in several columns, a rate or a level of satisfaction in each; read as long rows."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.column_assignment import CERTAIN, EXACT, PROPOSED, Assignment
from evallib.intake.tables.headers.column_groups import Assigned, group_of
from evallib.intake.tables.headers.column_roles import PLACE
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.intake.tables.headers.header_parents import by_parent, is_place
from evallib.model.schema import get_schema
from evallib.model.table_words import Words
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import concepts, parse_header, undress

#: Names that four_rates knows, by concept; a printed name that is one of them is kept.
RATES = {
    "contact_rate": "先行联系率",
    "on_time_rate": "按时办结率",
    "resolved_rate": "诉求解决率",
    "satisfied_rate": "市民满意率",
}
RATE_NAMES = frozenset({*RATES.values(), "实际解决率", "群众满意率"})
LEVEL = re.compile(
    "(?:非常|十分|很|比较|较|基本|不太|较不|非常不|很不|极)?(?:不)?满意(?:度)?|一般|中立|"
    "不了解|不清楚|不知道|说不清|弃权|未表态|好|较好|差|较差|优|良|中"
)
COUNTED = re.compile(r"(?:的)?(?:(?:份|人|票|户|件|家)?数(?:量)?|人次|票|率|占比|比例|比重|百分比|%)|[(（].*[)）]")
SHARES = re.compile("(?:率|占比|比例|比重|百分比|%)$")
LETTER = re.compile(r"^[A-Ea-e①-⑤1-5][.、:]?(?=[一-鿿])")
LABELS = frozenset({"survey", "indicator", "topic", "category", "task", "item", "agency_responsible", "unit", "level3"})
COUNTS = frozenset(
    {"cases_count", "closed_count", "due_count", "sampled_count", "valid_count", "issued_count", "satisfied_count"}
)
AGENCIES = frozenset({"agency_responsible", "department"})
#: Sorts of cases, by which a table of counts is divided.
SORTS = frozenset({"source", "status", "category", "service_name", "service_subtype", "request_type", "subcategory"})
PERIODS = frozenset({"period", "goal_year"})
LOOKED_AT = 12
RANKS = re.compile("(?:全[区市县]|区内|县内)?(?:排名|位次|名次|排位|排序)")
FEWEST_LEVELS = 3
FEWEST_RATES = 2


def rate_name(text: str, concept: str) -> str:
    """The name under which a rate is kept.

    >>> rate_name("群众满意率（%）", "satisfied_rate"), rate_name("首次联系率", "contact_rate")
    ('群众满意率', '先行联系率')
    """
    core = undress(text).core
    return core if core in RATE_NAMES else RATES[concept]


def wide_assignment(
    cells: Sequence[HeaderCell], words: Words
) -> tuple[Assignment, dict[Hashable, dict[str, str]]] | None:
    """Headers that tell levels of satisfaction, rates, or sorts of staff or spending side by side.

    Args:
        cells: the headers.
        words: own wordings of the unit.

    Returns:
        The assignment with a group per level, rate or sort, and what each group states; None where the headers tell
        none.
    """
    return _by_level(cells) or _by_rate(cells) or by_parent(cells, words)


def is_sideways(assignment: Assignment, sheet: Sheet, bottom: int) -> bool:
    """Whether a seeming column of towns holds 区平均 and 位次, or one of questions figures: it is on its side."""
    cells = [columns[PLACE].cell for columns in assignment.groups.values() if PLACE in columns]
    rows = range(bottom + 1, min(len(sheet.rows), bottom + 1 + LOOKED_AT))
    surveys = [columns["survey"].cell for columns in assignment.groups.values() if "survey" in columns]
    labels = [clean_text(sheet.value(row, cell.column)) for cell in surveys[:1] for row in rows]
    if any(label and _is_figure(label) for label in labels):
        return True
    return any(RANKS.fullmatch(clean_text(sheet.value(row, cell.column))) for cell in cells[:1] for row in rows)


def _is_figure(label: str) -> bool:
    """Whether a label is the name of figures: 样本数, 权重系数."""
    told = parse_header(label)
    return (
        len(told) == 1 and told[0].value in concepts() and concepts()[str(told[0].value)].type in {"count", "decimal"}
    )


def _by_level(cells: Sequence[HeaderCell]) -> tuple[Assignment, dict[Hashable, dict[str, str]]] | None:
    levels = {cell.column: _level_of(cell) for cell in cells}
    chosen = [cell for cell in cells if levels[cell.column] and cell.values in {"number", "percent", ""}]
    counted = {levels[cell.column] for cell in chosen if not _is_share(cell)}
    chosen = [  # 满意率 beside the counts of the levels is a share of them and no level of its own
        cell
        for cell in chosen
        if not _is_share(cell)
        or not counted
        or (levels[cell.column] in counted and not undress(cell.text).core.endswith(("满意率", "满意度")))
    ]
    names = list(dict.fromkeys(levels[cell.column] for cell in chosen))
    if len(names) < FEWEST_LEVELS or not (any("满意" in name for name in names) or {"好", "差"} <= {*names}):
        return None
    rest = [cell for cell in cells if cell not in chosen]
    label = next((cell for cell in rest if cell.values in {"text", ""} and _means(cell, LABELS)), None)
    label = label or next(
        (cell for cell in rest if cell.values == "text" and not _means(cell, frozenset({"line_no", "remark"}))), None
    )
    result = Assignment(get_schema("survey_answers"), unknown=[cell for cell in rest if cell is not label])
    constants: dict[Hashable, dict[str, str]] = {}
    for cell in chosen:
        name = levels[cell.column]
        columns = result.groups.setdefault(name, {})
        column = "answers_rate" if _is_share(cell) else "answers_count"
        if column in columns:
            return None  # two counts of one level: two tables in one
        columns[column] = Assigned(cell, CERTAIN, "表头是评价等级，一级一列")
        if label is not None:
            columns["survey"] = Assigned(label, EXACT, "调查项目")
        constants[name] = {"option": name}
    return result, constants


def _is_share(cell: HeaderCell) -> bool:
    bare = undress(cell.text)
    return cell.values == "percent" or bare.unit == "%" or SHARES.search(bare.core) is not None


def _level_of(cell: HeaderCell) -> str:
    """The level of satisfaction that a header tells, or the one over 人数 | 占比; empty where there is none."""
    own = COUNTED.sub("", LETTER.sub("", undress(cell.text).core))
    if LEVEL.fullmatch(own):
        return own
    over = LETTER.sub("", undress(cell.above[-1]).core) if cell.above else ""
    return over if LEVEL.fullmatch(over) and COUNTED.fullmatch(undress(cell.text).core) else ""


def _by_rate(cells: Sequence[HeaderCell]) -> tuple[Assignment, dict[Hashable, dict[str, str]]] | None:
    chosen: list[tuple[HeaderCell, str, str]] = []
    for cell in cells:
        told = _rate_of(cell)
        if told is not None and cell.values in {"number", "percent", ""}:
            chosen.append((cell, *told))
    sure = {rate_name(text, concept) for cell, text, concept in chosen if cell.concept == concept}
    chosen = [  # of two headers for one rate, the one whose words leave no doubt
        (cell, text, concept)
        for cell, text, concept in chosen
        if cell.concept == concept or rate_name(text, concept) not in sure
    ]
    names = [rate_name(text, concept) for _, text, concept in chosen]
    spans = [group_of(cell) for cell, *_ in chosen]
    keys: list[Hashable] = [  # 2022年 over the rates, 2023年 again
        (*span, name) if span else name for span, name in zip(spans, names, strict=True)
    ]
    if not chosen or len(set(keys)) < len(keys):
        return None
    rest = [cell for cell in cells if all(cell is not other for other, *_ in chosen)]
    period = next((cell for cell in rest if _means(cell, PERIODS) or cell.concept in PERIODS), None)
    place = next((cell for cell in rest if cell is not period and is_place(cell)), None)
    # Rates of several rows that a column of texts tells apart are not all this unit's.
    place = place or next(  # one rate beside counts of something else is a column of theirs
        (
            cell
            for cell in rest
            if cell.values == "text"
            and (len(chosen) >= FEWEST_RATES or not _counts(rest))
            and not _means(cell, frozenset({"line_no", "remark", *PERIODS, *SORTS}))
        ),
        None,
    )
    named = place is not None and is_place(place)
    if place is not None and not named and place.concept in concepts():
        return None  # 指标 or 目标名称 | 先行联系率 | 按时办结率 over 本镇, 平均, 位次: it stands on its side
    lone = len(chosen) < FEWEST_RATES and _counts(rest)
    if (
        place is not None
        and lone
        and (_means(place, AGENCIES) or any(cell.concept != told for cell, _, told in chosen))
    ):
        return None  # counts of the unit's own agencies, with one rate
    if place is None and (len(chosen) < FEWEST_RATES or (len(chosen) == FEWEST_RATES and _counts(rest))):
        return None  # a table of counts with a rate or two
    result = Assignment(get_schema("four_rates"), unknown=[c for c in rest if c is not period and c is not place])
    constants: dict[Hashable, dict[str, str]] = {}
    for (cell, *_), name, key in zip(chosen, names, keys, strict=True):
        result.groups[key] = {"rate": Assigned(cell, CERTAIN, "表头是四率之一，一率一列")}
        if period is not None:
            result.groups[key]["period"] = Assigned(period, EXACT, "统计时段")
        if place is not None:
            result.groups[key][PLACE] = Assigned(place, EXACT if named else PROPOSED, "单位，一行一个")
        constants[key] = {"indicator": name}
    return result, constants


def _rate_of(cell: HeaderCell) -> tuple[str, str] | None:
    """The words that name the rate under a header, and its concept; 数值 beside 名次 is the rate over them."""
    texts = [(cell.text, cell.meanings[:1])]
    if cell.above and _means(cell, frozenset({"rate", "published_score_rate"})):
        over = cell.above[-1]  # 先行联系（20分） over 率值 | 得分 is the 先行联系率
        texts = [(name, parse_header(name)[:1]) for name in (over, undress(over).core + "率")]
    return next(((text, str(r.value)) for text, readings in texts for r in readings if r.value in RATES), None)


def _counts(cells: Sequence[HeaderCell]) -> bool:
    return any(_means(cell, COUNTS) and cell.values == "number" for cell in cells)


def _means(cell: HeaderCell, concepts: frozenset[str]) -> bool:
    return bool(cell.meanings) and cell.meanings[0].value in concepts
