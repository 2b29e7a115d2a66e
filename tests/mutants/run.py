"""Mutants (变异测试): break a room at random places, one at a time, and see whether its tests notice.

    python tests/mutants/run.py                      every room of ROOMS
    python tests/mutants/run.py scoring --count 80   one room, more mutants

The seed makes a run repeatable. A mutant is a change of one comparison, sign, number or condition; it is killed where a
test fails, an import breaks or time runs out. The tests are those of the room that reach the changed line: all are run
once under a tracer that looks at the functions of the sample. Nothing is written into the checkout: a child, forked after everything is imported and collected, gets the
changed function; what an import runs is changed by loading the module anew. Survivors that cannot be noticed are
listed with their reasons in survivors.yaml; too many survivors that are not listed, a listed one that a test notices and
one that the code no longer has end the run with 1.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import importlib.abc
import importlib.util
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from places import Mutant, choose, module_name, modules_of, mutants_of
from reached import ROOT, TESTS, WORDS, Place, Reached, fails, from_child, reached, run_by_imports, useful
from survivors import listed_survivors, no_longer_there, reason

SEED = 20230101
LEAST = 0.9
ALLOWANCE = 15.0  # processor seconds of tests for one mutant


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from changed code."""

    def __init__(self, mutant: Mutant) -> None:
        self.path, self.code, self.name = mutant.path, mutant.code(), mutant.module

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != self.name:
            return None
        inner = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(name, self.path, loader=self, submodule_search_locations=inner)

    def exec_module(self, module: Any) -> None:
        exec(self.code, module.__dict__)

    def get_source(self, name: str) -> str:
        return self.path.read_text(encoding="utf-8")


def codes_in(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """The code of every function in a module's code, by qualified name and line."""
    found = {}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= {(inner.co_qualname, inner.co_firstlineno): inner} | codes_in(inner)
    return found


class RoomServer:
    """A pytest plugin: what is imported and collected once serves a forked child for each mutant."""

    def __init__(self, room: str, mutants: list[Mutant], told: Callable[[Mutant, bool], None]) -> None:
        self.room, self.mutants, self.told = room, mutants, told
        self.files = {str(mutant.path) for mutant in mutants}
        # Asked before anything is imported here.
        self.imported: set[Place] = from_child(functools.partial(run_by_imports, mutants, room))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = useful(items)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Failed("the tests cannot be collected")
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        items = {item.nodeid: item for item in session.items}
        for path in modules_of(self.room):
            importlib.import_module(module_name(path))
        gc.unfreeze()  # what the tests' own settings have put aside is not among the objects
        every = gc.get_objects()
        functions = [one for one in every if isinstance(one, FunctionType) and one.__code__.co_filename in self.files]
        caches = [one for one in every if isinstance(one, functools._lru_cache_wrapper)]
        gc.freeze()
        found = from_child(functools.partial(reached, self.mutants, session.items, caches))
        if found is None:
            raise session.Failed("测试没有跑完，不知道哪些测试用到哪一行（MUTANTS_LOG=文件 可看原因）")
        for test in sorted(found.failing):
            print(f"不改代码时已不通过，不算：{test}")
        for mutant in self.mutants:
            imported = not mutant.runs or (str(mutant.path), mutant.runs) in self.imported
            tests = affordable(found, mutant, imported)
            if imported:
                work = functools.partial(anew, mutant, tests)
            else:
                changes = changes_of(mutant, functions)  # here: a module that was edited since ends the run
                work = functools.partial(noticed, mutant, [items[test] for test in tests], changes, caches)
            self.told(mutant, from_child(work) is not False)
        return True


def changes_of(mutant: Mutant, functions: list[FunctionType]) -> list[tuple[FunctionType, CodeType]]:
    """The functions that a mutant changes, and their new code."""
    code = codes_in(mutant.code())
    return [
        (function, code[old.co_qualname, old.co_firstlineno])
        for function in functions
        if (old := function.__code__).co_filename == str(mutant.path)
        and old.co_qualname.split(".<locals>")[0] == mutant.runs
    ]


def noticed(
    mutant: Mutant, tests: list[pytest.Item], changes: list[tuple[FunctionType, CodeType]], caches: list[Any]
) -> bool:
    """Whether one of the tests fails with the changed function."""
    sys.meta_path.insert(0, Changed(mutant))
    for function, code in changes:
        function.__code__ = code
    for cache in caches:
        cache.cache_clear()
    set_limits()
    by = next((test.nodeid for test in tests if fails(test)), None)
    print(mutant, f"\n  killed by {by}" if by else f"\n  survived {len(tests)} tests", flush=True)
    return by is not None


def affordable(found: Reached, mutant: Mutant, imported: bool) -> list[str]:
    """The tests that shall notice a mutant, the cheapest first, as many as the allowance pays for."""
    left, chosen = ALLOWANCE, []
    for test in found.by(mutant, imported):
        left -= found.seconds[test]
        if left < 0:
            break
        chosen.append(test)
    return chosen


def set_limits() -> None:
    """What a child may take; one that does not come to an end is killed."""
    limit = int(time.process_time() + 20 + 3 * ALLOWANCE)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (6 << 30, 6 << 30))
    signal.alarm(600)


