"""Mutants of a module: one comparison, sign, number or condition changed, and who runs the line that it stands on."""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

PACKAGE = Path(__file__).parents[2] / "src" / "evallib"

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
    function: str  # dotted names of classes and functions around it
    runs: str  # qualified name of the outermost function that holds it; empty where the import runs it
    line: int
    before: str
    after: str
    nth: int = 1  # of those in the function that read alike

    def __str__(self) -> str:
        alike = f" #{self.nth}" if self.nth > 1 else ""
        return f"{self.path.relative_to(PACKAGE)} {self.function}: {self.before}  →  {self.after}{alike}"

    @property
    def module(self) -> str:
        """Its dotted name."""
        return module_name(self.path)

    def code(self) -> CodeType:
        """The whole module, compiled with the change."""
        tree = Places(self.place).visit(ast.parse(self.path.read_text(encoding="utf-8")))
        return compile(ast.fix_missing_locations(tree), str(self.path), "exec")


class Places(ast.NodeTransformer):
    """Visits the places of a module that can be changed, in order; changes the one that is asked for."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted, self.count = wanted, 0
        self.around: list[str] = []
        self.runs = ""
        self.found: list[tuple[str, str, int, str, str]] = []

    def _place(self, node: ast.expr, changed: ast.expr) -> ast.expr:
        here, self.count = self.count, self.count + 1
        if self.wanted is None:
            self.found.append((".".join(self.around), self.runs, node.lineno, ast.unparse(node), ast.unparse(changed)))
        return ast.copy_location(changed, node) if here == self.wanted else node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.around.append(node.name)
        node.body = [self.visit(item) for item in node.body]
        self.around.pop()
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.around.append(node.name)
        node.args.defaults = [self.visit(item) for item in node.args.defaults]
        outermost = not self.runs
        self.runs = self.runs or ".".join(self.around)
        documented = 1 if ast.get_docstring(node) is not None else 0
        node.body = node.body[:documented] + [self.visit(item) for item in node.body[documented:]]
        self.runs = "" if outermost else self.runs
        self.around.pop()
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.value = self.visit(node.value) if node.value else None
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return node  # words of a message

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        return node if node.arg == "strict" else self.generic_visit(node)  # zip(…, strict=True) asserts, and no more

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        changed: ast.expr = node
        for index, sign in enumerate(node.ops):
            signs = [*node.ops[:index], OTHER[type(sign)](), *node.ops[index + 1 :]]
            placed = self._place(node, ast.Compare(node.left, signs, node.comparators))
            changed = changed if placed is node else placed
        return changed

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        texts = any(isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
                    for side in (node.left, node.right))  # fmt: skip
        if type(node.op) not in OTHER or texts:
            return node
        return self._place(node, ast.BinOp(node.left, OTHER[type(node.op)](), node.right))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        return self._place(node, ast.BoolOp(OTHER[type(node.op)](), node.values))

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


def modules_of(room: str) -> list[Path]:
    """The modules of a room, or the one module that is named."""
    target = PACKAGE / room
    return [target] if target.is_file() else sorted(target.rglob("*.py"))


def module_name(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    places = Places()
    places.visit(ast.parse(path.read_text(encoding="utf-8")))
    alike: Counter[tuple[str, str, str]] = Counter()
    for number, (function, runs, line, before, after) in enumerate(places.found):
        alike[function, before, after] += 1
        yield Mutant(path, number, function, runs, line, before, after, alike[function, before, after])


def choose(room: str, count: int, seed: int) -> list[Mutant]:
    """A sample of a room's mutants."""
    every = [mutant for path in modules_of(room) for mutant in mutants_of(path)]
    return sorted(random.Random(seed).sample(every, min(count, len(every))), key=lambda one: (one.path, one.place))
