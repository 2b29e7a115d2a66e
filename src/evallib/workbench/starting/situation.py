"""The situation (现状): what there is here, and what to do next; what `evallib` alone prints."""

from __future__ import annotations

from collections.abc import Iterator

from evallib.model.problems import EvallibError
from evallib.model.workspace.units import Workspace


def describe_situation() -> Iterator[str]:
    """Lines that tell where one is, what is there, and the next step; the last line begins with 下一步."""
    try:
        workspace = Workspace.find()
    except EvallibError as error:
        problem = error.problems[0]
        yield f"{problem.message}：{problem.file}"
        yield "下一步：evallib new 我的工作区，建一个新的工作区；已有工作区的，先用 cd 进入它的文件夹"
        return
    yield f"工作区：{workspace.root}"
    from evallib.model.workspace.handed_in import find_strays

    pairs = workspace.select()
    yield from (f"  没有读的：{stray}" for stray in find_strays(workspace.raw))
    if not pairs:
        yield "data/raw 里还没有单位和年度"
        yield (
            "下一步：建文件夹 data/raw/<单位>/<年度>"
            "/（例如 data/raw/某某镇/2024/），放入表格（模板/ 里有空白表）；试用可运行 evallib new . --sample one"
        )
        return
    from evallib.privacy.units import mask_unit

    for unit in workspace.units():
        years = "、".join(map(str, workspace.years(unit))) or "没有年度文件夹"
        name = mask_unit(workspace.unit_info(unit)).name
        yield f"  {name}{'' if name == unit else f'（{unit}）'}：{years}"
    yield from _work(workspace)


def _work(workspace: Workspace) -> Iterator[str]:
    """What waits: tables to check, reports to make; and what failed."""
    from evallib.batch.planning.up_to_date import Options
    from evallib.batch.run import run_reports

    try:
        planned = run_reports(workspace, Options(dry_run=True))
    except EvallibError as error:
        yield from map(str, error.problems)
        yield "下一步：按上面的提示改正，再运行 evallib"
        return
    stale, waiting = planned.stale, planned.reasons
    refused = [gate for gate in planned.gates if not gate.ok]
    if stale:
        yield f"待校验：{'、'.join(f'{unit} {year}' for unit, year in stale)}"
    if waiting or stale:
        yield f"待生成：{len(waiting) or '全部'} 份报告"
        unit, year = (stale or [("", 0)])[0]
        look = f"evallib check data/raw/{unit}/{year}，看哪些表能进入；或 " if stale else ""
        yield f"下一步：{look}evallib run，校验并生成报告"
        return
    yield f"报告 {len(planned.tasks)} 份，都是最新的：{planned.index}"
    if refused:
        named = "、".join(f"{gate.unit} {gate.year}" for gate in refused)
        yield f"有表没有通过校验：{named}"
        yield f"下一步：evallib check data/raw/{refused[0].unit}/{refused[0].year}，看原因和改法"
        return
    yield "下一步：用浏览器打开上面的总目录；evallib lab 自己分析；evallib release check 对外发布前检查"
