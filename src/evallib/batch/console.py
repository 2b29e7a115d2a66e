"""The run at a console (终端): a bar with an estimate in a terminal, plain lines elsewhere, a summary at the end."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from evallib.batch.planning.gates import GateState
from evallib.batch.planning.up_to_date import Options
from evallib.batch.records import ReportResult
from evallib.batch.run import Progress, RunResult, run_reports
from evallib.model.problems import FEW, one_per_cause
from evallib.model.requests import table_titles
from evallib.model.workspace.units import Workspace

INTERRUPTED, ENDED = 130, 143
_terminated: list[int] = []


def run_in_console(options: Options) -> tuple[RunResult | None, int]:
    """Run, tell what happens, and give the result with the exit code.

    Returns:
        The result (None where it was interrupted), and 0, 1 (something is not complete), 130 (Ctrl-C) or 143 (SIGTERM).
    """
    workspace = Workspace.find()
    stop_like_ctrl_c()
    try:
        with _progress() as progress:
            result = run_reports(workspace, options, progress)
    except KeyboardInterrupt:
        print("已中断；已完成的报告保留，再次运行（或 evallib run --resume）会接着做。", file=sys.stderr)  # noqa: T201
        return None, ENDED if _terminated else INTERRUPTED
    for line in dry_run_lines(result) if options.dry_run else summary_lines(result):
        print(line)  # noqa: T201
    return result, 0 if result.ok else 1


def stop_like_ctrl_c() -> None:
    """Let SIGTERM, which systemd and schedulers send, end a run as cleanly as Ctrl-C does."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminate)


def _terminate(number: int, _frame: object) -> None:
    _terminated.append(number)
    raise KeyboardInterrupt


def summary_lines(result: RunResult) -> Iterator[str]:
    """What was done, in Chinese, a line per report that was made."""
    for gate in result.gates:
        if not gate.ok:
            yield from gate_lines(gate)
    gates = {(gate.unit, gate.year): gate for gate in result.gates}
    for report in result.reports:
        yield report_line(report, gates.get((report.unit, report.year)))
    yield from map(str, result.strays)
    for line in result.withheld:
        yield f"未发布\t{line}"
    failed = sum(report.status != "ok" for report in result.reports)
    made = len(result.reports) - failed
    current = len(result.tasks) - len(result.reports)
    yield f"共 {len(result.tasks)} 份：生成 {made}，未变化 {current}，未完成 {failed}"
    if result.withheld:
        yield (
            f"发布检查不通过，{len({line.partition('：')[0] for line in result.withheld})} "
            "个文件已移到 data/inside/withheld/，不对外发布"
        )
    yield f"总目录：{result.index}"
    if result.folder is not None:
        yield f"运行记录：{result.folder}"


def dry_run_lines(result: RunResult) -> Iterator[str]:
    """What would be done."""
    for unit, year in result.stale:
        yield f"将校验\t{unit} {year}"
    stale = dict(reversed(result.stale))
    for task in result.tasks:
        reason = result.reasons.get(task.folder, "")
        if not reason and stale.get(task.unit, 9999) <= task.year:
            reason = "原始数据或校验规则已变"
        if not reason and not task.unit and (stale or result.reasons):
            reason = "各单位的报告有变"
        yield f"将生成\t{task.title}\t{reason}" if reason else f"未变化\t{task.title}"
    yield from map(str, result.strays)


def report_line(report: ReportResult, gate: GateState | None = None) -> str:
    """One report in a line; one is not called 完成 while something of what was handed in went unread."""
    state = "完成" if report.status == "ok" else f"未完成（{report.error}）"
    if report.status == "ok" and gate is not None and not gate.ok:
        state = f"已生成，但提交的内容没有全部读入（错误 {gate.count('error')} 处，见上）"
    if report.status == "ok" and report.incomplete:
        state += "，暂缺：" + "；".join(f"{what}（{why}）" for what, why in report.incomplete.items())
    parts = [f"{report.name} {report.folder}", state]
    if report.score is not None:
        from evallib.publish.page.index_page import grades_text, score_text

        scores = report.figures.get("scores") or [{"score": report.score, "grade": report.grade}]
        parts.append(f"得分 {' '.join(filter(None, [score_text(scores), grades_text(scores)]))}")
    if report.findings is not None:
        parts.append(f"勾稽发现 {report.findings} 处")
    return "\t".join([*parts, f"{report.seconds:.1f} 秒"])


def gate_lines(gate: GateState) -> Iterator[str]:
    """A gate with errors: what went in, what stayed out, and why."""
    titles = table_titles()
    tables = "、".join(f"{titles[name]} {rows} 行" for name, rows in gate.accepted.items()) or "无"
    yield f"{gate.unit} {gate.year}：进入 {tables}；未进入 {'、'.join(titles[name] for name in gate.rejected) or '无'}"
    for problem in one_per_cause(gate.problems, FEW):
        yield f"  {problem}"


def remaining(done: int, total: int, seconds: float) -> str:
    """An estimate of what is left.

    >>> remaining(5, 20, 10.0), remaining(1, 100, 60.0)
    ('预计还需 30 秒', '预计还需 99 分')
    """
    left = seconds / done * (total - done)
    return f"预计还需 {left:.0f} 秒" if left < 120 else f"预计还需 {left / 60:.0f} 分"


@contextmanager
def _progress() -> Iterator[Progress]:
    started = time.monotonic()
    if not sys.stderr.isatty():
        yield _plain(started)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("准备", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def _plain(started: float) -> Callable[[str, int, int], None]:
    def tell(what: str, done: int, total: int) -> None:
        rest = f"，{remaining(done, total, time.monotonic() - started)}" if done < total else ""
        print(f"[{done}/{total}] {what}{rest}", file=sys.stderr, flush=True)  # noqa: T201

    return tell
