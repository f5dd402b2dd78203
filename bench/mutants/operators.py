"""Small changes of Python code: each yields one mutant, which a test of the module should notice."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NUMBER_FACTOR = 1000
_BLOCKS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.With, ast.For, ast.Try)
NodeChange = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class CodeMutant:
    """The source of a module with one change; `original` and `mutated` are the code of the changed node."""

    line: int
    original: str
    mutated: str
    source: str


class MutationPoint(NamedTuple):
    """One possible change: the number of the node in `ast.walk`, and of the change among those it allows."""

    node: int
    change: int


def mutation_points(source: str) -> list[MutationPoint]:
    """Return every possible change of a module; annotations, docstrings and imports are not changed."""
    return [
        MutationPoint(number, change)
        for number, node in enumerate(ast.walk(ast.parse(source)))
        for change, _ in enumerate(_changes(node))
    ]


def mutate(source: str, point: MutationPoint) -> CodeMutant:
    """Return the module with one change."""
    tree = ast.parse(source)
    node = next(islice(ast.walk(tree), point.node, None))
    line, original = getattr(node, "lineno", 0), _shortened(node)
    next(islice(_changes(node), point.change, None))(node)
    return CodeMutant(line, original, _shortened(node), ast.unparse(ast.fix_missing_locations(tree)))


def _shortened(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0][:100]


def _changes(node: ast.AST) -> Iterator[NodeChange]:
    """Yield the changes that a node allows; each is applied to its copy in another tree."""
    yield from (change for applies, change in _CHANGES if applies(node))
    if isinstance(node, _BLOCKS):
        for position, statement in enumerate(node.body):
            if _is_effect(statement):
                yield partial(_remove_statement, position=position)


def _is_effect(statement: ast.stmt) -> bool:
    """Whether a statement is a call whose result is not used, or raises."""
    is_call = isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Raise) or is_call


def _has_number(node: ast.AST) -> bool:
    """Whether a node assigns or returns a number, or a product or sum."""
    value = node.value if isinstance(node, ast.Assign | ast.Return) else None
    is_number = isinstance(value, ast.Constant) and type(value.value) in (int, float)
    return is_number or isinstance(value, ast.BinOp)


def _has_truth_value(node: ast.AST) -> bool:
    """Whether a node assigns or returns True or False."""
    value = node.value if isinstance(node, ast.Assign | ast.Return) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, bool)


def _flip_comparison(node: Any) -> None:
    node.ops[0] = _COMPARISONS[type(node.ops[0])]()


def _exchange_and_or(node: Any) -> None:
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def _exchange_operator(node: Any) -> None:
    node.op = _ARITHMETIC[type(node.op)]()


def _multiply_value(node: Any) -> None:
    node.value = ast.BinOp(node.value, ast.Mult(), ast.Constant(_NUMBER_FACTOR))


def _negate_value(node: Any) -> None:
    node.value = ast.Constant(not node.value.value)


def _never_take_branch(node: Any) -> None:
    node.test = ast.Constant(False)


def _remove_statement(node: Any, position: int) -> None:
    node.body[position] = ast.Pass()


_CHANGES: tuple[tuple[Callable[[ast.AST], bool], NodeChange], ...] = (
    (lambda node: isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS, _flip_comparison),
    (lambda node: isinstance(node, ast.BoolOp), _exchange_and_or),
    (lambda node: isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC, _exchange_operator),
    (_has_number, _multiply_value),
    (_has_truth_value, _negate_value),
    (lambda node: isinstance(node, ast.If | ast.While | ast.IfExp), _never_take_branch),
)
