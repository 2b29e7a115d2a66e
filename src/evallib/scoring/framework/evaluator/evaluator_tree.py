"""Rows of an evaluator's table → a tree of indicators with weights; what does not add up is named by row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from evallib.model import patterns
from evallib.model.problems import Problem, ProblemList, excerpt
from evallib.scoring.framework.evaluator.evaluator_columns import Columns
from evallib.scoring.framework.evaluator.evaluator_grid import Grid, GridCell

_TOTAL = re.compile(r"^(?:合计|总计|总分|小计|总\s*得\s*分|得分合计)")
_CODED = re.compile(r"^(?P<code>[A-Za-z]\d*(?:[-.]?\d+)*|\d+(?:\.\d+)+)[\s.、:：]*(?P<name>\S.*)$", re.S)
#: Points behind a name: 满意率（10分）, 满意率（10）; four figures of a year are none.
_IN_NAME = re.compile(r"[（(](?!(?:19|20)\d{2}[)）])(?P<points>\d+(?:\.\d+)?)\s*分?[)）]$")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(slots=True)
class Row:
    """An indicator of the table with the cells that its facts stand in."""

    name: str
    code: str
    depth: int
    cell: GridCell
    weight: Decimal | None = None
    weight_cell: str = ""
    cells: dict[str, GridCell] = field(default_factory=dict)
    children: list[Row] = field(default_factory=list)

    def text(self, concept: str) -> str:
        """What the row says in a column."""
        return self.cells[concept].text if concept in self.cells else ""


def build_tree(grid: Grid, columns: Columns, problems: ProblemList) -> list[Row]:
    """The roots of the table's tree.

    A blank or merged parent cell belongs to the parent above; a row whose last level is blank continues the standard of
    the row above. Weights of parents that are not printed are sums.
    """
    roots: list[Row] = []
    current: list[Row] = []
    for cells in grid.rows[columns.head_row + 1 :]:
        texts = [cells[c].text for c in columns.levels]
        if not any(texts) or _TOTAL.match(next(t for t in texts if t)):
            _continue(current, cells, columns, any(texts))
            continue
        current = _place(roots, current, cells, columns)
        leaf = current[-1]
        for concept, column in columns.other.items():
            if cells[column].text and not (cells[column].below and concept == "rule_text" and concept in leaf.cells):
                leaf.cells.setdefault(concept, cells[column])
        _weigh(current, cells, columns, grid, problems)
    _codes(roots, "")
    _check(roots, grid, problems)
    return roots


def _continue(current: list[Row], cells: tuple[GridCell, ...], columns: Columns, total: bool) -> None:
    """A row without names that only carries on a standard."""
    column = columns.other["rule_text"]
    if total or not current or not cells[column].text or cells[column].below:
        return
    leaf = current[-1]
    before = leaf.cells.get("rule_text")
    text = f"{before.text}\n{cells[column].text}" if before else cells[column].text
    leaf.cells["rule_text"] = GridCell(text, before.name if before else cells[column].name)


def _place(roots: list[Row], current: list[Row], cells: tuple[GridCell, ...], columns: Columns) -> list[Row]:
    path: list[Row] = []
    siblings = roots
    filled = [i for i, c in enumerate(columns.levels) if cells[c].text]
    deepest = filled[-1]
    for depth, column in enumerate(columns.levels[: deepest + 1]):
        cell = cells[column]
        kept = next((node for node in current if node.depth == depth), None)  # a level may be left out above others
        repeated = (
            not cell.text or cell.below or (kept is not None and _name(cell.text) == kept.name and depth < deepest)
        )
        if cell.beside and path:
            continue
        if kept is not None and repeated and any(kept is one for one in siblings) and (depth < deepest or cell.below):
            path.append(kept)
        elif cell.text:
            code, name = _split(cell.text)
            node = Row(name, code, depth, cell)
            siblings.append(node)
            path.append(node)
        else:
            continue
        siblings = path[-1].children
    return path


def _name(text: str) -> str:
    return _split(text)[1]


def _split(text: str) -> tuple[str, str]:
    """Code and name of an indicator cell.

    >>> _split("C21 处置及时率"), _split("1.2.1处置率"), _split("满意率（10分）"), _split("满意率（2023）")
    (('C21', '处置及时率'), ('1.2.1', '处置率'), ('', '满意率'), ('', '满意率（2023）'))
    """
    plain = patterns.sub(r"\s*\n\s*", "", text).strip()
    found = _CODED.match(plain)
    code, name = (found["code"], found["name"]) if found else ("", plain)
    return code, _IN_NAME.sub("", name).strip()


def _weigh(path: list[Row], cells: tuple[GridCell, ...], columns: Columns, grid: Grid, problems: ProblemList) -> None:
    for node in path:
        if node.weight is not None:
            continue
        column = columns.level_weights.get(columns.levels[node.depth])
        if column is None and node is path[-1]:
            column = columns.other.get("weight", next(reversed(columns.level_weights.values()), None))
        named = _IN_NAME.search(patterns.sub(r"\s", "", node.cell.text))
        cell = cells[column] if column is not None else None
        if cell is not None and cell.text:
            node.weight_cell = cell.name
            node.weight = _points(cell, grid, problems, node)
        elif named:
            node.weight, node.weight_cell = Decimal(named["points"]), node.cell.name
        elif cell is not None and cell.formula:
            problems.add(
                Problem(
                    "framework.formula",
                    f"“{node.name}”的分值是没有保存结果的公式",
                    file=grid.file,
                    sheet=grid.sheet,
                    cell=cell.name,
                    expected="数值",
                    advice="请在 Excel 中打开并保存一次，或改为数值",
                )
            )


def _points(cell: GridCell, grid: Grid, problems: ProblemList, node: Row) -> Decimal | None:
    text = patterns.sub(r"[\s分]", "", cell.text).replace("％", "%")
    try:
        return Decimal(text.removesuffix("%"))
    except InvalidOperation:
        problems.add(
            Problem(
                "framework.weight",
                f"“{node.name}”的分值应为数字",
                file=grid.file,
                sheet=grid.sheet,
                cell=cell.name,
                value=excerpt(cell.text),
                expected="数字，例如 5",
                advice="请只写分值；加分项请放在加减分表中",
            )
        )
        return None


def _codes(nodes: list[Row], above: str) -> None:
    """Codes for the indicators that have none: A, A1, A11 and so on."""
    for number, node in enumerate(nodes):
        if not node.code:
            node.code = (
                LETTERS[number % len(LETTERS)]
                if not above
                else f"{above}{number + 1}"
                if number < 9
                else f"{above}-{number + 1}"
            )
        _codes(node.children, node.code)


def _check(nodes: list[Row], grid: Grid, problems: ProblemList) -> None:
    for node in nodes:
        _check(node.children, grid, problems)
        if not node.children:
            if node.weight is None:
                problems.add(
                    Problem(
                        "framework.no_weight",
                        f"“{node.name}”没有分值",
                        file=grid.file,
                        sheet=grid.sheet,
                        cell=node.cell.name,
                        expected="分值",
                        advice="请填写分值",
                    )
                )
            continue
        known = [child.weight for child in node.children if child.weight is not None]
        total = sum(known, Decimal(0))
        if node.weight is None or len(known) < len(node.children):
            node.weight = total
        elif total != node.weight:
            over = total - node.weight
            problems.add(
                Problem(
                    "framework.weights",
                    f"“{node.name}”的下级指标分值之和与本级分值不一致，{'多' if over > 0 else '少'} {abs(over):f} 分",
                    file=grid.file,
                    sheet=grid.sheet,
                    cell=node.weight_cell or node.cell.name,
                    value=f"下级之和 {total:f}",
                    expected=f"{node.weight:f}",
                    advice="请核对："
                    + "、".join(f"{c.name} {c.weight:f}" for c in node.children if c.weight is not None),
                )
            )
