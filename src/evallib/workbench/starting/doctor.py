"""The doctor (检查环境): what this machine and this workspace have, what is missing, and what to do about it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from evallib.model import patterns
from evallib.model.problems import EvallibError
from evallib.model.workspace.units import Workspace

State = Literal["好", "留意", "缺少"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
PLACES = (
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe", "/Applications/Google Chrome.app",
    "/Applications/Microsoft Edge.app",
)  # fmt: skip
OFFICES = ("C:/Program Files/LibreOffice/program/soffice.exe", "/Applications/LibreOffice.app")
FONTS = ("C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/simsun.ttc", "/System/Library/Fonts/PingFang.ttc",
         "/System/Library/Fonts/STHeiti Light.ttc")  # fmt: skip
LONG_PATH = 240  # Windows refuses more than 260 signs unless told otherwise
ROOM_MB = 500


@dataclass(frozen=True)
class Check:
    """One thing looked at: 好 (fine), 留意 (something works less well), 缺少 (evallib cannot work)."""

    state: State
    what: str
    told: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.state}\t{self.what}：{self.told}" + (f"；{self.advice}" if self.advice else "")


def examine_machine() -> list[Check]:
    """Everything that is looked at, the machine first, then the workspace of the current folder.

    >>> {check.what for check in examine_machine()} >= {"Python", "组件", "中文字体", "浏览器", "LibreOffice"}
    True
    """
    return [_python(), _packages(), _font(), _browser(), _office(), _console(), *_workspace()]


def _python() -> Check:
    told = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    good = sys.version_info >= (3, 11)
    return Check("好" if good else "缺少", "Python", told, "" if good else "请安装 Python 3.11 以上")


def _packages() -> Check:
    """Whether what evallib asks for is there, in the versions that it asks for."""
    from packaging.requirements import Requirement

    try:
        asked = [Requirement(text) for text in requires("evallib") or []]
    except PackageNotFoundError:
        return Check("留意", "组件", "evallib 没有安装，从文件夹直接运行，未核对版本")
    wrong = []
    for item in asked:
        if item.marker is None or item.marker.evaluate({"extra": "workspace"}):
            try:
                found = version(item.name)
            except PackageNotFoundError:
                wrong.append(f"没有 {item.name}")
                continue
            if not item.specifier.contains(found, prereleases=True):
                wrong.append(f"{item.name} 为 {found}，需要 {item.specifier}")
    if wrong:
        return Check("缺少", "组件", "；".join(wrong), '请运行 pip install "evallib[workspace]"（或再次双击启动脚本）')
    return Check("好", "组件", f"{len(asked)} 项齐备，evallib {version('evallib')}")


def _font() -> Check:
    found = next((Path(path).name for path in FONTS if Path(path).exists()), "")
    if not found and (program := shutil.which("fc-list")):
        with suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run(
                [program, ":lang=zh", "family"],
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=20,
                check=False,
            )
            found = next(iter(sorted(filter(None, done.stdout.splitlines()))), "")
    return (
        Check("好", "中文字体", found)
        if found
        else Check("留意", "中文字体", "没有找到", "网页和 PDF 中的汉字可能显示为方框，请安装思源黑体（Noto Sans CJK）")
    )


def _browser() -> Check:
    found = _program(BROWSERS, PLACES)
    return (
        Check("好", "浏览器", found)
        if found
        else Check("留意", "浏览器", "没有 Chrome、Edge 或 Chromium", "网页用别的浏览器也能看；存成 PDF 需要其中之一")
    )


def _office() -> Check:
    found = _program(("soffice", "libreoffice"), OFFICES)
    return (
        Check("好", "LibreOffice", found)
        if found
        else Check("留意", "LibreOffice", "没有安装", "只在重算工作簿公式时用到；有 Excel 或 WPS 的不必安装")
    )


def _program(names: tuple[str, ...], places: tuple[str, ...]) -> str:
    found = next((found for name in names if (found := shutil.which(name))), "")
    return found or next((place for place in places if Path(place).exists()), "")


def _console() -> Check:
    encoding = sys.stdout.encoding or "utf-8"
    try:
        "中文，℃".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Check("留意", "终端", f"{encoding} 显示不了中文", "请设环境变量 PYTHONUTF8=1")
    return Check("好", "终端", f"{encoding}，可以显示中文")


def _workspace() -> Iterator[Check]:
    try:
        workspace = Workspace.find()
    except EvallibError:
        yield Check("留意", "工作区", "当前文件夹不在工作区内", "evallib new 我的工作区")
        return
    yield Check("好", "工作区", str(workspace.root))
    yield from (_writable(folder, workspace.root) for folder in (workspace.clean, workspace.inside, workspace.reports))
    free = shutil.disk_usage(workspace.root).free // 2**20
    good = free >= ROOM_MB
    yield Check("好" if good else "留意", "磁盘", f"剩余 {free:,} MB", "" if good else f"请腾出 {ROOM_MB} MB 以上")
    yield _open_workbooks(workspace)
    longest = max((len(str(path)) for path in workspace.raw.rglob("*")), default=0)
    if longest > LONG_PATH:
        yield Check("留意", "路径", f"最长 {longest} 个字", "Windows 上可能打不开，请把工作区移到更短的路径")
    yield _shipped(workspace)


def _writable(folder: Path, root: Path) -> Check:
    name = folder.relative_to(root).as_posix()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".evallib-"):
            pass
    except OSError as error:
        return Check("缺少", name, f"不能写入（{error.strerror}）", "请检查文件夹的权限，或换到自己的文件夹")
    return Check("好", name, "可以写入")


def _open_workbooks(workspace: Workspace) -> Check:
    """Excel, WPS and LibreOffice leave a mark beside a workbook while it is open."""
    marks = [
        path
        for zone in (workspace.raw, workspace.reports, workspace.inside)
        if zone.is_dir()
        for pattern in ("~$*", ".~lock.*#")
        for path in zone.rglob(pattern)
    ]
    names = sorted({patterns.sub(r"^~\$|^\.~lock\.|#$", "", path.name) for path in marks})
    if names:
        return Check("留意", "打开的工作簿", "、".join(names), "请保存并关闭，读到的才是最后的内容，写出的才不会被占用")
    return Check("好", "打开的工作簿", "没有")


def _shipped(workspace: Workspace) -> Check:
    """Notebooks and suites that are older, or were changed here."""
    from evallib.workbench.starting.shipped_files import shipped_files

    missing, different = [], []
    for source, place in shipped_files():
        if place.parts[0] in {"notebooks", "expectations"}:
            own = workspace.root / place
            if not own.is_file():
                missing.append(place.as_posix())
            elif own.read_bytes().splitlines() != source.read_bytes().splitlines():
                different.append(place.as_posix())
    if missing:
        return Check(
            "留意",
            "笔记本与规则",
            f"少 {len(missing)} 个，例如 {missing[0]}",
            "evallib new . 补上缺少的文件，已有的不改",
        )
    told = (
        f"{len(different)} 个与随附的不同（改过，或来自旧版）：{'、'.join(different[:3])}"
        if different
        else "与随附的相同"
    )
    return Check("好", "笔记本与规则", told)
