"""Synthetic data (合成数据) for trying the workspace out; plainly marked wherever it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

sample_app = typer.Typer(no_args_is_help=True, help="生成合成数据（文件和页面均标明“合成数据”）。")


@sample_app.callback()
def _group() -> None:
    """生成合成数据（文件和页面均标明“合成数据”）。"""


@sample_app.command("service-requests")
def service_requests(
    unit: Annotated[str, typer.Option("--unit", help="闵行区 14 个街镇之一，例如 huacao")] = "huacao",
    year: Annotated[int, typer.Option("--year", help="年度；huacao 2023 的各项合计与公布数相同")] = 2023,
    rows: Annotated[int | None, typer.Option("--rows", min=1, help="工单数；不写为该街镇的规模")] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子；相同则结果相同")] = 1,
    district: Annotated[bool, typer.Option("--district", help="为全区 14 个街镇各生成一份")] = False,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", help="直接写成 Parquet 文件（全区，按 --rows 的数量）")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件夹；不写为 data/raw/<单位>/<年度>")] = None,
) -> None:
    """生成一份合成的工单导出表。"""
    from evallib.intake.requests.samples.sample_export import write_sample, write_sample_district, write_sample_parquet
    from evallib.model.workspace.units import Workspace

    if parquet is not None:
        typer.echo(f"已写入 {write_sample_parquet(parquet, rows or 1_000_000, (year,), seed)}")
        return
    raw = out or Workspace.find().raw
    if district:
        for path in write_sample_district(raw, year, seed=seed):
            typer.echo(f"已写入 {path}")
        return
    folder = out or raw / unit / str(year)
    folder.mkdir(parents=True, exist_ok=True)
    typer.echo(f"已写入 {write_sample(folder, unit, year, rows, seed)}")
