"""Frameworks as spreadsheets (指标体系表): one row per indicator, because evaluators design systems in Excel.

Sheets: 指标体系 (one row per scored indicator), 上级指标 (notes of the levels above), 加减分, 基本信息.
A rule is its Chinese name plus its parameters, written as ``deduct_share: 2%`` (YAML in one cell).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from evallib.scoring.framework import Framework, Indicator
from evallib.scoring.rules import RULE_KINDS

LEVELS = ("一级指标", "二级指标", "三级指标", "四级指标")
HEAD = (
    *LEVELS,
    "分值",
    "指标解释",
    "评分标准",
    "数据来源",
    "目标值",
    "业绩值口径",
    "评分规则",
    "规则参数",
    "其他",
    "备注",
)
WIDTHS = (16, 22, 24, 26, 8, 36, 60, 20, 14, 40, 16, 50, 24, 40)
TEXTS = {
    "指标解释": "explanation",
    "评分标准": "rule_text",
    "数据来源": "data_source",
    "目标值": "target",
    "备注": "note",
}
LABELS = {kind: model.label for kind, model in RULE_KINDS.items()}
GOALS = "按项目绩效目标"
OTHERS = ("when_missing", "when_empty", "when_not_applicable")
INFO, TREE, UPPER, EXTRA = "基本信息", "指标体系", "上级指标", "加减分"


def export_framework(framework: Framework, path: Path) -> Path:
    """Write a framework to an .xlsx that `framework_import.import_framework` reads back to the same framework."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        tree, upper, extra, info = (book.add_worksheet(name) for name in (TREE, UPPER, EXTRA, INFO))
        for column, (label, width) in enumerate(zip(HEAD, WIDTHS, strict=True)):
            tree.set_column(column, column, width)
            tree.write_string(0, column, label, bold)
        tree.freeze_panes(1, 4)
        leaves = [node for node in framework.walk() if not node.children]
        for row, leaf in enumerate(leaves, start=1):
            for column, text in enumerate(_row(framework, leaf)):
                tree.write_string(row, column, text, wrap)
        data = framework.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        groups = [(node.code, _beside(node)) for node in framework.walk() if node.children]
        _pairs(upper, ("指标代码", "内容"), [(code, _flow(beside)) for code, beside in groups if beside])
        _pairs(extra, ("代码", "内容"), [(a["code"], _flow(a)) for a in data.get("adjustments", [])])
        rest = [(key, value) for key, value in data.items() if key not in {"indicators", "adjustments"}]
        _pairs(info, ("项", "内容"), [(key, value if isinstance(value, str) else _flow(value)) for key, value in rest])
    return path


def to_yaml(framework: Framework) -> str:
    """The framework as YAML that `loading.load_framework` reads."""
    data = framework.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=4000))


def _row(framework: Framework, leaf: Indicator) -> list[str]:
    path = [f"{node.code} {node.name}" for node in framework.path(leaf.code)]
    data = leaf.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    rule = data.get("rule", {})
    parameters = {key: value for key, value in rule.items() if key != "kind"}
    texts = {label: str(data.get(key, "")) for label, key in TEXTS.items()}
    others = {key: data[key] for key in OTHERS if key in data}
    cells = {
        **dict(zip(LEVELS, path, strict=False)),
        **texts,
        "分值": f"{leaf.weight:f}",
        "业绩值口径": _flow(data["value"]) if "value" in data else "",
        "评分规则": GOALS if leaf.goals else LABELS[rule["kind"]],
        "规则参数": _flow(parameters) if parameters else "",
        "其他": _flow(others) if others else "",
    }
    return [cells.get(label, "") for label in HEAD]


def _beside(node: Indicator) -> dict[str, Any]:
    """What an upper level says beside code, name, weight and children."""
    data = node.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {key: value for key, value in data.items() if key not in {"code", "name", "weight", "children"}}


def _flow(data: Any) -> str:
    return str(
        yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=True, width=100_000)
    ).strip()


def _pairs(sheet: Any, head: tuple[str, str], rows: list[tuple[str, str]]) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    for row, (key, value) in enumerate([head, *rows]):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
