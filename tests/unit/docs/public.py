"""What of ksclient is public: modules, the names in them, and the members of classes."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import logging
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import ksclient

UPSTREAM = {"keystoneauth1": "ksclient.auth", "keystoneclient": "ksclient"}
ALSO = {
    "ksclient.token.cache.looking",
    "ksclient.token.exceptions",
    "ksclient.token.persistence.collaborators",
}
"""Modules that are public though neither upstream nor ``__all__`` says so."""

INSIDE = {
    "ksclient.cli.commands": "commands, as a shell has them: docs/command.md",
    "ksclient.cli.doctor": "a command",
    "ksclient.testing.keystone": "the insides of a test cloud",
}
"""Packages that nobody else is to import from, and what they are."""


def modules() -> list[str]:
    """Return the modules that are public: with ``__all__``, as a door, or with upstream's path."""
    found = [each.name for each in pkgutil.walk_packages(ksclient.__path__, "ksclient.")]
    return [
        name
        for name in ["ksclient", *found]
        if not any(part.startswith("_") for part in name.split("."))
        and not any(f"{name}.".startswith(f"{inside}.") for inside in INSIDE)
        and (name in _of_upstream() | ALSO or _is_door(name))
    ]


def names(module: str) -> list[str]:
    """Return the public names of a module."""
    loaded = importlib.import_module(module)
    said = getattr(loaded, "__all__", None)
    found = said if said is not None else [*_exported(module), *_defined(module)]
    return [name for name in found if not _is_beside_the_point(getattr(loaded, name))]


def classes(below: type) -> set[type]:
    """Return our public classes that are *below* another, or that class itself."""
    found = (
        getattr(importlib.import_module(module), name)
        for module in modules()
        for name in names(module)
    )
    return {
        each
        for each in found
        if isinstance(each, type)
        and issubclass(each, below)
        and each.__module__.startswith("ksclient.")
    }


def members(of: type) -> Iterator[tuple[str, Any]]:
    """Give the methods and properties of a class that are ours, those of bases included."""
    for name in dir(of):
        owner = next(each for each in of.__mro__ if name in vars(each))
        value = inspect.getattr_static(of, name)
        is_ours = owner.__module__.startswith("ksclient.") and not name.startswith("_")
        is_method = isinstance(value, property | classmethod | staticmethod) or callable(value)
        if is_ours and is_method:
            yield name, value


@cache
def _of_upstream() -> set[str]:
    found = set()
    for theirs, ours in UPSTREAM.items():
        (folder,) = importlib.import_module(theirs).__path__
        for path in Path(folder).rglob("*.py"):
            parts = path.relative_to(folder).with_suffix("").parts
            found.add(".".join([ours, *(part for part in parts if part != "__init__")]))
    return found


def _is_door(module: str) -> bool:
    source = _source(module)
    is_package = importlib.util.find_spec(module).submodule_search_locations is not None
    return "__all__ = [" in source or (is_package and bool([*_exported(module), *_defined(module)]))


def _exported(module: str) -> list[str]:
    """Return what a module imports under the same name, for others."""
    return [
        each.name
        for node in ast.walk(ast.parse(_source(module)))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("ksclient")
        for each in node.names
        if each.asname == each.name and not each.name.startswith("_")
    ]


def _defined(module: str) -> list[str]:
    found: list[str] = []
    for node in ast.parse(_source(module)).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [each.id for each in targets if isinstance(each, ast.Name)]
    return [name for name in found if not name.startswith("_")]


def _source(module: str) -> str:
    return Path(str(importlib.util.find_spec(module).origin)).read_text(encoding="utf-8")


def _is_beside_the_point(value: object) -> bool:
    return isinstance(value, ModuleType | TypeVar | logging.Logger)
