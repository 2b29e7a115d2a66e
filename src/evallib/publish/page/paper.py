"""Paper (打印): the one file of a report as PDF on A4, printed by a browser that is already on the machine.

Only `evallib run --pdf` needs it. Header, page numbers and what is left out stand in the style sheet; the browser
prints.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.files import write_bytes
from evallib.publish.page.standalone import STANDALONE

PAPER = "报告.pdf"
BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge",
)  # fmt: skip
#: Where browsers stand on machines that do not list them in PATH.
PLACES = (
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
OPTIONS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-background-networking",
    "--disable-component-update", "--disable-extensions", "--no-pdf-header-footer", "--hide-scrollbars",
)  # fmt: skip
SECONDS = 60
#: A browser writes the moment into the file; the content of a report has none.
MOMENT = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
NODE = re.compile(rb"node\d{8}")
STILL = rb"/\1 (D:20000101000000"


def find_browser() -> Path | None:
    """A browser of the Chromium family; None where there is none."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    return next((Path(place) for place in PLACES if Path(place).is_file()), None)


def print_report(folder: Path, browser: Path | None = None) -> Path:
    """Print 报告.html of a report's folder beside it.

    Args:
        folder: the report's folder.
        browser: the program; the one that `find_browser` finds where None.

    Returns:
        The PDF.

    Raises:
        EvallibError: no browser, no report, or the browser made none.
    """
    browser = browser or find_browser()
    if browser is None:
        raise EvallibError(no_browser())
    source = folder / STANDALONE
    if not source.is_file():
        raise EvallibError(
            Problem("paper.no_report", f"没有可打印的{STANDALONE}", file=str(folder), advice="请先运行 evallib run")
        )
    with tempfile.TemporaryDirectory(prefix="evallib-print-") as place:
        made = Path(place) / "report.pdf"
        alone = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        words = [
            str(browser),
            *OPTIONS,
            *alone,
            f"--user-data-dir={place}/profile",
            f"--print-to-pdf={made}",
            source.resolve().as_uri(),
        ]
        try:
            subprocess.run(words, check=True, capture_output=True, timeout=SECONDS)
            content = still(made.read_bytes())
        except (subprocess.SubprocessError, OSError) as error:
            problem = Problem(
                "paper.failed",
                f"{browser.name} 没有打印出来（{type(error).__name__}）",
                file=str(source),
                advice="可用浏览器打开该文件，选“打印”、“另存为 PDF”",
            )
            raise EvallibError(problem) from None
    write_bytes(folder / PAPER, content)
    return folder / PAPER


def still(content: bytes) -> bytes:
    """A PDF without its moment, its cells' names replaced by their order: a browser counts them on from before.

    >>> still(b"/CreationDate (D:20261126062912+00'00') node00000103 node00000107 node00000103")
    b"/CreationDate (D:20000101000000+00'00') node00000001 node00000002 node00000001"
    """
    names = sorted(set(NODE.findall(content)))
    ranks = {name: b"node%08d" % rank for rank, name in enumerate(names, 1)}
    return NODE.sub(lambda found: ranks[found[0]], MOMENT.sub(STILL, content))


def no_browser() -> Problem:
    """What to do where no browser is found."""
    return Problem(
        "paper.no_browser",
        "没有找到可以打印 PDF 的浏览器",
        expected="Chromium、Chrome 或 Edge",
        advice=f"请安装其中一种；或直接用浏览器打开{STANDALONE}，选“打印”、“另存为 PDF”",
    )
