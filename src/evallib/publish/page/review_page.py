"""The page of a batch review (复核页): verdict, classes, units, and every difference by its effect; works offline."""

from __future__ import annotations

from html import escape
from pathlib import Path

from evallib.model.palette import css_variables
from evallib.model.workspace.files import write_text
from evallib.publish.books.review_workbook import ROWS, TOTALS, is_number
from evallib.publish.page.html import ASSETS, STYLE, plain_page
from evallib.publish.words import format as fmt
from evallib.scoring.batch_review import BatchReview


def write_review_page(review: BatchReview, path: Path) -> Path:
    """Write the page; its style stands inside it, so that it can be handed on alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, render_review_page(review))
    return path


def render_review_page(review: BatchReview) -> str:
    """The page as HTML."""
    style = css_variables() + (ASSETS / STYLE).read_text(encoding="utf-8")
    classes = [[label, str(count), fmt.points(points)] for label, count, points in review.by_class()]
    parts = [
        f"<h1>{review.year}年度评分批量复核</h1>",
        f"<p>{escape(_verdict(review))}</p>",
        _table("差异类别", {"类别": 0, "项数": 0, "分数合计": 0}, classes),
        _table("单位与项目", TOTALS, [total.texts() for total in review.totals]),
        _table("差异（按影响排序）", ROWS, [row.texts() for row in review.rows]),
    ]
    if review.changed_grades:
        rows = [
            [g["unit"], g["project"], g["before"], g["after"], g["grade_before"], g["grade_after"]]
            for g in review.changed_grades
        ]
        parts.append(
            _table(
                "假设测算：改用另一评分标准后总分有变化的",
                dict.fromkeys(("单位", "项目", "原总分", "新总分", "原等级", "新等级"), 0),
                rows,
            )
        )
    if review.problems:
        items = "".join(f"<li>{escape(str(problem))}</li>" for problem in review.problems)
        parts.append(f"<h2>未能评分的单位</h2><ul>{items}</ul>")
    body = "\n".join(part for part in parts if part)
    return plain_page(f"{review.year}年度评分批量复核", style, f"<main>{body}</main>")


def _verdict(review: BatchReview) -> str:
    units = len({total.unit for total in review.totals})
    unread = sum(problem.code == "review.unread" for problem in review.problems)
    rest = f"另有 {unread} 个单位交来的文件没有读入，没有得分可以复核，见页末。" if unread else ""
    if not review.totals:
        return f"没有可以复核的自评表或评分数据。{rest}"
    points = sum(abs(row.effect) for row in review.rows)
    return (
        f"{units} 个单位、{len(review.totals)} 份评分、{review.checked} 项得分，"
        f"其中 {len(review.rows)} 项与评分规则不同或无法核对，合计影响 {fmt.points(points)} 分。{rest}"
    )


def _table(title: str, columns: dict[str, int], rows: list[list[str]]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{escape(label)}</th>' for label in columns)
    lines = "".join(
        "<tr>"
        + "".join(
            f"<td{' class=num' if is_number(label) else ''}>{escape(text)}</td>"
            for label, text in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f"<h2>{escape(title)}</h2><table><caption>{escape(title)}</caption><thead><tr>"
        f"{head}</tr></thead><tbody>{lines}</tbody></table>"
    )
