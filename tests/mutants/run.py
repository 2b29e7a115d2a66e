"""Mutants (变异测试): break a room at random places, one at a time, and see whether its tests notice.

    python tests/mutants/run.py                      every room of ROOMS
    python tests/mutants/run.py scoring --count 80   one room, more mutants

The seed makes a run repeatable. A mutant is a change of one comparison, sign, number or condition; it is killed where a
test fails, an import breaks or time runs out. Nothing is written into the checkout: a child of this process, which has
imported the libraries once, loads the changed module in place of the right one. Survivors that cannot be noticed are
listed with their reasons in survivors.yaml; a survivor that is not listed ends the run with 1.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.util
import os
import random
import resource
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGE = ROOT / "src" / "evallib"
SURVIVORS = HERE / "survivors.yaml"
SEED = 20230101
LIMIT = 240  # processor seconds for the tests of one mutant
LEAST = 0.9
#: Room → where its tests are. Tests named like the changed module run first.
ROOMS = {
    "indicators": ["tests/indicators"],
    "identities": ["tests/identities", "tests/checks/test_identities.py", "tests/checks/test_rules.py"],
    "parsing": ["tests/parsing"],
    "scoring": ["tests/scoring"],
    "privacy/suppression.py": ["tests/privacy/test_suppression.py", "tests/publish/test_small_cells.py"],
}
#: Tests that say nothing about the arithmetic of a room and take long.
LEFT_OUT = ["tests/indicators/test_engines.py"]

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the number of the place in it, and what it does."""

    path: Path
    place: int
    function: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(PACKAGE)} {self.function}: {self.before}  →  {self.after}"


class Places(ast.NodeTransformer):
    """Visits the places of a module that can be changed, in order; changes the one that is asked for."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted, self.count = wanted, 0
        self.functions: list[str] = []
        self.found: list[tuple[str, str, str]] = []

    def _place(self, node: ast.AST, changed: ast.AST) -> ast.AST:
        here, self.count = self.count, self.count + 1
        if self.wanted is None:
            self.found.append((".".join(self.functions), ast.unparse(node), ast.unparse(changed)))
        return changed if here == self.wanted else node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.functions.append(node.name)
        node.body = [self.visit(item) for item in node.body]
        self.functions.pop()
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.functions.append(node.name)
        node.args.defaults = [self.visit(item) for item in node.args.defaults]
        documented = 1 if ast.get_docstring(node) is not None else 0
        node.body = node.body[:documented] + [self.visit(item) for item in node.body[documented:]]
        self.functions.pop()
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.value = self.visit(node.value) if node.value else None
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return node  # words of a message

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        for index, sign in enumerate(node.ops):
            changed = ast.Compare(
                node.left, [*node.ops[:index], OTHER[type(sign)](), *node.ops[index + 1 :]], node.comparators
            )  # type: ignore[list-item]
            node = self._place(node, changed)  # type: ignore[assignment]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        texts = any(isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
                    for side in (node.left, node.right))  # fmt: skip
        if type(node.op) not in OTHER or texts:
            return node
        return self._place(node, ast.BinOp(node.left, OTHER[type(node.op)](), node.right))  # type: ignore[arg-type]

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        return self._place(node, ast.BoolOp(OTHER[type(node.op)](), node.values))  # type: ignore[arg-type]

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        return self._place(node, node.operand) if isinstance(node.op, ast.Not | ast.USub | ast.Invert) else node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool):
            return self._place(node, ast.Constant(not node.value))
        if isinstance(node.value, int | float):
            return self._place(node, ast.Constant(node.value + 1))
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        return self._place(node, ast.IfExp(node.test, node.orelse, node.body))


def mutants_of(path: Path) -> list[Mutant]:
    """Every mutant of a module."""
    places = Places()
    places.visit(ast.parse(path.read_text(encoding="utf-8")))
    return [Mutant(path, number, *found) for number, found in enumerate(places.found)]


def changed_code(mutant: Mutant) -> Any:
    """Compiled module with the change."""
    tree = Places(mutant.place).visit(ast.parse(mutant.path.read_text(encoding="utf-8")))
    return compile(ast.fix_missing_locations(tree), str(mutant.path), "exec")


def choose(room: str, count: int, seed: int) -> list[Mutant]:
    """A sample of a room's mutants."""
    target = PACKAGE / room
    paths = [target] if target.is_file() else sorted(target.rglob("*.py"))
    every = [mutant for path in paths for mutant in mutants_of(path)]
    return sorted(random.Random(seed).sample(every, min(count, len(every))), key=lambda one: (one.path, one.place))


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from changed code."""

    def __init__(self, mutant: Mutant) -> None:
        self.path, self.code = mutant.path, changed_code(mutant)
        parts = mutant.path.relative_to(PACKAGE.parent).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != self.name:
            return None
        inner = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(name, self.path, loader=self, submodule_search_locations=inner)

    def exec_module(self, module: Any) -> None:
        exec(self.code, module.__dict__)

    def get_source(self, name: str) -> str:
        return self.path.read_text(encoding="utf-8")


def tests_for(mutant: Mutant | None, where: list[str]) -> list[str]:
    """Test files, those named like the module first; and the module's own examples."""
    files = [
        file for name in where for file in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("test_*.py"))
    ]
    words = set(mutant.path.stem.split("_")) | {mutant.path.parent.name} if mutant else set()
    wanted = sorted(set(files), key=lambda file: (-len(words & set(file.stem.split("_"))), file.stat().st_size))
    names = [str(file.relative_to(ROOT)) for file in wanted if file.is_file()]
    return [*([str(mutant.path)] if mutant else []), *[name for name in names if name not in LEFT_OUT]]