class Only:
    """A pytest plugin that runs the chosen tests in their order."""

    def __init__(self, tests: list[str]) -> None:
        self.tests = {test: number for number, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.tests), key=lambda one: self.tests[one.nodeid])


def anew(mutant: Mutant, tests: list[str]) -> bool:
    """Whether a test fails in a new process that loads the changed module in place of the right one."""
    words = [sys.executable, __file__, "--anew", str(mutant.path), str(mutant.place)]
    return bool(subprocess.run(words, check=False, input="\n".join(tests), encoding="utf-8").returncode)


def run_anew(path: str, place: str) -> int:
    """What the new process does: the exit code of pytest."""
    mutant = next(one for one in mutants_of(Path(path)) if one.place == int(place))
    tests = sys.stdin.read().splitlines()
    files = sorted({test.split("::")[0] for test in tests})
    changed = Changed(mutant)
    sys.meta_path.insert(0, changed)
    set_limits()
    # Now: a module whose examples are run would be loaded by pytest's own hook, as it stands on the disk.
    importlib.import_module(changed.name)
    code = int(pytest.main(["-x", *WORDS, *files], plugins=[Only(tests)])) if files else 0
    print(mutant, "\n  survived" if code == 0 else "\n  killed", len(tests), "tests anew", flush=True)
    return code


def run_room(room: str, count: int, seed: int) -> bool:
    """Run the mutants of a room and print what came of them; whether it passes."""
    listed = listed_survivors()
    started, killed, left = time.monotonic(), [], []

    def told(mutant: Mutant, kill: bool) -> None:
        (killed if kill else left).append(mutant)
        os.write(2, b"." if kill else b"S")

    server = RoomServer(room, choose(room, count, seed), told)
    code = pytest.main([*WORDS, "--capture=sys", "-p", "no:terminal", *TESTS[room]], plugins=[server])
    new = [mutant for mutant in left if reason(mutant, listed) is None]
    total = len(killed) + len(left)
    share = len(killed) / max(len(killed) + len(new), 1)
    print(f"\n{room}: {len(killed)} of {total} killed, {len(left) - len(new)} cannot be noticed ({share:.0%} of the others), "
          f"seed {seed}, {time.monotonic() - started:.0f} s")  # fmt: skip
    for mutant in left:
        print(f"  {mutant}\n      line {mutant.line}: {reason(mutant, listed) or 'NEW'}")
    wrong = [str(mutant) for mutant in killed if str(mutant) in listed]  # a name with a `*` means many
    print(*(f"  LISTED, BUT NOTICED {name}" for name in wrong), sep="\n", end="\n" if wrong else "")
    return not code and not wrong and share >= LEAST


def prepare() -> None:
    """The settings of every process."""
    import hypothesis

    os.chdir(ROOT)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    hypothesis.settings.register_profile("mutants", deadline=None, derandomize=True, max_examples=30, database=None)


def main() -> int:
    """The command line."""
    prepare()
    if sys.argv[1:2] == ["--anew"]:
        return run_anew(*sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", default=list(TESTS), metavar="ROOM")
    parser.add_argument("--count", type=int, default=50, help="每室变异数")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    gone = no_longer_there()
    print(*(f"  LISTED, BUT NO LONGER THERE {name}" for name in gone), sep="\n", end="\n" if gone else "")
    rooms = [functools.partial(run_room, room, chosen.count, chosen.seed) for room in chosen.rooms]
    passed = [from_child(room, quiet=False) for room in rooms]  # every room, whatever became of the one before
    return int(bool(gone) or not all(passed))


if __name__ == "__main__":
    sys.exit(main())
