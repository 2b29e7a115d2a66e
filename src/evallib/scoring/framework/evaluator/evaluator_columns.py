"""The columns of an evaluator's table: levels with their weights, standard, value, score, and the row they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from unicodedata import numeric

from evallib.model import patterns
from evallib.model.problems import EvallibError, Problem
from evallib.scoring.framework.evaluator.evaluator_grid import Grid

_LEVEL = re.compile(r"^(?:第)?([一二三四五1-5])级(?:评价|绩效)?指标(?:名称|内容)?$")
CONCEPTS: dict[str, re.Pattern[str]] = {
    "rule_text": re.compile(
        "评分(?:标准|细则|规则|办法|依据|方法|说明)|计分(?:标准|方法|规则|办法)|"
        "考核(?:标准|评分标准|办法)|扣分标准|打分标准|评价标准|赋分标准"
    ),
    "weight": re.compile(r"^(?:指标|标准)?(?:权重|分值|满分|标准分|基准分|分数)(?:值|分)?(?:\(?[%分]\)?)?$"),
    "explanation": re.compile(r"指标(?:解释|说明|释义|内涵|含义)|评价(?:内容|要点)|考核内容|评价要点"),
    "target": re.compile(r"(?:年度|计划|考核|绩效)?(?:指标值|目标值?|标杆值|标准值)$|^目标$|年度目标"),
    "value": re.compile(r"业绩值|实际(?:完成)?(?:值|情况|数)|完成(?:值|情况|数)|^实际值$|指标值\(实际\)|评价结果"),
    "score": re.compile(r"^(?:实际|评价|评定|考核|最终|自评|综合)?得分$|^(?:自评|评价|考核)?评分$|^自评分$|^得分情况$"),
    "data_source": re.compile(r"数据(?:来源|依据)|资料来源|佐证|取数|依据材料|评价依据|证据"),
    "note": re.compile(r"备注|[扣评得打]分(?:原因|说明|理由)|评价说明|偏差原因|失分"),
    "name": re.compile(r"^(?:评价|考核|绩效|具体)?指标(?:名称)?$|^考核项目$|^评价项目$|^项目$"),
    "number": re.compile(r"^序号$|^编号$|^指标代码$|^代码$"),
}


@dataclass(slots=True)
class Columns:
    """Where what stands: `levels` are the columns of names, `level_weights` the weight column behind a level."""

    head_row: int
    levels: list[int] = field(default_factory=list)
    level_weights: dict[int, int] = field(default_factory=dict)
    other: dict[str, int] = field(default_factory=dict)


def find_table(grids: list[Grid]) -> tuple[Grid, Columns]:
    """The first table with a column of standards and a column of indicators.

    Raises:
        EvallibError: no table has them; what was found is told.
    """
    told = []
    for grid in grids:
        for row in range(min(len(grid.rows), 12)):
            columns = _columns(grid, row)
            if columns is not None:
                return grid, columns
        heads = next((row for row in grid.rows if sum(1 for c in row if c.text) > 2), ())
        told.append(
            f"{grid.sheet}：{'、'.join(dict.fromkeys(c.text.replace(chr(10), '') for c in heads if c.text))[:60]}"
        )
    raise EvallibError(
        Problem(
            "framework.no_table",
            "没有找到指标体系表",
            file=grids[0].file if grids else "",
            value="；".join(told)[:200],
            expected="表头含有“一级指标”（或“指标名称”）、“分值”（或“权重”）和“评分标准”的表",
            advice="请核对表头写法，可用 evallib template scoring 得到空白表",
        )
    )


def _columns(grid: Grid, row: int) -> Columns | None:
    columns = Columns(row)
    cells = grid.rows[row]
    last_level: int | None = None
    for index, cell in enumerate(cells):
        if cell.beside:
            continue
        label = patterns.sub(r"[\s　]", "", cell.text).replace("（", "(").replace("）", ")")
        level = _LEVEL.match(label)
        if level and numeric(level[1]) == len(columns.levels) + 1:
            columns.levels.append(index)
            last_level = index
            continue
        fits = [name for name, pattern in CONCEPTS.items() if pattern.search(label)]
        concept = next(
            (name for name in fits if name not in columns.other), next(iter(fits), None)
        )  # 评分说明 beside 评分标准
        if concept == "weight" and last_level is not None and last_level not in columns.level_weights:
            columns.level_weights[last_level] = index
        elif concept is not None and concept not in columns.other:
            columns.other[concept] = index
    if not columns.levels and "name" in columns.other:
        columns.levels = [columns.other.pop("name")]
        if "weight" in columns.other:
            columns.level_weights[columns.levels[0]] = columns.other.pop("weight")
    elif "name" in columns.other and columns.other["name"] == columns.levels[-1] + 1:
        columns.levels.append(columns.other.pop("name"))
    has_weight = bool(columns.level_weights) or "weight" in columns.other
    return columns if columns.levels and "rule_text" in columns.other and has_weight else None
