"""How long the reports of a district take: the plain commands, the pool, ours, and the cells alone.

    python benchmarks/bench_batch.py            # 28 units; the commands on 6 of them, per report
    python benchmarks/bench_batch.py --commands 28
    python benchmarks/bench_batch.py --memory   # 500 small reports: does memory grow?
    python benchmarks/bench_batch.py --against ../evallib-before   # the whole runs also of another checkout

The units are copies of the shipped ones under other names, in a temporary workspace. Ratios count, not seconds: run
it on a machine that does nothing else. Wall-clock times include the warm-up of each way.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from whole_run import show, whole_runs

from evallib.batch import (
    FileHashes,
    Fingerprints,
    Options,
    ReportResult,
    Rules,
    Selection,
    default_jobs,
    gate_key,
    make_plan,
    run_reports,
    stamp_key,
    write_result,
)
from evallib.model import Workspace

ROOT = Path(__file__).parents[1]
NOTEBOOK, COPY = "unit_summary", "copy"
SOURCES = ["huacao", "maqiao", "pujin", "xianghua"]
YEARS = [2023, 2024]  # one report per unit; the years before are looked back at
DISTRICT, CITY = 28, 216


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commands", type=int, default=6, help="number of units for the plain commands")
    parser.add_argument("--memory", action="store_true", help="measure memory over 500 reports, and nothing else")
    parser.add_argument(
        "--against", type=Path, action="append", default=[], help="another checkout, for the whole runs"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.memory:
            memory(Path(folder))
            return
        show({str(root): whole_runs(root, Path(folder)) for root in [ROOT, *arguments.against]})
        workspace = district(Path(folder) / "district")
        pairs = workspace.select(years=YEARS)
        jobs = default_jobs()
        rows = {
            "papermill + nbconvert 命令，逐份": commands(workspace, pairs[: arguments.commands], 1),
            "papermill + nbconvert 命令，同时两份": commands(workspace, pairs[: arguments.commands], 2),
            "进程池（--engine pool）": reports(workspace, "pool"),
            "本引擎（--engine fork）": reports(workspace, "fork"),
        }
        whole = reports(workspace, "fork", NOTEBOOK)
        floor = cells(workspace, pairs) / jobs
        tell(rows, floor, jobs)
        print(f"连同清洁数据、核对、底稿与表单（命令没有这些）：{whole[0]:.3f} 秒/份，处理器 {whole[1]:.3f} 秒/份")
        print(
            f"\n{CITY} 个单位、全部未变化时的一次运行：{up_to_date(Path(folder) / 'city', workspace):.2f} 秒（目标 < 1）"
        )


def tell(rows: dict[str, tuple[float, float]], floor: float, jobs: int) -> None:
    (two, two_cpu), (ours, ours_cpu) = list(rows.values())[1], list(rows.values())[3]
    print(f"\n{DISTRICT} 个单位，{jobs} 个处理器；每份报告的秒数与倍数\n")
    print(f"| 方式 | 秒/份 | 处理器秒/份 | 比命令（两份）快 | 纯单元格时间 ÷ {jobs} 的 |\n|---|---|---|---|---|")
    for name, (seconds, cpu) in (rows | {f"只算单元格，÷ {jobs}": (floor, floor * jobs)}).items():
        print(f"| {name} | {seconds:.3f} | {cpu:.3f} | {two / seconds:.1f} 倍 | {seconds / floor:.2f} 倍 |")
    print(f"\n目标：比命令（两份）快 12 倍以上：{two / ours:.1f}；不超过单元格时间的 1.6 倍：{ours / floor:.2f}")
    print(f"同样按处理器秒（别的程序也在运行时看这一行）：{two_cpu / ours_cpu:.1f}；{ours_cpu / (floor * jobs):.2f}")


def district(root: Path) -> Workspace:
    """28 units in a workspace, checked in."""
    sources = Workspace(root.with_name("sources"))
    for part in ("expectations", "notebooks"):
        shutil.copytree(ROOT / part, sources.root / part)
        shutil.copytree(ROOT / part, root / part)
    shutil.copytree(ROOT / "data" / "raw", sources.raw)
    started = time.perf_counter()
    run_reports(sources)
    print(f"准备：校验并生成 {len(SOURCES)} 个来源单位的全部年度 {time.perf_counter() - started:.1f} 秒", flush=True)
    workspace = Workspace(root)
    for number in range(DISTRICT):
        clone(sources, workspace, number)
    shutil.copyfile(workspace.notebooks / f"{NOTEBOOK}.ipynb", workspace.notebooks / f"{COPY}.ipynb")
    return checked_in(workspace)


def clone(sources: Workspace, target: Workspace, number: int) -> None:
    """One more unit: raw files, clean tables and the gate's record under a new name."""
    unit = SOURCES[number % len(SOURCES)]
    name = f"unit{number:03}"
    shutil.copytree(sources.raw / unit, target.raw / name)
    shutil.copytree(sources.clean / unit, target.clean / name)
    for record in (target.clean / name).glob("*/intake.json"):
        text = json.dumps(json.loads(record.read_text(encoding="utf-8")) | {"unit": name})
        record.write_text(text, encoding="utf-8")


def checked_in(workspace: Workspace) -> Workspace:
    """Note that the clean tables belong to the raw files as they are."""
    hashes = FileHashes()
    rules = Rules.of(workspace, hashes)
    for unit, year in workspace.select():
        stamp_key(workspace.at(unit, year), gate_key(workspace.at(unit, year), rules, hashes), rules.units)
    return workspace


