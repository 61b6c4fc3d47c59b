"""From a program for the mirrored libraries to one for ksclient."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ksclient.migrate import mapping
from ksclient.migrate.scopes import Scope, Scopes, bound_name
from ksclient.migrate.source import Source, parsed

_TAKES_A_PATH = frozenset(
    {"patch", "multiple", "import_module", "import_class", "import_object"}
    | {"importorskip", "setattr", "delattr", "MockPatch", "MonkeyPatch", "try_import"}
)
"""The last names of functions whose first argument may be a dotted name."""

_MAY_BE_A_NAME = re.compile(rf"({'|'.join(mapping.ROOTS)})(\.[A-Za-z_]\w*)+")


@dataclass(frozen=True, slots=True)
class Left:
    """Something that stays as it is, since ksclient has nothing to take its place.

    Attributes:
        line: Where it is.
        what: The name, as it is written in full.
        why: What is missing.
    """

    line: int
    what: str
    why: str


@dataclass(slots=True)
class Rewritten:
    """A program that was rewritten.

    Attributes:
        text: The program as it should be.
        imports: How many imported names were changed.
        uses: How many dotted uses and paths in texts were changed.
        left: What stays as it was, in the order of lines.
    """

    text: str
    imports: int = 0
    uses: int = 0
    left: list[Left] = field(default_factory=list)


def rewrite(text: str) -> Rewritten:
    """Rewrite a program.

    Raises:
        SyntaxError: If it is no program of this Python's.
    """
    if not any(root in text for root in mapping.ROOTS):
        return Rewritten(text)
    return _Rewriting(Source(text)).done()


class _Rewriting:
    """One program, as it is rewritten."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._scopes = Scopes(source.tree)
        self._parents = {
            child: node for node in ast.walk(source.tree) for child in ast.iter_child_nodes(node)
        }
        self._result = Rewritten(source.text)
        self._seen: set[tuple[Scope, str]] = set()
        self._paths: set[ast.Constant] = set()

    def done(self) -> Rewritten:
        """Go through the program, and return what comes out."""
        for node in ast.walk(self._source.tree):
            if isinstance(node, ast.ImportFrom) and not node.level:
                self._import_from(node)
            elif isinstance(node, ast.Import):
                self._import(node)
            elif isinstance(node, ast.Call):
                self._call(node)
        self._look_at_texts()
        self._result.text = self._source.changed()
        self._result.left.sort(key=lambda left: (left.line, left.what))
        if self._source.edits:
            parsed(self._result.text)  # no file becomes worse than it was
        return self._result

    def _leave(self, node: ast.stmt | ast.expr | ast.alias, name: str, why: str = "") -> None:
        self._result.left.append(Left(node.lineno, name, why or mapping.reason(name)))

    # --- from a import b -------------------------------------------------------------------

    def _import_from(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if mapping.matched(module) is None:
            return
        homes = [self._home_of(module, alias) for alias in node.names]
        self._result.imports += sum(home is not None for home in homes)
        if len(set(homes)) == 1:
            if homes[0] is not None:
                self._source.replace(*self._source.names_of(node, after="from"), homes[0])
            return
        # Not all of them are found in one place: a line for each place, comments first.
        lines = self._source.comments(node)
        for home, aliases in itertools.groupby(
            sorted(zip(homes, node.names, strict=True), key=lambda pair: pair[0] or ""),
            key=lambda pair: pair[0],
        ):
            names = ", ".join(ast.unparse(alias) for _, alias in aliases)
            lines.append(f"from {home or module} import {names}")
        self._put(node, lines)

    def _home_of(self, module: str, alias: ast.alias) -> str | None:
        """Return the module to import a name from; None if it is to stay, which is told."""
        if alias.name == "*":
            home = mapping.translated(module)
            if home and mapping.is_module(home):
                return home
            self._leave(alias, f"{module}.*", mapping.reason(module))
            return None
        before = f"{module}.{alias.name}"
        after = mapping.translated(before) or ""
        thing = mapping.found(after)
        if thing is mapping.MISSING:
            self._leave(alias, before)
            return None
        lacking = self._lacking(alias, thing)
        for use, attribute in lacking:
            self._leave(use, f"{before}.{attribute}")
        if lacking:
            self._leave(alias, before, "what is used of it is not there")
            return None
        return after.rpartition(".")[0]

    def _lacking(self, alias: ast.alias, thing: object) -> list[tuple[ast.Attribute, str]]:
        """Return where attributes of an imported module are used that ksclient's does not have."""
        uses = self._scopes.uses(bound_name(alias), self._scopes.scope_of(alias))
        attributes = [
            parent for use in uses if isinstance(parent := self._parents[use], ast.Attribute)
        ]
        return [(each, each.attr) for each in attributes if mapping.lacks(thing, each.attr)]

    def _put(self, node: ast.stmt, statements: list[str]) -> None:
        """Put statements in the place of one."""
        between = "; "
        if self._source.is_alone(node):
            between = self._source.newline + self._source.indent(node)
        self._source.replace(
            self._source.start(node), self._source.end(node), between.join(statements)
        )

    # --- import a.b ------------------------------------------------------------------------

    def _import(self, node: ast.Import) -> None:
        names: list[str] = []
        for alias in node.names:
            names += self._imported(alias)
        if names != [ast.unparse(alias) for alias in node.names]:
            start = self._source.start(node.names[0])
            self._source.replace(start, self._source.end(node.names[-1]), ", ".join(names))

    def _imported(self, alias: ast.alias) -> list[str]:
        """Return what is to be imported in the place of a module, as it is written."""
        as_it_was = [ast.unparse(alias)]
        after = mapping.translated(alias.name)
        if after is None:
            return as_it_was
        if not mapping.is_module(after):
            self._leave(alias, alias.name)
            if not alias.asname:
                self._uses_of_root(alias)
            return as_it_was
        if alias.asname:
            lacking = self._lacking(alias, mapping.found(after))
            for use, attribute in lacking:
                self._leave(use, f"{alias.name}.{attribute}")
            if lacking:
                return as_it_was
            self._result.imports += 1
            return [f"{after} as {alias.asname}"]
        changed, stay = self._uses_of_root(alias)
        if stay and not changed:
            return as_it_was
        self._result.imports += 1
        needed = self._modules_in(changed) if after in mapping.RULES.values() else []
        return [*(as_it_was if stay else []), *(needed or [after])]

    def _uses_of_root(self, alias: ast.alias) -> tuple[list[str], int]:
        """Rewrite the dotted uses of what an import gives a value to: ``keystoneauth1.x.y``.

        Returns:
            The names that take their places, and how many uses stay.
        """
        root, scope = bound_name(alias), self._scopes.scope_of(alias)
        is_first = (scope, root) not in self._seen
        self._seen.add((scope, root))
        if not all(_is_plain_import(by) for by in scope.bound[root]):
            if is_first:
                self._leave(alias, alias.name, f"the name {root} means other things, too")
            return [], 1
        changed, stay = [], 0
        for use in self._scopes.uses(root, scope):
            chain = self._chain(use)
            before = _dotted(chain[-1])
            after = mapping.translated(before) or ""
            why = ""
            if (
                self._source.segment(use) != root
            ):  # in an f-string, whose places Python 3.11 mistakes
                why = "it is in an f-string: change it by hand"
            if why or mapping.found(self._known_part(after)) is mapping.MISSING:
                stay += 1
                if is_first:
                    self._leave(use, before, why)
                continue
            changed.append(after)
            if is_first:
                self._result.uses += 1
                rule = mapping.matched(before) or root
                last = chain[rule.count(".")]
                self._source.replace(
                    self._source.start(use), self._source.end(last), mapping.RULES[rule]
                )
        return changed, stay

    def _chain(self, use: ast.Name) -> list[ast.expr]:
        """Return a name, and the attributes that follow it."""
        chain: list[ast.expr] = [use]
        while isinstance(parent := self._parents[chain[-1]], ast.Attribute):
            chain.append(parent)
        return chain

    def _known_part(self, name: str) -> str:
        """Return the beginning of a dotted name that ends with the first thing in a module."""
        parts = name.split(".")
        for count in range(1, len(parts)):
            if not mapping.is_module(".".join(parts[: count + 1])):
                return ".".join(parts[: count + 1])
        return name

    def _modules_in(self, names: Iterable[str]) -> list[str]:
        """Return the modules that dotted names begin with: nobody else may have imported them."""
        modules = set()
        for name in names:
            parts = name.split(".")
            lengths = range(1, len(parts) + 1)
            known = [".".join(parts[:n]) for n in lengths if mapping.is_module(".".join(parts[:n]))]
            modules.add(known[-1])
        return sorted(modules)

    # --- mock.patch("a.b") -----------------------------------------------------------------

    def _call(self, node: ast.Call) -> None:
        names = [*node.args[:1], *(key.value for key in node.keywords if key.arg == "target")]
        for argument in names:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                function = ast.unparse(node.func).split(".")
                if function[-1] in _TAKES_A_PATH or function[-2:] == ["patch", "dict"]:
                    self._paths.add(argument)
                    self._path(argument, argument.value)

    def _path(self, node: ast.Constant, path: str) -> None:
        """Rewrite a dotted name in a text."""
        rule, after = mapping.matched(path), mapping.translated(path)
        if rule is None or after is None:
            return
        if mapping.found(after) is mapping.MISSING:
            self._leave(node, path)
            return
        text = self._source.segment(node)
        if not re.fullmatch(rf"[rRuU]?(['\"]){re.escape(path)}\1", text):
            self._leave(node, path, "it is written in pieces: change it by hand")
            return
        start = self._source.start(node) + text.index(path)
        self._source.replace(start, start + len(rule), mapping.RULES[rule])
        self._result.uses += 1

    def _look_at_texts(self) -> None:
        """Tell of texts that may be dotted names, such as an annotation in quotes."""
        for node in ast.walk(self._source.tree):
            if not isinstance(node, ast.Constant) or node in self._paths:
                continue
            if isinstance(node.value, str) and _MAY_BE_A_NAME.fullmatch(node.value):
                self._leave(node, node.value, "a text: if it is a name, change it by hand")


def _is_plain_import(node: ast.AST) -> bool:
    """Tell whether *node* imports a module by its dotted name, and gives it no other."""
    return isinstance(node, ast.alias) and node.asname is None and bool(mapping.matched(node.name))


def _dotted(node: ast.expr) -> str:
    return f"{_dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else node.id  # type: ignore[attr-defined]  # chains begin with names
