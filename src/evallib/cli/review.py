"""The verb of batch reviews (批量复核)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evallib.cli.common import JsonOption, write_json, writing


def review(
    year: Annotated[int, typer.Option("--year", help="年度")],
    folder: Annotated[Path | None, typer.Argument(metavar="文件夹", help="工作区的 data/raw；不写为当前工作区")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="结果写到哪个文件夹；不写为 data/inside/review/<年度>")
    ] = None,
    standard: Annotated[
        list[str] | None,
        typer.Option("--standard", help="假设：指标代码或名称=另一评分标准，看哪些单位的等级会变，可多次给出"),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", help="假设：指标代码或名称=另一分值（其余指标按原比例分摊），可多次给出"),
    ] = None,
    json_file: JsonOption = None,
) -> None:
    """复核一个年度全部单位的评分：自评、按规则、评定得分并列，差异分类，写成工作簿和页面。"""
    from evallib.checks.gate import clean_missing
    from evallib.model.workspace.units import Workspace
    from evallib.publish.books.review_workbook import write_review_workbook
    from evallib.publish.page.review_page import write_review_page
    from evallib.scoring.batch_review import review_batch

    workspace = Workspace.find(folder)
    for unit in workspace.units():
        if year in workspace.years(unit):
            clean_missing(workspace.at(unit, year))
    found = review_batch(workspace, year, standard or [], weight or [])
    target = out or workspace.root / "data" / "inside" / "review" / str(year)
    with writing(target):
        book = write_review_workbook(found, target / "复核表.xlsx")
        page = write_review_page(found, target / "复核.html")
    if not found.totals and not found.problems:
        typer.echo(f"{year}年没有可复核的评分：各单位该年的文件夹里没有自评表，也没有 scoring.yaml", err=True)
    typer.echo(f"{len(found.totals)} 份评分、{found.checked} 项得分，{len(found.rows)} 项有差异或无法核对")
    for label, count, points in found.by_class():
        typer.echo(f"  {label}：{count} 项，{points:.2f} 分")
    for change in found.changed_grades:
        typer.echo(
            f"  假设：{change['unit']} {change['project']} {change['before']} → {change['after']}，"
            f"{change['grade_before']} → {change['grade_after']}"
        )
    for problem in found.problems:
        typer.echo(f"  {problem}", err=True)
    typer.echo(f"已写入 {book} 和 {page}")
    write_json(
        {
            "year": year,
            "rows": found.rows,
            "totals": found.totals,
            "classes": found.by_class(),
            "changed": found.changed_grades,
            "problems": list(found.problems),
        },
        json_file,
    )
