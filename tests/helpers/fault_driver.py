"""Runs `evallib …` again and again with one operation on the workspace failing: a server that forks a run per plan.

Each line of standard input is a plan in JSON: ``root``, ``words`` (arguments of evallib), ``said`` (file for what it
prints), and either ``log`` (every place that is passed is written down) or ``place``, ``occurrence`` and ``what``: an
errno, ``kill`` (before the operation) or ``killed after``. A place is an operation and the function of this package
that asked for it. The answer is the exit code.
"""

import contextlib
import errno
import faulthandler
import functools
import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
from pathlib import Path

EVENTS = {
    "open",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "os.truncate",
    "os.link",
    "shutil.copyfile",
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: What a run imports anyway; loaded once, so that a run costs what it does.
HEAVY = ("pandas", "pandas.plotting", "pyarrow.parquet", "pyarrow.dataset", "plotly.graph_objects", "plotly.io", "nbconvert", "papermill.engines", "nbclient",
         "ibis.backends.duckdb", "scipy.stats", "duckdb", "openpyxl", "xlsxwriter", "docx", "filelock", "IPython.core.interactiveshell", "python_calamine", "fastexcel",
         "pydantic.type_adapter", "jinja2.ext", "evallib.cli")  # fmt: skip
#: Rooms of which a run needs nearly everything.
ROOMS = ("batch", "publish", "checks", "charts", "indicators", "scoring", "audit", "intake", "parsing", "privacy")
PLAN: dict = {}
BUSY: list[int] = []
DOOMED: list[int] = []


def place(operation):
    """The function of this package that asked for an operation."""
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if "/evallib/" in name and "fault_driver" not in name:
            return f"{operation} {name.rpartition('/evallib/')[2]}:{frame.f_code.co_name}"
        frame = frame.f_back
    return ""


def note(path, text):
    """Append to a file that all processes of the run share; returns how many lines it held."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        os.write(handle, text.encode())
        return os.fstat(handle).st_size
    finally:
        os.close(handle)


def fail(operation, path):
    if BUSY or not PLAN or not str(path).startswith(PLAN["root"]):
        return
    BUSY.append(1)
    try:
        where = place(operation)
        if not where:
            return
        if PLAN.get("log"):
            note(PLAN["log"], where + "\n")
        if where != PLAN.get("place") or note(PLAN["counter"], ".") != PLAN.get("occurrence", 1):
            return
        if PLAN["what"] == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if PLAN["what"] == "killed after":
            DOOMED.append(1)
            return
        raise OSError(getattr(errno, PLAN["what"]), os.strerror(getattr(errno, PLAN["what"])), str(path))
    finally:
        BUSY.pop()


def hook(event, arguments):
    if DOOMED and not BUSY:  # the operation is over: this is the next thing that the process does
        DOOMED.clear()
        os.kill(os.getpid(), signal.SIGKILL)
    if event not in EVENTS:
        return
    if event == "open":
        path, _, flags = arguments
        if not isinstance(path, int) and (flags or 0) & WRITING:
            fail("write", os.fsdecode(path))
    elif not isinstance(arguments[0], int):
        fail(event.partition(".")[2], os.fsdecode(arguments[-1] if event == "shutil.copyfile" else arguments[0]))


def through(module, name, operation, path_of):
    """Let a function that no audit event tells of pass through `fail`."""
    real = getattr(module, name)

    def failing(*arguments, **named):
        fail(operation, path_of(*arguments))
        result = real(*arguments, **named)
        if DOOMED and not BUSY:
            DOOMED.clear()
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, failing)


def path_of_handle(handle, *_):
    try:
        return str(Path(f"/proc/self/fd/{handle if isinstance(handle, int) else handle.fileno()}").readlink())
    except OSError:
        return ""


class ForkedForge:
    """The forge as a fork of the run in place of a fresh interpreter, so that the hook goes with it."""

    def __init__(self, _, pass_fds, stdout, **__):
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            os.dup2(stdout if isinstance(stdout, int) else stdout.fileno(), 1)
            os.dup2(1, 2)
            # As a program of its own it would hold one end of the pair only, and end when the run is gone.
            os.closerange(3, pass_fds[0])
            os.closerange(pass_fds[0] + 1, 256)
            from evallib.batch import serve as serve_calls

            try:
                serve_calls(pass_fds[0])
            finally:
                os._exit(0)

    def wait(self, timeout=None):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)


def run(plan):
    """One run in this process, which is a fork of its own."""
    PLAN.update(plan)
    os.setsid()
    said = os.open(plan["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (1, 2):
        os.dup2(said, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ["EVALLIB_WORKSPACE"] = plan["root"]
    # A reader process writes nothing into the workspace, and starting one costs as much as the rest of a run.
    os.environ["EVALLIB_GUARDED"] = "1"
    os.chdir(plan["root"])
    sys.argv = ["evallib", *plan["words"]]
    sys.addaudithook(hook)
    from types import SimpleNamespace

    from evallib.batch import schedule
    from evallib.batch.engines import fork_server
    from evallib.cli import main

    schedule.warm_workers = no_warm_up
    fork_server.subprocess = SimpleNamespace(Popen=ForkedForge, DEVNULL=-3, TimeoutExpired=TimeoutError)
    main()


def no_warm_up(*_):
    """The server has been warmed up, and every run is a fork of it."""


def all_modules():
    """Modules of the rooms, without those that start something when they are imported."""
    for room in ROOMS:
        package = importlib.import_module(f"evallib.{room}")
        for found in pkgutil.walk_packages(package.__path__, f"evallib.{room}."):
            if not found.ispkg and "dask" not in found.name:
                yield found.name


def warm_up():
    """What a run uses for the first time, and keeps for the next: readers, frameworks, figures, the shell, the handbook."""
    from evallib.batch import closing, warm_workers
    from evallib.model import Workspace

    os.environ["EVALLIB_GUARDED"] = "1"
    root = Path(__file__).parents[2]
    notebooks = [root / "notebooks" / f"{name}.ipynb" for name in ("unit_summary", "month")]
    for _ in warm_workers(notebooks, root / "expectations", 1_000):
        pass
    catalogue = importlib.import_module("evallib.scoring.framework.catalogue")
    catalogue.list_frameworks = functools.cache(catalogue.list_frameworks)  # for the handbook, which each run writes
    closing.prepare(Workspace(root))


def serve():
    import pyarrow.parquet

    for name in (*HEAVY, *all_modules()):
        importlib.import_module(name)
    # Fewer figures are computed, all of them are written: one section of the month report stands for the rest.
    sections = importlib.import_module("evallib.publish.sections.month.month_report").SECTIONS
    for name in list(sections)[1:]:
        del sections[name]
    books = importlib.import_module("evallib.publish.books.month_workbook")
    books.follow_up = lambda month: {"工单": books._listed(month.whole)}  # one list for seven
    books.headline = lambda month: []
    through(os, "fsync", "sync", path_of_handle)
    through(pyarrow.parquet, "write_table", "parquet", lambda table, where, *_: where)
    faulthandler.enable()
    warm_up()
    gc.collect()
    gc.freeze()  # what all runs share is neither looked through nor copied
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 70
            try:
                run(json.loads(line))
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            except BaseException:  # what `main` lets through is a traceback for the user
                import traceback

                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


serve()