def commands(workspace: Workspace, pairs: list[tuple[str, int]], at_once: int) -> tuple[float, float]:
    """What people do today: two commands per report."""
    environment = os.environ | {"EVALLIB_WORKSPACE": str(workspace.root)}
    bin_folder = Path(sys.executable).parent

    def one(pair: tuple[str, int]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "out.ipynb"
            source = workspace.notebooks / f"{NOTEBOOK}.ipynb"
            papermill = [bin_folder / "papermill", source, output, "-p", "unit", pair[0], "-p", "year", str(pair[1])]
            nbconvert = [bin_folder / "jupyter-nbconvert", "--to", "html", output]
            for command in (papermill, nbconvert):
                subprocess.run(command, env=environment, cwd=workspace.root, check=True, capture_output=True)

    seconds, cpu = _timed(lambda: _each(one, pairs, at_once))
    return seconds / len(pairs), cpu / len(pairs)


def reports(workspace: Workspace, engine: str, notebook: str = COPY) -> tuple[float, float]:
    """The batch, from start to index, with its warm-up.

    By default of a copy of the notebook under another name: the page and the executed notebook, as the commands give.
    """
    result = []
    options = Options(Selection(years=YEARS, notebooks=[notebook]), engine=engine, force=True)
    seconds, cpu = _timed(lambda: result.append(run_reports(workspace, options)))
    assert result[0].ok, [report.error for report in result[0].reports]
    return seconds / len(result[0].reports), cpu / len(result[0].reports)


def cells(workspace: Workspace, pairs: list[tuple[str, int]]) -> float:
    """The cells alone: one after the other in one warm process, nothing written."""
    code = (
        "import sys, time\n"
        "from papermill.iorw import load_notebook_node\nfrom papermill.parameterize import parameterize_notebook\n"
        "from papermill.engines import papermill_engines\nfrom evallib.batch.engines.cell_engine import register\n"
        "register()\nimport json\npairs = json.loads(sys.argv[2])\n"
        "def run(unit, year):\n"
        "    notebook = parameterize_notebook(load_notebook_node(sys.argv[1]), {'unit': unit, 'year': year})\n"
        "    started = time.process_time()\n"
        "    papermill_engines.execute_notebook_with_engine('evallib', notebook, 'python3', progress_bar=False)\n"
        "    return time.process_time() - started\n"
        "for pair in pairs[:4]: run(*pair)\n"
        "print(sum(run(*pair) for pair in pairs) / len(pairs))\n"
    )
    source = workspace.notebooks / f"{NOTEBOOK}.ipynb"
    environment = os.environ | {"EVALLIB_WORKSPACE": str(workspace.root)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), json.dumps(pairs)],
        env=environment, cwd=workspace.root, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(done.stdout.splitlines()[-1])


def up_to_date(root: Path, like: Workspace) -> float:
    """A city of which every report is up to date: the time of the whole command."""
    workspace = Workspace(root)
    for part in ("expectations", "notebooks"):
        shutil.copytree(like.root / part, root / part)
    sources = Workspace(root.with_name("sources"))
    for number in range(CITY):
        clone(sources, workspace, number)
    checked_in(workspace)
    prints = Fingerprints(workspace, FileHashes())
    for task in make_plan(workspace, Selection(years=YEARS, notebooks=[NOTEBOOK])):
        result = ReportResult(task.unit, task.year, task.unit, folder=task.folder, hashes=prints.of(task))
        write_result(workspace.reports, result)
        (workspace.reports / task.folder / "index.html").write_text("")
    (workspace.reports / "index.html").write_text("")
    time.sleep(2.1)  # files this young are hashed again
    command = [
        sys.executable,
        "-c",
        "from evallib.cli import main; main()",
        "run",
        *(f"--year={year}" for year in YEARS),
    ]
    environment = os.environ | {"EVALLIB_WORKSPACE": str(root)}

    def run() -> str:
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    assert f"未变化 {CITY}" in run()
    return min(_timed(run)[0] for _ in range(3))


def memory(root: Path) -> None:
    """Peak and present memory of this process and of the fork server over 500 reports."""
    workspace = Workspace(root)
    workspace.notebooks.mkdir(parents=True)
    workspace.expectations.mkdir()
    shutil.copyfile(ROOT / "tests" / "zoo" / "notebooks" / "month.ipynb", workspace.notebooks / "month.ipynb")
    for number in range(500):
        unit = f"unit{number:03}"
        workspace.raw_dir(unit, 2023).mkdir(parents=True)
        workspace.clean_dir(unit, 2023).mkdir(parents=True)
        record = {"unit": unit, "year": 2023, "accepted": {}, "rejected": [], "problems": [], "inputs": {}}
        (workspace.clean_dir(unit, 2023) / "intake.json").write_text(json.dumps(record), encoding="utf-8")
    checked_in(workspace)

    def note(_: str, done: int, total: int) -> None:
        if done % 50 == 0 or done == 1:
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            print(
                f"{done:4d} / {total}  本进程 {_resident('self')} MB，预热进程 {_resident(children[0])} MB", flush=True
            )

    result = run_reports(workspace, Options(Selection(notebooks=["month"])), note)
    assert result.ok
    peaks = [asdict(report)["peak_memory_mb"] for report in result.reports]
    print(f"子进程峰值：最小 {min(peaks)} MB，最大 {max(peaks)} MB")


def _resident(pid: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


def _each(call: Callable[[tuple[str, int]], None], pairs: list[tuple[str, int]], at_once: int) -> None:
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(call, pairs))


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of the processors (also of processes that were started and have ended)."""
    started, before = time.perf_counter(), _processors()
    call()
    return time.perf_counter() - started, _processors() - before


def _processors() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


if __name__ == "__main__":
    main()
