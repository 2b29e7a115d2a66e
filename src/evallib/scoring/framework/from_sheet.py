"""Read a framework from a spreadsheet (指标体系表导入); mistakes are named with sheet and cell."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from evallib.intake.files.sheet import cell_name
from evallib.intake.files.workbook import read_plain_rows
from evallib.model.problems import EvallibError, Problem, ProblemList, did_you_mean, excerpt
from evallib.scoring.framework.definition import Framework
from evallib.scoring.framework.loading import check_framework, in_chinese
from evallib.scoring.framework.to_sheet import EXTRA, GOALS, INFO, LABELS, LEVELS, TEXTS, TREE, UPPER

KINDS = {label: kind for kind, label in LABELS.items()}
KEYS = ("项", "指标代码", "代码")


def import_framework(path: Path) -> Framework:
    """Read a framework from an .xlsx written like `framework_sheet.export_framework` writes it.

    Weights of the levels above are the sums of their indicators.

    Raises:
        EvallibError: one problem per mistake, with sheet and cell.
    """
    if not path.is_file():
        raise EvallibError(Problem("framework.missing", "找不到文件", file=str(path), advice="请核对文件路径"))
    reader = _Reader(read_plain_rows(path), path)
    framework = reader.framework()
    problems = ProblemList(check_framework(framework, str(path)))
    problems.raise_errors()
    return framework


class _Reader:
    """Collects the data of the sheets and the cell that each piece came from."""

    def __init__(self, book: dict[str, list[list[Any]]], path: Path) -> None:
        self.book = book
        self.path = path
        self.problems = ProblemList()
        self.cells: dict[tuple[Any, ...], tuple[str, str]] = {}
        self.columns: dict[str, str] = {}

    def problem(self, code: str, message: str, sheet: str = "", cell: str = "", **details: str) -> None:
        self.problems.add(Problem(f"framework.{code}", message, file=str(self.path), sheet=sheet, cell=cell, **details))  # type: ignore[arg-type]

    def framework(self) -> Framework:
        for name in (TREE, INFO):
            if name not in self.book:
                self.problem("sheet", f"缺少工作表“{name}”", advice=did_you_mean(name, self.book))
        self.problems.raise_errors()
        data: dict[str, Any] = dict(self.pairs(INFO))
        data["adjustments"] = [value for _, value in self.pairs(EXTRA)]
        upper = {code: self.group(value, *self.cells[(code,)]) for code, value in self.pairs(UPPER)}
        data["indicators"] = self.tree(upper)
        self.problems.raise_errors()
        try:
            return Framework.model_validate(data)
        except ValidationError as error:
            raise EvallibError([self.translated(item) for item in error.errors()]) from None

    def pairs(self, sheet: str) -> list[tuple[str, Any]]:
        if sheet not in self.book:
            return []
        head, *rows = self.book[sheet] or [[]]
        at = {str(cell or "").strip(): number for number, cell in enumerate(head)}
        key_column = next((at[label] for label in KEYS if label in at), None)
        if key_column is None or "内容" not in at:
            self.problem("column", "缺少列", sheet, "第1行", expected="项（或 指标代码、代码）、内容")
            return []
        found = []
        for row, cells in enumerate(rows, start=2):
            key, value = cells[key_column], cells[at["内容"]]
            if key is not None:
                cell = cell_name(row - 1, at["内容"])
                self.cells[(str(key),)] = (sheet, cell)
                found.append((str(key), self.parsed(value, sheet, cell)))
        return found

    def parsed(self, value: Any, sheet: str, cell: str) -> Any:
        """Text as it is; ``{...}`` and ``[...]`` as YAML, numbers staying as written."""
        text = "" if value is None else str(value).strip()
        if not text.startswith(("{", "[")) or (sheet == INFO and text.startswith("[") and "{" not in text):
            return text
        try:
            return yaml.load(text, Loader=yaml.BaseLoader)
        except yaml.YAMLError:
            self.problem(
                "cell",
                "单元格内容看不懂",
                sheet,
                cell,
                value=excerpt(text),
                expected="{键: 值} 的写法",
                advice="请检查括号、冒号和引号",
            )
            return {}

    def group(self, value: Any, sheet: str, cell: str) -> dict[str, Any]:
        """What a cell of keys and values holds; nothing where it is blank, a problem where it holds something else."""
        data = self.parsed(value, sheet, cell) if isinstance(value, str) else value
        if isinstance(data, dict):
            return data
        if data:
            self.problem(
                "cell",
                "单元格内容看不懂",
                sheet,
                cell,
                value=excerpt(str(data)),
                expected="{键: 值} 的写法",
                advice="没有内容请留空；说明请写在“备注”列",
            )
        return {}

    def tree(self, upper: dict[str, Any]) -> list[dict[str, Any]]:
        rows = iter(self.book[TREE])
        head = [str(cell or "").strip() for cell in next(rows, ())]
        self.columns = {label: cell_name(0, number)[:-1] for number, label in enumerate(head)}
        for label in (LEVELS[0], "分值", "评分规则"):
            if label not in head:
                self.problem("column", f"缺少列“{label}”", TREE, "第1行", advice=did_you_mean(label, head))
        self.problems.raise_errors()
        roots: list[dict[str, Any]] = []
        current: list[dict[str, Any]] = []
        for number, cells in enumerate(rows, start=2):
            line = {label: str(cell).strip() for label, cell in zip(head, cells, strict=False) if cell is not None}
            path = [line[label] for label in LEVELS if line.get(label)]
            if not path:
                continue
            current = self.place(roots, current, path, number)
            current[-1].update(self.leaf(line, number))
            self.add_weight(current, line.get("分值", ""), number)
        for root in roots:
            self.finish(root, upper, ("indicators", roots.index(root)))
        return roots

    def place(
        self, roots: list[dict[str, Any]], current: list[dict[str, Any]], path: list[str], row: int
    ) -> list[dict[str, Any]]:
        """Walk down to the row's indicator, making levels where they are new."""
        nodes: list[dict[str, Any]] = []
        siblings = roots
        for depth, text in enumerate(path):
            code, _, name = text.partition(" ")
            last = depth == len(path) - 1
            node = current[depth] if depth < len(current) and current[depth]["code"] == code and not last else None
            if node is None or node not in siblings:
                node = {"code": code, "name": name.strip() or code, "row": row}
                siblings.append(node)
            nodes.append(node)
            siblings = node.setdefault("children", [])
        return nodes

    def leaf(self, line: dict[str, str], row: int) -> dict[str, Any]:
        data: dict[str, Any] = {key: line[label] for label, key in TEXTS.items() if line.get(label)}
        if line.get("业绩值口径"):
            data["value"] = self.parsed(line["业绩值口径"], TREE, f"{self.columns.get('业绩值口径', '')}{row}")
        data |= self.group(line.get("其他", ""), TREE, f"{self.columns.get('其他', '')}{row}")
        label = line.get("评分规则", "")
        if label == GOALS:
            return {**data, "goals": True}
        if label not in KINDS:
            self.problem(
                "rule",
                "不认识的评分规则",
                TREE,
                f"{self.columns.get('评分规则', '')}{row}",
                value=label,
                advice=did_you_mean(label, [*KINDS, GOALS]),
            )
            return data
        text = line.get("规则参数", "")
        if text and not text.startswith("{"):
            text = f"{{{text}}}"
        parameters = self.parsed(text, TREE, f"{self.columns.get('规则参数', '')}{row}") if text else {}
        return {**data, "rule": {"kind": KINDS[label], **parameters}}

    def add_weight(self, nodes: list[dict[str, Any]], text: str, row: int) -> None:
        try:
            weight = Decimal(text.removesuffix("分"))
        except InvalidOperation:
            self.problem("weight", "分值应为数字", TREE, f"{self.columns.get('分值', '')}{row}", value=text)
            return
        for node in nodes:
            node["weight"] = node.get("weight", Decimal(0)) + weight

    def finish(self, node: dict[str, Any], upper: dict[str, Any], where: tuple[Any, ...]) -> None:
        self.cells[where] = (TREE, f"第{node.pop('row')}行")
        if node.get("children"):
            node.update(upper.get(node["code"], {}))
        else:
            node.pop("children", None)
        for number, child in enumerate(node.get("children", [])):
            self.finish(child, upper, (*where, "children", number))

    def translated(self, item: Any) -> Problem:
        where = tuple(item["loc"])
        while where and where not in self.cells:
            where = where[:-1]
        sheet, cell = self.cells.get(where, (INFO, ""))
        key = str(item["loc"][-1]) if item["loc"] else ""
        message = f"“{key}”的内容不合要求"
        return in_chinese(item, Problem("framework.cell", message, file=str(self.path), sheet=sheet, cell=cell))
