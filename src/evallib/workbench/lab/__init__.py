"""The laboratory's side of a notebook (分析界面里的笔记本): what answers in JupyterLab and is plain everywhere else.

`evallib lab` starts kernels with this module as their extension; a notebook that the batch or papermill runs elsewhere
never loads it.
"""

from __future__ import annotations

from typing import Any

from evallib.workbench.lab.shell import enter, in_lab

__all__ = ["in_lab", "load_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """Dress what cells show, and tell a user's mistake in one line (called by IPython)."""
    from evallib.model.problems import EvallibError
    from evallib.workbench.lab.screen import dress_message

    enter(shell)
    for sender in (shell.display_pub, shell.displayhook):
        if hasattr(sender, "register_hook"):
            sender.register_hook(dress_message)
    shell.set_custom_exc((EvallibError,), _tell)


def _tell(shell: Any, kind: Any, error: Any, traceback: Any, tb_offset: Any = None) -> list[str]:
    """A user's mistake: its words, no traceback."""
    words = [str(problem) for problem in error.problems]
    shell._showtraceback(kind, error, words)
    return words
