"""The engine's own lines, read from its source, and which of them do a given piece of work."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Listing:
    """The body of a function, and the lines of it that are at work.

    Attributes:
        name: of the function, as it is reached, such as "Tape.backward".
        file: where it stands, from the project's folder.
        lines: its body without its docstring, as it is written.
        lit: indices of those at work; all of them if the whole body is.
    """

    name: str
    file: str
    lines: tuple[str, ...]
    lit: tuple[int, ...]


def listing(function: Callable, *calls: str, last: bool = False, inner: str = "") -> Listing:
    """The body of a function of ours.

    Args:
        function: what is read; a lambda in a table of choices is its one line.
        calls: names that it calls: at work is the first statement that calls each of them; without
            any, all of it.
        last: the last such statements instead.
        inner: the function within it that does the work, whose body it is then.

    Raises:
        ValueError: no such function within it, or no statement that calls one of the names.
    """
    source = dedent(inspect.getsource(function))
    name, file = function.__qualname__, inspect.getsourcefile(function)
    path = Path(file)
    where = str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else path.name
    if name.endswith("<lambda>"):
        return Listing("", where, (source.strip().removesuffix(","),), (0,))
    (tree,) = ast.parse(source).body
    if inner:
        tree = _within(tree, inner)
    body = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    first, end = body[0].lineno, tree.end_lineno
    lines = dedent("\n".join(source.splitlines()[first - 1 : end])).splitlines()
    lit = range(first, end + 1)
    if calls:
        lit = [line for call in calls for line in _statement(body, call, last, name)]
    return Listing(
        name.replace("<locals>.", ""), where, tuple(lines), tuple(n - first for n in lit)
    )


def _within(tree: ast.AST, name: str) -> ast.FunctionDef:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    raise ValueError(f"{tree.name} has no {name} within it")


def _statement(body: list[ast.stmt], call: str, last: bool, name: str) -> range:
    """The lines of the first or last simple statement that calls something of this name."""
    found = [
        node
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Expr | ast.Assign | ast.Return) and call in _called(node)
    ]
    if not found:
        raise ValueError(f"{name} never calls {call}")
    one = sorted(found, key=lambda node: node.lineno)[-1 if last else 0]
    return range(one.lineno, one.end_lineno + 1)


def _called(statement: ast.stmt) -> set[str]:
    """What a statement calls: of ``self.sums[-1]()`` it is sums."""
    names = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Call):
            callee = node.func.value if isinstance(node.func, ast.Subscript) else node.func
            names.add(getattr(callee, "attr", getattr(callee, "id", "")))
    return names
