"""Which tests run which function: asked once, by running the tests under a tracer, and kept until a file changes."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import pytest
from places import PACKAGE

ROOT = PACKAGE.parents[1]
KEPT = ROOT / ".mutants"
WORDS = ["-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants", "-o", "addopts="]
WORDS += ["--import-mode=importlib", "--doctest-modules", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
#: Tests that say nothing about arithmetic and take long, or that start programs of their own.
LEFT_OUT = (
    "tests/lab",
    "tests/batch",
    "tests/notebooks",
    "tests/golden",
    "tests/test_",
    "tests/indicators/test_engines.py",
)

Function = tuple[str, str]  # file, qualified name of the outermost function


@dataclass
class Covering:
    """What the tests run: test → processor seconds and functions; what imports run; the tests that fail anyway."""

    seconds: dict[str, float] = field(default_factory=dict)
    functions: dict[str, set[Function]] = field(default_factory=dict)
    imported: set[Function] = field(default_factory=set)
    modules: list[str] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    def tests_of(self, path: Path, function: str) -> list[str]:
        """Tests that run a function (or anything of the module, where it stands outside of any), the cheapest first."""
        name = str(path)
        direct = [
            test for test, ran in self.functions.items()
            if ((name, function) in ran if function else any(file == name for file, _ in ran))
        ]  # fmt: skip
        return self._cheapest(direct)

    def beside(self, tests: list[str], path: Path) -> list[str]:
        """Other tests of the module in the same files: what a test made once may be kept for the next one."""
        files, have, name = {test.split("::")[0] for test in tests}, set(tests), str(path)
        return self._cheapest([
            test for test, ran in self.functions.items()
            if test not in have and (test.split("::")[0] in files or any(file == name for file, _ in ran))
        ])  # fmt: skip

    def _cheapest(self, tests: list[str]) -> list[str]:
        good = [test for test in tests if test not in self.failing]
        return sorted(good, key=lambda test: (self.seconds[test] // 0.05, len(self.functions[test])))


class Tracer:
    """A pytest plugin that notes which functions of the package each test runs."""

    def __init__(self) -> None:
        self.result, self.here = Covering(), set[Function]()
        self.prefix = str(PACKAGE)
        self.result.imported = self.here

    def __call__(self, frame: FrameType, event: str, arg: object) -> None:
        code = frame.f_code
        if code.co_filename.startswith(self.prefix):
            self.here.add((code.co_filename, code.co_qualname.split(".<locals>")[0]))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
        self.here = self.result.functions[item.nodeid] = set()
        before = time.process_time()
        sys.settrace(self)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.result.seconds[item.nodeid] = time.process_time() - before

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        keep_useful(config, items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.result.failing.add(report.nodeid)


def keep_useful(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests that start programs or take minutes; slow ones only count where they stand in a room's own folder."""

    def useful(item: pytest.Item) -> bool:
        marks = {mark.name for mark in item.iter_markers()}
        if marks & {"browser", "long"} or item.nodeid.startswith(LEFT_OUT):
            return False
        return "slow" not in marks or item.nodeid.startswith(
            ("tests/privacy/test_suppression", "tests/scoring", "tests/indicators")
        )

    items[:] = [item for item in items if useful(item)]


def in_child(work: Callable[[], int], quiet: bool = True) -> int:
    """Exit code of some work done in a child; nothing that it changes is seen here."""
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        code = 99
        try:
            if quiet:
                out = os.open(os.environ.get("MUTANTS_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
                os.dup2(out, 1)
                os.dup2(out, 2)
            code = work()
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _contents() -> str:
    files = sorted(
        file for top in ("src", "tests") for file in (ROOT / top).rglob("*") if file.suffix in {".py", ".yaml"}
    )
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def covering() -> tuple[Covering, Path]:
    """The map of these files, and where it is kept; a new one takes some minutes."""
    kept = KEPT / f"{_contents()}.pickle"

    def work() -> int:
        tracer = Tracer()
        sys.settrace(tracer)
        pytest.main([*WORDS, "src", "tests"], plugins=[tracer])
        tracer.result.modules = [name for name in sys.modules if name.startswith("evallib.")]
        KEPT.mkdir(exist_ok=True)
        for old in KEPT.glob("*.pickle"):
            old.unlink()
        kept.write_bytes(pickle.dumps(tracer.result))
        return 0

    if not kept.is_file():
        in_child(work)
    return load(kept), kept


def load(kept: Path) -> Covering:
    """A kept map."""
    found: Covering = pickle.loads(kept.read_bytes())
    return found
