"""What is loaded amid a program's work is loaded while forks wait."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ksclient

PACKAGE = Path(ksclient.__file__).parent
ROOMS = ("auth/_*", "auth/[ades]*", "auth/identity", "auth/plugin", "base", "httpclient", "v2_0")
"""Where requests pass."""

ELSEWHERE = {
    "auth/access/access.py": "only who saves a login to a file, or loads one",
    "auth/session/__init__.py": "only who asks the door, or what the first session loads",
    "auth/session/connections.py": "with the first session",
    "auth/session/keepalive.py": "from the door, which is there",
    "base/resource.py": "only who asks for a name as a word for a command line",
    "httpclient/options.py": "when a client is made of a wrong keyword, or its signature is shown",
    "httpclient/parts.py": "when a client is made",
}
"""Where modules are loaded in functions, and when that is."""


def files() -> Iterator[Path]:
    for room in ROOMS:
        for place in PACKAGE.glob(room):
            yield from place.rglob("*.py") if place.is_dir() else [place]


def loaded_in(node: ast.AST, *, in_function: bool = False) -> Iterator[ast.stmt]:
    """Yield the imports in functions that nothing keeps forks from."""
    if isinstance(node, ast.With) and ast.unparse(node.items[0]) == "FORKS_WAIT":
        return
    if in_function and isinstance(node, ast.Import | ast.ImportFrom):
        yield node
    is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    for child in ast.iter_child_nodes(node):
        yield from loaded_in(child, in_function=in_function or is_function)


@pytest.mark.parametrize("file", sorted(files()), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_what_a_function_loads_is_there_by_then_or_keeps_forks_waiting(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    first = ""
    for statement in loaded_in(ast.parse(text)):
        said = lines[statement.lineno - 1].partition("#")[2]
        first = said if " - " in said else first  # a reason stands once for what follows
        assert "loaded" in first or str(file.relative_to(PACKAGE)) in ELSEWHERE
