"""Printing (打印 PDF): the reports of a run on paper, after the run, through the release check like all else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evallib.batch.planning.plan import MAIN_NOTEBOOK
from evallib.model.problems import EvallibError
from evallib.model.workspace.units import Workspace

if TYPE_CHECKING:
    from evallib.batch.run import RunResult


def print_reports(result: RunResult) -> tuple[list[Path], list[str]]:
    """Print every yearly report that the run covers, also those that were up to date.

    Args:
        result: what the run did.

    Returns:
        The PDFs, and in Chinese what could not be printed or may not leave.
    """
    from evallib.publish.page.paper import PAPER, find_browser, no_browser, print_report
    from evallib.publish.page.standalone import STANDALONE
    from evallib.publish.release.check import withhold

    reports = result.index.parent
    folders = [reports / task.folder for task in result.tasks if task.notebook == MAIN_NOTEBOOK]
    folders = [folder for folder in folders if (folder / STANDALONE).is_file()]
    browser = find_browser()
    if browser is None:
        return [], [str(no_browser())]
    printed, problems = [], []
    for folder in folders:
        made = folder / PAPER
        if made.is_file() and made.stat().st_mtime_ns >= (folder / STANDALONE).stat().st_mtime_ns:
            printed.append(made)
            continue
        try:
            printed.append(print_report(folder, browser))
        except EvallibError as error:
            problems += [str(problem) for problem in error.problems]
    refused = [str(refusal) for refusal in withhold(Workspace(reports.parent))]
    return [path for path in printed if path.is_file()], problems + refused