def is_killed(mutant: Mutant | None, where: list[str]) -> bool:
    """Whether the tests notice the change; they run in a child. Without a mutant nothing is changed."""
    pid = os.fork()
    if not pid:
        code = 99
        try:
            quiet = os.open(os.environ.get("MUT_OUT", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
            if mutant:
                changed = Changed(mutant)
                sys.meta_path.insert(0, changed)
                # Now: a module whose examples are run would be loaded by pytest's own hook, as it stands on the disk.
                importlib.import_module(changed.name)
            import pytest

            words = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants"]
            words += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
            code = int(pytest.main([*words, *tests_for(mutant, where)]))
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0


def warm() -> None:
    """Import what every child needs, but nothing of evallib."""
    import hypothesis
    import ibis  # noqa: F401
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401
    import pydantic  # noqa: F401
    import pytest  # noqa: F401

    hypothesis.settings.register_profile("mutants", deadline=None, derandomize=True, max_examples=30, database=None)


def listed() -> dict[str, str]:
    """Survivors that cannot be noticed, with the reason."""
    return yaml.safe_load(SURVIVORS.read_text(encoding="utf-8")) or {} if SURVIVORS.is_file() else {}


def run_room(room: str, count: int, seed: int) -> Iterator[tuple[Mutant, bool]]:
    """Run the mutants of a room."""
    where = [name for name in ROOMS[room] if (ROOT / name).exists()]
    if is_killed(None, where):
        sys.exit(f"{room}：不改代码时测试就不通过，变异没有意义")
    for mutant in choose(room, count, seed):
        yield mutant, is_killed(mutant, where)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", default=list(ROOMS), metavar="ROOM")
    parser.add_argument("--count", type=int, default=50, help="每室变异数")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    os.chdir(ROOT)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    warm()
    known, bad = listed(), 0
    for room in chosen.rooms:
        started, killed, left = time.monotonic(), 0, []
        for mutant, noticed in run_room(room, chosen.count, chosen.seed):
            killed += noticed
            left += [] if noticed else [mutant]
            print("." if noticed else "S", end="", flush=True)
        total = killed + len(left)
        print(
            f"\n{room}: {killed} of {total} killed ({killed / max(total, 1):.0%}), {time.monotonic() - started:.0f} s"
        )
        for mutant in left:
            print(f"  {mutant}\n      {known.get(str(mutant), 'NEW')}")
        bad += killed < LEAST * total or any(str(mutant) not in known for mutant in left)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
