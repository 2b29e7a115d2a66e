"""Targets and points (目标与得分): a target that is missed and keeps full marks, or met and loses some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from evallib.audit.findings import Agreement, Finding
from evallib.audit.joins.statements.beyond_whole import beyond_whole
from evallib.audit.reading.document import Document, Place
from evallib.audit.reading.grid import Grid, GridRow
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

Result = Iterator[Finding | Agreement]
_VALUE = re.compile(
    "(?P<op>[≥≤=＞＜><]=?|(?:大于|小于)(?:等于)?|等于|不低于|不高于|不少于|"
    r"不超过)?\s*(?P<n>\d+(?:\.\d+)?)\s*\(?(?P<unit>[%‰]|百分比|[\u4e00-\u9fff]{0,4})\)?"
)
LOWER = re.compile(
    "控制率|变动率|结余率|结转|投诉|成本|超支|死亡|差错|事故|降低|压减|逾期|超期|"
    "返工|退单|不满意|缩短|时限|时间|误差|三公|调整率"
)
#: Names of what nobody wants less of.
_MORE = re.compile(
    r"完成|数量|人[次数]|覆盖|培训|满意|合格|达标|[新改修]建|发放|补助|增[加长]|受益|面积|个数|次数|户数"
)
_SIGN = re.compile(r"[≥≤=＞＜><]=?|(?:大于|小于)(?:等于)?|等于|不[低高]于|不少于|不超过")
#: Columns of another year, or of all years of a project.
_OTHER_TIME = (
    r"原[定指目]|半年|季度?|\d月|预计|20\d\d年?\s*[-—–~至]|总体|总目标|中长期|规划|[三五]年|上年|去年|上期|历年|"
    "累计|基期|基准"
)
#: What the columns are called in short.
_AIMS = "(?:^|[年度预期绩效])(?:目标|计划)(?:完成)?[值数量]?$|^(?:指标任务|(?:计划|目标)指标)$"
_DONE = "(?:^|[年度])(?:实际|完成|达到)(?:[值数量]|完成|情况|业绩)?$|^(?:完成|实际)指标$|实绩$"
#: A rate of a workbook without its sign: 0.97 for 97%.
FRACTION = Decimal("1.5")
#: A remark that the rule allows for it: “偏差在15%以内，得满分”.
_ALLOWED = re.compile("偏差[^，。]{0,6}(?:内|允许)|允许|视[同为]|不扣|酌情")
WHOLE, HALF = 100, 50
_SLIPPED = re.compile(r"(?:[≥≤＞＜><]=?|=)\d")
#: Signs of a target that is a ceiling.
AT_MOST = ("≤", "<", "<=", "＜", "小于", "小于等于", "不高于", "不超过")


def check(document: Document, grids: Sequence[Grid]) -> Result:
    """Self-evaluation forms."""
    for grid in grids:
        yield from _form(document, grid)


def _form(document: Document, grid: Grid) -> Result:
    labels = {c: head.group + head.label for c, head in grid.heads.items()}
    target = _column(labels, r"指标值|目标值", f"年初|{_OTHER_TIME}")
    target = _column(labels, _AIMS, f"年初|{_OTHER_TIME}") if target is None else target
    target = _column(labels, "年初(?:指标值|目标值)", _OTHER_TIME) if target is None else target  # none was adjusted
    actual = _column(
        labels, r"完成值|实际值|实现值|完成情况|业绩值|评价值|完成指标值", rf"原因|偏差|计划|{_OTHER_TIME}"
    )
    actual = _column(labels, _DONE, rf"原因|偏差|率|{_OTHER_TIME}") if actual is None else actual
    weight = _column(labels, r"权重|分值|满分|标准分", "执行率")
    score = _column(labels, r"得分|^(?:自评|评价|考核|复核)分$|评分$", r"系数|率|标准|说明|原因|依据")
    if target is None or actual is None or weight is None or score is None:
        return
    for row in grid.rows:
        yield from _row(document, grid, row, (target, actual, weight, score))


def _column(labels: dict[int, str], words: str, without: str) -> int | None:
    """The first column whose header has some words and lacks others."""
    return next((c for c, t in labels.items() if patterns.search(words, t) and not patterns.search(without, t)), None)


def _row(document: Document, grid: Grid, row: GridRow, columns: tuple[int, int, int, int]) -> Result:
    target, actual, weight, score = columns
    full, points = row.figures.get(weight), row.figures.get(score)
    cells = grid.table.rows[row.index]
    if row.kind != "line" or full is None or points is None:
        return
    lost = {weight - full.place.column + 1, score - points.place.column + 1}  # cells that are missing in front
    target, actual = target - min(lost), actual - min(lost)
    if len(lost) > 1 or min(lost) < 0 or cells[target].inherited or cells[actual].inherited:
        return
    wanted, got = (patterns.sub(r"\s+", "", normalise(cells[c].text)) for c in (target, actual))
    if any(_SLIPPED.match(patterns.sub(r"\s+", "", normalise(cell.text))) for cell in cells[:target]):
        return  # a cell is missing: the target stands where the name should
    if wanted[:1].isdigit():
        # The sign may stand in a column of its own.
        alone = (patterns.sub(r"\s+", "", normalise(cell.text)) for cell in cells[:actual])
        wanted = next((text for text in alone if _SIGN.fullmatch(text)), "") + wanted
    names = "".join(cell.text for cell in cells[: max(target, 1)])
    met, part = _met(wanted, got, names)
    place, goal = (document.place_in_table(grid.block, row.index, c) for c in (actual, target))
    if met is None:
        return
    if (beyond := beyond_whole(names, wanted, goal) or beyond_whole(names, got, place, "完成值")) is not None:
        yield beyond
        return
    verdicts = verdict_on(
        row.label,
        f"目标 {wanted}，实际 {got}",
        met,
        part,
        full.value,
        points.value,
        (points.place, place, goal, full.place),
        str(points),
        wanted.startswith("="),
        open_end=_is_open(wanted, names) or any(_ALLOWED.search(cell.text) for cell in cells[actual + 1 :]),
    )
    limit = patterns.match(r"[≥≤＞＜><不大小]", wanted)
    for verdict in verdicts:
        # “≥90%” is met by 93% and by 98% alike: of the value no slip would be told.
        told = isinstance(verdict, Agreement) and limit
        yield replace(verdict, places=(points.place, full.place)) if told else verdict


def verdict_on(
    name: str,
    said: str,
    met: bool,
    part: Decimal,
    full: Decimal,
    points: Decimal,
    places: tuple[Place, ...],
    printed: str,
    equal: bool,
    open_end: bool = False,
) -> Result:
    """What points say of a target: full ones agree with one that is met; `part` is how much of it was reached.

    With an `open_end` neither a sign nor the name says that more is better.
    """
    if met == (points == full):
        if met:
            yield Agreement("target.points", printed, f"{said}，得满分", places)
        return
    if met:
        if points > full:
            return
        yield Finding(
            "target.points",
            "score",
            "low",
            f"“{name}”达到目标而未得满分：{said}，得 {printed}（满分 {full:f}）",
            printed,
            f"{full:f}分",
            said,
            places,
            ("“=”目标超额完成可能按偏差扣分",) if equal else ("达到目标应得满分", "可能另有未印出的评分规则或判断"),
        )
        return
    share = (full * part).quantize(Decimal("0.01"))
    yield Finding(
        "target.points",
        "score",
        "medium" if part < Decimal("0.9") and not open_end else "low",
        f"“{name}”未达到目标而得满分：{said}，得 {printed}",
        printed,
        f"{share:f}分或0分",
        f"{said}；按比例为 {full:f} × {part:.4f} = {share:f}分",
        places,
        ("按完成比例计分", "未达标不得分"),
    )


def _is_open(wanted: str, names: str) -> bool:
    """Whether neither a sign nor a name nor a high rate says that more is better.

    >>> _is_open("5%", "失业率"), _is_open("95%", "合格率"), _is_open("≥5%", "增长率"), _is_open("20分钟", "平均等候")
    (True, False, False, True)
    """
    value = _VALUE.fullmatch(wanted)
    if value is None or value["op"]:
        return False
    return Decimal(value["n"]) < HALF if value["unit"] in {"%", "百分比"} else not _MORE.search(names)


def _met(wanted: str, got: str, names: str) -> tuple[bool | None, Decimal]:
    """Whether a quantitative target is met and the degree; None where words or units leave it open."""
    target, value = _VALUE.fullmatch(wanted), _VALUE.fullmatch(got)
    if not target or not value or value["op"] or not target["n"]:
        return None, Decimal(0)
    units = {u for u in (target["unit"], value["unit"]) if u}
    if len(units) > 1 and not units <= {"%", "百分比"}:
        return None, Decimal(0)
    limit, actual = Decimal(target["n"]), Decimal(value["n"])
    if target["unit"] in {"%", "百分比"} and not value["unit"] and actual <= FRACTION:
        actual *= WHOLE
    op = target["op"] or ""
    if op in AT_MOST:
        return actual <= limit, limit / actual if actual else Decimal(1)
    if not op and LOWER.search(names):
        return None, Decimal(0)
    return actual >= limit, actual / limit if limit else Decimal(1)
