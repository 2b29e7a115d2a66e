"""Frameworks as spreadsheets (指标体系表): one row per indicator, because evaluators design systems in Excel.

Sheets: 指标体系 (one row per scored indicator), 上级指标 (notes of the levels above), 加减分, 基本信息.
A rule is its Chinese name plus its parameters, written as ``deduct_share: 2%`` (YAML in one cell); what both say stands
before them as a sentence that is not read back. 使用说明 tells how to fill the sheets in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from evallib.model import palette
from evallib.model.books.pen import A3, A4, Pen, open_book
from evallib.model.problems import EvallibError, Problem
from evallib.scoring.framework.definition import Framework, Indicator
from evallib.scoring.framework.rules import RULE_KINDS
from evallib.scoring.framework.telling import tell_adjustment, tell_indicator, tell_info

TOLD = "计分说明（自动生成）"
LEVELS = tuple(f"{number}级指标" for number in "一二三四五六七八九")
USUAL_LEVELS = 4  # columns for levels that every sheet has; deeper frameworks have more
DETAILS = (
    "分值",
    TOLD,
    "指标解释",
    "评分标准",
    "数据来源",
    "目标值",
    "业绩值口径",
    "评分规则",
    "规则参数",
    "其他",
    "备注",
    "指标说明",
)
LEVEL_WIDTHS, WIDTHS = (12, 16, 18, 22), (7, 56, 30, 50, 16, 12, 28, 14, 34, 16, 28, 40)
TEXTS = {
    "指标解释": "explanation",
    "指标说明": "terms",
    "评分标准": "rule_text",
    "数据来源": "data_source",
    "目标值": "target",
    "备注": "note",
}
LABELS = {kind: model.label for kind, model in RULE_KINDS.items()}
GOALS = "按项目绩效目标"
OTHERS = ("when_missing", "when_empty", "when_not_applicable")
INFO, TREE, UPPER, EXTRA, GUIDE = "基本信息", "指标体系", "上级指标", "加减分", "使用说明"
MACHINE = ("业绩值口径", "规则参数", "其他", "项", "指标代码", "代码", "内容")
PAIRS = {TOLD: 60}
GUIDE_LINES = (
    ("怎样使用", ("在“指标体系”表中增删、修改指标，每行一个；"
        "改好后用 evallib framework import 读回，有误时指出工作表和单元格。")),
    (TOLD, "程序按本行的规则写成的一句话，供核对；不读回，修改它不起作用。"),
    ("各级指标", "写“代码 名称”，例如“C213 案件处置完成率”；上级指标的分值由下级相加。"),
    ("目标值", "符号、数值、单位都写：≥95%、=100%、≤5天、2024年12月31日前；定性目标写文字。"),
    ("评分规则", "规则的中文名称，须与下表一致；“按项目绩效目标”表示逐项目标在自评表中。"),
    ("业绩值口径、规则参数、其他（灰色）", "供程序读取，写法为 {键: 值}；不熟悉时请照同类指标复制后改数。常用的键："),
    ("deduct_points、deduct_share", "每项（每步）扣的分数；每项（每步）扣分值的百分比。二者只写一项。"),
    ("per、counting", "一步的大小（默认 1%）；不足一步：proportional 按比例扣，whole 不扣，started 按一步扣。"),
    ("zero_clause、veto", "出现即不得分的情形；一票否决的情形。"),
    ("tiers、ranges、checks、parts", "档位与得分；数值分段与得分；评价要点；分项（各有分值、目标和规则）。"),
    ("numerator、denominator、levels", "业绩值的分子、分母；满意度各档的权重。"),
    ("when_missing、when_empty",
        "没有数据时、分母为零时：ask 待补充，full 得满分，zero 不得分，not_applicable 不考核。"),
    *((f"评分规则：{model.label}", (model.__doc__ or "").split("\n")[0].rstrip(".。"))
        for model in RULE_KINDS.values()),
)  # fmt: skip


def export_framework(framework: Framework, path: Path) -> Path:
    """Write a framework to an .xlsx that `framework_import.import_framework` reads back to the same framework.

    Beside what a machine reads stands what it says in Chinese (计分说明); the import leaves that out.

    Raises:
        EvallibError: the framework has more levels than the sheet has names for.
    """
    depth = max(len(framework.path(node.code)) for node in framework.walk())
    if depth > len(LEVELS):
        raise EvallibError(
            Problem(
                "framework.levels",
                f"指标体系有 {depth} 级，超过表格所能写的 {len(LEVELS)} 级，没有导出",
                file=path.name,
                expected=f"不超过 {len(LEVELS)} 级",
                advice="请合并级次，或导出为 YAML",
            )
        )
    levels = LEVELS[: max(depth, USUAL_LEVELS)]
    widths = (*LEVEL_WIDTHS, *[LEVEL_WIDTHS[-1]] * (len(levels) - USUAL_LEVELS), *WIDTHS)
    with open_book(path) as formats:
        tree, upper, extra, info, guide = (formats.sheet(name) for name in (TREE, UPPER, EXTRA, INFO, GUIDE))
        leaves = [node for node in framework.walk() if not node.children]
        _write(
            tree,
            dict(zip((*levels, *DETAILS), widths, strict=True)),
            [_row(framework, leaf, levels) for leaf in leaves],
            frozen=len(levels),
        )
        data = framework.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        groups = [(f"{node.code} {node.name}", node.code, _beside(node)) for node in framework.walk() if node.children]
        rows = [[f"{name}：{beside.get('note', '')}", code, _flow(beside)] for name, code, beside in groups if beside]
        _write(upper, PAIRS | {"指标代码": 16, "内容": 70}, rows)
        _write(
            extra,
            PAIRS | {"代码": 16, "内容": 70},
            [
                [tell_adjustment(item), item.code, _flow(raw)]
                for item, raw in zip(framework.adjustments, data.get("adjustments", []), strict=True)
            ],
        )
        told = tell_info(framework)
        _write(
            info,
            PAIRS | {"项": 16, "内容": 70},
            [
                [told.get(key, ""), key, value if isinstance(value, str) else _flow(value)]
                for key, value in data.items()
                if key not in {"indicators", "adjustments"}
            ],
        )
        _write(guide, {"说明": 28, "内容 ": 110}, [[*line] for line in GUIDE_LINES])
    return path


def _write(pen: Pen, head: dict[str, int], rows: list[list[str]], frozen: int = 0) -> None:
    """A table that can be read and printed; what is told stands out, what a machine reads stands back."""
    looks: dict[str, dict[str, Any]] = {
        TOLD: {"bg_color": palette.GOOD_SOFT},
        **{label: {"font_color": palette.SOFT, "font_size": 9} for label in MACHINE},
    }
    pen.table(head, rows, frozen=frozen, looks=looks, paper=A3 if len(head) > 6 else A4)


def to_yaml(framework: Framework) -> str:
    """The framework as YAML that `loading.load_framework` reads."""
    data = framework.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=4000))


def _row(framework: Framework, leaf: Indicator, levels: tuple[str, ...]) -> list[str]:
    path = [f"{node.code} {node.name}" for node in framework.path(leaf.code)]
    data = leaf.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    rule = data.get("rule", {})
    parameters = {key: value for key, value in rule.items() if key != "kind"}
    texts = {label: str(data.get(key, "")) for label, key in TEXTS.items()}
    others = {key: data[key] for key in OTHERS if key in data}
    cells = {
        **dict(zip(levels, path, strict=False)),
        **texts,
        "分值": f"{leaf.weight:f}",
        TOLD: tell_indicator(leaf),
        "业绩值口径": _flow(data["value"]) if "value" in data else "",
        "评分规则": GOALS if leaf.goals else LABELS[rule["kind"]],
        "规则参数": _flow(parameters) if parameters else "",
        "其他": _flow(others) if others else "",
    }
    return [cells.get(label, "") for label in (*levels, *DETAILS)]


def _beside(node: Indicator) -> dict[str, Any]:
    """What an upper level says beside code, name, weight and children."""
    data = node.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {key: value for key, value in data.items() if key not in {"code", "name", "weight", "children"}}


def _flow(data: Any) -> str:
    return str(
        yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=True, width=100_000)
    ).strip()
