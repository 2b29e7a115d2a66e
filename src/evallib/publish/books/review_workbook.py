"""The workbook of a batch review (复核表): differences by effect, units with totals, and what the classes mean."""

from __future__ import annotations

from pathlib import Path

from evallib.model.books.pen import open_book
from evallib.publish.words import format as fmt
from evallib.scoring.batch_review import CLASSES, BatchReview

ROWS = {
    "单位": 14, "项目": 24, "代码": 9, "指标": 24, "分值": 8, "业绩值": 16, "自评（公布）得分": 12, "按规则得分": 12,
    "评定得分": 11, "影响（分）": 11, "类别": 16, "说明": 50,
}  # fmt: skip
TOTALS = {"单位": 14, "项目": 30, "公布总分": 12, "按规则总分": 12, "等级": 8, "差异项数": 10, "差异分数合计": 14}
COUNTS = {"项数", "差异项数"}
MEANINGS = (
    ("未按评分规则", "公布得分与按评分标准计算的不同，没有写理由"), ("四舍五入", "相差不超过 0.01 分"),
    ("人工判断，有理由", "评价人员另行评定并写明理由"), ("人工判断，无理由", "评价人员另行评定，没有写理由"),
    ("目标值改动", "评分时用的目标值与绩效目标表申报的不同"),
    ("表格版式", "得分超过分值，或分值合计不是满分：表格填错了位置"), ("合计算错", "各项得分相加不等于公布的总分"),
    ("无法核对", "缺少业绩值，或评分标准留给评价人员判断"), ("影响（分）", "公布得分减去按规则得分；正数为多得"),
)  # fmt: skip


def is_number(label: str) -> bool:
    """Whether a column of a review holds points or counts.

    >>> [label for label in (*ROWS, *TOTALS) if is_number(label)][:4]
    ['分值', '自评（公布）得分', '按规则得分', '评定得分']
    """
    return "分" in label or label in COUNTS


def write_review_workbook(review: BatchReview, path: Path) -> Path:
    """Write the workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_book(path) as formats:
        sheets: tuple[tuple[str, dict[str, int], list[list[str]]], ...] = (
            ("差异（按影响排序）", ROWS, [row.texts() for row in review.rows]),
            ("单位汇总", TOTALS, [total.texts() for total in review.totals]),
            *(
                [
                    (
                        "未能评分",
                        {"没有读入的单位和原因": 110},
                        [
                            [problem.message + (f"（{problem.place}：{problem.value}）" if problem.place else "")]
                            for problem in review.problems
                        ],
                    )
                ]
                if review.problems
                else []
            ),
            (
                "类别汇总",
                {"类别": 20, "项数": 10, "分数合计": 12},
                [[label, str(count), fmt.points(points)] for label, count, points in review.by_class()],
            ),
            ("说明", {"类别": 20, "含义": 70}, [[*line] for line in MEANINGS]),
        )
        for name, columns, rows in sheets:
            numbers = {label for label in columns if is_number(label)}
            cells = (
                [
                    float(text or 0) if text and label in numbers else text
                    for label, text in zip(columns, texts, strict=True)
                ]
                for texts in rows
            )
            looks = {label: {"style": "count" if label in COUNTS else "points"} for label in numbers}
            formats.sheet(name).table(columns, cells, looks=looks)
    assert set(CLASSES.values()) <= {label for label, _ in MEANINGS}
    return path
