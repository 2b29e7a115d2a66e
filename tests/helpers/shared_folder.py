"""A folder that the workers of a test run share; it loads nothing, since the run makes it before it has workers."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHARED = "EVALLIB_TESTS_FOLDER"  # set by tests/conftest.py for all workers, removed when the test run ends


def new_shared_folder() -> Path:
    """A folder that the workers of this test run share."""
    folder = Path(tempfile.mkdtemp(prefix="evallib-tests-"))
    os.environ[SHARED] = str(folder)
    return folder


@contextmanager
def one_worker(name: str) -> Iterator[Path]:
    """Only one worker at a time is in here; the next one finds what it left in the shared folder."""
    folder = Path(os.environ[SHARED])
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
