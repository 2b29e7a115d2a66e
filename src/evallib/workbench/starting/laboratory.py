"""The laboratory (分析界面): JupyterLab on a workspace, in Chinese, without news and update checks, start first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.units import Workspace

CONFIG = Path(__file__).parent / "lab_config"
FIRST = "notebooks/开始.ipynb"
PATIENCE = 20  # seconds that a server has to end its kernels


def open_laboratory(workspace: Workspace, port: int = 8888, browser: bool = True) -> int:
    """Serve the workspace until Ctrl-C.

    Args:
        workspace: its root is what the file browser shows.
        port: where to listen; the next free one is taken where it is in use.
        browser: open the system's browser.

    Returns:
        The server's exit code; 0 after Ctrl-C.

    Raises:
        EvallibError: JupyterLab is not installed.
    """
    from importlib.util import find_spec

    if find_spec("jupyterlab") is None:
        raise EvallibError(
            Problem("lab.not_installed", "没有安装 JupyterLab", advice='请运行 pip install "evallib[workspace]"')
        )
    # A session of its own: Ctrl-C is for this process, which ends the server in good order; the server itself would
    # ask.
    process = subprocess.Popen(
        server_words(workspace, port, browser),
        env=server_environment(workspace),
        cwd=workspace.root,
        start_new_session=True,
    )
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    try:
        return process.wait()
    except KeyboardInterrupt:
        _end(process)
        return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def server_words(workspace: Workspace, port: int, browser: bool) -> list[str]:
    """The command that serves a workspace.

    >>> words = server_words(Workspace(Path("ws")), 8888, False)
    >>> [word for word in words if "default_url" in word]
    ['--LabApp.default_url=/lab/tree/notebooks/%E5%BC%80%E5%A7%8B.ipynb']
    """
    words = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={workspace.root}",
        f"--ServerApp.port={port}",
        f"--LabApp.default_url=/lab/tree/{quote(FIRST)}",
        f"--LabApp.workspaces_dir={workspace.inside / 'lab'}",
    ]
    if tables := _tables():
        words.append(f"--ServerApp.extra_static_paths={tables}")
    if not browser:
        words.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")
    return words


def server_environment(workspace: Workspace) -> dict[str, str]:
    """The environment of the server: our settings come before the user's defaults, nothing is written into his."""
    own = {"JUPYTER_CONFIG_PATH": _before("JUPYTER_CONFIG_PATH"), "JUPYTER_PATH": _before("JUPYTER_PATH")}
    return {**os.environ, **own, "EVALLIB_WORKSPACE": str(workspace.root), "PYTHONUTF8": "1"}


def _before(name: str) -> str:
    """Our settings (config: labconfig/; data: kernels/, whose kernel loads `evallib.workbench.lab`), then a user's."""
    return os.pathsep.join(filter(None, [str(CONFIG), os.environ.get(name, "")]))


def _tables() -> str:
    """Folder of the library that makes tables answer; the server hands it out, so that nothing comes from elsewhere."""
    from importlib.util import find_spec

    found = find_spec("itables")
    return str(Path(found.origin).parent / "html") if found is not None and found.origin else ""
