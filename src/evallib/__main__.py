"""`python -m evallib` is `evallib`."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Entry point: who is stopped while modules are still loading ends with a word and no traceback."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        from evallib.cli import main as run
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("evallib"):
            raise
        sys.exit(f"只装了指标计算部分，命令行还需要 {error.name}：请运行 pip install 'evallib[workspace]'")

    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _stop(number: int, _frame: object) -> None:
    os.write(sys.stderr.fileno(), "已中断\n".encode())
    os._exit(128 + number)


if __name__ == "__main__":
    main()
