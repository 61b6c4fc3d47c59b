"""What Sphinx does not do by itself: names of the package become links wherever they are told."""

from __future__ import annotations

import ast
import builtins
import importlib
import os
import pkgutil
import re
import sys
from abc import ABC
from functools import cache
from pathlib import Path
from typing import Any, Generic, get_origin

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

import ksclient

STANDS_FOR = {"ksclient.auth._protocols.Session": "ksclient.auth.session.Session"}
"""What is in the place of a type that says the same in fewer words."""

SHOWN = {
    "changelog": "CHANGELOG.md",
    "contributing": "CONTRIBUTING.md",
    "examples": "examples/README.md",
}
"""Pages that are files from elsewhere."""

ERRORS = "ksclient.auth.exceptions."
"""Whose names win where there are several."""

TOLD: set[Any] = set()
"""What has an entry of its own in the reference."""


def types_known() -> None:
    """Give modules what they import for type checkers only, so that annotations have a meaning."""
    names = [each.name for each in pkgutil.walk_packages(ksclient.__path__, "ksclient.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    for module in modules:
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for statement in tree.body:
            if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
                for each in statement.body:
                    _execute(each, vars(module))


def slots_filled(app: Sphinx, name: str, source: list[str]) -> None:
    """Show ``[page]`` in the navigation if there is such a page, and nothing else."""

    def filled(slot: re.Match[str]) -> str:
        return f"{slot[1]}\n" if slot[1] in app.project.docnames else ""

    if name == app.config.root_doc:
        source[0] = re.sub(r"^\[([\w-]+)\]\n", filled, source[0], flags=re.MULTILINE)


def files_shown(app: Sphinx, name: str, source: list[str]) -> None:
    """Show a file from beside the documentation as a page, with links that lead to pages."""
    if name not in SHOWN:
        return
    docs = Path(app.srcdir)
    file = docs.parent / SHOWN[name]
    pages = {docs.parent / path: docs / f"{page}.md" for page, path in SHOWN.items()}

    def led(link: re.Match[str]) -> str:
        target = (file.parent / link[1]).resolve()
        return f"]({os.path.relpath(pages.get(target, target), docs)}{link[2] or ''})"

    text = file.read_text(encoding="utf-8")
    source[0] = re.sub(r"\]\((?!\w+:|#)([^)#]+)(#[^)]*)?\)", led, text)


def _execute(statement: ast.stmt, names: dict[str, Any]) -> None:
    try:
        exec(compile(ast.Module([statement], []), "<for types>", "exec"), names)
    except ImportError as error:
        if str(error.name).startswith("ksclient") or not isinstance(statement, ast.ImportFrom):
            raise
        for each in statement.names:  # which type checkers know, and Python does not
            names[each.name] = type(each.name, (), {"__module__": statement.module})


def readable_signature(
    app: Sphinx, what: str, name: str, of: Any, options: Any, signature: str | None, result: str
) -> tuple[str | None, str]:
    """Write defaults that a dataclass makes anew as Python has them in stubs."""
    return signature and signature.replace("<factory>", "..."), result


def public_bases(app: Sphinx, name: str, of: Any, options: Any, bases: list[Any]) -> None:
    """Leave out what a class is made of inside, and what says nothing."""
    said = [
        each
        for each in bases
        if _class_of(each) in TOLD or not _class_of(each).__module__.startswith("ksclient")
    ]
    bases[:] = [each for each in said if _class_of(each) not in {ABC, Generic}] or [object]


def _class_of(base: Any) -> type:
    return get_origin(base) or base


def _told(folder: Path) -> set[Any]:
    """Return what the pages of the reference have directives for."""
    found = set()
    for page in folder.glob("*.rst"):
        module = ""
        for directive, name in re.findall(r"^\.\. (\w+):: (\S+)$", page.read_text(), re.MULTILINE):
            if directive in {"module", "automodule", "currentmodule"}:
                module = name
            elif directive in {"autoclass", "autoexception"}:
                found.add(getattr(importlib.import_module(module), name))
    return found


def whole_sentence(app: Sphinx, what: str, name: str, of: Any, options: Any, lines: Any) -> None:
    """Keep napoleon from taking what stands before a colon for the type of an attribute."""
    if what in {"attribute", "data", "property"}:
        lines[:0] = ["..", ""]  # an empty comment


def tidied(app: Sphinx, doctree: nodes.document) -> None:
    """Leave out bases that say nothing, and look types up by their whole paths alone.

    So ``type`` does not lead to an attribute of that name, and Sphinx is done in half the time.
    """
    for paragraph in list(doctree.findall(nodes.paragraph)):
        if paragraph.astext() == "Bases: object":
            paragraph.parent.remove(paragraph)
    for node in doctree.findall(pending_xref):
        target = str(node.get("reftarget"))
        is_builtin = isinstance(getattr(builtins, target, None), type)
        if node.get("reftype") == "class" and is_builtin:
            node["reftarget"] = f"builtins.{target}"
        if is_builtin or "." in target:
            node.attributes.pop("refspecific", None)


def linked(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, text: nodes.TextElement
) -> nodes.Element | None:
    """Resolve a name that the reference has at another path, or does not have.

    Types of other packages, and of what is not public, stay text. What a docstring has in single
    backticks, or among what is raised, has to exist.
    """
    if node.get("refdomain") != "py":
        return None
    target = STANDS_FOR.get(node["reftarget"], node["reftarget"])
    name = _paths(env).get(target)
    if name:
        entry = env.domains.python_domain.objects[name]
        return make_refnode(app.builder, node["refdoc"], entry.docname, entry.node_id, text, name)
    is_told = node["reftype"] in {"exc", "obj"} or target.startswith("ksclient.")
    if is_told and not _exists(target):
        return None
    return nodes.Text(_told_apart(target)) if node["reftype"] == "class" else text


def _told_apart(name: str) -> str:
    """Return the name of a type, with its package where that is not Python's or ours."""
    package, short = name.partition(".")[0], name.rpartition(".")[2]
    if package in {"builtins", "ksclient", *sys.stdlib_module_names} or "." not in name:
        return short
    return f"{package}.{short}" if _exists(f"{package}.{short}") else name


def _exists(name: str) -> bool:
    try:
        pkgutil.resolve_name(name)
    except (AttributeError, ImportError, ValueError):
        return hasattr(builtins, name) or name == "None"
    return True


@cache
def _paths(env: BuildEnvironment) -> dict[str, str | None]:
    """Return whole paths by all their ends; None where an end could be of several."""
    paths: dict[str, str | None] = {}
    for name, entry in env.domains.python_domain.objects.items():
        if entry.aliased:
            continue
        parts = name.split(".")
        for end in (".".join(parts[i:]) for i in range(len(parts))):
            paths[end] = name if end not in paths or name.startswith(ERRORS) else None
    return paths


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect it."""
    types_known()
    TOLD.update(_told(Path(app.srcdir) / "reference"))
    app.connect("source-read", slots_filled)
    app.connect("source-read", files_shown)
    app.connect("autodoc-process-signature", readable_signature)
    app.connect("autodoc-process-bases", public_bases)
    app.connect("autodoc-process-docstring", whole_sentence, priority=400)  # before napoleon
    app.connect("doctree-read", tidied)
    app.connect("missing-reference", linked)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
