"""The workbook of a batch review (复核表): differences sorted by effect, units with their totals, and what the classes mean."""

from __future__ import annotations

from pathlib import Path

from evallib.model import palette
from evallib.scoring.batch_review import CLASSES, BatchReview

ROWS = {"单位": 14, "项目": 24, "代码": 9, "指标": 24, "分值": 8, "业绩值": 16, "自评（公布）得分": 12, "按规则得分": 12, "评定得分": 11,
        "影响（分）": 11, "类别": 16, "说明": 50}  # fmt: skip
TOTALS = {"单位": 14, "项目": 30, "公布总分": 12, "按规则总分": 12, "等级": 8, "差异项数": 10, "差异分数合计": 14}
MEANINGS = (
    ("未按评分规则", "公布得分与按评分标准计算的不同，没有写理由"), ("四舍五入", "相差不超过 0.01 分"),
    ("人工判断，有理由", "评价人员另行评定并写明理由"), ("人工判断，无理由", "评价人员另行评定，没有写理由"),
    ("合计算错", "各项得分相加不等于公布的总分"), ("无法核对", "缺少业绩值，或评分标准留给评价人员判断"),
    ("影响（分）", "公布得分减去按规则得分；正数为多得"),
)  # fmt: skip


def write_review_workbook(review: BatchReview, path: Path) -> Path:
    """Write the workbook."""
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        base = {"text_wrap": True, "valign": "top", "border": 1}
        head, cell = (
            book.add_format(base | {"bold": True, "bg_color": palette.HEAD_FILL, "align": "center"}),
            book.add_format(base),
        )
        number = book.add_format(base | {"num_format": "0.00"})
        sheets: tuple[tuple[str, dict[str, int], list[list[str]]], ...] = (
            ("差异（按影响排序）", ROWS, [row.texts() for row in review.rows]),
            ("单位汇总", TOTALS, [
                [t.unit, t.project, _text(t.printed), _text(t.computed), t.grade, str(t.differences), f"{t.points:.2f}"] for t in review.totals
            ]),
            ("类别汇总", {"类别": 20, "项数": 10, "分数合计": 12}, [[label, str(count), f"{points:.2f}"] for label, count, points in review.by_class()]),
            ("说明", {"类别": 20, "含义": 70}, [[*line] for line in MEANINGS]),
        )  # fmt: skip
        for name, columns, rows in sheets:
            sheet = book.add_worksheet(name)
            for column, (label, width) in enumerate(columns.items()):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, label, head)
            for at, texts in enumerate(rows, start=1):
                for column, (label, text) in enumerate(zip(columns, texts, strict=True)):
                    if (text and ("分" in label and label != "说明")) or label in {"项数", "差异项数"}:
                        sheet.write_number(at, column, float(text or 0), number if "分" in label else cell)
                    else:
                        sheet.write_string(at, column, text, cell)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
    assert set(CLASSES.values()) <= {label for label, _ in MEANINGS}
    return path


def _text(value: object) -> str:
    return "" if value is None else f"{value:.2f}"
