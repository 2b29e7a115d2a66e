"""Which tests run which function: asked once, by running the tests under a profiler, and kept until a file changes."""

from __future__ import annotations

import cProfile
import hashlib
import importlib
import os
import pickle
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from types import CodeType

import pytest
from places import PACKAGE, module_name, modules_of

ROOT = PACKAGE.parents[1]
KEPT = ROOT / ".mutants"
ROOMS = ("indicators", "identities", "parsing", "scoring", "privacy/suppression.py")
WORDS = ["-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants", "-o", "addopts="]
WORDS += ["--import-mode=importlib", "--doctest-modules", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
#: Tests of whole pages and runs say little about one line of arithmetic and take long; some start programs of their own.
LEFT_OUT = (
    *(f"tests/{room}" for room in ("batch", "charts", "golden", "lab", "notebooks", "publish", "workbench", "test_")),
    "tests/indicators/test_engines.py",
)
#: Where slow tests are asked as well.
OWN = tuple(f"tests/{room.split('/')[0]}/" for room in ROOMS)
#: Tests of a room that stand in another folder.
RELATED = {
    "identities": ("tests/checks/test_identities.py", "tests/checks/test_rules.py"),
    "parsing": ("tests/audit/test_claims.py", "tests/intake/test_request_values.py", "tests/scoring/test_targets.py"),
}
ENOUGH = 40  # tests of other rooms
Function = tuple[str, str]  # file, qualified name of the outermost function


@dataclass
class Covering:
    """What the tests run: test → processor seconds and functions; what imports run; the tests that fail anyway."""

    seconds: dict[str, float] = field(default_factory=dict)
    functions: dict[str, set[Function]] = field(default_factory=dict)
    imported: set[Function] = field(default_factory=set)
    modules: list[str] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)
    contents: dict[str, str] = field(default_factory=dict)

    def tests_of(self, path: Path, function: str) -> list[str]:
        """Tests that run a function (or anything of the module, where it stands outside of any), the cheapest first: the
        room's own, then some of others."""
        name, room = str(path), path.relative_to(PACKAGE).parts[0]
        direct = [
            test for test, ran in self.functions.items()
            if ((name, function) in ran if function else any(file == name for file, _ in ran))
        ]  # fmt: skip
        places = (f"tests/{room}/", f"src/evallib/{room}/", *RELATED.get(room, ()))
        own = [test for test in direct if test.startswith(places)]
        others = [test for test in direct if test not in set(own)]
        others.sort(key=lambda test: len(self.functions[test]))
        return self._cheapest(own) + self._cheapest(others[:ENOUGH])

    def beside(self, tests: list[str]) -> list[str]:
        """Other tests in the same files: what a test made once may be kept for the next one."""
        files, have = {test.split("::")[0] for test in tests}, set(tests)
        return self._cheapest([test for test in self.functions if test not in have and test.split("::")[0] in files])

    def _cheapest(self, tests: list[str]) -> list[str]:
        good = [test for test in tests if test not in self.failing]
        return sorted(good, key=lambda test: (self.seconds[test] // 0.05, len(self.functions[test])))


def functions_in(profile: cProfile.Profile) -> set[Function]:
    """The functions of the package that a profile saw."""
    codes = (entry.code for entry in profile.getstats() if isinstance(entry.code, CodeType))
    return {
        (code.co_filename, code.co_qualname.split(".<locals>")[0])
        for code in codes if code.co_filename.startswith(str(PACKAGE))
    }  # fmt: skip


def run_by_imports() -> set[Function]:
    """Functions whose results a module keeps: what importing the rooms runs. What tests compute when they are collected
    is not among them."""
    profile = cProfile.Profile(builtins=False)
    profile.enable()
    for room in ROOMS:
        for path in modules_of(room):
            importlib.import_module(module_name(path))
    profile.disable()
    return functions_in(profile)


class Noted:
    """A pytest plugin that notes which functions of the package each test runs."""

    def __init__(self) -> None:
        self.result = Covering(imported=run_by_imports())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
        profile, before = cProfile.Profile(builtins=False), time.process_time()
        profile.enable()
        try:
            return (yield)
        finally:
            profile.disable()
            self.result.seconds[item.nodeid] = time.process_time() - before
            self.result.functions[item.nodeid] = functions_in(profile)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        keep_useful(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.result.failing.add(report.nodeid)


def keep_useful(items: list[pytest.Item]) -> None:
    """Leave out tests of browsers, programs and whole runs; slow ones too, but for the rooms' own and cases of long lists."""

    def useful(item: pytest.Item) -> bool:
        marks = {mark.name for mark in item.iter_markers()}
        whole = {"run", "reported"} & set(getattr(item, "fixturenames", ()))
        quick = "slow" not in marks or "sampled" in marks or (item.nodeid.startswith(OWN) and not whole)
        return quick and not marks & {"browser", "long"} and not item.nodeid.startswith(LEFT_OUT)

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


def _contents() -> dict[str, str]:
    """Every file on which the map depends, with its digest: code, lists, and a table beside the test that reads it."""
    every = [file for top in ("src", "tests") for file in (ROOT / top).rglob("*")]
    files = [
        file for file in every if file.suffix in {".py", ".yaml"} or (file.suffix == ".txt" and _reader(file).is_file())
    ]
    return {str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _reader(table: Path) -> Path:
    """The test file that reads a table: test_readings_of_rules.py for readings_of_rules.txt."""
    return table.with_name(f"test_{table.stem}.py")


def _to_ask(known: Covering, now: dict[str, str]) -> list[str]:
    """Files whose tests must be run again: changed ones, and those of tests that ran something of a changed file."""
    changed = {file for file in now | known.contents if now.get(file) != known.contents.get(file)}
    changed = {str(_reader(Path(file))) if file.endswith(".txt") else file for file in changed}
    tests = {test.split("::")[0] for test in known.functions} | {file for file in now if "/test_" in file}
    shared = {file for file in changed if file.startswith("tests/") and "/test_" not in file}
    if any(not file.startswith("tests/mutants/") for file in shared):  # a fixture, a helper, shared data
        return ["src", "tests"]
    ran = {
        test.split("::")[0] for test, functions in known.functions.items()
        if any(str(Path(file).relative_to(ROOT)) in changed for file, _ in functions)
    }  # fmt: skip
    sources = {file for file in changed if file.startswith("src/")}
    return sorted(file for file in (tests & changed) | ran | sources if (ROOT / file).is_file())


def covering() -> tuple[Covering, Path]:
    """The map, and where it is kept: some minutes for a new one, less where only some files have changed. It is kept after
    each folder, so that a run that was stopped goes on where it was."""
    kept, now = KEPT / "covering.pickle", _contents()
    known = load(kept) if kept.is_file() else Covering()
    asked = _to_ask(known, now) if known.contents else ["src", "tests"]
    whole = asked == ["src", "tests"]
    if whole:
        known = Covering(contents={file: digest for file, digest in now.items() if not _is_asked(file)})
        asked = sorted(file for file in now if _is_asked(file))
    for _, files in groupby(asked, key=lambda file: tuple(file.split("/")[:2])):
        if in_child(partial(_ask, list(files), now, known, kept)):
            sys.exit("有测试文件读不进来，测试与函数的对应表没有做成（MUTANTS_LOG=文件 可看原因）")
        known = load(kept)
    return known, kept


def _is_asked(file: str) -> bool:
    return file.startswith("src/") or "/test_" in file


def _ask(files: list[str], now: dict[str, str], known: Covering, kept: Path) -> int:
    noted, there = Noted(), [file for file in files if file.endswith(".py") and not file.startswith(LEFT_OUT)]
    if there and int(pytest.main([*WORDS, *there], plugins=[noted])) not in (
        0,
        1,
        5,
    ):  # tests may fail, but all must be asked
        return 1
    found, again = noted.result, tuple(f"{file}::" for file in files)
    found.modules = sorted({*known.modules, *(name for name in sys.modules if name.startswith("evallib."))})
    left = [test for test in known.functions if not test.startswith(again) and test.split("::")[0] in now]
    found.functions |= {test: known.functions[test] for test in left}
    found.seconds |= {test: known.seconds[test] for test in left}
    found.failing |= known.failing & set(left)
    found.contents = {file: digest for file, digest in known.contents.items() if file in now}
    found.contents |= {file: now[file] for file in files}
    found.contents |= {file: digest for file, digest in now.items() if not _is_asked(file)}
    KEPT.mkdir(exist_ok=True)
    kept.write_bytes(pickle.dumps(found))
    return 0


def load(kept: Path) -> Covering:
    """A kept map."""
    found: Covering = pickle.loads(kept.read_bytes())
    return found
