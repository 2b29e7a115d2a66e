"""Which tests reach which changed line: asked once for a sample, by running the tests of the room under a tracer."""

from __future__ import annotations

import functools
import importlib
import os
import pickle
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from places import PACKAGE, Mutant, module_name, modules_of

ROOT = PACKAGE.parents[1]
#: The tests of each room: its folder, its examples, and what stands in another folder.
TESTS = {
    "indicators": ("tests/indicators", "src/evallib/indicators"),
    "identities": (
        "tests/identities", "src/evallib/identities", "tests/checks/test_identities.py", "tests/checks/test_rules.py",
    ),
    "parsing": (
        "tests/parsing", "src/evallib/parsing", "tests/audit/test_claims.py", "tests/intake/test_request_values.py",
        "tests/scoring/test_targets.py",
    ),
    "scoring": ("tests/scoring", "src/evallib/scoring"),
    "privacy/suppression.py": ("tests/privacy/test_suppression.py", "src/evallib/privacy/suppression.py"),
}  # fmt: skip
FEW = 10
LEFT_OUT = ("tests/indicators/test_engines.py",)  # starts programs of its own
WORDS = ["-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants", "-o", "addopts="]
WORDS += ["--import-mode=importlib", "--doctest-modules", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
Place = tuple[str, str | int]  # a file, and a line, a function (its qualified name) or "" for any of the file


@dataclass
class Reached:
    """Where the tests come: place → tests, each with its processor seconds; the tests that fail anyway."""

    tests: dict[Place, list[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)

    def by(self, mutant: Mutant, imported: bool) -> list[str]:
        """Tests that may notice a mutant, the cheapest first: those that reach its line (the function, where a line of a
        long expression has no step of its own; anything of the module, or just any, where the import runs it). Where few
        do, others of the same files follow, for what a test made once may be kept for the next one."""
        file = str(mutant.path)
        places: list[Place] = [(file, "")] if imported else [(file, mutant.line), (file, mutant.runs)]
        direct = next((self.tests[place] for place in places if place in self.tests), [])
        if len(direct) > FEW:
            return self._cheapest(direct)
        files, have = {test.split("::")[0] for test in direct}, set(direct)
        others = [test for test in self.seconds if test not in have and (test.split("::")[0] in files or imported)]
        return self._cheapest(direct) + self._cheapest(others)

    def _cheapest(self, tests: Iterable[str]) -> list[str]:
        return sorted((test for test in tests if test not in self.failing), key=lambda test: self.seconds[test])


class Tracer:
    """Notes which changed functions and lines are run, and whether any of their modules is entered. What has been seen is
    not looked at again, since a look at every line takes ten times as long."""

    def __init__(self, mutants: list[Mutant]) -> None:
        self.lines: dict[tuple[str, str], set[int]] = {}
        for mutant in mutants:
            self.lines.setdefault((str(mutant.path), mutant.runs), set()).add(mutant.line)
        self.files = {file for file, _ in self.lines}
        self.found: set[Place] = set()
        self.left: dict[tuple[str, str], set[int]] = {}

    def call(self, frame: FrameType, event: str, argument: Any) -> Any:
        """What Python asks for each call."""
        file = frame.f_code.co_filename
        if file not in self.files:
            return None
        self.found.add((file, ""))
        function = file, frame.f_code.co_qualname.split(".<locals>")[0]
        if not (left := self.left.get(function)):
            return None
        self.found.add(function)

        def line(frame: FrameType, event: str, argument: Any) -> Any:
            if frame.f_lineno in left:
                left.discard(frame.f_lineno)
                self.found.add((file, frame.f_lineno))
                frame.f_trace_lines = bool(left)
            return line

        return line

    def places(self, work: Callable[[], Any]) -> set[Place]:
        """Where some work comes."""
        self.found, self.left = set(), {function: set(lines) for function, lines in self.lines.items()}
        sys.settrace(self.call)
        try:
            work()
        finally:
            sys.settrace(None)
        return self.found


def run_by_imports(mutants: list[Mutant], room: str) -> set[Place]:
    """What importing the room runs: results that a module keeps. What tests compute when they are collected is not among
    them."""

    def load() -> None:
        for path in modules_of(room):
            importlib.import_module(module_name(path))

    return Tracer(mutants).places(load)


def reached(mutants: list[Mutant], items: list[pytest.Item], caches: list[Any]) -> Reached:
    """Run the tests under a tracer. Results that functions keep are forgotten before each, so that every test reaches what
    it asks for; what is kept without a bound (tables of words) is read once."""
    tracer, result = Tracer(mutants), Reached()
    bounded = [cache for cache in caches if cache.cache_parameters()["maxsize"] is not None]
    for item in items:
        for cache in bounded:
            cache.cache_clear()
        before = time.process_time()
        places = tracer.places(functools.partial(_note, item, result))
        result.seconds[item.nodeid] = time.process_time() - before
        for place in places:
            result.tests.setdefault(place, []).append(item.nodeid)
    return result


def _note(item: pytest.Item, result: Reached) -> None:
    if fails(item):
        result.failing.add(item.nodeid)


def fails(item: pytest.Item) -> bool:
    """Run one test; one that asks for no fixture is called as it stands, which takes a tenth of the time."""
    if isinstance(item, pytest.Function):
        given = item.callspec.params if hasattr(item, "callspec") else {}
        if set(item.fixturenames) <= {*given, "request"}:
            try:
                item.obj(**given)
            except (Exception, pytest.fail.Exception):
                traceback.print_exc()
                return True
            return False
    return any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def useful(items: list[pytest.Item]) -> list[pytest.Item]:
    """Without tests of browsers, programs and whole runs."""

    def wanted(item: pytest.Item) -> bool:
        marks = {mark.name for mark in item.iter_markers()}
        whole = {"run", "reported"} & set(getattr(item, "fixturenames", ()))
        return not whole and not marks & {"browser", "long"} and not item.nodeid.startswith(LEFT_OUT)

    return [item for item in items if wanted(item)]


def from_child(work: Callable[[], Any], quiet: bool = True) -> Any:
    """The result of some work done in a child, None where it broke; nothing that it changes is seen here."""
    sys.stdout.flush()
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        with suppress(BaseException), os.fdopen(writing, "wb") as answer:
            try:
                if quiet:
                    out = os.open(os.environ.get("MUTANTS_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
                    os.dup2(out, 1)
                    os.dup2(out, 2)
                pickle.dump(work(), answer)
            except BaseException:
                traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = answer.read()
    os.waitpid(pid, 0)
    return pickle.loads(told) if told else None
