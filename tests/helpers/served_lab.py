"""A laboratory that is served for the length of a block, and stopped as Ctrl-C stops it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

TOKEN = "evallib-test"
#: Wide, since the machines that run this are busy.
PATIENCE = 120


@dataclass
class Lab:
    """What is served: its address, and the process that `evallib lab` is."""

    address: str
    process: subprocess.Popen[bytes]

    def get(self, path: str) -> bytes:
        """What the server answers."""
        with urllib.request.urlopen(f"{self.address}/{quote(path, safe='/?=&:@%')}", timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def json(self, path: str) -> Any:
        """An answer as data."""
        return json.loads(self.get(path))

    def page(self, path: str) -> str:
        """The address of a page for a browser."""
        return f"{self.address}/{quote(path)}?token={TOKEN}"


@contextmanager
def served(workspace: Path, python: str = sys.executable, **environment: str) -> Iterator[Lab]:
    """`evallib lab` in a workspace, as soon as it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {**os.environ, "JUPYTER_TOKEN": TOKEN, **environment}
    own.pop("EVALLIB_WORKSPACE", None)
    words = [python, "-m", "evallib", "lab", "--no-browser", "--port", str(port)]
    log = (workspace / "lab.log").open("wb")
    process = subprocess.Popen(words, cwd=workspace, env=own, stdout=log, stderr=log, start_new_session=True)
    lab = Lab(f"http://127.0.0.1:{port}", process)
    try:
        _wait(lab, workspace / "lab.log")
        yield lab
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


def _wait(lab: Lab, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and lab.process.poll() is None:
        try:
            lab.get(f"api/status?token={TOKEN}")
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))
