"""Which scope of a program a name belongs to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(eq=False)
class Scope:
    """A module, a class, a function, or a comprehension.

    Attributes:
        parent: The scope around it; None for the module.
        is_class: Whether it is a class, whose names functions in it do not see.
        bound: What gives each name its values.
        elsewhere: The scope of each name that ``global`` or ``nonlocal`` is said of.
    """

    parent: Scope | None = None
    is_class: bool = False
    bound: dict[str, list[ast.AST]] = field(default_factory=dict)
    elsewhere: dict[str, Scope] = field(default_factory=dict)

    def owner(self, name: str) -> Scope | None:
        """Return the scope that *name* belongs to when it is used here; None for a builtin."""
        if name in self.elsewhere:
            return self.elsewhere[name]
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bound and (scope is self or not scope.is_class):
                return scope
            scope = scope.parent
        return None

    def bind(self, name: str, by: ast.AST) -> None:
        """Tell that *by* gives a value to *name*."""
        self.elsewhere.get(name, self).bound.setdefault(name, []).append(by)


class Scopes(ast.NodeVisitor):
    """All scopes of a program, the uses of its names, and where these belong."""

    def __init__(self, tree: ast.AST) -> None:
        self._scope = self.module = Scope()
        self._used: list[tuple[ast.Name, Scope]] = []
        self._imports: dict[ast.alias, Scope] = {}
        self.visit(tree)

    def scope_of(self, alias: ast.alias) -> Scope:
        """Return the scope in which an import gives a value to its name."""
        scope = self._imports[alias]
        return scope.elsewhere.get(bound_name(alias), scope)

    def uses(self, name: str, scope: Scope) -> Iterator[ast.Name]:
        """Yield the places where a name of a scope is read."""
        for use, place in self._used:
            if use.id == name and place.owner(name) is scope:
                yield use

    def visit_Name(self, node: ast.Name) -> None:
        """Note a use, or what gives a value."""
        if isinstance(node.ctx, ast.Load):
            self._used.append((node, self._scope))
        else:
            self._scope.bind(node.id, node)

    def visit_alias(self, node: ast.alias) -> None:
        """Note an import."""
        self._imports[node] = self._scope
        self._scope.bind(bound_name(node), node)

    def visit_Global(self, node: ast.Global) -> None:
        """Note that names are the module's."""
        for name in node.names:
            self._scope.elsewhere[name] = self.module

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        """Note that names are those of a function around."""
        for name in node.names:
            owner = self._scope.parent.owner(name) if self._scope.parent else None
            self._scope.elsewhere[name] = owner or self.module

    def visit_arg(self, node: ast.arg) -> None:
        """Note an argument; its annotation was seen outside."""
        self._scope.bind(node.arg, node)

    def generic_visit(self, node: ast.AST) -> None:
        """Go into a scope of its own where *node* has one."""
        if isinstance(node, _Function):
            self._visit_function(node)
        elif isinstance(node, ast.ClassDef):
            self._scope.bind(node.name, node)
            self._visit_all([*node.decorator_list, *_type_parameters(node)])
            self._visit_all([*node.bases, *node.keywords])
            self._inside(node.body, is_class=True)
        elif isinstance(node, _Comprehension):
            self._inside(list(ast.iter_child_nodes(node)))
        else:
            name = getattr(node, "name", None) or getattr(node, "rest", None)
            if isinstance(name, str):  # of `except … as`, and of patterns
                self._scope.bind(name, node)
            super().generic_visit(node)

    def _visit_function(self, node: _Function) -> None:
        arguments = node.args
        everyone = [
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            *filter(None, (arguments.vararg, arguments.kwarg)),
        ]
        self._visit_all(each.annotation for each in everyone)
        self._visit_all([*arguments.defaults, *arguments.kw_defaults])
        if isinstance(node, ast.Lambda):
            self._inside([*everyone, node.body])
        else:
            self._scope.bind(node.name, node)
            self._visit_all([*node.decorator_list, *_type_parameters(node), node.returns])
            self._inside([*everyone, *node.body])

    def _visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def _inside(self, nodes: Sequence[ast.AST], *, is_class: bool = False) -> None:
        around = self._scope
        self._scope = Scope(around, is_class)
        self._visit_all(nodes)
        self._scope = around


def _type_parameters(node: ast.AST) -> list[ast.AST]:
    """Return what stands in brackets behind a name, since Python 3.12."""
    parameters: list[ast.AST] = getattr(node, "type_params", [])
    return parameters


def bound_name(alias: ast.alias) -> str:
    """Return the name that an import gives a value to."""
    return alias.asname or alias.name.partition(".")[0]
